import type { Pace } from './pace.ts';

interface Lane<T> {
  running: number;
  readonly waiting: Map<string, T>;
}

export type Lanes<T> = ReturnType<typeof createLanes<T>>;

/**
 * Work for several targets: so much at once in all, and so much for each, so that one that hangs holds up nobody else.
 * The targets take turns.
 *
 * @param run never rejects
 */
export function createLanes<T>(
  { atOnce, perTarget, waiting, waitingPerTarget }: Pick<Pace, 'atOnce' | 'perTarget' | 'waiting' | 'waitingPerTarget'>,
  run: (item: T) => Promise<void>,
) {
  const lanes = new Map<string, Lane<T>>();
  const running = new Set<Promise<void>>();
  let queued = 0;
  let open = true;

  /** Starts what there is room for, the target whose turn was longest ago first. */
  function go(): void {
    for (const [target, lane] of lanes) {
      if (running.size >= atOnce) return;
      const [next] = lane.waiting;
      if (!next || lane.running >= perTarget) continue;
      const [key, item] = next;
      lane.waiting.delete(key);
      queued -= 1;
      // To the end of the round, where this loop meets it again while there is room.
      lanes.delete(target);
      lanes.set(target, lane);
      begin(target, lane, item);
    }
  }

  function begin(target: string, lane: Lane<T>, item: T): void {
    lane.running += 1;
    const work = run(item).finally(() => {
      running.delete(work);
      lane.running -= 1;
      if (lane.running === 0 && lane.waiting.size === 0) lanes.delete(target);
      go();
    });
    running.add(work);
  }

  /**
   * When all places are taken, who has most gives up its last one to who has fewer: targets that hang fill them, and
   * nobody else would have one.
   *
   * @param own how many wait for the target that wants one more
   */
  function makeRoom(own: number): boolean {
    if (own >= waitingPerTarget) return false;
    if (queued < waiting) return true;
    const [most] = [...lanes.values()].sort((one, other) => other.waiting.size - one.waiting.size);
    const last = most && [...most.waiting.keys()].at(-1);
    if (!most || last === undefined || most.waiting.size <= own + 1) return false;
    most.waiting.delete(last);
    queued -= 1;
    return true;
  }

  return {
    /**
     * Takes an item, to be run at once or in its turn. One that waits already takes the place of its older self, and any
     * may lose its place again: it is the caller's to come back with.
     * @returns false when there is no room for it
     */
    add(target: string, key: string, item: T): boolean {
      if (!open) return false;
      let lane = lanes.get(target);
      const waits = lane?.waiting.has(key) === true;
      if (!waits && !makeRoom(lane?.waiting.size ?? 0)) return false;
      if (!lane) lanes.set(target, (lane = { running: 0, waiting: new Map() }));
      lane.waiting.set(key, item);
      if (!waits) queued += 1;
      go();
      return true;
    },

    /** How many run and wait. */
    size: (): number => running.size + queued,

    /** Begins nothing more, and waits for what runs. */
    async stop(): Promise<void> {
      open = false;
      for (const lane of lanes.values()) lane.waiting.clear();
      queued = 0;
      await Promise.all(running);
    },
  };
}
