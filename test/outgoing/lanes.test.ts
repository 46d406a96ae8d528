import { expect, test } from '@jest/globals';
import { createLanes } from '../../src/outgoing/lanes.ts';
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
