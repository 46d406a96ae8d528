/** `npm run bench -- --only timing`: whether the time, or anything else of an answer, tells who has an account. */
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings, type Settings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { Connection } from '../load/connection.ts';
import { judged, median, table } from '../report.ts';
import { launch, placeFor, type Place } from '../servers/postern.ts';
import { callback, password, type BenchClient } from '../workload.ts';
import { bare, openQuestion, questionNames, type Question, type QuestionName } from './asked.ts';
import { rankSumTest } from './rank-sum.ts';

/** Of each kind, beside those that only warm up. */
const samples = 500;
const warmUp = 30;

/** Between two questions, in milliseconds. */
const rest = 5;

/** Less likely by chance: a finding. Once in a hundred it is chance all the same, so what is found is measured again. */
const unlikely = 0.01;
const times = 2;

const client: BenchClient = { id: 'timing', secret: '', kind: 'web' };

/** An address, of one length whoever it is. Each is asked about once by each question. */
function addressOf(isKnown: boolean, question: QuestionName, number: number): string {
  const there = question === 'former-cost' ? 'older' : 'known';
  const who = isKnown ? there : `none${questionNames.indexOf(question)}`;
  return `${who}-${String(number).padStart(5, '0')}@example.com`;
}

/** Milliseconds. */
interface Taken {
  readonly answer: number;
  readonly next: number;
}

export async function measureTiming(): Promise<void> {
  const place = await placeFor({});
  try {
    await seed(place);
    const { child } = await launch(place);
    try {
      for (const name of questionNames) await measure(place.port, name);
    } finally {
      await child.stop();
    }
  } finally {
    await rm(place.directory, { recursive: true });
  }
}

async function measure(port: number, name: QuestionName): Promise<void> {
  const connection = new Connection(port);
  try {
    for (let time = 0; time < times; time += 1) {
      const question = await openQuestion(name, connection, `http://localhost:${port}`, client);
      const first = time * (samples + warmUp);
      const { known, unknown } = await askInTurn(question, name, first);
      const p = {
        answer: rankSumTest(
          known.map(({ answer }) => answer),
          unknown.map(({ answer }) => answer),
        ),
        next: rankSumTest(
          known.map(({ next }) => next),
          unknown.map(({ next }) => next),
        ),
      };
      tell(name, known, unknown, p);
      const tells = p.answer <= unlikely || p.next <= unlikely;
      const isLast = time + 1 === times;
      if (tells && !isLast) console.log('Once more, it may be chance.\n');
      else return console.log(`${judged(name, !tells, ['no finding', 'A FINDING'])}\n`);
    }
  } finally {
    connection.close();
  }
}

/** Asks about addresses with and without an account in random order, so that what else happens hits both alike. */
async function askInTurn(question: Question, name: QuestionName, first: number) {
  const taken = { known: [] as Taken[], unknown: [] as Taken[] };
  const answers = new Set<string>();
  const turns = shuffled(
    Array.from({ length: samples + warmUp }, (_, nth) => [true, false].map((isKnown) => ({ isKnown, nth }))).flat(),
  );
  for (const [turn, { isKnown, nth }] of turns.entries()) {
    const email = addressOf(isKnown, name, first + nth);
    // What is still done about the one before (its letter) would be noise in this one.
    await pause(rest);
    const began = performance.now();
    const answer = await question.ask(email);
    const answered = performance.now();
    await question.next();
    const ended = performance.now();
    answers.add(bare(answer, email));
    if (answers.size > 1) throw new Error(`answers differ:\n${[...answers].join('\n\n')}`);
    if (turn < 2 * warmUp) continue;
    taken[isKnown ? 'known' : 'unknown'].push({ answer: answered - began, next: ended - answered });
  }
  return taken;
}

function tell(
  name: QuestionName,
  known: readonly Taken[],
  unknown: readonly Taken[],
  p: Readonly<Record<keyof Taken, number>>,
): void {
  const line = (what: keyof Taken, words: string): string[] => {
    const [there, not] = [known, unknown].map((list) => median(list.map((one) => one[what])));
    return [words, (there ?? 0).toFixed(3), (not ?? 0).toFixed(3), p[what].toFixed(4)];
  };
  const head = [name, 'p50 ms with an account', 'without', 'p'];
  console.log(`${table(head, [line('answer', 'its answer'), line('next', 'what is asked next')])}\n`);
}

function shuffled<T>(items: readonly T[]): T[] {
  const rest = [...items];
  for (let last = rest.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [rest[last], rest[other]] = [rest[other] as T, rest[last] as T];
  }
  return rest;
}

/** Makes the accounts, and the app that people sign in to. */
async function seed({ environment, directory }: Place): Promise<void> {
  const { settings } = loadSettings({}, environment, directory);
  const { passwords } = settings;
  const former = { ...settings, passwords: { ...passwords, iterations: passwords.iterations + 1 } };
  await withRooms(former, (rooms) => makePeople(rooms, 'former-cost'));
  await withRooms(settings, async (rooms) => {
    const { id, kind } = client;
    await rooms.clients.add({ id, kind, name: 'Timing', redirectUris: [callback] });
    await makePeople(rooms, 'sign-in');
  });
}

async function withRooms(settings: Settings, work: (rooms: Rooms) => Promise<void>): Promise<void> {
  const rooms = await openRooms(settings, { report: (error) => console.error(error), warn: () => undefined });
  try {
    await work(rooms);
  } finally {
    await rooms.close();
  }
}

async function makePeople({ accounts, passwords }: Rooms, question: QuestionName): Promise<void> {
  const hash = await passwords.hash(password);
  for (let number = 0; number < times * (samples + warmUp); number += 1) {
    await accounts.create({ email: addressOf(true, question, number), password: hash });
  }
}
