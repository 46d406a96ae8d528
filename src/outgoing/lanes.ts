import type { Pace } from './pace.ts';

/** How much of a kind runs and waits. */
interface Share {
  running: number;
  waiting: number;
}

/**
 * One of a kind begins only while less of that runs than this many times what is free: one that hangs leaves an eighth of
 * the places to all others, and of four that hang together there is a place left.
 */
const perFreePlace = 7;

interface Lane<T> {
  readonly target: string;
  readonly kind: Share;
  running: number;
  readonly waiting: Map<string, T>;
}

export type Lanes<T> = ReturnType<typeof createLanes<T>>;

/**
 * Work for several targets: so much at once in all, and so much for each, so that one that hangs holds up nobody else.
 * The kind of which least runs comes first, and none takes the last places, so that letters do not wait for apps that hang,
 * however many; within a kind the targets take turns.
 *
 * @param run never rejects
 */
export function createLanes<T>(
  { atOnce, perTarget, waiting, waitingPerTarget }: Pick<Pace, 'atOnce' | 'perTarget' | 'waiting' | 'waitingPerTarget'>,
  run: (item: T) => Promise<void>,
) {
  const kinds = new Map<string, Share>();
  const lanes = new Map<string, Lane<T>>();
  const running = new Set<Promise<void>>();
  let queued = 0;
  let open = true;

  /** Starts what there is room for. */
  function go(): void {
    while (running.size < atOnce) {
      const found = next();
      if (!found) return;
      // To the end of the round.
      lanes.delete(found.target);
      lanes.set(found.target, found);
      begin(found);
    }
  }

  /** Of the kind of which least runs, the target whose turn was longest ago. */
  function next(): Lane<T> | undefined {
    const most = perFreePlace * (atOnce - running.size);
    const ready = [...lanes.values()].filter(
      (lane) => lane.waiting.size > 0 && lane.running < perTarget && lane.kind.running < most,
    );
    return ready.sort((one, other) => one.kind.running - other.kind.running)[0];
  }

  function begin(lane: Lane<T>): void {
    const [first] = lane.waiting;
    if (!first) return;
    const [key, item] = first;
    lane.running += 1;
    lane.kind.running += 1;
    leave(lane, key);
    const work = run(item).finally(() => {
      running.delete(work);
      lane.running -= 1;
      lane.kind.running -= 1;
      forgetIdle(lane);
      go();
    });
    running.add(work);
  }

  function leave(lane: Lane<T>, key: string): void {
    lane.waiting.delete(key);
    lane.kind.waiting -= 1;
    queued -= 1;
    forgetIdle(lane);
  }

  /** Targets are as many as whatever is sent to names: those of the past are not kept. */
  function forgetIdle({ target, running: atWork, waiting: left }: Lane<T>): void {
    if (atWork === 0 && left.size === 0) lanes.delete(target);
  }

  /**
   * When all places are taken, the kind that has most gives up one to those that have fewer, and within a kind the
   * target: those that hang fill them, and nobody else would have one.
   *
   * @param own how many wait for the target that wants one more
   */
  function makeRoom(kind: Share, own: number): boolean {
    if (own >= waitingPerTarget) return false;
    if (queued < waiting) return true;
    const [most] = [...kinds.values()].sort((one, other) => other.waiting - one.waiting);
    const [longest] = [...lanes.values()]
      .filter((lane) => lane.kind === most)
      .sort((one, other) => other.waiting.size - one.waiting.size);
    const last = longest && [...longest.waiting.keys()].at(-1);
    if (!longest || last === undefined) return false;
    const hasMore = longest.kind === kind ? longest.waiting.size > own + 1 : longest.kind.waiting > kind.waiting + 1;
    if (hasMore) leave(longest, last);
    return hasMore;
  }

  return {
    /**
     * Takes an item, to be run at once or in its turn. One that waits already takes the place of its older self, and any
     * may lose its place again: it is the caller's to come back with.
     * @returns false when there is no room for it
     */
    add(kind: string, to: string, key: string, item: T): boolean {
      if (!open) return false;
      const target = `${kind} ${to}`;
      const share = kinds.get(kind) ?? { running: 0, waiting: 0 };
      const lane = lanes.get(target) ?? { target, kind: share, running: 0, waiting: new Map<string, T>() };
      const waits = lane.waiting.has(key);
      if (!waits && !makeRoom(share, lane.waiting.size)) return false;
      kinds.set(kind, share);
      lanes.set(target, lane);
      lane.waiting.set(key, item);
      if (!waits) {
        share.waiting += 1;
        queued += 1;
      }
      go();
      return true;
    },

    /** How many run and wait. */
    size: (): number => running.size + queued,

    /** For how many targets something runs or waits. */
    targets: (): number => lanes.size,

    /** Begins nothing more, and waits for what runs. */
    async stop(): Promise<void> {
      open = false;
      for (const lane of lanes.values()) for (const key of [...lane.waiting.keys()]) leave(lane, key);
      await Promise.all(running);
    },
  };
}
