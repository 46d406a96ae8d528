import { expect } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { password, redeem, refresh, signInRequest, userinfo } from '../support/apps.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo, linkTo } from '../support/letters.ts';
import type { Screen } from '../support/person.ts';
import { signedInBrowser } from '../support/signed-in.ts';
import { saidBy, type Said } from './answers.ts';
import { hasCode, hasForm, redemption, type Flow } from './flow.ts';
import type { Stage } from './stage.ts';

const next = 'an even better password';
const at = ({ nodes }: Stage, path: string): URL => new URL(path, nodes.issuer);
const isAt =
  (path: string) =>
  ({ url }: Screen): boolean =>
    url.pathname === path;

/** Somebody in two browsers, with an app signed in in each. */
async function onTwoDevices(stage: Stage) {
  const { id, email } = await stage.somebody();
  const [here, there] = [await signedInBrowser(stage.nodes, id), await signedInBrowser(stage.nodes, id)];
  const tokens = async ({ person }: typeof here) => {
    const request = signInRequest(stage.nodes, stage.web.id);
    const { body } = await redeem(
      stage.nodes,
      stage.web.id,
      await person.open(request.url),
      request.verifier,
      stage.web.headers,
    );
    return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
  };
  const [mine, theirs] = [await tokens(here), await tokens(there)];
  return {
    id,
    email,
    here,
    there,
    /** Nothing of the other device works; what is here does. */
    async onlyHere(): Promise<void> {
      const { nodes, web } = stage;
      expect((await userinfo(nodes, theirs.access)).status).toBe(401);
      expect((await refresh(nodes, web.id, theirs.refresh, web.headers)).status).toBe(400);
      const silent = () => signInRequest(nodes, web.id, { prompt: 'none' }).url;
      expect(hasCode(await there.person.open(silent()))).toBe(false);
      expect((await refresh(nodes, web.id, mine.refresh, web.headers)).status).toBe(200);
      expect(hasCode(await here.person.open(silent()))).toBe(true);
    },
  };
}

/** A page of "your account" that asks, and its button. */
function ending(name: string, pathOf: (device: string) => string): Flow {
  return {
    name,
    async begin(stage) {
      const people = await onTwoDevices(stage);
      const { person } = people.here;
      const path = pathOf(people.there.device);
      let page: Screen;
      let ended = false;
      return {
        steps: [
          async () => saidBy((page = await person.open(at(stage, path))), hasForm(path)),
          async () => {
            const said = saidBy(await person.submit(page, path), isAt('/account/devices'));
            ended ||= said === 'on';
            return said;
          },
        ],
        async holds() {
          if (ended) await people.onlyHere();
        },
      };
    },
  };
}

const newPassword: Flow = {
  name: 'a new password',
  async begin(stage) {
    const people = await onTwoDevices(stage);
    const { person } = people.here;
    let page: Screen;
    let changed = false;
    return {
      steps: [
        async () => saidBy((page = await person.open(at(stage, '/account/password'))), hasForm('/password')),
        async () => {
          const screen = await person.submit(page, '/password', { current: password, next });
          const said = saidBy(screen, isAt('/account'));
          changed ||= said === 'on';
          return said;
        },
      ],
      async holds() {
        if (!changed) return;
        await people.onlyHere();
        const { nodes, web } = stage;
        const stranger = nodes.person();
        const form = await stranger.open(signInRequest(nodes, web.id).url);
        const old = await stranger.submit(form, '/password', { identifier: people.email, password });
        expect(hasCode(old)).toBe(false);
        expect(hasCode(await stranger.submit(old, '/password', { identifier: people.email, password: next }))).toBe(
          true,
        );
      },
    };
  },
};

const accountApi: Flow = {
  name: 'the account API',
  async begin(stage) {
    const people = await onTwoDevices(stage);
    const { nodes, keeper } = stage;
    const resource = `${nodes.issuer}/api/account`;
    const more = { scope: 'openid devices:read devices:end', resource };
    const request = signInRequest(nodes, keeper.id, more);
    const door = await people.here.person.open(request.url);
    const { body } = await redeem(nodes, keeper.id, door, request.verifier, {}, { resource });
    const headers = { authorization: `Bearer ${String(body['access_token'])}` };
    /** An opaque token is an ephemeron: where Redis lost it, it is none. */
    const call = async (method: string, path: string, wanted: readonly number[]): Promise<Said> => {
      const answer = await fetch(`${resource}${path}`, { method, headers });
      const text = await answer.text();
      if (wanted.includes(answer.status)) return 'on';
      if (answer.status === 503) return 'later';
      if (answer.status === 401) return 'over';
      throw new Error(`not a clear answer: ${answer.status} ${text}`);
    };
    let ended = false;
    return {
      steps: [
        () => call('GET', '/devices', [200]),
        async () => {
          // Asked once more it is not there any more.
          const said = await call('DELETE', `/devices/${people.there.device}`, [204, 404]);
          ended ||= said === 'on';
          return said;
        },
      ],
      async holds() {
        if (ended) await people.onlyHere();
      },
    };
  },
};

const chooser: Flow = {
  name: 'the account chooser',
  async begin(stage) {
    const { id, person } = await stage.signedIn();
    const request = signInRequest(stage.nodes, stage.spa.id, { prompt: 'select_account' });
    let screen: Screen;
    let door: Screen;
    const redeeming = redemption(stage, stage.spa, () => ({ door, verifier: request.verifier }));
    return {
      steps: [
        async () => saidBy((screen = await person.open(request.url)), hasForm('/account')),
        async () => saidBy((door = await person.submit(screen, '/account', { account: id })), hasCode),
        redeeming.step,
      ],
      async holds() {
        await redeeming.holds();
        const { tokens } = redeeming.given;
        if (!tokens) return;
        const answer = await userinfo(stage.nodes, String(tokens['access_token']));
        if (answer.status === 200) expect(answer.body).toMatchObject({ sub: id });
      },
    };
  },
};

const secondFactor: Flow = {
  name: 'a second factor',
  async begin(stage) {
    const { nodes, spa } = stage;
    const { id, email, person: owner } = await stage.signedIn();
    const page = await openOwn(nodes, owner, '/account/security/apps', email);
    const [code = ''] = codesOn(await owner.submit(page, '/apps', { code: scan(page).code() }));
    const person = nodes.person();
    const request = signInRequest(nodes, spa.id);
    let screen: Screen;
    let door: Screen;
    const redeeming = redemption(stage, spa, () => ({ door, verifier: request.verifier }));
    const factor = { factor: 'recovery-code', code };
    return {
      steps: [
        async () => saidBy((screen = await person.open(request.url)), hasForm('/password')),
        async () => {
          const asked = await person.submit(screen, '/password', { identifier: email, password });
          const said = saidBy(asked, hasForm('/factor'));
          if (said === 'on') screen = asked;
          return said;
        },
        async () => {
          door = await person.submit(screen, '/factor', factor);
          // Who is no longer known to have given the password is led back to where it is asked for.
          return door.status === 200 && hasForm('/password')(door) ? 'over' : saidBy(door, hasCode);
        },
        redeeming.step,
      ],
      async holds() {
        await redeeming.holds();
        if (!redeeming.given.tokens) return;
        const proven = await nodes.rooms.factors.prove(id, 'recovery-code', code, { requestId: 'once more' });
        expect(proven.is).toBe('wrong');
      },
    };
  },
};

const recovery: Flow = {
  name: 'a forgotten password',
  async begin(stage) {
    const people = await onTwoDevices(stage);
    const { nodes } = stage;
    const { email } = people;
    const stranger = nodes.person();
    // Asked for before: a letter is on its way by itself, and when it arrives is not this flow's to say.
    const form = await stranger.open(signInRequest(nodes, stage.web.id).url);
    const link = form.links.find((href) => href.endsWith('/recover')) ?? '';
    await stranger.submit(await stranger.open(at(stage, link)), '/recover', { email });
    const found = () => linkTo('recover', lettersTo(nodes, email));
    await eventually(() => expect(found()).not.toBe(''));
    const to = found();
    let page: Screen;
    let set = false;
    return {
      steps: [
        async () => saidBy((page = await stranger.open(to)), ({ forms }) => forms.length > 0),
        async () => {
          const said = saidBy(await stranger.submit(page, '', { password: next }), ({ text }) =>
            text.includes('Your new password is saved'),
          );
          set ||= said === 'on';
          return said;
        },
      ],
      async holds() {
        if (!set) return;
        for (const { person } of [people.here, people.there]) {
          const url = signInRequest(nodes, stage.web.id, { prompt: 'none' }).url;
          expect(hasCode(await person.open(url))).toBe(false);
        }
        expect((await stranger.open(to)).status).toBe(410);
      },
    };
  },
};

/** What people do at "your account" and on the way to it, and what apps do there for them. */
export const accountFlows: readonly Flow[] = [
  ending('ending a device', (device) => `/account/devices/${device}/end`),
  ending('ending all others', () => '/account/end/others'),
  newPassword,
  accountApi,
  chooser,
  secondFactor,
  recovery,
];
