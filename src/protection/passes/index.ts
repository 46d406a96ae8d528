/**
 * How a budget that others have used up is passed: by a piece of work that a browser does, or by waiting for one's turn
 * with a ticket. Either is good for one try, of one thing, on one account (as it was typed), from one network.
 */
import type { Ephemera } from '../../../adapters/store.ts';
import { clocksApart, type Clock, type Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';
import { networkOf, subscriberOf } from '../../whereabouts/index.ts';
import type { Try } from '../counters.ts';
import { doublingsAfter, isEnough } from './difficulty.ts';
import { createTickets, isSame } from './tickets.ts';
import { createWork, type Work } from './work.ts';

/** What is offered to who meets a full budget. None of it is kept anywhere, so refusing costs no write. */
export interface Offer {
  /** For the browser to do. Absent where that is switched off. */
  readonly work?: Work;
  /** Gets a ticket, by `drawTicket`. */
  readonly queue: string;
  /** The ticket that came with the try and is not ripe yet. */
  readonly ticket?: Ticket;
}

export interface Ticket {
  readonly ticket: string;
  /** How long until it is ripe. */
  readonly wait: Seconds;
}

export type Passed =
  | { readonly is: 'passed'; readonly by: 'work' | 'ticket' }
  | { readonly is: 'early'; readonly ticket: Ticket }
  /** There was none, or none that is good: forged, for something else, too old, used before. */
  | { readonly is: 'not' };

export type Passes = ReturnType<typeof createPasses>;

const minute: Seconds = 60;

/** For so long a piece of work can be handed in. */
const workGoodFor: Seconds = 10 * minute;
/** For so long a ticket can be drawn after a refusal. */
const queueGoodFor: Seconds = 60 * minute;
/** Tickets that one address may draw, and within how long. */
const mostDraws = 30;
const drawsWithin: Seconds = 10 * minute;
/** Solutions of so long make the next work harder. */
const remembered: Seconds = 60 * minute;

export function createPasses(options: {
  readonly ephemera: Ephemera;
  readonly clock: Clock;
  readonly digest: Digest;
  /** How many keys a browser has to try at first; undefined where there is no proof of work. */
  readonly keys: number | undefined;
}) {
  const { ephemera, clock, digest, keys } = options;
  const work = keys === undefined ? undefined : createWork({ digest, keys });
  const tickets = createTickets(options);

  /** What a pass is for: one of another account, network or kind is none. */
  function boundTo({ kind, account = '', origin: { address = '' } }: Try): { bound: string; network: string } {
    const network = networkOf(address) ?? '';
    return { bound: digest('pass', [kind, account, network].join('\0')), network };
  }

  const solvedKey = (value: string): string => digest('solved', value);

  async function solvedBefore(bound: string, network: string) {
    const [here, there] = await Promise.all(
      [bound, network].map((value) => ephemera.count('solved', solvedKey(value))),
    );
    return { here: here?.count ?? 0, network: there?.count ?? 0 };
  }

  /** Counts a solution, in one step of each counter. @returns how many came before it */
  async function countSolved(bound: string, network: string) {
    const [here, there] = await Promise.all(
      [bound, network].map((value) => ephemera.increment('solved', solvedKey(value), remembered)),
    );
    return { here: (here?.count ?? 1) - 1, network: (there?.count ?? 1) - 1 };
  }

  async function isWorkDone(one: Try, answer: string): Promise<boolean> {
    const { bound, network } = boundTo(one);
    const solved = await work?.check(answer);
    if (solved?.bound !== bound) return false;
    const left = solved.expires - clock.now();
    if (left < 1) return false;
    if (!(await ephemera.putIfAbsent('solution', digest('solution', solved.id), '', left + clocksApart))) return false;
    return isEnough(solved.doublings, await countSolved(bound, network));
  }

  const queueFor = (bound: string, expires: Seconds): string =>
    [expires, bound, digest('queue', `${bound}\0${expires}`)].join('.');

  return {
    /** Uses up what came with a try, where it is good. @throws {StoreUnavailable} */
    async use(one: Try): Promise<Passed> {
      const { pass = '' } = one;
      if (pass.startsWith('{')) return (await isWorkDone(one, pass)) ? { is: 'passed', by: 'work' } : { is: 'not' };
      const ripeness = await tickets.use(boundTo(one).bound, pass);
      if (ripeness.is === 'ripe') return { is: 'passed', by: 'ticket' };
      return ripeness.is === 'early' ? { is: 'early', ticket: { ticket: pass, wait: ripeness.wait } } : { is: 'not' };
    },

    /** What there is to do before the next try. @throws {StoreUnavailable} */
    async offer(one: Try): Promise<Offer> {
      const { bound, network } = boundTo(one);
      const now = clock.now();
      return {
        queue: queueFor(bound, now + queueGoodFor),
        ...(work && {
          work: await work.give({
            bound,
            expires: now + workGoodFor,
            doublings: doublingsAfter(await solvedBefore(bound, network)),
          }),
        }),
      };
    },

    /**
     * Draws a ticket. Only who was refused has what it takes; and from one address there are only so many, because a
     * refusal costs whoever types a thousand addresses nothing, and each ticket is kept.
     * @param queue   as it was offered
     * @param address of who draws
     * @returns undefined for what was never offered, or too long ago; no ticket where too many wait already
     * @throws {StoreUnavailable}
     */
    async drawTicket(
      queue: string,
      address: string | undefined,
    ): Promise<{ readonly ticket?: string; readonly wait: Seconds } | undefined> {
      const [digits = '', bound = ''] = queue.split('.');
      const expires = Number(digits);
      if (!Number.isSafeInteger(expires) || !isSame(queue, queueFor(bound, expires))) return undefined;
      if (expires <= clock.now()) return undefined;
      const place = digest('ticket draws', subscriberOf(address ?? '') ?? '');
      const { count } = await ephemera.increment('ticket draws', place, drawsWithin);
      return count > mostDraws ? { wait: drawsWithin } : tickets.draw(bound);
    },
  };
}
