/**
 * What a sign-in of an app may do, as the design says it and with no look at the code: a state, and for each request
 * what it may be answered and what is then. Everything here happens at one moment; what really happens in parallel must
 * look as if it had happened one after the other (`linearize.ts`).
 */

/** A client's rule for its refresh tokens, in seconds. */
export interface Policy {
  readonly rotates: boolean;
  readonly reuseInterval: number;
  readonly idle: number;
  readonly absolute: number;
  readonly survivesSignOut: boolean;
  /** Whether it ends when somebody else uses it than the one who did last. */
  readonly heldToSender: boolean;
  /** When its client was registered: what any clock says is older is of another one, of before. */
  readonly since: number;
  /** What tells one sender from another: the user agent, the client's own proof, or a key. */
  readonly boundTo: 'agent' | 'client' | 'key';
}

/** Of a sign-in that ended while it began: whichever of the rivals was first is what its record says. */
export const anyReason = 'any';

export const clientRemoved = 'client_removed';

/** For how long a code can be redeemed, and for how long afterwards it is still known as one that was. */
export const codeLifetime = 60;
const codeKept = 3600;
/** How far clocks may differ: the engine's default. */
const clockTolerance = 15;
/** By how much a clock may be behind the one that a rotation was dated by, for a retry there to count as one. */
const apart = 30;
/** By how much a clock may be ahead, for what it dates to be taken for what began just now. */
const ahead = 30;

export type State =
  /** Nothing yet; whatever is begun up to `voidUntil` is void. `withdrawn`: the app was disconnected once. */
  | { readonly phase: 'none'; readonly voidUntil?: number; readonly withdrawn?: boolean }
  /** Nothing any more, before a code was issued. */
  | { readonly phase: 'refused' }
  /**
   * A code is there, of a session whose time is over at `sessionUntil`. `void`: what it was issued for has ended, so it is
   * worth nothing. `withdrawn`: the app was disconnected before, so that where a clock is behind it may be worth nothing; or
   * since, by a clock that was set back: it is worth nothing there, and nobody can tell when that has come where it was.
   */
  | {
      readonly phase: 'code';
      readonly issuedAt: number;
      readonly sessionUntil: number;
      readonly withdrawn?: 'before' | 'since';
    }
  | { readonly phase: 'void'; readonly issuedAt: number }
  | Living
  | Ended;

interface Ended {
  readonly phase: 'ended';
  readonly issuedAt: number;
  readonly generation: number;
  readonly reason: string;
  /** Whether its client is no more: then it is not even let in to revoke. */
  readonly clientGone?: boolean;
  /** Whether its time was over before: the sweeper may have been faster, and says so. */
  readonly ranOut?: boolean;
}

export interface Living {
  readonly phase: 'living';
  readonly issuedAt: number;
  readonly generation: number;
  readonly sender: string;
  readonly createdAt: number;
  readonly rotatedAt?: number;
  readonly rotatedBy?: string;
  readonly usedAt: number;
  readonly idleAt: number;
  readonly endsAt: number;
}

/** A time (seconds): where it is asked, and the latest that any clock has been at before. */
export interface Moment {
  readonly now: number;
  readonly latest: number;
}

/** Something asked of a sign-in at a time. */
export type Request = Moment & Asked;

/** Something asked of a sign-in. */
export type Asked =
  /** With the browser's session, whose time is over at `sessionUntil`. */
  | { readonly kind: 'authorize'; readonly sessionUntil: number }
  | { readonly kind: 'redeem'; readonly sender: string }
  | {
      readonly kind: 'refresh';
      readonly presented: number;
      readonly sender: string;
      /** Whether it asks for a scope or an API that was not granted. */
      readonly beyond: boolean;
    }
  /** By the app itself. A refresh token of any generation will do; an access token while it is good. */
  | { readonly kind: 'revoke'; readonly goodUntil?: number }
  /** By a client that it was not issued to. */
  | { readonly kind: 'misuse' }
  /** What ends it from outside: its session, its account, its client. */
  | {
      readonly kind: 'end';
      readonly reason: string;
      /** Whether it goes on where the app outlives its session. */
      readonly spares: boolean;
      /** What becomes of a sign-in that is not finished, or not begun. */
      readonly unfinished: 'refused' | 'void until the next second' | 'goes on';
      readonly gradual: boolean;
    }
  | { readonly kind: 'look at access'; readonly goodUntil: number }
  | { readonly kind: 'look at refresh'; readonly presented: number };

/**
 * What came back. `done`: it happened, with the generation of the refresh token that came along where one did;
 * `refused`: a clear no; `declined`: not that, and nothing is lost; `unknown`: no answer came, or one that says that nobody
 * knows.
 */
export type Answer =
  | { readonly is: 'done'; readonly generation?: number }
  | { readonly is: 'refused' }
  | { readonly is: 'declined' }
  | { readonly is: 'unknown' };

/** One way that a request may go: what it leaves, and what it must have been answered. */
export interface Way {
  readonly state: State;
  readonly answers: 'done' | 'refused' | 'declined';
  readonly generation?: number;
}

const no = (state: State): Way[] => [{ state, answers: 'refused' }];
const yes = (state: State): Way[] => [{ state, answers: 'done' }];
const notThat = (state: State): Way[] => [{ state, answers: 'declined' }];

export const isLiving = (state: State, now: number, { since }: Pick<Policy, 'since'>): state is Living =>
  state.phase === 'living' && now < state.idleAt && now < state.endsAt && state.createdAt >= since;

/**
 * Whether something is over that lasts until then. Where a clock was set back it may be: it was once, and whoever tidies
 * up may have seen that.
 */
const isOver = (until: number, { now, latest }: Moment): 'yes' | 'maybe' | 'no' =>
  now >= until ? 'yes' : latest >= until ? 'maybe' : 'no';

/**
 * Every way a request may go.
 * @param rivals whether something that may end the sign-in was under way at the same time
 */
export function waysOf(state: State, request: Request, policy: Policy, rivals: boolean): readonly Way[] {
  const ways = waysIn(state, request, policy, rivals);
  const isAsIfNever = !isLiving(state, request.now, policy);
  if (isAsIfNever || isOver(Math.min(state.idleAt, state.endsAt), request) === 'no') return ways;
  const swept: State = { ...ended(state, 'expired'), ranOut: true };
  return [...ways, ...waysIn(swept, request, policy, rivals)];
}

function waysIn(state: State, request: Request, policy: Policy, rivals: boolean): readonly Way[] {
  switch (request.kind) {
    case 'authorize':
      return authorize(state, request);
    case 'redeem':
      return redeem(state, request, policy, rivals);
    case 'refresh':
      return refresh(state, request, policy);
    case 'misuse':
      return no(state);
    case 'revoke':
      return revoke(state, request, policy, rivals);
    case 'end':
      return yes(endedFromOutside(state, request, policy));
    case 'look at access':
      return isLiving(state, request.now, policy) ? aboutAccess(request, yes(state), no(state)) : no(state);
    case 'look at refresh':
      return lookAtRefresh(state, request, policy);
  }
}

function authorize(state: State, request: Extract<Request, { readonly kind: 'authorize' }>): readonly Way[] {
  if (state.phase !== 'none') return no(state);
  const { voidUntil = -Infinity, withdrawn = false } = state;
  const { now, sessionUntil } = request;
  const given = yes(
    now <= voidUntil
      ? { phase: 'void', issuedAt: now }
      : { phase: 'code', issuedAt: now, sessionUntil, ...(withdrawn && { withdrawn: 'before' }) },
  );
  return either(isOver(sessionUntil, request), no(state), given);
}

function either(over: 'yes' | 'maybe' | 'no', then: readonly Way[], otherwise: readonly Way[]): readonly Way[] {
  return over === 'yes' ? then : over === 'no' ? otherwise : [...then, ...otherwise];
}

function redeem(
  state: State,
  request: Extract<Request, { readonly kind: 'redeem' }>,
  policy: Policy,
  rivals: boolean,
): readonly Way[] {
  const { now, sender } = request;
  if (state.phase === 'code' && now < state.issuedAt + codeLifetime) {
    const endsAt = now + policy.absolute;
    const living: Living = {
      phase: 'living',
      issuedAt: state.issuedAt,
      generation: 1,
      sender,
      createdAt: now,
      usedAt: now,
      idleAt: Math.min(now + policy.idle, endsAt),
      endsAt,
    };
    const given: Way = { state: living, answers: 'done', generation: 1 };
    // It was redeemed, and ended before the answer was made: then the answer may say so.
    const cut: Way = { state: ended(living, anyReason), answers: 'refused' };
    // Nothing begins in a session whose time is over. What began in it goes on by its own.
    const until = Math.min(state.sessionUntil, state.issuedAt + codeLifetime + codeKept);
    const isAhead = now < state.issuedAt - ahead;
    if (isAhead && state.withdrawn === 'since') return no(state);
    const over = isOver(until, request);
    const isDoubtful = over === 'no' && (isAhead ? state.withdrawn === 'before' : state.withdrawn === 'since');
    return either(isDoubtful ? 'maybe' : over, no(state), rivals ? [given, cut] : [given]);
  }
  // Twice: whichever of the two was honest, what the first one made is ended (RFC 6749 §4.1.2). So is one of which nothing
  // works because a clock that was behind has dated it before its client: its record may say why, where that happens.
  const isThere = isLiving(state, now, policy) || isBeforeItsClient(state, policy);
  if (!isThere) return no(state);
  return either(
    isOver(state.issuedAt + codeLifetime + codeKept, request),
    no(state),
    no(ended(state, 'code_replayed')),
  );
}

const isBeforeItsClient = (state: State, { since }: Policy): state is Living =>
  state.phase === 'living' && state.createdAt < since;

function refresh(
  state: State,
  { now, presented, sender, beyond }: Extract<Request, { readonly kind: 'refresh' }>,
  policy: Policy,
): readonly Way[] {
  if (!isLiving(state, now, policy)) return no(state);
  const isRepeated = isRetry(state, now, presented, sender, policy);
  const isGood = presented === state.generation || isRepeated;
  // Without the key a token is nothing, an old one too: which of the two is wrong with it is all the same.
  if (policy.boundTo === 'key' && sender !== state.sender)
    return isGood && beyond ? [...no(state), ...notThat(state)] : no(state);
  // Whoever asks for too much has not used the token. An old one is recognised whatever is asked for.
  if (isGood && beyond) return notThat(state);
  if (presented === state.generation) {
    if (policy.heldToSender && sender !== state.sender) return no(ended(state, 'rule_violated'));
    const used = now - state.usedAt >= 60 || policy.rotates;
    const next: Living = used ? { ...state, usedAt: now, idleAt: Math.min(now + policy.idle, state.endsAt) } : state;
    return policy.rotates
      ? [
          {
            state: { ...next, generation: presented + 1, rotatedAt: now, rotatedBy: sender },
            answers: 'done',
            generation: presented + 1,
          },
        ]
      : [{ state: next, answers: 'done', generation: presented }];
  }
  if (isRepeated) return [{ state, answers: 'done', generation: state.generation }];
  const reused = no(ended(state, 'token_reused'));
  // Who was about to be caught by the rule when the family moved on may be told of as that: it ends all the same.
  const wasCurrent = presented === state.generation - 1 && sender !== state.sender;
  return policy.heldToSender && wasCurrent ? [...reused, ...no(ended(state, 'rule_violated'))] : reused;
}

/** The generation just rotated, soon after, from who rotated it and is who signed in. */
function isRetry(state: Living, now: number, presented: number, sender: string, policy: Policy): boolean {
  const passed = now - (state.rotatedAt ?? -Infinity);
  // A clock that was set back by more does not hold the window open until it has come there again.
  const soon = passed <= policy.reuseInterval && passed >= -apart;
  const same = policy.boundTo !== 'agent' || sender === state.rotatedBy;
  return policy.reuseInterval > 0 && presented === state.generation - 1 && soon && same;
}

function revoke(
  state: State,
  { now, latest, goodUntil = Infinity }: Extract<Request, { readonly kind: 'revoke' }>,
  policy: Policy,
  rivals: boolean,
): readonly Way[] {
  if (isLiving(state, now, policy))
    return aboutAccess({ now, latest, goodUntil }, yes(ended(state, 'token_revoked')), yes(state));
  // Of what has ended there is nothing to revoke. A client that was removed is not let in; it may have been just before.
  const gone = state.phase === 'ended' && state.clientGone === true;
  return gone ? [...no(state), ...(rivals ? yes(state) : [])] : yes(state);
}

function endedFromOutside(
  state: State,
  { reason, spares, unfinished, now }: Extract<Request, { readonly kind: 'end' }>,
  policy: Policy,
): State {
  switch (state.phase) {
    case 'none':
      if (unfinished === 'refused') return { phase: 'refused' };
      if (unfinished === 'goes on') return state;
      return { phase: 'none', voidUntil: Math.max(now, state.voidUntil ?? now), withdrawn: true };
    // A sign-in that was not finished ends with its session, whatever the app might have outlived later.
    case 'code':
      if (unfinished === 'void until the next second' && state.issuedAt > now) return { ...state, withdrawn: 'since' };
      return unfinished === 'goes on' ? state : { phase: 'void', issuedAt: state.issuedAt };
    case 'living':
      if (spares && policy.survivesSignOut) return state;
      return {
        ...ended(state, reason),
        ...(reason === clientRemoved && { clientGone: true }),
        ...(!isLiving(state, now, policy) && { ranOut: true }),
      };
    case 'ended':
      return reason === clientRemoved ? { ...state, clientGone: true } : state;
    case 'refused':
    case 'void':
      return state;
  }
}

function lookAtRefresh(
  state: State,
  { now, presented }: Extract<Request, { readonly kind: 'look at refresh' }>,
  policy: Policy,
): readonly Way[] {
  if (!isLiving(state, now, policy)) return no(state);
  if (presented === state.generation) return yes(state);
  // While a retry would still be answered, both are true: it was used, and it is good.
  const retriable = isRetry(state, now, presented, state.rotatedBy ?? '', { ...policy, boundTo: 'client' });
  return retriable ? [...yes(state), ...no(state)] : no(state);
}

/** An access token is good until it expires. In the time that clocks may differ by both may be said. */
function aboutAccess(
  { now, latest, goodUntil }: Moment & { readonly goodUntil: number },
  good: Way[],
  gone: Way[],
): readonly Way[] {
  const over = isOver(goodUntil, { now, latest });
  return either(over === 'yes' && now < goodUntil + clockTolerance ? 'maybe' : over, gone, good);
}

const ended = ({ issuedAt, generation }: Living, reason: string): Ended => ({
  phase: 'ended',
  issuedAt,
  reason,
  generation,
});
