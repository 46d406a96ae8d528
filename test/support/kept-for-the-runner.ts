/**
 * For the processes of jest-light-runner 0.8: it tells all of them what they need as soon as one asks, and nobody a second
 * time. One whose first task arrives in the same moment is not listening yet, asks, and would wait for its answer for ever.
 * So what it is told early is kept until it asks.
 */
const asking = 'jest-light-runner-get-worker-data';
const telling = 'jest-light-runner-worker-data';

const { send } = process;
if (send && process.argv[1]?.includes('tinypool')) {
  let told: object | undefined;
  process.on('message', (message) => {
    if (typeof message === 'object' && message && 'type' in message && message.type === telling) told = message;
  });
  process.send = (message: unknown, ...more: unknown[]) => {
    const early = message === asking ? told : undefined;
    if (!early) return Reflect.apply(send, process, [message, ...more]) as boolean;
    setImmediate(() => process.emit('message', early, undefined));
    return true;
  };
}
