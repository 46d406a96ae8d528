import { expect, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { untilStopped } from '../../src/cli/stopping.ts';

class Exited extends Error {}

/** A process that gets signals from the test, a clock, and a server whose stop takes until the test says so. */
function stage() {
  const exits: number[] = [];
  const from = Object.assign(new EventEmitter(), {
    exit(code: number): never {
      exits.push(code);
      throw new Exited();
    },
  });
  let time = 5000;
  let stops = 0;
  const stopped = Promise.withResolvers<undefined>();
  return {
    from,
    exits,
    stopped,
    get stops() {
      return stops;
    },
    now: () => time,
    wait: (milliseconds: number) => void (time += milliseconds),
    running: {
      stop: () => {
        stops += 1;
        return stopped.promise;
      },
    },
  };
}

test('runs until a signal, stops once, and waits for what is in flight', async () => {
  const on = stage();
  let ended = false;
  const run = untilStopped(on.from, () => Promise.resolve(on.running), on.now).then(() => (ended = true));
  await Promise.resolve();
  expect(on.stops).toBe(0);

  on.from.emit('SIGTERM');
  // The copies of one Ctrl-C: from the terminal, npm and the launcher.
  on.wait(50);
  on.from.emit('SIGINT');
  on.from.emit('disconnect');
  await new Promise(setImmediate);
  expect({ stops: on.stops, ended, exits: on.exits }).toEqual({ stops: 1, ended: false, exits: [] });

  on.stopped.resolve(undefined);
  await run;
  expect(on.from.eventNames()).toEqual([]);
});

test('a second signal, after a while, does not wait', async () => {
  const on = stage();
  const run = untilStopped(on.from, () => Promise.resolve(on.running), on.now);
  await Promise.resolve();
  on.from.emit('SIGINT');
  on.wait(1500);
  expect(() => on.from.emit('SIGINT')).toThrow(Exited);
  expect(on.exits).toEqual([1]);
  on.stopped.resolve(undefined);
  await run;
});

test('stops when the launcher is gone', async () => {
  const on = stage();
  const run = untilStopped(on.from, () => Promise.resolve(on.running), on.now);
  on.from.emit('disconnect');
  on.stopped.resolve(undefined);
  await run;
  expect(on.stops).toBe(1);
});

test('asked to stop before it is ready, it leaves at once', async () => {
  const on = stage();
  const run = untilStopped(on.from, () => new Promise(() => {}), on.now);
  on.from.emit('SIGINT');
  await expect(run).rejects.toThrow(Exited);
  expect(on.exits).toEqual([1]);
});

test('a start that fails is thrown', async () => {
  const on = stage();
  await expect(untilStopped(on.from, () => Promise.reject(new Error('no port')), on.now)).rejects.toThrow('no port');
});
