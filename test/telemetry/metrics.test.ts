import { afterEach, expect, test } from '@jest/globals';
import { Duplicate, StoreUnavailable, type Store } from '../../adapters/store.ts';
import { accountApi, accountClient, adminApi } from '../../src/own-clients.ts';
import { routes } from '../../src/provider/index.ts';
import { createMetrics, measuredStore } from '../../src/telemetry/index.ts';
import { endReasons } from '../../src/tokens/index.ts';
import { notMePath, outboxPath, recoverPath } from '../../src/web/index.ts';
import { serveMetrics } from '../../src/web/metrics-server.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const read = async (metrics = createMetrics()) => (await metrics.read()).text;

test('requests are counted by a place, a method and a status, and never by what somebody made up', async () => {
  const metrics = createMetrics();
  metrics.request({ path: '/token', method: 'POST', status: 200 }, 0.004);
  metrics.request({ path: '/interaction/abc/password', method: 'POST', status: 303 }, 0.1);
  for (let attempt = 0; attempt < 50; attempt += 1) {
    metrics.request({ path: `/wp-admin-${attempt}`, method: `X${attempt}`, status: 404 }, 0.001);
  }
  const text = await read(metrics);
  expect(text).toContain('postern_http_requests_total{route="/token",method="POST",status="200"} 1');
  expect(text).toContain('postern_http_requests_total{route="/interaction",method="POST",status="303"} 1');
  expect(text).toContain('postern_http_requests_total{route="/other",method="other",status="404"} 50');
  expect(text).toContain('postern_http_request_duration_seconds_bucket{le="0.005",route="/token"} 1');
});

test('every place that there is has a name of its own', async () => {
  const metrics = createMetrics();
  const places = [
    ...Object.values(routes),
    accountClient.home,
    accountApi.path,
    `${adminApi.path}/clients/x`,
    recoverPath('x', undefined),
    notMePath('x'),
    outboxPath,
    '/health/ready',
    '/interaction/x',
    '/letter/x',
    '/assets/x',
  ];
  for (const path of places) metrics.request({ path, method: 'DELETE', status: 200 }, 0.001);
  const text = await read(metrics);
  expect(text).not.toMatch(/="\/?other"/);
  for (const place of places) expect(text).toContain(`route="/${place.split('/')[1]}",method="DELETE"`);
});

test('grants and refusals follow from events', async () => {
  const metrics = createMetrics();
  metrics.event({ kind: 'token.issued', outcome: 'done', detail: { grantType: 'client_credentials' } });
  metrics.event({ kind: 'token.refreshed', outcome: 'done', detail: { generation: 2 } });
  metrics.event({
    kind: 'token.refused',
    outcome: 'refused',
    detail: { grantType: 'authorization_code', error: 'invalid_grant' },
  });
  metrics.event({ kind: 'token.refused', outcome: 'refused', detail: { grantType: 'made_up', error: 'made up too' } });
  const text = await read(metrics);
  expect(text).toContain('postern_grants_total{grant_type="client_credentials",outcome="done"} 1');
  expect(text).toContain('postern_grants_total{grant_type="refresh_token",outcome="done"} 1');
  expect(text).toContain('postern_grants_total{grant_type="other",outcome="refused"} 1');
  expect(text).toContain('postern_refusals_total{kind="token.refused",reason="invalid_grant"} 1');
  expect(text).toContain('postern_refusals_total{kind="token.refused",reason="other"} 1');
  expect(text).not.toContain('made');
});

test('sign-ins of apps that end, and changes that rules refuse, are counted by reason', async () => {
  const metrics = createMetrics();
  for (const reason of endReasons) metrics.event({ kind: 'family.ended', outcome: 'done', detail: { reason } });
  metrics.event({ kind: 'family.ended', outcome: 'done', detail: { reason: 'made up' } });
  metrics.event({ kind: 'family.changed', outcome: 'refused', detail: { action: 'revoke', what: 'country' } });
  metrics.event({ kind: 'family.changed', outcome: 'done', detail: { action: 'notify', what: 'country' } });
  const text = await read(metrics);
  for (const reason of endReasons) expect(text).toContain(`postern_families_ended_total{reason="${reason}"} 1`);
  expect(text).toContain('postern_families_ended_total{reason="other"} 1');
  expect(text).toContain('postern_refusals_total{kind="family.changed",reason="revoke"} 1');
  expect(text).toContain('postern_events_total{kind="family.changed",outcome="done"} 1');
});

test('what was given up is counted by why, and a status by its class', async () => {
  const metrics = createMetrics();
  for (const reason of [
    'http_500',
    'http_503',
    'http_404',
    'http_302',
    'timeout',
    'unreachable',
    'refused',
    'http_999',
  ]) {
    metrics.event({ kind: 'logout.undelivered', outcome: 'refused', detail: { reason, tries: 10 } });
  }
  metrics.event({ kind: 'letter.undelivered', outcome: 'refused', detail: { reason: 'mail_server', tries: 10 } });
  const counted = (await read(metrics)).match(/(?<=^postern_refusals_total).*/gm);
  expect(counted?.toSorted()).toEqual([
    '{kind="letter.undelivered",reason="mail_server"} 1',
    '{kind="logout.undelivered",reason="http_3xx"} 1',
    '{kind="logout.undelivered",reason="http_4xx"} 1',
    '{kind="logout.undelivered",reason="http_5xx"} 2',
    '{kind="logout.undelivered",reason="other"} 1',
    '{kind="logout.undelivered",reason="refused"} 1',
    '{kind="logout.undelivered",reason="timeout"} 1',
    '{kind="logout.undelivered",reason="unreachable"} 1',
  ]);
});

test('queues are as long as they are when somebody reads', async () => {
  const metrics = createMetrics();
  let waiting = 3;
  metrics.queue('passwords', () => waiting);
  expect(await read(metrics)).toContain('postern_queue_length{queue="passwords"} 3');
  waiting = 0;
  expect(await read(metrics)).toContain('postern_queue_length{queue="passwords"} 0');
});

test('what goes out is counted by what became of it, and says how late it is', async () => {
  const metrics = createMetrics();
  metrics.outgoing('letter', 'enqueued');
  metrics.outgoing('letter', 'enqueued');
  metrics.outgoing('letter', 'delivered');
  let late = 40;
  metrics.outgoingLate(() => late);
  const text = await read(metrics);
  expect(text).toContain('postern_outgoing_total{kind="letter",outcome="enqueued"} 2');
  expect(text).toContain('postern_outgoing_total{kind="letter",outcome="delivered"} 1');
  expect(text).toContain('postern_outgoing_late_seconds 40');
  late = 0;
  expect(await read(metrics)).toContain('postern_outgoing_late_seconds 0');
});

test('whoever loses a race for an id is no failure of the store', async () => {
  const metrics = createMetrics();
  const documents = { insert: () => Promise.reject(new Duplicate('families', 'id')) };
  const store = measuredStore({ documents } as unknown as Store, metrics);
  await expect(store.documents.insert({ name: 'families' }, { id: 'a' })).rejects.toThrow(Duplicate);
  const text = await read(metrics);
  expect(text).toContain('postern_store_duration_seconds_count{operation="documents.insert"} 1');
  expect(text).not.toContain('postern_store_failures_total{operation="documents.insert"}');
});

test('steps of the store are timed, and failures are counted and passed on', async () => {
  const metrics = createMetrics();
  const failing = { get: () => Promise.reject(new StoreUnavailable('away')) };
  const working = { get: () => Promise.resolve('value') };
  const store = measuredStore({ documents: failing, ephemera: working } as unknown as Store, metrics);

  expect(await store.ephemera.get('code', 'k')).toBe('value');
  await expect(store.documents.get({ name: 'accounts' }, 'a')).rejects.toThrow(StoreUnavailable);
  const text = await read(metrics);
  expect(text).toContain('postern_store_duration_seconds_count{operation="ephemera.get"} 1');
  expect(text).toContain('postern_store_failures_total{operation="documents.get"} 1');
  expect(text).not.toContain('postern_store_failures_total{operation="ephemera.get"}');
});

test('they are served at /metrics of a port of their own, and nothing else is', async () => {
  const metrics = createMetrics();
  metrics.hash('verify', 0.05);
  const server = await serveMetrics(metrics, { address: '127.0.0.1', port: 0 });
  stops.push(() => server.stop());
  const at = `http://127.0.0.1:${server.port}`;

  const answer = await fetch(`${at}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('postern_password_hash_duration_seconds_count{operation="verify"} 1');
  expect((await fetch(`${at}/`)).status).toBe(404);
  expect((await fetch(`${at}/metrics`, { method: 'POST' })).status).toBe(404);
});
