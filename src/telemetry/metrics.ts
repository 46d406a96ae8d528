import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { byClass, deliveryFailures, endings, grantTypes, known, refusals, routes } from './labels.ts';

/** What is counted. Every label has a fixed set of values: whatever else comes is `other`. */
export interface Metrics {
  /** A request that was answered. @param duration seconds */
  request(request: { readonly path: string; readonly method: string; readonly status: number }, duration: number): void;
  /** Something of the catalogue of events happened. */
  event(event: {
    readonly kind: string;
    readonly outcome: 'done' | 'refused';
    readonly detail?: Readonly<Record<string, unknown>>;
  }): void;
  /** A step of the store. @param duration seconds */
  store(operation: string, duration: number, failed: boolean): void;
  /** A password's hash. @param duration seconds, waiting included */
  hash(operation: 'hash' | 'verify', duration: number): void;
  /** What the service for breached passwords said. */
  breachCheck(outcome: 'clean' | 'breached' | 'failed'): void;
  /** What became of something that goes out to others. */
  outgoing(kind: string, outcome: 'enqueued' | 'delivered' | 'failed' | 'given_up'): void;
  /** By how many seconds what goes out is late, asked for when the metrics are read. */
  outgoingLate(late: () => number): void;
  /** A queue whose length is asked for when the metrics are read. */
  queue(name: string, length: () => number): void;
  /** A field that the log left out, because nobody said that it holds no secret. */
  droppedField(): void;
  /** Everything in Prometheus' text format. */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Makes the metrics of one node, on a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `postern_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram({ name: `postern_${name}`, help, labelNames, buckets: durations, registers });

  const requests = counter('http_requests_total', 'Requests answered', ['route', 'method', 'status']);
  const requestTimes = histogram('http_request_duration_seconds', 'Time to the answer', ['route']);
  const grants = counter('grants_total', 'Answers of the token endpoint', ['grant_type', 'outcome']);
  const refused = counter('refusals_total', 'What was refused, by reason', ['kind', 'reason']);
  const ended = counter('families_ended_total', 'Sign-ins of apps that ended, by reason', ['reason']);
  const events = counter('events_total', 'What happened, by kind of event', ['kind', 'outcome']);
  const storeTimes = histogram('store_duration_seconds', 'Time of a step of the store', ['operation']);
  const storeFailures = counter('store_failures_total', 'Steps of the store that failed', ['operation']);
  const hashTimes = histogram('password_hash_duration_seconds', 'Time of a password hash', ['operation']);
  const breachChecks = counter('breach_checks_total', 'New passwords that a service was asked about', ['outcome']);
  // How many wait, over all nodes, is what was enqueued less what was delivered and given up: no record is counted.
  const outgoing = counter('outgoing_total', 'What became of what goes out to others', ['kind', 'outcome']);
  let late = (): number => 0;
  new Gauge({
    name: 'postern_outgoing_late_seconds',
    help: 'How late what is due longest was at the last sweep',
    registers,
    collect() {
      this.set(late());
    },
  });
  const dropped = counter('log_fields_dropped_total', 'Fields that the log left out', []);

  const queues = new Map<string, () => number>();
  new Gauge({
    name: 'postern_queue_length',
    help: 'What waits',
    labelNames: ['queue'],
    registers,
    collect() {
      for (const [queue, length] of queues) this.set({ queue }, length());
    },
  });
  watchProcess(registry);

  return {
    request({ path, method, status }, duration) {
      const route = routeOf(path);
      requests.inc({ route, method: known(methods, method), status });
      requestTimes.observe({ route }, duration);
    },
    event({ kind, outcome, detail = {} }) {
      events.inc({ kind, outcome });
      if (outcome === 'refused') {
        refused.inc({ kind, reason: reasonOf(kind, detail) });
      }
      if (kind === 'family.ended') ended.inc({ reason: known(endings, detail.reason) });
      const grantType = grantOf(kind, detail);
      if (grantType) grants.inc({ grant_type: grantType, outcome });
    },
    store(operation, duration, failed) {
      storeTimes.observe({ operation }, duration);
      if (failed) storeFailures.inc({ operation });
    },
    hash: (operation, duration) => hashTimes.observe({ operation }, duration),
    breachCheck: (outcome) => breachChecks.inc({ outcome }),
    outgoing: (kind, outcome) => outgoing.inc({ kind, outcome }),
    outgoingLate: (asked) => void (late = asked),
    queue: (name, length) => void queues.set(name, length),
    droppedField: () => dropped.inc(),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);

/** The first step of the path, where there is such a place: ids and whatever people try are no labels. */
const routeOf = (path: string): string => (path === '/' ? '/' : `/${known(routes, path.split('/', 2)[1])}`);

const reasonOf = (kind: string, { error, reason, action }: Readonly<Record<string, unknown>>): string =>
  kind.endsWith('.undelivered') ? known(deliveryFailures, byClass(reason)) : known(refusals, error ?? reason ?? action);

function grantOf(kind: string, detail: Readonly<Record<string, unknown>>): string | undefined {
  if (kind === 'token.refreshed') return 'refresh_token';
  return kind === 'token.issued' || kind === 'token.refused' ? known(grantTypes, detail.grantType) : undefined;
}

/** Memory, processor and the delay of the event loop: what tells that a node has too much to do. */
function watchProcess(registry: Registry): void {
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.set((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'nodejs_eventloop_lag_p99_seconds',
    help: 'Delay of the event loop since it was last asked for, 99th percentile',
    registers,
    collect() {
      this.set(delay.percentile(99) / 1e9);
      delay.reset();
    },
  });
}
