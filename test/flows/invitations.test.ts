import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable, type AnyCollection } from '../../adapters/store.ts';
import { invitationCollection, type Invitation } from '../../src/accounts/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { account, addApp, password, signInRequest, walk } from '../support/apps.ts';
import { command } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo, linkTo } from '../support/letters.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const day = 24 * 3600;

describe.each(availableProfiles())('on %s', (profile) => {
  const settings = ['signUp.mode=invitation', 'signUp.refuseDisposable=true', 'signUp.refusedDomains=bad.example'];
  const { postern, time } = onPostern(profile, { settings, sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** An admin's command, on the installation that runs. */
  async function admin(...args: string[]) {
    const { mongodbUrl, redisUrl } = postern.rooms.settings;
    const environment = {
      POSTERN_ISSUER: postern.issuer,
      POSTERN_SIGN_UP_MODE: 'invitation',
      ...(mongodbUrl && redisUrl && { POSTERN_MONGODB_URL: mongodbUrl, POSTERN_REDIS_URL: redisUrl }),
    };
    return command(['invite', ...args, '--data', postern.directory], environment);
  }

  async function invite(email: string, count = 1): Promise<string> {
    expect(await admin(email)).toMatchObject({ code: 0, stderr: '' });
    const to = email.toLowerCase();
    const arrived = () => lettersTo(postern, to, 'You are invited to Postern');
    await eventually(() => expect(arrived()).toHaveLength(count));
    return linkTo('invitation', arrived());
  }

  const accept = async (link: string, fields: Readonly<Record<string, string>> = { password }): Promise<Screen> => {
    const person = postern.person();
    const page = await person.open(link);
    return page.forms.length > 0 ? person.submit(page, '', fields) : page;
  };
  const states = async (): Promise<Record<string, string>> => {
    const listed = JSON.parse((await admin('list', '--json')).stdout) as { email: string; state: string }[];
    return Object.fromEntries(listed.map(({ email, state }) => [email, state]));
  };

  test('who was invited signs up with the address that the letter went to, and with no second letter', async () => {
    const email = 'ann@example.com';
    const link = await invite('Ann@Example.com');
    expect(link.startsWith(`${postern.issuer}/invitation/`)).toBe(true);
    expect(await states()).toMatchObject({ [email]: 'open' });
    // Scanners open it, whatever host they say, and make nothing.
    for (const method of ['GET', 'HEAD']) {
      const scanned = await postern.person().open(link, { method, headers: { 'x-forwarded-host': 'evil.example' } });
      expect([scanned.status, scanned.html.includes('evil.example')]).toEqual([200, false]);
      expect(scanned.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
    }
    expect((await postern.person().post(link, { password, csrf: 'x' })).status).toBe(403);
    expect(await postern.rooms.accounts.byEmail(email)).toBeUndefined();

    expect((await accept(link, { password: 'TrustNo1' })).text).toContain('Many people use this password');
    const done = await accept(link, { password, name: 'Ann Lee', email: 'eve@example.com' });
    expect(done.text).toContain('Your account is there');
    expect(await postern.rooms.accounts.byEmail('eve@example.com')).toBeUndefined();
    expect(await postern.rooms.accounts.byEmail(email)).toMatchObject({ name: 'Ann Lee' });
    const door = await walk(postern.person(), signInRequest(postern, app.id), email);
    expect(door.url.searchParams.has('code')).toBe(true);
    expect(lettersTo(postern, email)).toHaveLength(1);

    const again = await accept(link);
    expect([again.status, again.text]).toEqual([410, expect.stringContaining('This invitation was used')]);
    await eventually(async () => expect(await states()).toMatchObject({ [email]: 'used' }));
    expect((await admin(email)).stderr).toContain('has an account already');
  }, 60_000);

  test('of many who use a link at once one gets the account', async () => {
    const link = await invite('many@example.com');
    const pages = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const person = postern.person();
        return { person, page: await person.open(link) };
      }),
    );
    const ends = await Promise.all(
      pages.map(({ person, page }, at) => person.submit(page, '', { password: `${password} ${at}` })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
  }, 60_000);

  test('a link is void when it was withdrawn, replaced, forged or is too old, and says which only to who has it', async () => {
    const withdrawn = await invite('bob@example.com');
    expect((await admin('withdraw', 'bob@example.com')).stdout).toBe('bob@example.com is invited no more.\n');
    const told = await accept(withdrawn);
    expect([told.status, told.text]).toEqual([410, expect.stringContaining('was withdrawn')]);
    const first = await invite('cat@example.com');
    const second = await invite('cat@example.com', 2);
    const third = await invite('dan@example.com');
    const [id, secret = ''] = second.split('/').at(-1)?.split('.') ?? [];
    const forged = [first, second.slice(0, -4) + 'AAAA', `${postern.issuer}/invitation/${id}.`];
    forged.push(third.replace(/[^.]+$/, secret), `${postern.issuer}/invitation/x`);
    for (const link of forged) {
      const page = await accept(link);
      expect([page.status, page.text]).toEqual([410, expect.stringContaining('no longer works')]);
    }
    time.forward(7 * day - 60);
    expect((await postern.person().open(second)).status).toBe(200);
    time.forward(120);
    expect((await accept(second)).status).toBe(410);
    expect(await states()).toMatchObject({ 'bob@example.com': 'withdrawn', 'cat@example.com': 'expired' });
    // Invited once more, it is as if it had never been.
    expect((await accept(await invite('bob@example.com', 2))).text).toContain('Your account is there');
    expect((await admin('withdraw', 'bob@example.com')).stderr).toContain('has an account already');
    expect((await admin('withdraw', 'nobody@example.com')).stderr).toContain('is not invited');
  }, 60_000);

  test('cut off before there is an account, the link is still good, and nobody is told that it was withdrawn', async () => {
    const { invitations, store } = postern.rooms;
    const link = await invite('cut@example.com');
    const insert = store.documents.insert.bind(store.documents) as (...given: [AnyCollection, object]) => unknown;
    Object.defineProperty(store.documents, 'insert', {
      configurable: true,
      value: (...given: [AnyCollection, object]) =>
        given[0].name === 'accounts' ? Promise.reject(new StoreUnavailable('gone')) : insert(...given),
    });
    const accepting = invitations.accept(
      link.split('/').at(-1) ?? '',
      { password, language: 'en' },
      { requestId: 'r' },
    );
    await expect(accepting).rejects.toThrow(StoreUnavailable);
    Reflect.deleteProperty(store.documents, 'insert');
    expect((await admin('withdraw', 'cut@example.com')).stderr).toContain('at this moment');
    expect((await accept(link)).text).toContain('Your account is there');
  }, 60_000);

  test('who is held up until a withdrawal may have been answered gets no account by it', async () => {
    const { invitations, store } = postern.rooms;
    const link = await invite('held@example.com');
    const find = store.documents.find.bind(store.documents) as (...given: [AnyCollection, ...unknown[]]) => unknown;
    Object.defineProperty(store.documents, 'find', {
      configurable: true,
      value: async (...given: [AnyCollection, ...unknown[]]) => {
        const found = await find(...given);
        const where = { field: 'email', equals: 'held@example.com' };
        const [invited] = (await find(invitationCollection, where, { limit: 1 })) as Invitation[];
        const isAccepted = invited?.acceptedAt !== undefined;
        if (given[0].name === 'accounts' && isAccepted) time.forward(200);
        return found;
      },
    });
    const token = link.split('/').at(-1) ?? '';
    expect(await invitations.accept(token, { password, language: 'en' }, { requestId: 'r' })).toBeUndefined();
    Reflect.deleteProperty(store.documents, 'find');
    expect(await postern.rooms.accounts.isTaken('held@example.com')).toBe(false);
  }, 60_000);

  test('everybody else is told that they need an invitation, whatever address they type', async () => {
    await account(postern, 'known@example.com');
    await invite('invited@example.com');
    const typed = async (email: string): Promise<Screen> => {
      const person = postern.person();
      const page = await person.open(signInRequest(postern, app.id).url);
      expect(page.links.some((link) => link.endsWith('/sign-up'))).toBe(false);
      const csrf = page.forms.find(({ action }) => action.endsWith('/password'))?.fields['csrf'] ?? '';
      return person.post(new URL(`${page.url.pathname}/sign-up`, postern.issuer), { csrf, email, password });
    };
    const answers = [];
    for (const email of ['known@example.com', 'invited@example.com', 'new@example.com', 'a@bad.example'])
      answers.push(await typed(email));
    const plain = ({ html }: Screen) => html.replace(/[\w-]{20,}/g, 'random');
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(new Set(answers.map(plain)).size).toBe(1);
    expect(answers[0]?.text).toContain('You need an invitation');
    const create = await postern.person().open(signInRequest(postern, app.id, { prompt: 'create' }).url);
    expect([create.status, create.text]).toEqual([403, expect.stringContaining('You need an invitation')]);
    expect(await postern.rooms.accounts.byEmail('new@example.com')).toBeUndefined();
  }, 60_000);

  test('another address must be one that is taken, and who was invited may have any', async () => {
    const [email, person] = ['mover@example.com', postern.person()];
    await account(postern, email);
    const page = await openOwn(postern, person, '/account/email', email);
    for (const [to, why] of [
      ['a@sub.bad.example', 'Addresses of this provider cannot be used here'],
      ['a@mailinator.com', 'only good for a short while'],
    ] as const) {
      const answer = await person.submit(page, '/account/email', { email: to });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(why)]);
    }
    expect((await accept(await invite('a@bad.example'))).text).toContain('Your account is there');
  }, 60_000);
});

test('where everybody can sign up, a domain that is not taken is said beside the field; where nobody can, nobody is invited', async () => {
  const postern = await startPostern('sqlite', ['signUp.allowedDomains=corp.example']);
  try {
    const { id } = await addApp(postern, { kind: 'web', firstParty: true });
    const person = postern.person();
    const signIn = await person.open(signInRequest(postern, id).url);
    const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
    const answer = await person.submit(form, '/sign-up', { email: 'ann@example.com', password });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('certain organisations')]);
    expect((await person.submit(form, '/sign-up', { email: 'ann@eu.corp.example', password })).url.pathname).toMatch(
      /\/confirm$/,
    );
    const closed = { POSTERN_ISSUER: postern.issuer, POSTERN_SIGN_UP_MODE: 'closed' };
    const { stderr } = await command(['invite', 'ann@example.com', '--data', postern.directory], closed);
    expect(stderr).toContain('signUp.mode is closed');
  } finally {
    await postern.stop();
  }
}, 60_000);
