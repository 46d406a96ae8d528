import { createHash, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { clientCollection } from '../../src/clients/index.ts';
import {
  account,
  addApp,
  introspect,
  payloadOf,
  post,
  redeem,
  refresh,
  signIn,
  signInRequest,
  walk,
  type Answer,
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { certificates } from '../support/certificates.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const api = 'https://jwt.example.com';
const header = 'x-client-cert';
type Certificate = keyof typeof certificates;

/** RFC 8705 §3.1. */
const thumbprint = (certificate: Certificate): string =>
  createHash('sha256')
    .update(new X509Certificate(decodeURIComponent(certificates[certificate])).raw)
    .digest('base64url');

/** An app whose requests pass a proxy that tells this certificate. */
const showing = (app: App, certificate?: Certificate): App => ({
  ...app,
  headers: { ...app.headers, ...(certificate && { [header]: certificates[certificate] }) },
});

const behind = (trustedProxies: string): string[] => [
  `clientCertificateHeader=X-Client-Cert`,
  `trustedProxies=${trustedProxies}`,
];

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: behind('127.0.0.0/8,::1') });
  givenAccount(postern, email);
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({ id: api, name: 'JWTs', tokenFormat: 'jwt', scopes: [{ name: 'read' }] });
  });
  const bound = { senderConstrained: 'mtls', apis: [api] };
  const apps: Record<string, App> = {
    native: givenApp(postern, { kind: 'native', firstParty: true, ...bound }),
    web: givenApp(postern, { kind: 'web', firstParty: true, ...bound }),
    machine: givenApp(postern, { kind: 'machine', ...bound }),
  };

  const signedIn = (app: App, certificate?: Certificate, more = {}): Promise<SignedIn> =>
    signIn(postern, postern.person(), showing(app, certificate), email, more);
  const again = (app: App, token: unknown, certificate?: Certificate): Promise<Answer> =>
    refresh(postern, app.id, token, showing(app, certificate).headers);
  const claims = async (token: string, certificate?: Certificate): Promise<number> =>
    (
      await fetch(new URL('/userinfo', postern.issuer), {
        headers: { authorization: `Bearer ${token}`, ...(certificate && { [header]: certificates[certificate] }) },
      })
    ).status;

  test('discovery says so', async () => {
    const metadata = await fetch(new URL('/.well-known/openid-configuration', postern.issuer));
    expect(await metadata.json()).toMatchObject({ tls_client_certificate_bound_access_tokens: true });
  });

  describe.each(['native', 'web'])('the tokens of a %s app', (kind) => {
    test('are bound to its certificate, and of no use with another or with none', async () => {
      const app = apps[kind]!;
      const { access, refresh: token } = await signedIn(app, 'app');
      expect([await claims(access, 'app'), await claims(access, 'other'), await claims(access)]).toEqual([
        200, 401, 401,
      ]);
      if (kind === 'web') {
        const cnf = { 'x5t#S256': thumbprint('app') };
        expect(await introspect(postern, app, access)).toMatchObject({ active: true, cnf });
        expect(await introspect(postern, app, token)).toMatchObject({ active: true, cnf });
      }
      for (const wrong of ['other', undefined] as const) {
        expect((await again(app, token, wrong)).body.error).toBe('invalid_grant');
      }
      const next = await again(app, token, 'app');
      expect(next.status).toBe(200);
      expect(await claims(String(next.body['access_token']), 'other')).toBe(401);
      expect(await claims(String(next.body['access_token']), 'app')).toBe(200);
    });

    test('are not given without a certificate', async () => {
      const { answer } = await signedIn(apps[kind]!);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    });

    test('stay bound when the client’s rule is taken back', async () => {
      const app = await addApp(postern, { kind, firstParty: true, senderConstrained: 'mtls' });
      const { refresh: token } = await signedIn(app, 'app');
      await postern.rooms.clients.update(app.id, { senderConstrained: null });
      expect((await again(app, token)).body.error).toBe('invalid_grant');
      expect((await again(app, token, 'other')).body.error).toBe('invalid_grant');
      expect((await again(app, token, 'app')).status).toBe(200);
    });
  });

  test('a JWT access token says which certificate it is bound to', async () => {
    const { access } = await signedIn(apps['web']!, 'app', { scope: 'openid read', resource: api });
    expect(payloadOf(access)).toMatchObject({ cnf: { 'x5t#S256': thumbprint('app') } });
  });

  test('the account’s API takes them with the certificate, and not with another or with none', async () => {
    const resource = `${postern.issuer}/api/account`;
    const app = await addApp(postern, {
      kind: 'native',
      firstParty: true,
      senderConstrained: 'mtls',
      apis: [resource],
    });
    const request = signInRequest(postern, app.id, { scope: 'openid devices:read', resource });
    const door = await walk(postern.person(), request, email);
    const { headers } = showing(app, 'app');
    const { body } = await redeem(postern, app.id, door, request.verifier, headers, { resource });
    const status = async (certificate?: Certificate): Promise<number> => {
      const authorization = `Bearer ${String(body['access_token'])}`;
      const shown = { authorization, ...(certificate && { [header]: certificates[certificate] }) };
      return (await fetch(`${resource}/devices`, { headers: shown })).status;
    };
    expect([await status('app'), await status('other'), await status()]).toEqual([200, 401, 401]);
  });

  test('a machine’s token is bound too', async () => {
    const machine = apps['machine']!;
    const grant = (certificate?: Certificate) =>
      post(postern, '/token', { grant_type: 'client_credentials' }, showing(machine, certificate).headers);
    expect((await grant()).status).toBe(400);
    const token = String((await grant('app')).body['access_token']);
    expect(await introspect(postern, machine, token)).toMatchObject({ cnf: { 'x5t#S256': thumbprint('app') } });
  });

  test('what is no certificate counts as none', async () => {
    for (const value of [
      `${certificates.app}, ${certificates.other}`,
      'nonsense',
      '%',
      encodeURIComponent('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
    ]) {
      const app = apps['native']!;
      const { answer } = await signIn(postern, postern.person(), { ...app, headers: { [header]: value } }, email);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    }
  });
});

test('from anybody but a trusted proxy a certificate counts for nothing', async () => {
  const postern = await startPostern('sqlite', behind('10.0.0.0/8'));
  try {
    await account(postern, email);
    const app = await addApp(postern, { kind: 'native', firstParty: true, senderConstrained: 'mtls' });
    for (const name of [header, 'X-Client-Cert', 'X-CLIENT-CERT']) {
      const sent = { ...app, headers: { [name]: certificates.app } };
      const { answer } = await signIn(postern, postern.person(), sent, email);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    }
  } finally {
    await postern.stop();
  }
}, 60_000);

test('without the setting there is no such client, and none that was there is given unbound tokens', async () => {
  const postern = await startPostern('sqlite');
  try {
    await account(postern, email);
    const declaration = { kind: 'native', firstParty: true, senderConstrained: 'mtls' };
    await expect(addApp(postern, declaration)).rejects.toThrow('senderConstrained: cannot be mtls here');
    // As it is when the setting was taken away afterwards.
    const app = await addApp(postern, { kind: 'native', firstParty: true });
    const { documents } = postern.rooms.store;
    const record = (await documents.get(clientCollection, app.id))!;
    const bound = { ...record, declaration: { ...record.declaration, senderConstrained: 'mtls' as const } };
    await documents.replace(clientCollection, bound);
    const refused = await post(postern, '/token', {
      grant_type: 'authorization_code',
      code: 'x',
      redirect_uri: 'https://app.example.com/callback',
      client_id: app.id,
    });
    expect([refused.status, refused.body.error]).toEqual([401, 'invalid_client']);
    const metadata = await fetch(new URL('/.well-known/openid-configuration', postern.issuer));
    expect(await metadata.json()).not.toHaveProperty('tls_client_certificate_bound_access_tokens');
  } finally {
    await postern.stop();
  }
}, 60_000);
