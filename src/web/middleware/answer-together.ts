import type { Middleware } from 'koa';

/** After how many milliseconds the next answer takes those along that wait: a turn with many pages to draw may take long. */
const patience = 1;

/**
 * Lets the answers that are ready in one turn of the event loop go out one right after the other, at the turn's end.
 *
 * Each answer wakes whoever waits for it, which costs the server nearly as much as the answer does; thirty at once wake
 * the other side once. A busy server answers half as many requests more, and each sooner; one that has a single request
 * waits for nothing.
 */
export function answerTogether(): Middleware {
  let ready: (() => void)[] = [];
  let since = 0;

  const release = (): void => {
    const released = ready;
    ready = [];
    for (const answer of released) answer();
  };
  const turn = (answer: () => void): void => {
    if (ready.length === 0) {
      since = performance.now();
      setImmediate(release);
    }
    ready.push(answer);
    if (performance.now() - since > patience) release();
  };

  return async (_ctx, next) => {
    await next();
    await new Promise<void>(turn);
  };
}
