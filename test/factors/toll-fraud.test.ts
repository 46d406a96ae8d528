import { expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { openOwn } from '../support/account-pages.ts';
import { account } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { codesOn } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import type { Person, Screen } from '../support/person.ts';
import { startPostern } from '../support/postern.ts';
import { smsService } from '../support/sms-service.ts';

const secret = `whsec_${Buffer.from('the key that this test is signed with').toString('base64')}`;

test('messages go by a signed webhook, as many as the installation pays for, and what is refused says no more', async () => {
  const service = await smsService({ status: 204 });
  const settings = [
    ...strict,
    'trustedProxies=1',
    'factors.sms.transport=webhook',
    'factors.sms.countries=DE',
    `factors.sms.webhookUrl=${service.url}/sms`,
    'factors.sms.mostPerPrefix=6',
    // Four of them to numbers that nobody has proven.
    'factors.sms.mostInADay=6',
  ];
  const postern = await startPostern('sqlite', settings, {
    environment: { POSTERN_FACTORS_SMS_WEBHOOK_SECRET: secret },
  });
  /** What arrived, as the receiver's own library takes it. */
  const arrived = () =>
    service.asked.map(({ headers, body }) => {
      const { data } = new Webhook(secret).verify(body, headers as Record<string, string>) as {
        readonly data: { readonly to: string; readonly text: string };
      };
      return data;
    });
  let people = 0;
  /** Somebody new, from elsewhere, on the page that adds a phone. */
  async function somebody(): Promise<{ person: Person; page: Screen }> {
    people += 1;
    const email = `person-${people}@example.com`;
    await account(postern, email);
    const person = postern.person();
    person.address = `203.0.${people}.7`;
    return { person, page: await openOwn(postern, person, '/account/security/phones', email) };
  }
  async function wish(number: string): Promise<Screen> {
    const { person, page } = await somebody();
    return person.submit(page, '/phones', { number });
  }
  try {
    const { person, page } = await somebody();
    const asked = await person.submit(page, '/phones', { number: '+4915112345678' });
    await eventually(() => expect(arrived()).toHaveLength(1));
    const [{ to, text } = { to: '', text: '' }] = arrived();
    expect(to).toBe('+4915112345678');
    expect(codesOn(await person.submit(asked, '/phones', { code: /#(\d{8})$/.exec(text)?.[1] ?? '' }))).toHaveLength(
      10,
    );

    // Other accounts, other addresses, other numbers; what they begin with is the same, and the third of an hour is for proven ones.
    expect((await wish('+4915112345679')).status).toBe(200);
    const refused = await wish('+4915112345670');
    expect([refused.status, refused.text]).toEqual([
      429,
      expect.stringContaining('No code can be sent to this number'),
    ]);
    expect((await wish('+4916012345678')).status).toBe(200);
    expect((await wish('+4917012345678')).status).toBe(200);
    const dry = await wish('+4917112345678');
    expect([dry.status, dry.headers.get('retry-after')]).toEqual([refused.status, refused.headers.get('retry-after')]);
    const words = (screen: Screen) =>
      /<main[\s\S]*<\/main>/.exec(screen.html)?.[0].replace(/person-\d+|value="[^"]*"/g, '');
    expect(words(dry)).toBe(words(refused));
    // Nor is a number that somebody earns by, though it is of the country.
    const premium = await wish('+49 900 1234567');
    expect([premium.status, premium.text]).toEqual([
      400,
      expect.stringContaining('No codes are sent to numbers of this kind'),
    ]);
    // A country that nothing is sent to is not one for which it helps to try again later.
    const abroad = await wish('+33612345678');
    expect([abroad.status, abroad.text]).toEqual([
      400,
      expect.stringContaining('Numbers of this country cannot be used here'),
    ]);
    expect(abroad.text).not.toContain('later');
    await eventually(() => expect(arrived()).toHaveLength(4));
    expect(arrived().map((one) => one.to)).toEqual(expect.arrayContaining(['+4917012345678', '+4916012345678']));
  } finally {
    await postern.stop();
    await service.stop();
  }
}, 60_000);

test('in development messages are shown in the outbox, and to nobody else', async () => {
  const postern = await startPostern('sqlite', ['factors.sms.transport=outbox', 'factors.sms.countries=DE']);
  try {
    await account(postern, 'ann@example.com');
    const ann = postern.person();
    const page = await openOwn(postern, ann, '/account/security/phones', 'ann@example.com');
    await ann.submit(page, '/phones', { number: '0151 12345678' });
    const shown = async () => (await ann.open(new URL('/outbox', postern.issuer))).text;
    await eventually(async () =>
      expect(await shown()).toMatch(/\d{8} is your code for Postern at localhost.*\+4915112345678/),
    );
    // Codes by e-mail are another matter, and off.
    const email = await ann.open(new URL('/account/security/email-codes', postern.issuer));
    expect(email.url.pathname).toBe('/account/security');
  } finally {
    await postern.stop();
  }
}, 60_000);
