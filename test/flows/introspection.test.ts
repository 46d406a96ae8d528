import { beforeAll, describe, expect, test } from '@jest/globals';
import { account, addApp, introspect, post, refresh, revoke, signIn, type App } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const formats = ['opaque', 'jwt'] as const;
const resourceOf = (format: string): string => `https://${format}.example.com`;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const ann = givenAccount(postern, email);

  let app: App;
  let asking: App;
  beforeAll(async () => {
    for (const tokenFormat of formats) {
      const id = resourceOf(tokenFormat);
      await postern.rooms.clients.apis.add({ id, name: tokenFormat, tokenFormat, scopes: [{ name: 'read' }] });
    }
    app = await addApp(postern, { kind: 'web', firstParty: true, apis: formats.map(resourceOf) });
    asking = await addApp(postern, { kind: 'api', serves: formats.map(resourceOf) });
  });

  const inactive = { active: false };
  const tokenFor = async (format: string, by = app, who = email, person = postern.person()): Promise<string> =>
    (await signIn(postern, person, by, who, { scope: 'openid read', resource: resourceOf(format) })).access;

  test('the same question in other words gets the same answer', async () => {
    const machine = await addApp(postern, { kind: 'machine', apis: [resourceOf('opaque')] });
    const issued = await post(postern, '/token', { grant_type: 'client_credentials' }, machine.headers);
    const bound = await addApp(postern, { kind: 'web', firstParty: true });
    const person = (await signIn(postern, postern.person(), bound, email)).access;
    const questions = [
      [asking, await tokenFor('opaque')],
      [app, await tokenFor('opaque')],
      [machine, String(issued.body['access_token'])],
      [bound, person],
    ] as const;
    for (const [by, token] of questions) {
      const usual = await post(postern, '/introspect', { token }, by.headers);
      const unusual = await post(postern, '/introspect', { token_type_hint: 'refresh_token', token }, by.headers);
      expect(usual.body).toMatchObject({ active: true });
      expect(usual.body).toEqual(unusual.body);
      for (const header of ['content-type', 'cache-control', 'vary', 'x-content-type-options']) {
        expect(usual.headers.get(header)).toBe(unusual.headers.get(header));
      }
      // Only the engine sends this one: the usual question did not reach it.
      expect([usual, unusual].map(({ headers }) => headers.has('access-control-allow-origin'))).toEqual([false, true]);
    }
  });

  test('a question that comes in pieces is answered, too', async () => {
    const token = await tokenFor('opaque');
    const body = new TextEncoder().encode(`token=${token}`);
    const pieces = new ReadableStream({
      async start(controller) {
        controller.enqueue(body.slice(0, 10));
        await new Promise((resolve) => setTimeout(resolve, 50));
        controller.enqueue(body.slice(10));
        controller.close();
      },
    });
    const answer = await fetch(new URL('/introspect', postern.issuer), {
      method: 'POST',
      headers: { ...asking.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: pieces,
      duplex: 'half',
    });
    expect(await answer.json()).toMatchObject({ active: true });
  });

  describe.each(formats)('a token that is %s', (format) => {
    test('is described to its API and to its own client', async () => {
      const token = await tokenFor(format);
      for (const by of [asking, app]) {
        expect(await introspect(postern, by, token)).toMatchObject({
          active: true,
          sub: ann.id,
          client_id: app.id,
          aud: resourceOf(format),
          iss: postern.issuer,
          scope: 'read',
          token_type: 'Bearer',
          exp: expect.any(Number),
          iat: expect.any(Number),
          // How and when the person signed in (RFC 9470 §6).
          acr: 'urn:postern:one-factor',
          auth_time: expect.any(Number),
        });
      }
    });

    test('tells another client, another API and a public client nothing', async () => {
      const token = await tokenFor(format);
      const { rooms } = postern;
      const elsewhere = 'https://elsewhere.example.com';
      if (!(await rooms.clients.findApi(elsewhere))) await rooms.clients.apis.add({ id: elsewhere, name: 'Else' });
      const others = [
        await addApp(postern, { kind: 'web', apis: [resourceOf(format)] }),
        await addApp(postern, { kind: 'api', serves: [elsewhere] }),
        await addApp(postern, { kind: 'machine', apis: [resourceOf(format)] }),
      ];
      for (const other of others) expect(await introspect(postern, other, token)).toEqual(inactive);
      const spa = await addApp(postern, { kind: 'spa' });
      const answer = await post(postern, '/introspect', { token, client_id: spa.id });
      expect(answer.body).not.toHaveProperty('sub');
      expect(answer.body['active']).not.toBe(true);
    });

    test('shows a pairwise subject to the API', async () => {
      const pairwise = await addApp(postern, {
        kind: 'web',
        firstParty: true,
        pairwise: true,
        apis: [resourceOf(format)],
      });
      const answer = await introspect(postern, asking, await tokenFor(format, pairwise));
      expect(answer).toMatchObject({ active: true, sub: expect.any(String) });
      expect(answer['sub']).not.toBe(ann.id);
    });

    test('is inactive once its account is disabled', async () => {
      const who = `${format}-gone@example.com`;
      const id = await account(postern, who);
      const token = await tokenFor(format, app, who);
      expect(await introspect(postern, asking, token)).toMatchObject({ active: true });
      await postern.rooms.accounts.disable(id);
      expect(await introspect(postern, asking, token)).toEqual(inactive);
    });

    test.each(['removed', 'disabled', 'made anew with the same id'])(
      'is inactive once its client is %s',
      async (how) => {
        const { clients } = postern.rooms;
        const declaration = { kind: 'web', firstParty: true, apis: [resourceOf(format)] };
        const id = `${format}-${how.replaceAll(' ', '-')}`;
        const short = await addApp(postern, { ...declaration, id });
        const token = await tokenFor(format, short);
        expect(await introspect(postern, asking, token)).toMatchObject({ active: true });
        if (how === 'disabled') await clients.update(id, { disabled: true });
        else await clients.remove(id);
        if (how.startsWith('made')) await addApp(postern, { ...declaration, id });
        expect(await introspect(postern, asking, token)).toEqual(inactive);
      },
    );

    test('is inactive once its family has ended', async () => {
      const tokens = await signIn(postern, postern.person(), app, email, {
        scope: 'openid read',
        resource: resourceOf(format),
      });
      await revoke(postern, app, tokens.refresh);
      expect(await introspect(postern, asking, tokens.access)).toEqual(inactive);
    });

    test('is inactive once its API is removed, and when one of that name is there again', async () => {
      const { clients } = postern.rooms;
      const id = `https://short-${format}.example.com`;
      await clients.apis.add({ id, name: 'Short', tokenFormat: format, scopes: [{ name: 'read' }] });
      const own = await addApp(postern, { kind: 'web', firstParty: true, apis: [id] });
      const both = await addApp(postern, { kind: 'api', serves: [id] });
      const asked = { scope: 'openid read', resource: id };
      const { access } = await signIn(postern, postern.person(), own, email, asked);
      expect(await introspect(postern, both, access)).toMatchObject({ active: true });
      await clients.apis.remove(id);
      expect(await introspect(postern, both, access)).toEqual(inactive);
      expect(await introspect(postern, own, access)).toEqual(inactive);
      await clients.apis.add({ id, name: 'Other', tokenFormat: format, scopes: [{ name: 'read' }] });
      expect(await introspect(postern, both, access)).toEqual(inactive);
    });

    test('is inactive once its session has signed out', async () => {
      const person = postern.person();
      const { access, idToken } = await signIn(postern, person, app, email, {
        scope: 'openid read',
        resource: resourceOf(format),
      });
      await person.open(new URL(`/session/end?id_token_hint=${idToken}`, postern.issuer));
      expect(await introspect(postern, asking, access)).toEqual(inactive);
    });

    test('of a machine is inactive once the machine is removed', async () => {
      const machine = await addApp(postern, { kind: 'machine', apis: [resourceOf(format)] });
      const { body } = await post(
        postern,
        '/token',
        { grant_type: 'client_credentials', resource: resourceOf(format) },
        machine.headers,
      );
      const token = String(body['access_token']);
      expect(await introspect(postern, asking, token)).toMatchObject({ active: true, client_id: machine.id });
      await postern.rooms.clients.remove(machine.id);
      expect(await introspect(postern, asking, token)).toEqual(inactive);
    });
  });

  test('a refresh token is described to its own client only', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    expect(await introspect(postern, app, token)).toMatchObject({ active: true, client_id: app.id, sub: ann.id });
    expect(await introspect(postern, asking, token)).toEqual(inactive);
  });

  test('an old refresh token is inactive, just rotated or long ago, and asking ends nothing', async () => {
    const { refresh: first } = await signIn(postern, postern.person(), app, email);
    const second = String((await refresh(postern, app.id, first, app.headers)).body['refresh_token']);
    expect(await introspect(postern, app, first)).toEqual(inactive);
    expect(await introspect(postern, app, second)).toMatchObject({ active: true });
    const third = String((await refresh(postern, app.id, second, app.headers)).body['refresh_token']);
    for (const old of [first, second]) expect(await introspect(postern, app, old)).toEqual(inactive);
    expect(await introspect(postern, app, third)).toMatchObject({ active: true });
    expect((await refresh(postern, app.id, third, app.headers)).status).toBe(200);
  });

  test('what is no token is inactive, and nobody learns more', async () => {
    for (const token of ['nothing', 'pa_nothing', 'a.b.c', 'pr1.a.b.1.c', 'x'.repeat(5000)]) {
      expect(await introspect(postern, asking, token)).toEqual(inactive);
    }
  });

  test('who asks without proof is refused', async () => {
    const answer = await post(postern, '/introspect', { token: 'nothing', client_id: asking.id });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });
});
