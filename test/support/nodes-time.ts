/** What time it is for a process: it stands still at a moment, or runs ahead of the machine's by so much. Milliseconds. */
export type ProcessTime = { readonly still: number } | { readonly ahead: number };

const RealDate = Date;

const read = (time: ProcessTime): number => ('still' in time ? time.still : RealDate.now() + time.ahead);

let time: ProcessTime = { ahead: 0 };

/** Every look at the time, also by libraries that make a `new Date()`. */
class MovedDate extends RealDate {
  constructor(...values: unknown[]) {
    if (values.length === 0) super(read(time));
    else super(...(values as []));
  }

  static override now(): number {
    return read(time);
  }
}

const realNow = performance.now.bind(performance);
/** Milliseconds that have passed by what the time was set to: a clock that is set back takes back none of them. */
let passed = 0;

/** Takes this process's time in hand: from now on it is what it is set to. */
export function setTime(next: ProcessTime): void {
  passed += Math.max(0, read(next) - read(time));
  time = next;
  globalThis.Date = MovedDate as DateConstructor;
  performance.now = () => realNow() + passed;
}

/** The same so many seconds later, or earlier. */
export const movedBy = (seconds: number, at: ProcessTime): ProcessTime =>
  'still' in at ? { still: at.still + seconds * 1000 } : { ahead: at.ahead + seconds * 1000 };

/** Whole seconds since the epoch, as a process of that time has them. */
export const secondsOf = (at: ProcessTime): number => Math.floor(read(at) / 1000);
