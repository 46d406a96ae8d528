import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, app, twilio, somebodyNew, codeTo, addPhone } = onPosternThatSends(profile);

  test('the letter about codes that are used on a device for the first time says how they came', async () => {
    const newcomer = await somebodyNew();
    const { email, number } = newcomer;
    const desk = postern.person();
    await afterPassword(postern, desk, app, email);
    const { person: laptop } = await addPhone(newcomer);
    const page = await laptop.open(new URL('/account/security/email-codes', postern.issuer));
    const waiting = await laptop.submit(page, '/email-codes');
    await laptop.submit(waiting, '/email-codes', { code: await postern.codeFor(email) });
    const ways = { sms: 'code by text message', email: 'code by email' };
    for (const [way, said] of Object.entries(ways)) {
      time.forward(61);
      const offered = await afterPassword(postern, desk, app, email, { prompt: 'login' });
      const screen = await desk.open(new URL(`${offered.url.pathname}?with=${way}`, postern.issuer));
      const before = twilio.codeTo(number);
      const asked = await desk.submit(screen, '/factor/send');
      const code = way === 'sms' ? await codeTo(number, before) : await postern.codeFor(email);
      expect(isAtApp(await desk.submit(asked, '/factor', { code }))).toBe(true);
      const texts = () => lettersTo(postern, email, 'used on another device').map(({ text }) => text);
      await eventually(() => expect(texts().at(-1)).toContain(`for the first time on this device: ${said}.`));
      const history = await laptop.open(new URL('/account/history', postern.issuer));
      expect(history.text).toContain(`: ${said}`);
    }
  }, 60_000);
});
