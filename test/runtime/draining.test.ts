import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { startPostern } from '../support/postern.ts';
import { Folder, production } from '../settings/folder.ts';

interface Answer {
  /** 0 where the connection was refused or broken off. */
  readonly status: number;
  readonly body: string;
  readonly connection: string | undefined;
}

/** Asks over a connection of its own, as a proxy does that keeps none. */
const ask = (url: string): Promise<Answer> =>
  new Promise((resolve) => {
    const broken = (): void => resolve({ status: 0, body: '', connection: undefined });
    request(url, { agent: false, headers: { Connection: 'keep-alive' } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (body += part));
      answer.on('error', broken);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body, connection: answer.headers.connection }));
    })
      .on('error', broken)
      .end();
  });

test('a node that is told to stop says so and answers on, until its proxy has had time to see it', async () => {
  const drain = 2;
  const postern = await startPostern('sqlite', [`shutdownDrain=${drain}`]);
  expect((await ask(`${postern.issuer}/health/ready`)).status).toBe(200);

  const told = performance.now();
  const stopped = postern.stop();
  // Other things of the test are ended before it.
  while (!(await ask(`${postern.issuer}/health/ready`)).body.includes('stopping'));
  const during: Answer[] = [];
  let refusedAfter: number | undefined;
  while (refusedAfter === undefined) {
    for (const path of ['/health/ready', '/.well-known/openid-configuration']) {
      const answer = await ask(`${postern.issuer}${path}`);
      if (answer.status === 0) refusedAfter ??= performance.now() - told;
      else during.push(answer);
    }
  }
  expect(refusedAfter).toBeGreaterThanOrEqual(drain * 1000);
  const ready = during.filter(({ body }) => body.includes('"failed":"stopping"'));
  expect(ready.length).toBeGreaterThan(10);
  expect(new Set(ready.map(({ status }) => status))).toEqual(new Set([503]));
  // Everything else as always, and each connection ends with its answer.
  const others = during.filter((answer) => !ready.includes(answer));
  expect(others.length).toBeGreaterThan(10);
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(during.map(({ connection }) => connection))).toEqual(new Set(['close']));
  await stopped;
}, 60_000);

test('in development a Ctrl-C ends at once; in production there are some seconds, or as many as the setting says', () => {
  const folder = new Folder();
  try {
    expect(folder.load().settings.shutdownDrain).toBe(0);
    expect(folder.load(production).settings.shutdownDrain).toBe(5);
    expect(folder.load({ ...production, POSTERN_SHUTDOWN_DRAIN: '30' }).settings.shutdownDrain).toBe(30);
  } finally {
    folder.remove();
  }
});
