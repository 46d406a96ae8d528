import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Ephemera } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { PasswordHash } from './password-hash.ts';
import type { Passwords } from './passwords.ts';

/** What somebody typed who wants an account. The account itself is made when the address is confirmed. */
interface Pending {
  readonly email: string;
  readonly name?: string;
  readonly locale?: string;
  readonly password: PasswordHash;
  /** Keyed hashes: of the code in the letter and of the secret in its link. */
  readonly code: string;
  readonly link: string;
  /** Wrong tries so far. */
  readonly tries: number;
  /** The browser that asked. */
  readonly browser: string;
}

/** A letter that answers a sign-up. What is in it, and what proves that it is waited for, is in no store as it is here. */
export type SignUpLetter = {
  readonly to: string;
  /** For how long somebody waits for it, at most. */
  readonly lifetime: Seconds;
  readonly ticket: string;
  readonly secret: string;
} & (
  | { readonly kind: 'confirm-email'; readonly code: string; readonly link: string }
  | { readonly kind: 'already-registered'; readonly signIn: string }
);

export type Confirmation =
  | { readonly outcome: 'confirmed'; readonly account: Account }
  /** The address got an account in the meantime. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'wrong'; readonly email: string }
  /** Nothing more is taken before a new letter was sent. */
  | { readonly outcome: 'too_many'; readonly email: string }
  /** Another browser than the one that asked: the password it typed must be given. */
  | { readonly outcome: 'password_needed'; readonly email: string }
  | { readonly outcome: 'expired' };

const lifetime: Seconds = 24 * 3600;
const mostTries = 5;
const kind = 'sign-up';
const confirmedKind = 'sign-up confirmed';

export type SignUps = ReturnType<typeof createSignUps>;

export function createSignUps(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly audit: Audit;
  /** Keeps a letter until it has gone out, without waiting for that. */
  readonly send: (letter: SignUpLetter, language: string) => Promise<void>;
  /** The address of the page that a letter's link opens. */
  readonly linkTo: (returnTo: string, ticket: string, secret: string) => string;
  /** The address that who has an account signs in at, whenever they read the letter. */
  readonly signIn: string;
}) {
  const { ephemera, digest, accounts, passwords, audit, send, linkTo, signIn } = options;

  const newCode = (): string => randomInt(0, 100_000_000).toString().padStart(8, '0');
  const keyOf = (ticket: string): string => digest(kind, ticket);

  interface Request {
    /** Normalised. */
    readonly email: string;
    readonly password: string;
    readonly name?: string;
    readonly language: string;
    readonly browser: string;
    /** Path of the sign-in it belongs to. It names that sign-in, so it is in no store. */
    readonly returnTo: string;
    readonly origin: Origin;
  }

  /**
   * Takes a sign-up. The same work, time and answer whether the address has an account or not: only the letter differs,
   * and only the address's owner reads it (ASVS 6.3.8).
   * @returns the ticket under which the sign-up is kept, a secret of the browser that asked
   */
  async function request({ email, password, name, language, browser, returnTo, origin }: Request): Promise<string> {
    const [hash, isTaken] = await Promise.all([passwords.hash(password), accounts.isTaken(email)]);
    const ticket = randomSecret();
    const { code, secret, digests } = newProofs(ticket);
    const pending: Pending = {
      email,
      ...(name && { name }),
      locale: language,
      password: hash,
      ...digests,
      tries: 0,
      browser,
    };
    await Promise.all([
      ephemera.put(kind, keyOf(ticket), JSON.stringify(pending), lifetime),
      audit.record(audit.newEvent({ kind: 'account.sign_up_requested', outcome: 'done', origin })),
    ]);
    await sendLetter({ to: email, lifetime, ticket, secret }, { isTaken, code, returnTo }, language);
    return ticket;
  }

  const sendLetter = (
    about: { readonly to: string; readonly lifetime: Seconds; readonly ticket: string; readonly secret: string },
    { isTaken, code, returnTo }: { readonly isTaken: boolean; readonly code: string; readonly returnTo: string },
    language: string,
  ): Promise<void> =>
    send(
      isTaken
        ? { kind: 'already-registered', ...about, signIn }
        : { kind: 'confirm-email', ...about, code, link: linkTo(returnTo, about.ticket, about.secret) },
      language,
    );

  function newProofs(ticket: string) {
    const code = newCode();
    const secret = randomSecret();
    return {
      code,
      secret,
      digests: { code: digest('sign-up code', `${ticket}${code}`), link: digest('sign-up link', `${ticket}${secret}`) },
    };
  }

  async function read(ticket: string): Promise<{ text: string; pending: Pending } | undefined> {
    const text = await ephemera.get(kind, keyOf(ticket));
    if (text === undefined) return undefined;
    const pending = JSON.parse(text) as Pending;
    // Its password's pepper was dropped meanwhile: nobody could ever sign in to the account.
    return (await passwords.canBeOpened(pending.password)) ? { text, pending } : undefined;
  }

  /** Sends a new letter with a new code, to be tried anew; the older letter is void. At most five letters in all. */
  async function resend(ticket: string, language: string, returnTo: string): Promise<boolean> {
    const found = await read(ticket);
    if (!found) return false;
    const letters = await ephemera.increment('sign-up letters', keyOf(ticket), lifetime);
    if (letters.count > mostTries) return false;
    const { code, secret, digests } = newProofs(ticket);
    const next: Pending = { ...found.pending, ...digests, tries: 0 };
    if (!(await ephemera.replace(kind, keyOf(ticket), found.text, JSON.stringify(next)))) return false;
    const isTaken = await accounts.isTaken(next.email);
    await sendLetter({ to: next.email, lifetime, ticket, secret }, { isTaken, code, returnTo }, language);
    return true;
  }

  /** Confirms by the code from the letter, typed in the browser that asked. */
  const confirmByCode = (ticket: string, code: string, origin: Origin): Promise<Confirmation> =>
    confirm(ticket, origin, (pending) =>
      Promise.resolve(same(pending.code, digest('sign-up code', `${ticket}${code}`)) ? 'right' : 'wrong'),
    );

  /**
   * Confirms by the letter's link. In another browser than the one that asked it takes the password too: or somebody who
   * signed up with a stranger's address would get the account when the stranger presses the button (pre-hijacking).
   */
  const confirmByLink = (
    ticket: string,
    secret: string,
    browser: string | undefined,
    password: string | undefined,
    origin: Origin,
  ): Promise<Confirmation> =>
    confirm(ticket, origin, async (pending) => {
      if (!same(pending.link, digest('sign-up link', `${ticket}${secret}`))) return 'wrong';
      if (browser === pending.browser) return 'right';
      if (password === undefined) return 'password_needed';
      return (await passwords.verify(pending.password, password)) ? 'right' : 'wrong';
    });

  async function confirm(
    ticket: string,
    origin: Origin,
    check: (pending: Pending) => Promise<'right' | 'wrong' | 'password_needed'>,
  ): Promise<Confirmation> {
    const found = await read(ticket);
    if (!found) return { outcome: 'expired' };
    const { email, tries } = found.pending;
    if (tries >= mostTries) return { outcome: 'too_many', email };
    // Counted before the check, in one step: parallel guesses cannot pass the limit.
    const counted = JSON.stringify({ ...found.pending, tries: tries + 1 });
    if (!(await ephemera.replace(kind, keyOf(ticket), found.text, counted))) return confirm(ticket, origin, check);
    const { name, locale, password } = found.pending;
    const answer = await check(found.pending).catch(async (error: unknown) => {
      // Nothing was tried: it could not be said whether it is right.
      await ephemera.replace(kind, keyOf(ticket), counted, found.text);
      throw error;
    });
    if (answer === 'wrong') return { outcome: tries + 1 < mostTries ? 'wrong' : 'too_many', email };
    if (answer === 'password_needed') {
      await ephemera.replace(kind, keyOf(ticket), counted, found.text);
      return { outcome: 'password_needed', email };
    }
    const account = await accounts.create(
      { email, password, ...(name && { name }), ...(locale && { locale }) },
      origin,
    );
    // First what leads the browser that asked on, or it would see for a moment that there was nothing.
    await ephemera.put(confirmedKind, keyOf(ticket), email, lifetime);
    await ephemera.remove(kind, keyOf(ticket));
    return account ? { outcome: 'confirmed', account } : { outcome: 'taken' };
  }

  return {
    request,
    resend,
    /** Whether a letter is waited for: the address is not confirmed, and no newer letter has voided this one. */
    async awaits({ ticket, secret }: Pick<SignUpLetter, 'ticket' | 'secret'>): Promise<boolean> {
      const link = (await read(ticket))?.pending.link;
      return link !== undefined && same(link, digest('sign-up link', `${ticket}${secret}`));
    },
    confirmByCode,
    confirmByLink,
    /**
     * The address that a sign-up was about which is confirmed, for a day. Only who holds its ticket can ask, so nobody
     * learns of an address that it has an account.
     */
    confirmedOf: (ticket: string): Promise<string | undefined> => ephemera.get(confirmedKind, keyOf(ticket)),
    /** The address that a sign-up is about, and the browser that asked. */
    async pendingOf(ticket: string): Promise<Pick<Pending, 'email' | 'browser'> | undefined> {
      const pending = (await read(ticket))?.pending;
      return pending && { email: pending.email, browser: pending.browser };
    },
  };
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
