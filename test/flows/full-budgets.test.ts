import { describe, expect, test } from '@jest/globals';
import { account, password, signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { queueOn, somewhere, useUp, workOn } from '../support/used-up.ts';

describe.each(availableProfiles())('on %s, where others have used up the tries', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: [...strict, 'trustedProxies=127.0.0.1', 'protection.proofOfWorkKeys=8'],
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const personAt = (address = somewhere()): Person => Object.assign(postern.person(), { address });
  const open = (person: Person): Promise<Screen> => person.open(signInRequest(postern, app.id).url);
  const strangersAt = (email: string) => useUp(postern, () => ({ kind: 'password', account: email }));

  async function fullAt(person: Person, email: string): Promise<Screen> {
    const full = await person.submit(await open(person), '/password', { identifier: email, password });
    expect(full.status).toBe(429);
    return full;
  }

  test('the owner signs in on a new device, with what their browser has worked out', async () => {
    const email = newEmail();
    await account(postern, email);
    await strangersAt(email);
    const owner = personAt();
    const full = await fullAt(owner, email);
    expect(full.text).toContain('One moment, please');
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
    // Nothing of the password is in the page: it is typed once more.
    expect(full.html).not.toContain(password);
    const pass = await workOn(full);
    const wrong = await owner.submit(full, '/password', { password: 'mistyped', pass });
    expect(wrong.status).toBe(401);
    // The form for the next one has what it needs: it is typed once.
    const next = { identifier: email, password, pass: await workOn(wrong) };
    expect(isAtApp(await owner.submit(wrong, '/password', next))).toBe(true);
  });

  test('what was used is not used again, and the page says so', async () => {
    const email = newEmail();
    await account(postern, email);
    await strangersAt(email);
    const owner = personAt();
    const full = await fullAt(owner, email);
    const pass = await workOn(full);
    expect((await owner.submit(full, '/password', { password: 'mistyped', pass })).status).toBe(401);
    const again = await owner.submit(full, '/password', { password, pass });
    expect(again.status).toBe(429);
    expect(again.text).toContain('was used before');
    expect(isAtApp(await owner.submit(again, '/password', { password, pass: await workOn(again) }))).toBe(true);
  });

  test('without scripts there is a ticket, and its turn comes', async () => {
    const email = newEmail();
    await account(postern, email);
    await strangersAt(email);
    const owner = personAt();
    const full = await fullAt(owner, email);
    const waiting = await owner.submit(full, '/password', { queue: queueOn(full) });
    expect(waiting.text).toMatch(/It is your turn in (\d+ seconds|2 minutes) \./);
    const early = await owner.submit(waiting, '/password', { password });
    expect(early.status).toBe(429);
    expect(early.html).not.toContain(password);
    time.forward(Number(early.headers.get('retry-after')));
    await strangersAt(email);
    expect(isAtApp(await owner.submit(early, '/password', { password }))).toBe(true);
    // It was good for one try.
    const other = await owner.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    expect(isAtApp(await owner.submit(other, '/password', { password }))).toBe(true);
    const late = personAt(owner.address);
    const { pass = '' } = early.forms.find(({ fields }) => 'pass' in fields)?.fields ?? {};
    const used = await late.submit(await open(late), '/password', { identifier: email, password, pass });
    expect(used.status).toBe(429);
  });

  test('an address that nobody has gets the same', async () => {
    const pages = await Promise.all(
      [newEmail(), newEmail()].map(async (email, index) => {
        if (index === 0) await account(postern, email);
        await strangersAt(email);
        const { html, headers } = await fullAt(personAt(), email);
        return {
          headers: [...headers].filter(
            ([name]) => !/^(date|x-request-id|content-length|content-security|retry)/.test(name),
          ),
          html: html
            .replaceAll('<wbr>', '')
            .replaceAll(email, 'EMAIL')
            .replaceAll(/nonce="[^"]*"/g, 'NONCE')
            .replaceAll(/[\w-]{22,}/g, 'RANDOM')
            .replaceAll(/\b1\d{9}\b/g, 'TIME'),
        };
      }),
    );
    expect(pages[0]).toEqual(pages[1]);
  });

  test('in a full network people sign up, confirm their address and set a new password all the same', async () => {
    const email = newEmail();
    const network = somewhere();
    let strangers = 0;
    const there = (nth: number): string => network.replace(/\d+$/, String(nth % 256));
    const fill = (kind: 'letter' | 'recovery' | 'code') =>
      useUp(postern, () => ({
        kind,
        address: there((strangers += 1)),
        ...(kind !== 'code' && { account: newEmail() }),
      }));
    const person = personAt(network);
    const request = await open(person);
    const at = (path: string): URL => new URL(`${request.url.pathname}/${path}`, postern.issuer);
    await fill('letter');
    await fill('recovery');
    await fill('code');

    const signUp = await person.open(at('sign-up'));
    const chosen = 'a good long password';
    const fullSignUp = await person.submit(signUp, '/sign-up', { email, name: 'Ada', password: chosen });
    expect(fullSignUp.status).toBe(429);
    expect(fullSignUp.html).not.toContain(chosen);
    const confirm = await person.submit(fullSignUp, '/sign-up', { password: chosen, pass: await workOn(fullSignUp) });
    expect(confirm.url.pathname).toMatch(/\/confirm$/);

    const fullConfirm = await person.submit(confirm, '/confirm', { code: await postern.codeFor(email) });
    expect(fullConfirm.status).toBe(429);
    // Nothing is left to type: in a browser it goes on by itself.
    expect(fullConfirm.html).toContain('data-goes-on');
    expect(isAtApp(await person.submit(fullConfirm, '/confirm', { pass: await workOn(fullConfirm) }))).toBe(true);

    const other = personAt(network);
    const recover = await other.open(new URL(`${(await open(other)).url.pathname}/recover`, postern.issuer));
    const fullRecover = await other.submit(recover, '/recover', { email });
    const sent = await other.submit(fullRecover, '/recover', { pass: await workOn(fullRecover) });
    expect(sent.status).toBe(200);
    const { text } = await postern.mail.take(email);
    const link = /http:\/\/\S+\/recover\/\S+/.exec(text)?.[0] ?? '';
    // Nobody guesses a link: it needs nothing.
    const done = await other.submit(await other.open(link), new URL(link).pathname, {
      password: 'another long password',
    });
    expect(done.status).toBe(200);
    expect(
      (await postern.rooms.accounts.authenticate(email, 'another long password', { requestId: 'test' }))?.email,
    ).toBe(email);
  });
});
