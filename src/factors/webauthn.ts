import { isIP } from 'node:net';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { challengeKept } from './challenges.ts';
import type { Passkey } from './factor.ts';

/** What the installation wants of passkeys. */
export interface PasskeyRule {
  /** `direct`: the maker of what holds a new one is to vouch for it (WebAuthn §6.5.4). */
  readonly attestation: 'none' | 'direct';
  /** Whether whatever holds one must see that it is its owner, by a finger, a face or a PIN, or is only asked to. */
  readonly userVerification: 'preferred' | 'required';
}

/** What is known of a passkey once it was made. */
export type NewCredential = Pick<
  Passkey,
  'credential' | 'publicKey' | 'counter' | 'transports' | 'synced' | 'backedUp' | 'secondOnly' | 'aaguid'
> & {
  /** The kind of statement that its maker made, `none` where none was asked for. */
  readonly attestation: string;
};

/** What a passkey signed. */
export interface Signed {
  readonly counter: number;
  readonly backedUp: boolean;
  /** Whether what holds it saw that it was its owner. */
  readonly verified: boolean;
}

export type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON };

/** EdDSA, ES256 and RS256 (COSE): named, or the library would offer what this version of Node happens to know. */
const algorithms = [-8, -7, -257];

const timeout = challengeKept * 1000;

const part = z.string().max(12_000);
/** Whether what holds a passkey keeps it (§10.1.3). Not signed: of use for what its owner is told, and for nothing else. */
const Extensions = z
  .object({ credProps: z.object({ rk: z.boolean().exactOptional() }).exactOptional() })
  .exactOptional()
  .catch({});
const Made = z.object({
  id: part,
  rawId: part,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: part,
    attestationObject: part,
    transports: z.array(z.string().max(40)).max(10).exactOptional(),
  }),
  clientExtensionResults: Extensions,
});
const Answered = z.object({
  id: part,
  rawId: part,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: z.string().max(100).nullish(),
  }),
});

/** What a browser posted of a passkey's answer, or undefined where it is none. */
export interface Answer {
  readonly credential: string;
  readonly handle?: string;
  readonly json: AuthenticationResponseJSON;
}

/** The transports that there are (WebAuthn §5.8.4): kept, and given back to browsers. */
const transports: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

export type WebAuthn = ReturnType<typeof createWebAuthn>;

/**
 * The ceremonies of WebAuthn, by a library that reads and verifies what authenticators say. Nothing is stored here.
 * @param options.issuer what passkeys are bound to. From the settings and never from a request: what a header says of the
 *   host would be what a passkey of another site was made for
 */
export function createWebAuthn({
  issuer,
  brand,
  rule,
}: {
  readonly issuer: string;
  readonly brand: string;
  readonly rule: PasskeyRule;
}) {
  const { origin, hostname, protocol } = new URL(issuer);
  const requireUserVerification = rule.userVerification === 'required';
  // Loaded when the first passkey is used: it is 20 MiB that many installations never need.
  const library = () => import('@simplewebauthn/server');

  return {
    /** Whether browsers have passkeys for this issuer: they are bound to a domain, which an address is not. */
    offered: isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && (protocol === 'https:' || hostname === 'localhost'),

    /** What a browser needs to make a passkey. It makes none where one of the account's is. */
    async creation(
      challenge: string,
      who: { readonly handle: string; readonly email: string; readonly name?: string | undefined },
      passkeys: readonly Passkey[],
    ): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const { generateRegistrationOptions } = await library();
      return generateRegistrationOptions({
        rpName: brand,
        rpID: hostname,
        userID: Uint8Array.from(Buffer.from(who.handle, 'base64url')),
        userName: who.email,
        userDisplayName: who.name ?? who.email,
        challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
        timeout,
        attestationType: rule.attestation,
        excludeCredentials: passkeys.map(asked),
        // Kept by what holds it where it can be, and so good for a sign-in without a name; an older key is a factor too.
        authenticatorSelection: { residentKey: 'preferred', userVerification: rule.userVerification },
        supportedAlgorithmIDs: algorithms,
      });
    },

    /**
     * What a browser needs to ask for a passkey. Written here and not by the library: it is on every sign-in page, and
     * the library is for who uses a passkey.
     * @param passkeys those that will do; none: any, and the person chooses among their accounts
     */
    request(challenge: string, passkeys: readonly Passkey[] = []): PublicKeyCredentialRequestOptionsJSON {
      return {
        challenge,
        rpId: hostname,
        timeout,
        userVerification: rule.userVerification,
        allowCredentials: passkeys.map((passkey) => ({ ...asked(passkey), type: 'public-key' })),
      };
    },

    /** @returns undefined for whatever is not a new passkey for this challenge and this issuer */
    async made(posted: string, challenge: string): Promise<NewCredential | undefined> {
      const response = parse(posted, Made);
      if (!response) return undefined;
      const { verifyRegistrationResponse } = await library();
      const json: RegistrationResponseJSON = {
        ...response,
        response: { ...response.response, transports: [] },
        ...none,
      };
      const { verified, registrationInfo: made } = await orNot(
        verifyRegistrationResponse({
          response: json,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: hostname,
          requireUserVerification,
          supportedAlgorithmIDs: algorithms,
        }),
      );
      if (!verified) return undefined;
      return {
        credential: made.credential.id,
        publicKey: Buffer.from(made.credential.publicKey).toString('base64url'),
        counter: made.credential.counter,
        transports: (response.response.transports ?? []).filter((one) => transports.includes(one)),
        synced: made.credentialDeviceType === 'multiDevice',
        backedUp: made.credentialBackedUp,
        ...((!made.userVerified || response.clientExtensionResults?.credProps?.rk === false) && { secondOnly: true }),
        aaguid: made.aaguid,
        attestation: made.fmt,
      };
    },

    /** Reads an answer. Nothing of it is proven yet. */
    answerIn(posted: string): Answer | undefined {
      const response = parse(posted, Answered);
      if (!response) return undefined;
      const { userHandle, ...rest } = response.response;
      const handle = userHandle ?? undefined;
      return {
        credential: response.id,
        ...(handle !== undefined && { handle }),
        json: { ...response, response: { ...rest, ...(handle !== undefined && { userHandle: handle }) }, ...none },
      };
    },

    /**
     * Verifies an answer: signed by this passkey, for this challenge, on a page of this issuer.
     * @returns undefined where it is not. The counter is not compared: whoever changes the record does that
     */
    async signed({ json }: Answer, challenge: string, passkey: Passkey): Promise<Signed | undefined> {
      const { verifyAuthenticationResponse } = await library();
      const { verified, authenticationInfo: info } = await orNot(
        verifyAuthenticationResponse({
          response: json,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: hostname,
          requireUserVerification,
          credential: {
            id: passkey.credential,
            publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
            // The library refuses a counter that goes back before it looks at the signature: anybody could send one.
            counter: 0,
          },
        }),
      );
      if (!verified) return undefined;
      return { counter: info.newCounter, backedUp: info.credentialBackedUp, verified: info.userVerified };
    },
  };
}

/** Extensions are of no use to the library here, and what browsers say of them is not signed. */
const none = { clientExtensionResults: {} };

const asked = ({ credential, transports }: Passkey) => ({
  id: credential,
  ...(transports.length > 0 && { transports: [...transports] as never[] }),
});

function parse<T extends z.ZodType>(posted: string, schema: T): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(posted));
  } catch {
    return undefined;
  }
}

/** The library throws for whatever is wrong with an answer: it is somebody's mistake or attack, and none of ours. */
const orNot = <T extends object>(verification: Promise<T>): Promise<T | ({ verified: false } & Partial<T>)> =>
  verification.catch(() => ({ verified: false }) as { verified: false } & Partial<T>);
