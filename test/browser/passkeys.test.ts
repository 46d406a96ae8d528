import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { account, addApp, callback, password, redeem, signInRequest } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { startPostern, type Postern } from '../support/postern.ts';

// A browser is slow on a busy machine.
jest.setTimeout(120_000);

// What the browser does with our pages: the same on every store. What the records decide is in test/factors/passkeys.
let postern: Postern;
let browser: Browser;
let made = 0;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  [postern, browser] = await Promise.all([
    startPostern('sqlite', ['factors.passkeys.attestation=direct', 'factors.rememberFor=86400']),
    openBrowser(),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((context) => context.close()));
  await browser.close();
  await postern.stop();
});

const somebody = async (): Promise<string> => {
  made += 1;
  const email = `passkeys-${made}@example.com`;
  await account(postern, email);
  return email;
};

interface Window {
  readonly page: Page;
  readonly complaints: string[];
}

/** @param suggests whether it suggests passkeys in fields: what holds them answers that at once, before a button is found */
async function newBrowser({ javaScriptEnabled = true, suggests = false } = {}): Promise<Window> {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'en', viewport: { width: 375, height: 740 } });
  context.setDefaultTimeout(30_000);
  opened.push(context);
  if (!suggests) {
    const content = 'PublicKeyCredential.isConditionalMediationAvailable = async () => false;';
    await context.addInitScript({ content });
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  return { page, complaints };
}

/** What holds passkeys in a browser: a phone that sees its owner, or a key that is only touched. */
async function authenticatorIn(page: Page, { sees = true } = {}) {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: sees ? 'internal' : 'usb',
      hasResidentKey: sees,
      hasUserVerification: sees,
      isUserVerified: sees,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Puts back the count of a key that was kept, as a copy of it has it. */
    async restore(before: Awaited<ReturnType<typeof credentials>>) {
      await session.send('WebAuthn.clearCredentials', { authenticatorId });
      for (const credential of before) await session.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
    credentials,
  };

  async function credentials() {
    return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  }
}

async function signIn(page: Page, email: string, path = '/account/security'): Promise<void> {
  await page.goto(`${postern.issuer}${path}`);
  await fillIn(page, email);
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Adds a passkey under "my account", and says that the codes are kept. */
async function enrol(page: Page, email: string): Promise<void> {
  await signIn(page, email);
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
}

const signOut = (page: Page): Promise<void> => page.context().clearCookies();

test('a passkey is added, named, and signs its owner in by the button', async () => {
  const email = await somebody();
  const { page, complaints } = await newBrowser();
  await authenticatorIn(page);
  await enrol(page, email);
  await page.goto(`${postern.issuer}/account/security`);
  await page.getByRole('link', { name: /Chrom/ }).click();
  await page.getByLabel('Your name for it').fill('My phone');
  await page.getByRole('button', { name: 'Save name' }).click();
  await page.getByRole('heading', { name: 'My phone' }).waitFor();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  // Whoever made what holds it vouched for it: that was asked for, verified, and is in the record.
  const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
  await eventually(async () => {
    const { events } = await postern.rooms.audit.history(id, { limit: 20 });
    const detail = expect.objectContaining({ factor: 'passkey', attestation: 'packed' });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'factor.added', detail }));
  });
  // It is there once: the browser says so.
  await page.goto(`${postern.issuer}/account/security/passkeys`);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByText('A passkey of your account is already there.').waitFor();

  await signOut(page);
  await page.goto(`${postern.issuer}/account`);
  await page.getByLabel('Stay signed in').setChecked(false);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.getByText(email).first().waitFor();
  // The box counts for it too.
  const session = (await page.context().cookies()).find(({ name }) => name.endsWith('postern.session'));
  expect(session?.expires).toBe(-1);
  expect(complaints).toEqual([]);
});

test('a passkey is suggested where the email address is typed', async () => {
  const email = await somebody();
  const { page, complaints } = await newBrowser({ suggests: true });
  await authenticatorIn(page);
  await enrol(page, email);
  await signOut(page);
  // What holds it answers at once, as a person does who takes the suggestion. Nothing is pressed.
  await page.goto(`${postern.issuer}/account`);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a security key is the second step after the password', async () => {
  const email = await somebody();
  const { page, complaints } = await newBrowser();
  await authenticatorIn(page, { sees: false });
  await enrol(page, email);
  await page.goto(`${postern.issuer}/account/security`);
  await page.getByText('After your password you are asked for one of them.').waitFor();
  await signOut(page);
  await page.goto(`${postern.issuer}/account/security`);
  // It is not kept by what holds it, and answers nothing by itself.
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('or enter your password: some keys are only the second step').waitFor();
  await signIn(page, email);
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await page.getByLabel(/^Do not ask for it in this browser for (1 day|24 hours)/).check();
  await page.getByRole('button', { name: 'Use passkey' }).click();
  await page.getByRole('heading', { name: 'How you sign in' }).waitFor();
  // The box was ticked: from now on the password is enough here.
  await page.context().clearCookies({ name: /session$/ });
  await page.goto(`${postern.issuer}/account/security`);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await fillIn(page, email);
  await page.getByText('In these browsers your password alone lets you in').waitFor();
  expect(complaints).toEqual([]);
});

test('who has proven the password alone, long ago, or has no key at hand, is not kept waiting', async () => {
  const email = await somebody();
  const { page } = await newBrowser();
  const key = await authenticatorIn(page, { sees: false });
  await enrol(page, email);
  await signOut(page);
  await signIn(page, email);
  await key.restore([]);
  await page.getByRole('button', { name: 'Use passkey' }).click();
  await page.getByText('Nothing was sent. Try again when you are ready.').waitFor();
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').waitFor();
});

test('a copy of a key, and a passkey that was removed, do not get in', async () => {
  const email = await somebody();
  const { page } = await newBrowser();
  const phone = await authenticatorIn(page);
  await enrol(page, email);
  const copy = await phone.credentials();
  const [code = ''] = await page.locator('.codes li').allTextContents();
  await signOut(page);
  await page.goto(`${postern.issuer}/account/security`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('heading', { name: 'How you sign in' }).waitFor();
  await signOut(page);

  const refused = async (): Promise<void> => {
    await page.goto(`${postern.issuer}/account/security`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This passkey does not work here.').waitFor();
  };
  await phone.restore(copy);
  await refused();

  await signIn(page, email);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('there may be a copy of it').waitFor();
  await page.getByRole('link', { name: /Chrom/ }).click();
  await page.getByRole('link', { name: 'Remove this passkey' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('status').filter({ hasText: 'The passkey is removed.' }).waitFor();
  await signOut(page);
  await refused();
});

test('without JavaScript there is the password, and for the second step a code', async () => {
  const email = await somebody();
  const { page: withScripts } = await newBrowser();
  await authenticatorIn(withScripts);
  await enrol(withScripts, email);
  const [code = ''] = await withScripts.locator('.codes li').allTextContents();
  const { page, complaints } = await newBrowser({ javaScriptEnabled: false });
  await page.goto(`${postern.issuer}/account`);
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
  await signIn(page, email);
  expect(await page.locator('body').innerText()).toContain('Passkeys need JavaScript');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'How you sign in' }).waitFor();
  expect(complaints).toEqual([]);
});

/** Goes to an app that wants a second factor, as far as the page that sets one up. */
async function signInToStrictApp(page: Page, more: Readonly<Record<string, string>> = {}) {
  const app = await addApp(postern, { kind: 'web', firstParty: true, name: 'Vault', secondFactor: 'required' });
  const request = signInRequest(postern, app.id, more);
  await signIn(page, await somebody(), request.url.pathname + request.url.search);
  return {
    request,
    /** What the app is told when the browser comes to its door. */
    async told(open: () => Promise<void>) {
      const url = await atItsDoor(page, open);
      const answer = await redeem(postern, app.id, { url, title: '' }, request.verifier, app.headers);
      return decodeJwt(String(answer.body['id_token']));
    },
  };
}

/** Where the browser is sent by what somebody does: the app's door, behind which there is nothing. */
async function atItsDoor(page: Page, open: () => Promise<void>): Promise<URL> {
  const arrival = page.waitForRequest((request) => request.url().startsWith(callback));
  await open();
  const url = new URL((await arrival).url());
  // Until the browser has found nobody there: it would leave what is opened next for that.
  await page.waitForURL('chrome-error:**').catch((error: unknown) => expect(String(error)).toContain('net::ERR_'));
  return url;
}

test('who must have a second factor adds a passkey on the way to the app, which is told so', async () => {
  const { page, complaints } = await newBrowser();
  await authenticatorIn(page);
  const { request, told } = await signInToStrictApp(page);
  await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor();
  await page.getByRole('link', { name: 'Use a passkey instead' }).click();
  await page.getByRole('heading', { name: 'Add a passkey' }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/interaction\/[^/]+\/set-up\/passkey$/);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
  expect(await page.locator('.codes li').count()).toBe(10);
  expect(complaints).toEqual([]);
  const kept = () => page.getByRole('button', { name: 'I have kept them' }).click();
  expect(await told(kept)).toMatchObject({ acr: 'phr', amr: expect.arrayContaining(['pwd', 'user', 'mfa']) });

  // From then on it is all that is needed.
  await signOut(page);
  await page.goto(request.url.href);
  const again = await atItsDoor(page, () => page.getByRole('button', { name: 'Sign in with a passkey' }).click());
  expect(again.searchParams.get('code')).not.toBeNull();
});

test('an app that insists on a passkey has one added, and a key that is only touched will do', async () => {
  const { page, complaints } = await newBrowser();
  await authenticatorIn(page, { sees: false });
  const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } });
  const { told } = await signInToStrictApp(page, { claims });
  await page.getByRole('heading', { name: 'Add a passkey' }).waitFor();
  expect(await page.getByRole('link', { name: /authenticator app/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  expect(complaints).toEqual([]);
  const kept = () => page.getByRole('button', { name: 'I have kept them' }).click();
  expect(await told(kept)).toMatchObject({ acr: 'phr', amr: expect.arrayContaining(['pwd', 'hwk', 'mfa']) });
});

test('without JavaScript the page on the way to the app says so, and there is an authenticator app', async () => {
  const { page } = await newBrowser({ javaScriptEnabled: false });
  await signInToStrictApp(page);
  await page.getByRole('link', { name: 'Use a passkey instead' }).click();
  expect(await page.locator('body').innerText()).toContain('Passkeys need JavaScript');
  await page.getByRole('link', { name: /authenticator app/ }).click();
  await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor();
});
