import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Screen } from './person.ts';

/** What a page's script would ask of the browser. */
interface Asked {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id?: string };
  readonly user?: { readonly id: string };
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** How an answer differs from what an honest browser and an honest authenticator would say. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** The counter; default: one more than before. */
  readonly counter?: number;
  /** Whether it saw its owner. Default: as it was made. */
  readonly verified?: boolean;
  /** What the browser says of whether it is kept. Default: nothing. */
  readonly kept?: boolean;
  readonly handle?: string;
  readonly key?: KeyObject;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** What the form of a page asks for. */
export function askedOn({ html, title }: Screen): Asked {
  const [, json] = /data-options="([^"]*)"/.exec(html) ?? [];
  if (json === undefined) throw new Error(`no passkey is asked for on "${title}"`);
  return JSON.parse(json.replaceAll('&#34;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")) as Asked;
}

/**
 * A passkey in somebody's hands, without a browser: for what no honest browser would send. Speaks as one of a phone would:
 * keeps the handle, sees its owner, and counts.
 */
export function newPasskey({ verified = true }: { readonly verified?: boolean } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  let handle = '';

  const clientData = (type: string, challenge: string, origin: string): string =>
    JSON.stringify({ type, challenge, origin, crossOrigin: false });

  const authenticatorData = (rpId: string, flags: number, count: number, rest = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(count, 1);
    return Buffer.concat([sha256(rpId), head, rest]);
  };

  const present = 0x01;
  const seen = (wanted: boolean): number => (wanted ? 0x04 : 0);

  return {
    id: base64url(id),

    /** Makes it, as the page asks. */
    create(screen: Screen, lies: Lies = {}): string {
      const asked = askedOn(screen);
      handle = asked.user?.id ?? '';
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const cose = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
          [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
        ]),
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, cose]);
      const flags = present | 0x40 | seen(lies.verified ?? verified);
      const authData = authenticatorData(lies.rpId ?? asked.rp?.id ?? '', flags, counter, credential);
      const attestationObject = isoCBOR.encode(
        new Map<string, string | Uint8Array | Map<never, never>>([
          ['fmt', 'none'],
          ['attStmt', new Map<never, never>()],
          ['authData', Uint8Array.from(authData)],
        ]),
      );
      const json = clientData(
        lies.type ?? 'webauthn.create',
        lies.challenge ?? asked.challenge,
        lies.origin ?? screen.url.origin,
      );
      return JSON.stringify({
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        response: {
          clientDataJSON: Buffer.from(json).toString('base64url'),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
        ...(lies.kept !== undefined && { clientExtensionResults: { credProps: { rk: lies.kept } } }),
      });
    },

    /** Signs what the page asks. */
    get(screen: Screen, lies: Lies = {}): string {
      const asked = askedOn(screen);
      counter = lies.counter ?? counter + 1;
      const flags = present | seen(lies.verified ?? verified);
      const authData = authenticatorData(lies.rpId ?? asked.rpId ?? '', flags, counter);
      const json = clientData(
        lies.type ?? 'webauthn.get',
        lies.challenge ?? asked.challenge,
        lies.origin ?? screen.url.origin,
      );
      const signature = sign('sha256', Buffer.concat([authData, sha256(json)]), lies.key ?? privateKey);
      return JSON.stringify({
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        response: {
          clientDataJSON: Buffer.from(json).toString('base64url'),
          authenticatorData: base64url(authData),
          signature: base64url(signature),
          userHandle: lies.handle ?? handle,
        },
      });
    },
  };
}
