import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { addApp, type App } from '../support/apps.ts';
import { proofKey, type ProofKey } from '../support/dpop.ts';
import type { Nodes } from '../support/nodes.ts';
import type { Person } from '../support/person.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { somebody, type Somebody } from '../support/somebody.ts';

/** What the flows happen on. */
export interface Stage {
  readonly nodes: Nodes;
  /** Of the house: nobody is asked whether it may. */
  readonly web: App;
  readonly spa: App;
  /** Asks for consent. */
  readonly thirdParty: App;
  /** Uses the account API. */
  readonly keeper: App;
  /** Proves itself by assertions. */
  readonly robot: App;
  /** A fresh assertion of the robot's. */
  assertion(): Promise<string>;
  readonly key: ProofKey;
  /** Somebody with an account. */
  somebody(): Promise<Somebody>;
  /** Somebody with an account, and a browser that is signed in to it. */
  signedIn(): Promise<Somebody & { readonly person: Person }>;
}

export async function setStage(nodes: Nodes): Promise<Stage> {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'ES256' };
  const api = 'https://api.example.com';
  await nodes.rooms.clients.apis.add({ id: api, name: 'API' });
  const robot = await addApp(nodes, {
    kind: 'machine',
    authMethod: 'private_key_jwt',
    apis: [api],
    jwks: { keys: [jwk] },
  });
  return {
    nodes,
    web: await addApp(nodes, { kind: 'web', firstParty: true }),
    spa: await addApp(nodes, { kind: 'spa', firstParty: true }),
    thirdParty: await addApp(nodes, { kind: 'spa', name: 'A third party' }),
    keeper: await addApp(nodes, { kind: 'spa', firstParty: true, apis: [`${nodes.issuer}/api/account`] }),
    robot,
    assertion: () =>
      new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(robot.id)
        .setSubject(robot.id)
        .setAudience(nodes.issuer)
        .setIssuedAt()
        .setExpirationTime('60s')
        .sign(keys.privateKey),
    key: await proofKey(),
    somebody: () => somebody(nodes),
    async signedIn() {
      const one = await somebody(nodes);
      return { ...one, person: await signedInPerson(nodes, one.id) };
    },
  };
}
