import type { Clock, Seconds } from '../../src/clock.ts';

/** A clock that tests move. It begins at the real time. */
export function testClock(start: Seconds = Math.floor(Date.now() / 1000)): Clock & { forward(by: Seconds): void } {
  let time = start;
  return {
    now: () => time,
    forward(by) {
      time += by;
    },
  };
}
