import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { wide } from './budgets.ts';
import { alternatingFront } from './front.ts';
import { mailServer, type MailServer } from './mail-server.ts';
import type { FromNode, ToNode } from './nodes-process.ts';
import { nodeStores, type NodeStores } from './nodes-stores.ts';
import { movedBy, secondsOf, type ProcessTime } from './nodes-time.ts';
import { Person } from './person.ts';
import type { StoreProfile } from './postern.ts';
import type { TestServer } from './servers/index.ts';
import { freePort } from './servers/process.ts';

const program = fileURLToPath(new URL('./nodes-process.ts', import.meta.url));
const instead = new URL('./instead.ts', import.meta.url).href;

/** A node in a process of its own. `issuer` is its own address: whatever is sent there, this node answers. */
export interface NodeProcess {
  readonly issuer: string;
  readonly port: number;
  /** Whether it is started and was not killed since. */
  readonly up: boolean;
  /** Seconds since the epoch, as this node has them. */
  now(): number;
  /** Ends it as a power cut would, at once. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as a supervisor does. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Starts it again, on the port that it had. Resolves when it answers. */
  start(): Promise<void>;
  /** What it has written to its log: one JSON object a line. */
  log(): readonly Record<string, unknown>[];
}

/** Several nodes of one Postern, on one store. */
export interface Nodes {
  /** The address of all of them: each request goes to the next node that is up. */
  readonly issuer: string;
  readonly nodes: readonly NodeProcess[];
  /** The installation's rooms, opened in this process: what an admin on the command line has. */
  readonly rooms: Rooms;
  readonly stores: NodeStores;
  readonly mail: MailServer;
  /** The nodes that are up. */
  up(): readonly NodeProcess[];
  /** Seconds since the epoch, as the rooms have them, and all nodes whose own clock was not moved. */
  now(): number;
  /**
   * Moves the time of all nodes and of the rooms, or the clock of one node; a clock is set back by less than nothing.
   * Resolves when it has moved everywhere.
   */
  forward(seconds: number, only?: NodeProcess): Promise<void>;
  person(userAgent?: string): Person;
  stop(): Promise<void>;
}

export interface NodesOptions {
  /** Default 2. */
  readonly count?: number;
  /** As on the command line: `name=value`. */
  readonly settings?: readonly string[];
  /** Whether time stands still but for `forward`. Default: it runs on as everywhere. */
  readonly still?: boolean;
  /** Milliseconds by which steps on documents dawdle at most. Default 0: they do not. */
  readonly dawdle?: number;
  /** Whether the nodes reach the databases by proxies that can fail (`stores.proxies`), and the rooms do not. */
  readonly proxied?: boolean;
  /** A Redis of the test's own, which is stopped with the nodes. */
  readonly redis?: TestServer;
}

/** Starts nodes. Starting takes a second or two: they are for many tests. */
export async function startNodes(profile: StoreProfile, options: NodesOptions = {}): Promise<Nodes> {
  const ending: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ending.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await start(profile, options, ending)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  profile: StoreProfile,
  { count = 2, settings = [], still = false, dawdle = 0, ...options }: NodesOptions,
  ending: (() => Promise<unknown>)[],
): Promise<Omit<Nodes, 'stop'>> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-nodes-'));
  ending.push(() => rm(directory, { recursive: true, force: true }));
  const mail = await mailServer();
  ending.push(() => mail.stop());
  const stores = await nodeStores(profile, directory, options);
  ending.push(() => stores.stop());

  const frontPort = await freePort();
  const issuer = `http://localhost:${frontPort}`;
  const set = [`issuer=${issuer}`, 'demo.enabled=false', 'log.level=warn', 'log.format=json', ...wide, ...settings];
  const settingsFor = (port: number, urls: NodeJS.ProcessEnv) => {
    const environment = { POSTERN_SMTP_URL: mail.url, ...urls };
    return loadSettings({ data: directory, port: String(port), set }, environment, directory).settings;
  };

  let time: ProcessTime = still ? { still: Math.floor(Date.now() / 1000) * 1000 } : { ahead: 0 };
  const nodes: ReturnType<typeof nodeProcess>[] = [];
  ending.push(() => Promise.all(nodes.map((node) => node.stop())));
  for (let number = 0; number < count; number += 1) {
    const port = await freePort();
    const first = (now: ProcessTime): ToNode => ({ start: settingsFor(port, stores.nodeUrls), time: now, dawdle });
    nodes.push(nodeProcess(port, join(directory, `node-${number}.log`), first, time));
  }
  // The first one alone: it makes what all of them share.
  await nodes[0]?.start();
  await Promise.all(nodes.slice(1).map((node) => node.start()));
  const up = () => nodes.filter((node) => node.up);
  const front = await alternatingFront(frontPort, () => up().map(({ port }) => port));
  ending.push(() => front.stop());

  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(settingsFor(frontPort, stores.ownUrls), {
    clock: { now: () => secondsOf(time) },
    report,
    warn: report,
  });
  ending.push(() => rooms.close());

  return {
    issuer,
    nodes,
    rooms,
    stores,
    mail,
    up,
    now: () => secondsOf(time),
    async forward(seconds, only) {
      // One that starts in an earlier time would see the others sweep what it has just put.
      await Promise.all(nodes.map((node) => node.started()));
      if (!only) time = movedBy(seconds, time);
      await Promise.all(nodes.filter((node) => !only || node === only).map((node) => node.move(seconds)));
    },
    person: (userAgent) => new Person(userAgent),
  };
}

function nodeProcess(port: number, logFile: string, first: (now: ProcessTime) => ToNode, since: ProcessTime) {
  let time = since;
  let child: ChildProcess | undefined;
  let up = false;
  let starting: Promise<void> = Promise.resolve();

  const spawn = (): ChildProcess => {
    const log = openSync(logFile, 'a');
    const spawned = fork(program, { execArgv: ['--import', instead], stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    spawned.once('exit', () => {
      if (child === spawned) up = false;
    });
    return spawned;
  };

  /** Tells the process something, and waits until it has done it, or is gone. */
  async function tell(message: ToNode): Promise<FromNode | 'gone'> {
    if (!child?.connected) return 'gone';
    const waiting = new AbortController();
    const { signal } = waiting;
    const answered = once(child, 'message', { signal }).then(([answer]) => answer as FromNode);
    const gone = once(child, 'exit', { signal }).then(() => 'gone' as const);
    for (const promise of [answered, gone]) promise.catch(() => undefined);
    child.send(message);
    const answer = await Promise.race([answered, gone]);
    waiting.abort();
    if (typeof answer === 'object') throw new Error(`a node failed: ${answer.failed}`);
    return answer;
  }

  async function start(): Promise<void> {
    child = spawn();
    const outcome = await tell(first(time));
    if (outcome === 'gone') throw new Error(`a node ended while it started:\n${text().slice(-2000)}`);
    // Time may have moved on while it started.
    for (let told: ProcessTime | undefined; told !== time;) await tell({ time: (told = time) });
    up = true;
  }

  /** Ends the process and waits until it has. */
  async function end(how: (child: ChildProcess) => unknown): Promise<void> {
    up = false;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    how(child);
    await gone;
  }

  const text = (): string => readFileSync(logFile, 'utf8');

  return {
    issuer: `http://127.0.0.1:${port}`,
    port,
    get up() {
      return up;
    },
    now: () => secondsOf(time),
    async move(seconds: number) {
      time = movedBy(seconds, time);
      if (up) await tell({ time });
    },
    start: () => (starting = start()),
    started: () => starting.catch(() => undefined),
    async kill() {
      await end((process) => process.kill('SIGKILL'));
      // What it was in the middle of writing is no line, and the next one would be written behind it.
      writeFileSync(logFile, text().replace(/[^\n]+$/, ''));
    },
    async stop() {
      await starting.catch(() => undefined);
      await end((process) => (process.connected ? process.send('stop' satisfies ToNode) : process.kill('SIGKILL')));
    },
    log: () =>
      text()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
