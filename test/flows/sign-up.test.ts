import { describe, expect, test } from '@jest/globals';
import { account, addApp, callback, payloadOf, redeem, signInRequest } from '../support/apps.ts';
import { codeIn } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const password = 'a good long password';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'spa', name: 'Notes', firstParty: true });

  /** Somebody asks for an account, and looks at the page that wants the code. */
  async function signUp(email: string, person: Person = postern.person(), by = app) {
    const request = signInRequest(postern, by.id);
    const signIn = await person.open(request.url);
    const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
    const confirm = await person.submit(form, '/sign-up', { email, password });
    return { person, request, confirm };
  }
  const linkFor = async (email: string): Promise<URL> => {
    const { text } = await postern.mail.take(email);
    return new URL(/https?:\/\/\S+\/email\/\S+/.exec(text)?.[0] ?? '');
  };
  const exists = async (email: string): Promise<boolean> => (await postern.rooms.accounts.byEmail(email)) !== undefined;
  const isAtApp = (screen: Screen): boolean => screen.url.href.startsWith(callback);

  test('somebody new signs up, confirms the address by the code, consents, and is at the app', async () => {
    const third = await addApp(postern, { kind: 'spa', name: 'Third' });
    const { person, request, confirm } = await signUp('Ann@Example.com', undefined, third);
    expect(confirm.url.pathname).toMatch(/\/confirm$/);
    const consent = await person.submit(confirm, '/confirm', { code: await postern.codeFor('ann@example.com') });
    const arrived = await person.submit(consent, '/consent', { decision: 'allow' });
    expect(isAtApp(arrived)).toBe(true);

    const tokens = await redeem(postern, third.id, arrived, request.verifier);
    expect(tokens.body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
    const made = await postern.rooms.accounts.byEmail('ann@example.com');
    expect(payloadOf(String(tokens.body['id_token']))['sub']).toBe(made?.id);
  });

  test('a known address gets the same answers as an unknown one; its owner gets a letter instead', async () => {
    const [known, unknown] = ['known@example.com', 'other@example.com'];
    await account(postern, known);
    const seen = await Promise.all(
      [known, unknown].map(async (email) => {
        const { person, confirm } = await signUp(email);
        const wrong = await person.submit(confirm, '/confirm', { code: '00000000' });
        const resent = await person.submit(confirm, '/resend');
        return [confirm, wrong, resent].map(({ status, headers, text, url }) => ({
          status,
          headers: [...headers.keys()],
          text: text.replaceAll(email, 'EMAIL'),
          path: url.pathname.replace(/\/interaction\/[\w-]+/, '') + url.search,
        }));
      }),
    );
    expect(seen[0]).toEqual(seen[1]);
    const letter = await postern.mail.take(known);
    expect(letter.subject).toContain('You have an account');
    expect(letter.text).not.toMatch(/\d{4}[ -]?\d{4}|\/email\//);
    const before = await postern.rooms.accounts.byEmail(known);
    expect(await postern.rooms.passwords.verify(before?.password, password)).toBe(false);
  });

  test('a wrong code five times ends the tries, also for the right one; a new letter begins anew', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    const code = await postern.codeFor(email);
    const wrong = code === '11111111' ? '22222222' : '11111111';
    const statuses: number[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      statuses.push((await person.submit(confirm, '/confirm', { code: wrong })).status);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 429]);
    const late = await person.submit(confirm, '/confirm', { code });
    expect(late.status).toBe(429);
    expect(late.text).toContain('too many tries');
    expect(await exists(email)).toBe(false);

    const resent = await person.submit(late, '/resend');
    const fresh = await postern.codeFor(email);
    expect(isAtApp(await person.submit(resent, '/confirm', { code: fresh }))).toBe(true);
  });

  test('letters are sent again five times at most', async () => {
    const { person, confirm } = await signUp(newEmail());
    const statuses: number[] = [];
    for (let letters = 0; letters < 6; letters += 1) statuses.push((await person.submit(confirm, '/resend')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('parallel guesses cannot pass the limit', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    const code = await postern.codeFor(email);
    const guesses = Array.from({ length: 12 }, (_, index) => String(10_000_000 + index)).filter((one) => one !== code);
    await Promise.all(guesses.map((guess) => person.submit(confirm, '/confirm', { code: guess })));
    expect(isAtApp(await person.submit(confirm, '/confirm', { code }))).toBe(false);
    expect(await exists(email)).toBe(false);
  });

  test('a letter that was sent again voids the one before', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    const first = await postern.codeFor(email);
    const resent = await person.submit(confirm, '/resend');
    expect(resent.url.search).toContain('resent');
    const second = await postern.codeFor(email);
    if (first !== second) {
      expect((await person.submit(resent, '/confirm', { code: first })).status).toBe(400);
    }
    expect(isAtApp(await person.submit(resent, '/confirm', { code: second }))).toBe(true);
  });

  test('the code is taken as people copy it, with a space or a dash', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    const code = await postern.codeFor(email);
    const typed = ` ${code.slice(0, 4)} - ${code.slice(4)} `;
    expect(isAtApp(await person.submit(confirm, '/confirm', { code: typed }))).toBe(true);
  });

  test('the link in the same browser confirms with one press of a button, and ends at the app', async () => {
    const email = newEmail();
    const { person } = await signUp(email);
    const page = await person.open(await linkFor(email));
    expect(page.forms[0]?.fields).not.toHaveProperty('password');
    expect(isAtApp(await person.submit(page, page.url.pathname))).toBe(true);
  });

  test('opening the link changes nothing: a mail scanner that follows it burns nothing', async () => {
    const email = newEmail();
    const { person } = await signUp(email);
    const link = await linkFor(email);
    for (let times = 0; times < 7; times += 1) expect((await postern.person().open(link)).status).toBe(200);
    expect((await fetch(link, { method: 'HEAD' })).status).toBeLessThan(500);
    expect(await exists(email)).toBe(false);
    const page = await person.open(link);
    expect(isAtApp(await person.submit(page, page.url.pathname))).toBe(true);
  });

  test('in another browser the link takes the password too: nobody confirms a stranger’s sign-up by mistake', async () => {
    const email = newEmail();
    const { person: attacker, confirm } = await signUp(email);
    const victim = postern.person();
    const page = await victim.open(await linkFor(email));
    expect(page.forms[0]?.fields).toHaveProperty('password');
    for (const typed of ['', 'not the password']) {
      const refused = await victim.submit(page, page.url.pathname, { password: typed });
      expect(refused.status).toBe(400);
      expect(await exists(email)).toBe(false);
    }
    // Nothing came of it in the browser that asked, either.
    expect((await attacker.open(confirm.url)).url.pathname).toMatch(/\/confirm$/);
    const confirmed = await victim.submit(page, page.url.pathname, { password });
    expect(confirmed.status).toBe(200);
    expect(await exists(email)).toBe(true);
    expect(victim.cookie('postern.session')).toBeUndefined();
  });

  test.each(['opened again', 'given the code'])(
    'confirmed by the link in another browser, the tab where it began, %s, leads to the sign-in and says so',
    async (how) => {
      const email = newEmail();
      const { person, request, confirm } = await signUp(email);
      const { text } = await postern.mail.take(email);
      const phone = postern.person();
      const page = await phone.open(new URL(/https?:\/\/\S+\/email\/\S+/.exec(text)?.[0] ?? ''));
      expect((await phone.submit(page, page.url.pathname, { password })).text).toContain('Go back to the tab');

      const signIn =
        how === 'opened again'
          ? await person.open(confirm.url)
          : await person.submit(confirm, '/confirm', { code: codeIn(text) });
      expect(signIn.url.pathname).toMatch(/\/sign-in$/);
      expect(signIn.text).toContain('Your address is confirmed. Sign in to go on.');
      const [form] = signIn.forms.filter(({ action }) => action.endsWith('/password'));
      expect(form?.fields['identifier']).toBe(email);
      const arrived = await person.submit(signIn, '/password', { password });
      expect((await redeem(postern, app.id, arrived, request.verifier)).status).toBe(200);
    },
  );

  test('that an address is confirmed is said in every language, and only of one that is', async () => {
    const email = newEmail();
    await signUp(email);
    const phone = postern.person();
    const link = await linkFor(email);
    const early = await phone.open(new URL('?confirmed=1', link));
    expect(early.forms[0]?.fields).toHaveProperty('password');
    const told = await phone.submit(early, link.pathname, { password });
    const [german = ''] = told.links.filter((one) => one.endsWith('ui_locales=de'));
    const again = await phone.open(new URL(german, link));
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('Ihre Adresse ist bestätigt')]);
    // The link itself was used.
    expect((await phone.open(link)).status).toBe(410);
  });

  test('who asked for an account with the same address is not told that another sign-up was confirmed', async () => {
    const email = newEmail();
    const { person: attacker, confirm } = await signUp(email);
    await linkFor(email);
    const { person } = await signUp(email);
    const page = await person.open(await linkFor(email));
    expect(isAtApp(await person.submit(page, page.url.pathname))).toBe(true);

    const path = confirm.url.pathname.replace('/confirm', '');
    const asked = await attacker.open(new URL(`${path}/sign-in?confirmed=1`, postern.issuer));
    expect([asked.status, asked.text]).toEqual([200, expect.not.stringContaining('Your address is confirmed')]);
    expect(asked.html).not.toContain(email);
    expect((await attacker.open(confirm.url)).url.pathname).toBe(confirm.url.pathname);
  });

  test('a sign-up that is no more says so, on the form that it begins with', async () => {
    const { person, confirm } = await signUp(newEmail());
    const path = confirm.url.pathname.replace('/confirm', '');
    person.cookies.set(`postern.sign-up;${path}`, { value: 'of-one-that-is-too-old', path });
    const again = await person.submit(confirm, '/confirm', { code: '12345678' });
    expect(again.url.pathname).toBe(`${path}/sign-up`);
    expect(again.text).toContain('was not confirmed in time');
    expect(again.forms.some(({ action }) => action.endsWith('/sign-up'))).toBe(true);
  });

  test('a used link, and one that is too old, say so and lead on', async () => {
    const [used, old] = [newEmail(), newEmail()];
    const { person } = await signUp(used);
    const link = await linkFor(used);
    const page = await person.open(link);
    await person.submit(page, page.url.pathname);
    const { person: late } = await signUp(old);
    const oldLink = await linkFor(old);
    time.forward(25 * 3600);
    const dead = [await person.open(link), ...(profile === 'sqlite' ? [await late.open(oldLink)] : [])];
    for (const screen of dead) {
      expect(screen.status).toBe(410);
      expect(screen.headers.get('content-type')).toContain('text/html');
    }
  });

  test('parallel confirmations make one account, and none fails badly', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    const code = await postern.codeFor(email);
    const ends = await Promise.all(Array.from({ length: 4 }, () => person.submit(confirm, '/confirm', { code })));
    for (const { status } of ends) expect(status).toBeLessThan(500);
    expect(ends.some(isAtApp)).toBe(true);
    const { events } = await postern.rooms.audit.search({ kind: 'account.created', limit: 1000 });
    const { id } = (await postern.rooms.accounts.byEmail(email))!;
    expect(events.filter((event) => event.account === id).length).toBeLessThanOrEqual(1);
  });

  test('two people who ask for one address get one account: who confirms has it', async () => {
    const email = newEmail();
    const first = await signUp(email);
    const firstCode = await postern.codeFor(email);
    const second = await signUp(email);
    const secondCode = await postern.codeFor(email);
    expect(isAtApp(await second.person.submit(second.confirm, '/confirm', { code: secondCode }))).toBe(true);
    const late = await first.person.submit(first.confirm, '/confirm', { code: firstCode });
    expect(isAtApp(late)).toBe(false);
    expect(late.status).toBeLessThan(500);
    expect(late.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
  });

  test.each([
    ['no address', { email: '' }],
    ['what is no address', { email: 'not an address' }],
    ['no password', { password: '' }],
    ['a short password', { password: 'short' }],
    ['a password of 300 characters', { password: 'x'.repeat(300) }],
    ['the address as password', { email: 'same@example.com', password: 'same@example.com' }],
    ['a name of 200 characters', { name: 'x'.repeat(200) }],
  ])('%s is told beside its field, and what was typed stays', async (_what, fields) => {
    const person = postern.person();
    const signIn = await person.open(signInRequest(postern, app.id).url);
    const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
    const answer = await person.submit(form, '/sign-up', { email: 'typed@example.com', password, ...fields });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('aria-invalid="true"');
    const shown = answer.forms.find(({ action }) => action.endsWith('/sign-up'));
    expect(shown?.fields['password']).toBe('');
    if (!('email' in fields)) expect(shown?.fields['email']).toBe('typed@example.com');
  });

  test('where sign-up is closed there is no form and nobody is made', async () => {
    const closed = await startPostern(profile, ['signUp.mode=closed']);
    try {
      const client = await addApp(closed, { kind: 'spa', firstParty: true });
      const person = closed.person();
      const signIn = await person.open(signInRequest(closed, client.id).url);
      expect(signIn.links.some((link) => link.endsWith('/sign-up'))).toBe(false);
      const page = await person.open(new URL(`${signIn.url.pathname}/sign-up`, closed.issuer));
      expect(page.status).toBe(403);
      const create = await person.open(signInRequest(closed, client.id, { prompt: 'create' }).url);
      expect(create.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    } finally {
      await closed.stop();
    }
  });
});
