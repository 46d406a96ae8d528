import { expect, test } from '@jest/globals';
import { createLanes } from '../../src/outgoing/lanes.ts';
import { usualPace } from '../../src/outgoing/index.ts';
import { eventually } from '../support/eventually.ts';

test('a target that lost its last place to another kind leaves nothing behind, nor does one that is done', async () => {
  const gate = Promise.withResolvers<undefined>();
  const pace = { atOnce: 1, perTarget: 1, waiting: 10, waitingPerTarget: 5 };
  const lanes = createLanes<string>(pace, () => gate.promise);
  lanes.add('app', 'first', 'running', '');
  for (let nth = 0; nth < 10; nth += 1) expect(lanes.add('app', `target ${nth}`, `app ${nth}`, '')).toBe(true);
  expect(lanes.targets()).toBe(11);
  for (let nth = 0; nth < 4; nth += 1) expect(lanes.add('letter', 'mail server', `letter ${nth}`, '')).toBe(true);
  // The one that runs, the mail server, and those six that still wait.
  expect([lanes.size(), lanes.targets()]).toEqual([11, 8]);

  gate.resolve(undefined);
  await eventually(() => expect(lanes.size()).toBe(0));
  expect(lanes.targets()).toBe(0);
});

test('kinds that hang, up to four of them, leave a place to every other kind, which it has at once', () => {
  for (let hanging = 1; hanging <= 4; hanging += 1) {
    const begun: string[] = [];
    const lanes = createLanes<string>(usualPace, (kind) => {
      begun.push(kind);
      return new Promise(() => undefined);
    });
    for (let nth = 0; nth < 40; nth += 1) {
      for (let kind = 0; kind < hanging; kind += 1)
        lanes.add(`kind ${kind}`, `target ${nth}`, `${nth}`, `kind ${kind}`);
    }
    if (hanging === 1) expect(begun).toHaveLength((usualPace.atOnce * 7) / 8);
    expect(lanes.add('letter', 'mail server', 'letter', 'letter')).toBe(true);
    expect(begun.at(-1)).toBe('letter');
  }
});
