import type { Seconds } from '../clock.ts';

/** What is tried, each with budgets of its own. */
export type Kind =
  /** The password of an account: at the sign-in, and as the current one where it is changed. */
  | 'password'
  /** The secret of a client, at any endpoint. */
  | 'client'
  /** To be a client that proved nothing, and be kept in the record for it. Nobody is refused anything by this one. */
  | 'unproven-client'
  /** The same of a limit on wrong secrets that was used up: what others leave in the record does not hide that. */
  | 'client-used-up'
  /** To be asked for a second factor, and be kept in the record for it. Nobody is refused anything by this one either. */
  | 'factor-asked'
  /** A code or link of a letter. */
  | 'code'
  /** A code that proves a second factor. The account's own tries are in its record. */
  | 'factor'
  /** A passkey's answer, whichever factor it is. Nobody guesses it, so it takes nothing from what people type. */
  | 'passkey'
  /** To have a letter sent to an address of one's choice. Nothing is guessed here, so each one counts. */
  | 'letter'
  /** To have a letter sent for a new password. Apart from the others, or strangers would use up the owner's way back in by signing up. */
  | 'recovery'
  /** To have a password judged that one chooses. Nothing is guessed, but it takes a processor, so each one counts. */
  | 'choice'
  /** The same by who has the link of a letter. */
  | 'choice-by-link'
  /** To have a code sent by text message, to a number of one's choice. Each one costs money, so each one counts. */
  | 'sms'
  /** To have a code sent to one's own address, behind the right password. */
  | 'email-code';

/** What a try is counted under. */
export type Scope =
  /** The account, from wherever: what many attackers share. */
  | 'account'
  /** The account in a browser of its own: in which it has signed in since it was last signed out everywhere. */
  | 'device'
  /** The account in all such browsers together. */
  | 'devices'
  /** The account or client, and the address: one attacker. */
  | 'pair'
  /** The address, whatever is tried from there. An IPv6 /64 is one address: who has one of them has all. */
  | 'address'
  /** Its /24, or /48. */
  | 'network'
  /** A phone number that the account has not proven: whoever knows it can use that up. */
  | 'number'
  /** One that it has proven, over all accounts that have: to use that up takes the phone, or the password of one of them. */
  | 'proven'
  /** A number's calling code and the digits that follow: what an operator has. */
  | 'prefix'
  /** The same, of numbers that the account has not proven. */
  | 'prefix-unproven'
  /** All together. */
  | 'everybody'
  /** All messages to numbers that the account has not proven. */
  | 'unproven';

/** At most so many tries within so long from the first one. */
export interface Step {
  readonly tries: number;
  readonly within: Seconds;
}

/** How much of a step there is for whom. */
export interface Limit extends Step {
  /** Tries of whoever comes. */
  readonly open: number;
  /** Tries in all: those beyond `open` are for who has done a piece of work or has waited for their turn (`passes/`). */
  readonly most: number;
}

/**
 * Of the last step of what can be passed this much is for whoever comes: the rest is kept for who passes, or there would be
 * nothing left to pass to. So it is with messages, where it is kept for who has proven the number.
 */
const openShare = 0.7;

export type Budgets = Readonly<Record<Kind, Readonly<Partial<Record<Scope, readonly Step[]>>>>>;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const steps = (...pairs: readonly (readonly [tries: number, within: Seconds])[]): Step[] =>
  pairs.map(([tries, within]) => ({ tries, within }));

/** Codes, by where they are typed. An office mistypes a few in an hour, and those that are right are given back. */
const codes = {
  address: steps([20, 5 * minute], [60, hour], [200, day]),
  network: steps([100, 5 * minute], [400, hour], [1500, day]),
};

/** Answers of passkeys: they bound what it costs to verify and to record wrong ones, for there is nothing to guess. */
const passkeys = {
  address: steps([60, 5 * minute], [200, hour], [600, day]),
  network: steps([300, 5 * minute], [1200, hour], [4500, day]),
};

/** Lines of the record. By the network too, and in all: an IPv6 /48 has 65,536 addresses as we count them. */
const lines = {
  address: steps([20, minute], [200, hour]),
  network: steps([100, minute], [1000, hour]),
  everybody: steps([1000, minute], [10_000, hour]),
};

/** Letters to an address of somebody's choice. */
const letters = {
  account: steps([6, hour], [12, day]),
  address: steps([10, 10 * minute], [30, hour], [60, day]),
  network: steps([100, hour], [300, day]),
};

/**
 * Passwords that are chosen. As many as a school needs in its first lesson: nothing passes this, for the form would meet the
 * budget of letters next, and a pass is good for one. One that is made for it is judged for a thirtieth of a second.
 */
const choices = {
  address: steps([100, 10 * minute], [400, hour]),
  network: steps([500, 10 * minute], [2000, hour]),
};

/** The same of one person. */
const ownChoices = steps([30, 10 * minute], [90, hour]);

/**
 * How many wrong tries there are. What was right is given back, so nobody uses this up by signing in.
 *
 * Several steps of one scope make the wait grow: after five wrong passwords a minute, after ten a quarter of an hour,
 * then an hour, then the rest of the day. One attacker at one address uses up their `pair` long before the `account`,
 * so the owner can still sign in on a new device somewhere else; only many addresses together close it, and then the
 * account's own browsers are open still (OWASP, "device cookies").
 */
export const budgets: Budgets = {
  // The last step of an account: NIST SP 800-63B-4 §3.2.2, by the day.
  password: {
    device: steps([5, minute], [10, 15 * minute], [20, hour], [50, day]),
    // Or there would be as many a day as browsers in which somebody else signs in as well.
    devices: steps([50, hour], [150, day]),
    pair: steps([5, minute], [10, 15 * minute], [20, hour], [30, day]),
    account: steps([10, minute], [25, 15 * minute], [50, hour], [100, day]),
    address: steps([30, 5 * minute], [100, hour], [300, day]),
    network: steps([100, 5 * minute], [400, hour], [1500, day]),
    everybody: steps([1000, minute]),
  },
  // Not by address: a server or a gateway stands for many clients there, and machines can neither work nor wait for a turn. One
  // that guesses at nothing, and only has an old secret, would lock its neighbours out. Nobody guesses 256 random bits.
  client: {
    pair: steps([20, minute], [200, hour]),
  },
  'unproven-client': lines,
  'client-used-up': lines,
  // Of as many addresses as somebody has, so many are shown to the owner.
  'factor-asked': { device: steps([1, hour]), pair: steps([1, hour]), account: steps([10, hour]) },
  code: codes,
  // Each account has a few free tries of its own (`factors/tries.ts`): who has stolen a thousand passwords would have a
  // thousand times as many.
  // In a browser of the account's own by that alone: else whoever is behind the same gateway keeps it out.
  factor: { device: codes.address, ...codes },
  passkey: { device: passkeys.address, ...passkeys },
  letter: letters,
  // In a browser of the account's own by that: else a stranger who asks for six keeps the owner from the way back
  // in. All of them together, or whoever has the password fills the mailbox from one new browser after the other.
  recovery: { device: letters.account, devices: steps([12, hour], [24, day]), ...letters },
  choice: { device: ownChoices, devices: steps([90, hour], [200, day]), ...choices },
  // By the account or invitation alone: whoever is behind the same gateway keeps nobody from a link that is good for minutes.
  'choice-by-link': { account: ownChoices },
  // Some only where a number is added, and one only where it is proven: see `ofStrangers`.
  sms: {
    number: steps([3, hour], [6, day]),
    proven: steps([8, hour], [16, day]),
    account: steps([8, hour], [16, day]),
    address: steps([8, hour], [20, day]),
    network: steps([40, hour], [100, day]),
  },
  'email-code': {
    account: steps([8, hour], [24, day]),
    address: steps([20, hour], [60, day]),
    network: steps([100, hour], [300, day]),
  },
};

/**
 * What only messages to a number are counted under that the account has not proven, and what only those to a proven one.
 * Else whoever types somebody's number, or is behind the same gateway, would use up what its owner signs in with. Proven
 * ones have a counter by number all the same: one phone can be proven on any number of accounts, and with the messages of
 * all of them its owner would use up those of everybody whose number begins alike.
 */
export const ofStrangers: ReadonlySet<Scope> = new Set(['number', 'address', 'network', 'prefix-unproven', 'unproven']);
export const ofOwners: ReadonlySet<Scope> = new Set(['proven']);

/** What text messages may cost in a day: numbers, and nothing that is multiplied. */
export interface MessageLimits {
  readonly perPrefix: number;
  readonly inADay: number;
}

/**
 * With what an installation pays for at most. Who sends messages to numbers that they earn by (toll fraud) has many
 * accounts, addresses and numbers; what they share is a range of numbers, and whoever pays. What is beyond `openShare` is
 * kept for numbers that are proven: whoever makes accounts and types numbers keeps nobody from signing in.
 */
export function limited(table: Budgets, { perPrefix, inADay }: MessageLimits): Budgets {
  const prefix = steps([Math.ceil(perPrefix / 2), hour], [perPrefix, day]);
  const everybody = steps([inADay, day]);
  const unproven = (all: readonly Step[]): Step[] =>
    // Of two one is kept; of one none, or nobody could ever prove a number.
    all.map(({ tries, within }) => ({ tries: Math.max(1, Math.floor(tries * openShare)), within }));
  return {
    ...table,
    sms: {
      ...table.sms,
      ...{ prefix, 'prefix-unproven': unproven(prefix) },
      ...{ everybody, unproven: unproven(everybody) },
    },
  };
}

/**
 * Scopes that others use up as well, and that can be passed therefore: who is kept out by what strangers did has a way in
 * that strangers pay for too. `pair` and `device` are one's own, and there the wait is the answer; `devices` is shared with
 * whoever else knows the password. An address is shared by a household, an office or all customers behind a carrier's gateway. Letters to one address are not passed: what
 * is protected there is somebody's mailbox, which the work of who writes to it does no good.
 */
const shared: Readonly<Partial<Record<Kind, readonly Scope[]>>> = {
  password: ['account', 'devices', 'address', 'network', 'everybody'],
  code: ['address', 'network'],
  factor: ['address', 'network'],
  passkey: ['address', 'network'],
  letter: ['address', 'network'],
  recovery: ['address', 'network'],
};

/**
 * How much of each step there is for whom.
 *
 * The last step of a scope is the block: nothing passes it. So nobody has more tries a day by passing, only sooner.
 * `everybody` has no block of its own, or whoever reached it would lock all people out: what is tried beyond it was paid
 * for, and is counted by account, address and network like everything else.
 */
export function limitsOf(kind: Kind, scope: Scope, all: readonly Step[]): readonly Limit[] {
  const isShared = shared[kind]?.includes(scope) ?? false;
  return all.map((step, index): Limit => {
    const { tries } = step;
    if (!isShared) return { ...step, open: tries, most: tries };
    const isBlock = index === all.length - 1 && scope !== 'everybody';
    return isBlock
      ? { ...step, open: Math.floor(tries * openShare), most: tries }
      : { ...step, open: tries, most: Infinity };
  });
}

/** By how much an installation widens what is strict by default; 1 for not at all. */
export interface Widening {
  readonly account: number;
  readonly network: number;
  readonly everybody: number;
}

const widenedBy: Readonly<Record<Scope, keyof Widening>> = {
  account: 'account',
  device: 'account',
  devices: 'account',
  pair: 'account',
  address: 'network',
  network: 'network',
  number: 'account',
  proven: 'account',
  prefix: 'everybody',
  'prefix-unproven': 'everybody',
  everybody: 'everybody',
  unproven: 'everybody',
};

/** The budgets of an installation. */
export function widened(table: Budgets, by: Widening): Budgets {
  const widenSteps = (scope: Scope, all: readonly Step[]): Step[] =>
    all.map(({ tries, within }) => ({ tries: tries * by[widenedBy[scope]], within }));
  const widenKind = (scopes: Budgets[Kind]) =>
    Object.fromEntries(
      (Object.entries(scopes) as [Scope, readonly Step[]][]).map(([scope, all]) => [scope, widenSteps(scope, all)]),
    );
  return Object.fromEntries(
    Object.entries(table).map(([kind, scopes]) => [kind, widenKind(scopes)]),
  ) as unknown as Budgets;
}
