/**
 * A node in a process of its own. Over its channel it is told with which settings to start, what time it is, and when
 * to stop; it ends by itself when whoever started it is gone.
 */
import { startNode, type Node } from '../../src/main.ts';
import type { Settings } from '../../config/index.ts';
import { dawdle } from './nodes-pauses.ts';
import { setTime, type ProcessTime } from './nodes-time.ts';

export type ToNode =
  | { readonly start: Settings; readonly time: ProcessTime; readonly dawdle: number }
  | { readonly time: ProcessTime }
  | 'stop';
export type FromNode = 'started' | 'set' | { readonly failed: string };

let node: Node | undefined;

async function obey(message: ToNode): Promise<FromNode | undefined> {
  if (message === 'stop') {
    await node?.stop().catch(() => undefined);
    process.disconnect();
    return undefined;
  }
  setTime(message.time);
  if (!('start' in message)) return 'set';
  if (message.dawdle > 0) dawdle(message.dawdle);
  node = await startNode(message.start);
  return 'started';
}

process.on('message', (message: ToNode) => {
  obey(message).then(
    (answer) => answer && process.send?.(answer),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.once('disconnect', () => process.exit());
