import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { account, addApp, basic, password, post, signIn, signInRequest, walk } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { shownOn } from './scene.ts';

/** A new network each time. */
let networks = 0;
const somewhere = (): string => `${1 + (++networks % 200)}.${(networks >> 8) & 255}.${networks & 255}.7`;

describe.each(availableProfiles())('on %s', (profile) => {
  // What stands before the nodes is believed about where somebody is.
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const personAt = (address = somewhere()): Person => Object.assign(postern.person(), { address });
  const formFor = (person: Person): Promise<Screen> => person.open(signInRequest(postern, app.id).url);

  /** Posts a password, from an address of its own where one is said. */
  async function guess(
    person: Person,
    form: Screen,
    email: string,
    typed: string,
    address = person.address,
  ): Promise<Screen> {
    const { action, fields } = form.forms.find((one) => one.action.endsWith('/password'))!;
    return person.open(new URL(action, form.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address ?? '' },
      body: new URLSearchParams({ ...fields, identifier: email, password: typed }).toString(),
    });
  }

  /** How often a password of an account was really compared and found wrong. */
  async function compared(id: string): Promise<number> {
    const { events } = await postern.rooms.audit.search({ kind: 'account.sign_in_refused', account: id, limit: 1000 });
    return events.length;
  }

  /** In rounds: a thousand connections at once would try the machine and not the limit. */
  async function inParallel(times: number, work: (nth: number) => Promise<Screen>): Promise<Screen[]> {
    const screens: Screen[] = [];
    for (let begun = 0; begun < times; begun += 250) {
      screens.push(...(await Promise.all(Array.from({ length: 250 }, (_, nth) => work(begun + nth)))));
    }
    return screens;
  }

  /** A budget by the minute, on a machine on which all this may take longer than one. */
  const inMinutesSince = (began: number, budget: number): number =>
    budget * Math.ceil((performance.now() - began) / 60_000);

  /** What became of them. Who finds no place among those that are about to be counted is told to come again: not looked at either. */
  const outcomes = (screens: readonly Screen[]) => {
    const having = (...statuses: number[]) => screens.filter(({ status }) => statuses.includes(status)).length;
    return { wrong: having(401), refused: having(429, 503) };
  };

  test('a thousand guesses at once, from a thousand networks, are ten; the owner gets in at their own browser', async () => {
    const email = 'attacked@example.com';
    const id = await account(postern, email);
    const owner = personAt();
    await signIn(postern, owner, app, email);

    const attacker = personAt();
    const form = await formFor(attacker);
    const began = performance.now();
    const answers = await inParallel(1000, (nth) => guess(attacker, form, email, `guess number ${nth}`, somewhere()));
    const wrong = await compared(id);
    expect(wrong).toBeGreaterThanOrEqual(10);
    expect(wrong).toBeLessThanOrEqual(inMinutesSince(began, 10));
    expect(outcomes(answers)).toEqual({ wrong, refused: 1000 - wrong });

    // The right one, in a browser that nobody knows: nothing tells it from a wrong one.
    const late = await guess(attacker, form, email, password, somewhere());
    expect(late.status).toBe(429);
    const request = signInRequest(postern, app.id, { prompt: 'login' });
    expect((await walk(owner, request, email)).url.searchParams.has('code')).toBe(true);

    const { events } = await postern.rooms.audit.search({ kind: 'protection.used_up', account: id, limit: 10 });
    expect(events.slice(-1)).toMatchObject([
      { detail: { what: 'password', reason: 'account', tries: 10, seconds: 60 } },
    ]);
  }, 120_000);

  test('hundreds of guesses at once from one place are five, and somebody else there is let in', async () => {
    const email = 'one-place@example.com';
    const id = await account(postern, email);
    await account(postern, 'neighbour@example.com');
    const attacker = personAt();
    const form = await formFor(attacker);
    const began = performance.now();
    const answers = await inParallel(250, (nth) => guess(attacker, form, email, `guess number ${nth}`));
    const wrong = await compared(id);
    expect(wrong).toBeGreaterThanOrEqual(5);
    expect(wrong).toBeLessThanOrEqual(inMinutesSince(began, 5));
    expect(outcomes(answers)).toEqual({ wrong, refused: 250 - wrong });
    const neighbour = personAt(attacker.address);
    expect((await signIn(postern, neighbour, app, 'neighbour@example.com')).answer.status).toBe(200);
    // And the owner, on a new device somewhere else.
    expect((await signIn(postern, personAt(), app, email)).answer.status).toBe(200);
  }, 120_000);

  test('a browser that the owner has used has a limit too, on whichever page a password is asked for', async () => {
    const email = 'shared@example.com';
    const id = await account(postern, email);
    const browser = personAt();
    await signIn(postern, browser, app, email);
    const page = await openOwn(postern, browser, '/account/password', email);
    const next = 'an even better password';
    for (let count = 0; count < 3; count += 1) {
      expect((await browser.submit(page, '/account/password', { current: `guess ${count}`, next })).status).toBe(400);
    }
    const form = await browser.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    for (let count = 0; count < 2; count += 1) {
      expect((await browser.submit(form, '/password', { password: `guess again ${count}` })).status).toBe(401);
    }
    const [there, here] = [
      await browser.submit(page, '/account/password', { current: password, next }),
      await browser.submit(form, '/password', { password }),
    ];
    expect([there.status, here.status]).toEqual([429, 429]);
    const { events } = await postern.rooms.audit.search({ kind: 'protection.used_up', account: id, limit: 10 });
    expect(events.map(({ detail }) => detail?.['reason'])).toEqual(['device']);
    expect([there.headers.get('retry-after'), here.headers.get('retry-after')]).toEqual(['60', '60']);
    expect(there.text).toContain('Please wait a minute, then try again.');
    expect(here.text).toContain('Please wait a minute, then try again.');
  });

  test('who has a copy of a browser’s cookie, or planted it, is a stranger: what the owner has there stays', async () => {
    const email = 'copied@example.com';
    const id = await account(postern, email);
    const owner = personAt();
    await signIn(postern, owner, app, email);
    const thief = personAt();
    thief.cookies.set('postern.browser;/', { value: owner.cookie('postern.browser') ?? '', path: '/' });
    const form = await formFor(thief);
    const tried: number[] = [];
    for (let count = 0; count < 6; count += 1) tried.push((await guess(thief, form, email, `guess ${count}`)).status);
    expect(tried).toEqual([401, 401, 401, 401, 401, 429]);
    const { events } = await postern.rooms.audit.search({ kind: 'protection.used_up', account: id, limit: 10 });
    expect(events.map(({ detail }) => detail?.['reason'])).toEqual(['pair']);
    const request = signInRequest(postern, app.id, { prompt: 'login' });
    expect((await walk(owner, request, email)).url.searchParams.has('code')).toBe(true);
  });

  test('an address that nobody has gets the same answers: status, headers, words and wait', async () => {
    await account(postern, 'known@example.com');
    const story = async (email: string) => {
      const person = personAt();
      const form = await formFor(person);
      const answers: unknown[] = [];
      for (let count = 0; count < 7; count += 1) {
        const screen = await guess(person, form, email, 'not the password');
        answers.push({
          status: screen.status,
          html: shownOn(screen)
            .replaceAll(email, 'EMAIL')
            .replaceAll(/name="csrf" value="[^"]*"/g, 'CSRF')
            .replaceAll(/\/interaction\/[\w-]{40,}/g, '/interaction/:id')
            // Random on every page: the challenge of a passkey, and what lets its script run.
            .replaceAll(/challenge&#34;:&#34;[\w-]{43}/g, 'CHALLENGE')
            .replaceAll(/nonce="[^"]*"/g, 'NONCE'),
          headers: [...screen.headers]
            .filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name))
            .map(([name, value]) => [name, value.replace(/'nonce-[^']*'/, 'NONCE')]),
        });
      }
      return answers;
    };
    const [known, unknown] = [await story('known@example.com'), await story('nobody@example.com')];
    expect(known.map((answer) => (answer as Screen).status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(unknown).toEqual(known);
    expect((await story('no address at all')).map((answer) => (answer as Screen).status)).toEqual(
      known.map((answer) => (answer as Screen).status),
    );
  });

  test('a client’s secret is guessed at no endpoint more than at another, and only where it is guessed', async () => {
    const secret = 'a-secret-that-somebody-made-up-themselves';
    const declaration = { kind: 'machine', name: 'A machine' };
    const { client } = await postern.rooms.clients.add(declaration, { secret });
    const [here, there] = [somewhere(), somewhere()];
    const ask = (path: string, given: string, address: string) =>
      post(postern, path, path === '/token' ? { grant_type: 'client_credentials' } : { token: 'at_nothing' }, {
        ...basic(client.id, given),
        'x-forwarded-for': address,
      });
    const paths = ['/token', '/introspect', '/revoke', '/par'];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, nth) =>
        ask(paths[nth % paths.length]!, `guess-number-${nth}-of-a-long-secret`, here),
      ),
    );
    const refused = answers.filter(({ status }) => status === 401).length;
    expect(refused).toBe(20);
    const rest = answers.find(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(180);
    expect(rest?.body.error).toBe('too_many_requests');
    expect(Number(rest?.headers.get('retry-after'))).toBe(60);

    for (const path of ['/token', '/introspect']) {
      expect((await ask(path, secret, here)).status).toBe(429);
      expect((await ask(path, secret, there)).status).toBe(200);
    }
  });

  test('a neighbour’s wrong secrets keep no client out whose secret Postern made, at any endpoint', async () => {
    const machine = await addApp(postern, { kind: 'web' });
    const here = somewhere();
    const ask = (path: string, secret: string) =>
      post(
        postern,
        path,
        { grant_type: 'refresh_token', refresh_token: 'x', token: 'at_nothing' },
        {
          ...basic(machine.id, secret),
          'x-forwarded-for': here,
        },
      );
    const paths = ['/token', '/introspect', '/revoke', '/par'];
    for (const path of paths) {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, nth) => ask(path, `guess-${path}-${nth}`)));
      expect(new Set(answers.map(({ status }) => status))).toContain(429);
    }
    const answers = await Promise.all(paths.map((path) => ask(path, machine.secret!)));
    // Whatever is asked for: the client is known.
    expect(answers.map(({ status }) => status)).toEqual([400, 200, 200, 400]);
    expect(answers.map(({ body }) => body.error)).toEqual(['invalid_grant', undefined, undefined, 'invalid_request']);
  });

  test('letters go to one address a few times, whoever asks and however often; the one for a new password all the same', async () => {
    const email = 'letters@example.com';
    await account(postern, email);
    let refused = 0;
    for (let count = 0; count < 8; count += 1) {
      const person = personAt();
      const form = await formFor(person);
      const page = await person.open(new URL(`${form.url.pathname}/sign-up`, postern.issuer));
      const answer = await person.submit(page, '/sign-up', { email, password: 'a good long password' });
      if (answer.status !== 429) continue;
      refused += 1;
      expect(answer.text).toContain('There were too many tries.');
    }
    expect(refused).toBe(2);
    expect(postern.mail.letters.filter(({ to }) => to === email).length).toBeLessThanOrEqual(6);

    // Who signs up with somebody's address keeps them from no new password; of such letters there are a few too.
    const recovered: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const owner = personAt();
      const form = await formFor(owner);
      const page = await owner.open(new URL(`${form.url.pathname}/recover`, postern.issuer));
      recovered.push((await owner.submit(page, '/recover', { email })).status);
    }
    expect(recovered).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  });
});

test('what somebody says about where they are changes nothing, when no proxy is trusted', async () => {
  const postern = await startPostern('sqlite', strict);
  try {
    const email = 'owner@example.com';
    await account(postern, email);
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const tried: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      person.address = somewhere();
      tried.push((await person.submit(form, '/password', { identifier: email, password: 'a guess' })).status);
    }
    expect(tried).toEqual([401, 401, 401, 401, 401, 429, 429]);
  } finally {
    await postern.stop();
  }
}, 60_000);
