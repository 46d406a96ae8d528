import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { codesOn } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

const origin = { requestId: 'test' };

/** Codes that do not arrive. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, app, twilio, somebodyNew, newNumber, codeTo, addPhone } = onPosternThatSends(profile);

  test('a service that is away is asked again while the code is good, and one that refuses is not', async () => {
    const newcomer = await somebodyNew();
    const { email, id, number } = newcomer;
    const { to } = await addPhone(newcomer);
    const undelivered = async () => {
      const { events } = await postern.rooms.audit.search({ account: id, limit: 50 });
      return events.filter(({ kind }) => kind === 'message.undelivered').map(({ detail }) => detail);
    };
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    const last = await codeTo(number);
    const before = twilio.asked.length;
    twilio.answer({ status: 503, body: '' });
    await person.submit(screen, '/factor/send');
    await eventually(() => expect(twilio.asked.length).toBe(before + 1));
    twilio.answer({ status: 201, body: '{}' });
    const failed = twilio.messages().at(-1);
    time.forward(10);
    await eventually(() => expect(twilio.asked.length).toBe(before + 2));
    // The same code: the first may have arrived all the same.
    expect(twilio.messages().at(-1)?.text).toBe(failed?.text);
    expect(
      isAtApp(await person.submit(await person.open(screen.url), '/factor', { code: await codeTo(number, last) })),
    ).toBe(true);

    twilio.answer({ status: 400, body: '{"code":21211,"message":"The To number is not valid","status":400}' });
    time.forward(61);
    expect((await postern.rooms.factors.codes.ask(id, { place: 'x', to }, origin)).is).toBe('asked');
    time.forward(601);
    const other = postern.person();
    await other.submit(await afterPassword(postern, other, app, email), '/factor/send');
    await eventually(async () => expect(await undelivered()).toEqual([{ reason: 'refused', tries: 1 }]));
    twilio.answer({ status: 201, body: '{}' });
  }, 60_000);

  test('who waits for a message that was refused is told that it does not come, and what else there is', async () => {
    const newcomer = await somebodyNew();
    const { email, number } = newcomer;
    await addPhone(newcomer);
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    twilio.answer({ status: 400, body: '{"code":21211}' });
    const waiting = await person.submit(screen, '/factor/send');
    const words = 'The code could not be delivered to the number ending in 78';
    await eventually(async () => expect((await person.open(waiting.url)).text).toContain(words));
    const told = await person.open(waiting.url);
    expect(told.text).not.toContain('It can take a minute');
    // It may have come by a try before.
    expect(told.html).toContain('name="code"');
    expect(told.links).toContainEqual(expect.stringContaining('with=recovery-code'));
    // From a page that asked for it still.
    const fields = screen.forms.find(({ action }) => action.endsWith('/factor/send'))?.fields;
    const typed = await person.post(waiting.url, { ...fields, factor: 'sms', code: '00000000' });
    expect([typed.status, typed.text]).toEqual([400, expect.stringContaining(words)]);
    const soon = await person.submit(told, '/factor/send');
    expect([soon.status, soon.text]).toEqual([429, expect.stringContaining('Wait')]);
    // Nobody who has not proven the password hears of it.
    const stranger = await afterPassword(postern, postern.person(), app, email);
    expect(stranger.text).not.toContain(words);

    twilio.answer({ status: 201, body: '{}' });
    time.forward(61);
    const refused = twilio.codeTo(number);
    const again = await person.submit(told, '/factor/send');
    expect(again.text).toContain('It can take a minute');
    expect(isAtApp(await person.submit(again, '/factor', { code: await codeTo(number, refused) }))).toBe(true);
  }, 60_000);

  test('a number that is added, and that its message cannot be delivered to, can be typed anew at once', async () => {
    const { email, number: mistyped } = await somebodyNew();
    const owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    twilio.answer({ status: 400, body: '{"code":21211}' });
    const page = await owner.open(new URL('/account/security/phones', postern.issuer));
    await owner.submit(page, '/phones', { number: mistyped });
    const words = 'The code could not be delivered to the number ending in 78';
    await eventually(async () => expect((await owner.open(page.url)).text).toContain(words));
    twilio.answer({ status: 201, body: '{}' });
    time.forward(61);
    const number = newNumber();
    const asked = await owner.submit(await owner.open(page.url), '/phones', { number });
    const added = await owner.submit(asked, '/phones', { code: await codeTo(number) });
    expect(codesOn(added)).toHaveLength(10);
  }, 60_000);

  test('a code whose address the mail server refuses is said not to come, too', async () => {
    const { email } = await somebodyNew();
    const owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    const page = await owner.open(new URL('/account/security/email-codes', postern.issuer));
    postern.mail.refuse(550);
    try {
      await owner.submit(page, '/email-codes');
      const words = 'The code could not be delivered to your email address';
      await eventually(async () => expect((await owner.open(page.url)).text).toContain(words));
    } finally {
      postern.mail.refuse(undefined);
    }
  });
});
