import { expect } from '@jest/globals';
import {
  introspect,
  password,
  post,
  redeem,
  refresh,
  revoke,
  signInRequest,
  userinfo,
  type Answer,
  type App,
  type SignInRequest,
} from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { accountFlows } from './account-flows.ts';
import { adminFlows } from './admin-flows.ts';
import { refusalTo, saidBy, saidTo, type Said } from './answers.ts';
import { codeAt, familyOf, hasCode, hasForm, redemption, type Flow, type Run } from './flow.ts';
import type { Stage } from './stage.ts';

/** Somebody who is signed in has an app's tokens already. */
async function withTokens(stage: Stage, app: App) {
  const one = await stage.signedIn();
  const request = signInRequest(stage.nodes, app.id);
  const door = await one.person.open(request.url);
  const { body } = await redeem(stage.nodes, app.id, door, request.verifier, app.headers);
  const [access, refreshToken, idToken] = ['access_token', 'refresh_token', 'id_token'].map((name) =>
    String(body[name]),
  );
  return { ...one, request, door, access: access!, refresh: refreshToken!, idToken: idToken! };
}

const signIn: Flow = {
  name: 'a sign-in',
  async begin(stage) {
    const { email } = await stage.somebody();
    const person = stage.nodes.person();
    const request = signInRequest(stage.nodes, stage.spa.id);
    let screen: Screen;
    let door: Screen;
    const redeeming = redemption(stage, stage.spa, () => ({ door, verifier: request.verifier }));
    return {
      steps: [
        async () => saidBy((screen = await person.open(request.url)), hasForm('/password')),
        async () => saidBy((door = await person.submit(screen, '/password', { identifier: email, password })), hasCode),
        redeeming.step,
      ],
      holds: redeeming.holds,
    };
  },
};

const consent: Flow = {
  name: 'a consent',
  async begin(stage) {
    const { id, person } = await stage.signedIn();
    const { thirdParty: app } = stage;
    const request = signInRequest(stage.nodes, app.id);
    let screen: Screen;
    let door: Screen;
    const redeeming = redemption(stage, app, () => ({ door, verifier: request.verifier }));
    return {
      steps: [
        async () => saidBy((screen = await person.open(request.url)), hasForm('/consent')),
        async () => saidBy((door = await person.submit(screen, '/consent', { decision: 'allow' })), hasCode),
        redeeming.step,
      ],
      async holds() {
        await redeeming.holds();
        const { rooms } = stage.nodes;
        if (redeeming.given.tokens)
          expect(await rooms.consents.find(id, await rooms.clients.show(app.id))).toMatchObject({ account: id });
      },
    };
  },
};

const redemptionTwice: Flow = {
  name: 'a code that is used twice',
  async begin(stage) {
    const { person } = await stage.signedIn();
    const request = signInRequest(stage.nodes, stage.web.id);
    let door: Screen;
    const arrival = () => ({ door, verifier: request.verifier });
    const [first, second] = [redemption(stage, stage.web, arrival), redemption(stage, stage.web, arrival)];
    return {
      steps: [
        async () => saidBy((door = await person.open(request.url)), hasCode),
        first.step,
        async () => {
          const said = await second.step();
          // The second one may only get tokens where the first one did not.
          if (said === 'on') expect(first.given.tokens).toBeUndefined();
          return said === 'over' ? 'on' : said;
        },
      ],
      async holds() {
        await first.holds();
        expect(first.given.tokens !== undefined && second.given.tokens !== undefined).toBe(false);
      },
    };
  },
};

const refreshing: Flow = {
  name: 'a refresh',
  async begin(stage) {
    const tokens = await withTokens(stage, stage.web);
    const code = codeAt(tokens.door);
    let current = tokens.refresh;
    let generation = 1;
    const once = async (): Promise<Said> => {
      const answer = await refresh(stage.nodes, stage.web.id, current, stage.web.headers);
      if (answer.status === 200) {
        current = String(answer.body['refresh_token']);
        generation = Number(current.split('.')[3]);
      }
      return saidTo(answer);
    };
    return {
      steps: [once, once, once],
      async holds() {
        const family = await familyOf(stage, code);
        expect(family?.generation).toBeGreaterThanOrEqual(generation);
        // Nobody has used an old one: nothing may have ended it.
        expect(family?.endedAt).toBeUndefined();
        expect((await refresh(stage.nodes, stage.web.id, current, stage.web.headers)).status).toBe(200);
      },
    };
  },
};

const reuse: Flow = {
  name: 'an old refresh token',
  async begin(stage) {
    const tokens = await withTokens(stage, stage.spa);
    const as = (userAgent: string) => refresh(stage.nodes, stage.spa.id, tokens.refresh, { 'user-agent': userAgent });
    let refused = false;
    return {
      steps: [
        async () => saidTo(await as('test-app/1.0')),
        async () => {
          const said = refusalTo(await as('curl/8.5'));
          refused = said === 'on';
          return said;
        },
      ],
      async holds() {
        const family = await familyOf(stage, codeAt(tokens.door));
        if (refused) expect(family).toMatchObject({ endReason: 'token_reused' });
      },
    };
  },
};

const introspection: Flow = {
  name: 'an introspection',
  async begin(stage) {
    const { access, door } = await withTokens(stage, stage.web);
    const ask = async (): Promise<Said> => {
      const body = await introspect(stage.nodes, stage.web, access);
      if (typeof body['active'] === 'boolean') return body['active'] ? 'on' : 'over';
      return saidTo({ status: 503, headers: new Headers(), body });
    };
    return {
      steps: [ask, ask],
      async holds() {
        expect((await familyOf(stage, codeAt(door)))?.endedAt).toBeUndefined();
      },
    };
  },
};

const revocation: Flow = {
  name: 'a revocation',
  async begin(stage) {
    const tokens = await withTokens(stage, stage.web);
    let revoked = false;
    return {
      steps: [
        async () => saidTo(await refresh(stage.nodes, stage.web.id, tokens.refresh, stage.web.headers)),
        async () => {
          const said = saidTo(await revoke(stage.nodes, stage.web, tokens.refresh));
          revoked ||= said === 'on';
          return said;
        },
      ],
      async holds() {
        if (!revoked) return;
        expect((await familyOf(stage, codeAt(tokens.door)))?.endedAt).toBeDefined();
        expect((await userinfo(stage.nodes, tokens.access)).status).toBe(401);
        expect((await refresh(stage.nodes, stage.web.id, tokens.refresh, stage.web.headers)).status).toBe(400);
      },
    };
  },
};

const signOut: Flow = {
  name: 'a sign-out',
  async begin(stage) {
    const tokens = await withTokens(stage, stage.web);
    const url = new URL('/session/end', stage.nodes.issuer);
    let page: Screen;
    let out = false;
    return {
      steps: [
        async () => saidBy((page = await tokens.person.open(url)), hasForm('/session/end/confirm')),
        async () => {
          const screen = await tokens.person.submit(page, '/session/end/confirm', { logout: 'yes' });
          const said = saidBy(screen, ({ url: at }) => at.pathname === '/session/end/success');
          out ||= said === 'on';
          return said;
        },
      ],
      async holds() {
        if (!out) return;
        expect((await familyOf(stage, codeAt(tokens.door)))?.endedAt).toBeDefined();
        expect((await userinfo(stage.nodes, tokens.access)).status).toBe(401);
        expect(await isSignedIn(stage, tokens.person)).toBe(false);
      },
    };
  },
};

async function isSignedIn({ nodes, web }: Stage, person: Person): Promise<boolean> {
  return hasCode(await person.open(signInRequest(nodes, web.id, { prompt: 'none' }).url));
}

const signUp: Flow = {
  name: 'a sign-up',
  async begin(stage) {
    const email = `new-${crypto.randomUUID()}@example.com`;
    const person = stage.nodes.person();
    const request = signInRequest(stage.nodes, stage.spa.id);
    let screen: Screen;
    let door: Screen;
    const redeeming = redemption(stage, stage.spa, () => ({ door, verifier: request.verifier }));
    return {
      steps: [
        async () => saidBy((screen = await person.open(request.url)), hasForm('/password')),
        async () => {
          const path = `${screen.url.pathname.split('/').slice(0, 3).join('/')}/sign-up`;
          const form = await person.open(new URL(path, stage.nodes.issuer));
          const said = saidBy(form, hasForm('/sign-up'));
          if (said === 'on') screen = form;
          return said;
        },
        async () => {
          const next = await person.submit(screen, '/sign-up', { email, password });
          const said = saidBy(next, hasForm('/confirm'));
          if (said === 'on') screen = next;
          return said;
        },
        async () => {
          const code = await codeIn(stage, email);
          door = await person.submit(screen, '/confirm', { code });
          // Who is no longer known to have asked is led back to where one asks.
          return door.status === 200 && hasForm('/sign-up')(door) ? 'over' : saidBy(door, hasCode);
        },
        redeeming.step,
      ],
      async holds() {
        await redeeming.holds();
        if (redeeming.given.tokens) expect(await stage.nodes.rooms.accounts.byEmail(email)).toMatchObject({ email });
      },
    };
  },
};

/** The code in the newest letter to an address. */
async function codeIn({ nodes }: Stage, email: string): Promise<string> {
  const { letters } = nodes.mail;
  const letter = letters.findLast(({ to }) => to === email) ?? (await nodes.mail.take(email));
  const [, first = '', second = ''] = /\b(\d{4})[ \u00a0-]?(\d{4})\b/.exec(letter.text) ?? [];
  return `${first}${second}`;
}

const pushedRequest: Flow = {
  name: 'a pushed request',
  async begin(stage) {
    const { person } = await stage.signedIn();
    let request: SignInRequest & { readonly used: URL };
    let door: Screen;
    const redeeming = redemption(stage, stage.web, () => ({ door, verifier: request.verifier }));
    return {
      steps: [
        async () => {
          const asked = signInRequest(stage.nodes, stage.web.id);
          const answer = await post(stage.nodes, '/par', Object.fromEntries(asked.url.searchParams), stage.web.headers);
          const used = new URL('/authorize', stage.nodes.issuer);
          const requestUri = String(answer.body['request_uri']);
          used.search = new URLSearchParams({ client_id: stage.web.id, request_uri: requestUri }).toString();
          request = { ...asked, used };
          return saidTo(answer);
        },
        async () => saidBy((door = await person.open(request.used)), hasCode),
        async () => {
          // It was good for one authorization (RFC 9126 §7.3).
          const again = saidBy(await person.open(request.used), hasCode);
          if (again === 'on') throw new Error('a request_uri gave two codes');
          return again === 'over' ? 'on' : again;
        },
        redeeming.step,
      ],
      holds: redeeming.holds,
    };
  },
};

/** Something that is good once: used, and then used again. Nobody ever gets through with it twice. */
function goodOnce(make: () => Promise<string>, send: (once: string) => Promise<Answer>): Run {
  const passed = new Map<string, number>();
  let last = '';
  const use = async (once: string): Promise<Said> => {
    const said = saidTo(await send(once));
    if (said === 'on') passed.set(once, (passed.get(once) ?? 0) + 1);
    return said;
  };
  return {
    steps: [
      // Whoever is told to try again proves it anew.
      async () => use((last = await make())),
      async () => {
        if ((await use(last)) === 'on') throw new Error('it passed twice');
        return 'on';
      },
    ],
    async holds() {
      await use(last);
      expect(Math.max(...passed.values())).toBe(1);
    },
  };
}

const assertionTwice: Flow = {
  name: 'an assertion that is used twice',
  begin: async ({ nodes, assertion }) =>
    goodOnce(assertion, (once) =>
      post(nodes, '/token', {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: once,
      }),
    ),
};

const proofTwice: Flow = {
  name: 'a DPoP proof that is used twice',
  async begin({ nodes, spa, key, signedIn }) {
    const prove = () => key.prove('POST', `${nodes.issuer}/token`, nodes.now());
    const { person } = await signedIn();
    const request = signInRequest(nodes, spa.id);
    const door = await person.open(request.url);
    const { body } = await redeem(nodes, spa.id, door, request.verifier, { dpop: await prove() });
    const fields = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), client_id: spa.id };
    return goodOnce(prove, (once) => post(nodes, '/token', fields, { dpop: once }));
  },
};

/**
 * What comes in for a fault: sign-ins, tokens and sign-outs of every kind here, what people do at "your account" and what
 * programs do that administer beside it. A new flow is an entry in one of the lists: every fault then comes in the middle of
 * it too.
 */
export const flows: readonly Flow[] = [
  signIn,
  consent,
  redemptionTwice,
  refreshing,
  reuse,
  introspection,
  revocation,
  signOut,
  signUp,
  pushedRequest,
  assertionTwice,
  proofTwice,
  ...accountFlows,
  ...adminFlows,
];
