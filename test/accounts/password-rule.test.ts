import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from '@jest/globals';
import { createGuesses, createPasswordRule, createTurns } from '../../src/accounts/index.ts';

const turns = createTurns({ queue: 10 });
const guesses = createGuesses({ turns, queue: 10 });
afterAll(() => guesses.stop());

const asked: string[] = [];
const rule = (least = 8) =>
  createPasswordRule({
    least,
    brand: 'Wonderland Bank',
    guesses,
    isBreached: (password) => {
      asked.push(password);
      return Promise.resolve(password === 'known from a breach');
    },
  });
const context = { email: 'ann.lee@tea-party.example', app: 'Notes & More' };

test.each([
  ['', 'missing'],
  ['7 chars', 'too-short'],
  // Seven letters of two code units each: a letter counts once.
  ['𝒶𝒷𝒸𝒹𝑒𝒻𝓰', 'too-short'],
  ['x'.repeat(257), 'too-long'],
  ['🦊'.repeat(257), 'too-long'],
  ['ann.lee@tea-party.example', 'like-email'],
  ['ANN.LEE@Tea-Party.Example', 'like-email'],
  ['annlee-2024', 'like-email'],
  ['Tea-Party1!', 'like-email'],
  ['lee lee lee', 'like-email'],
  ['ann.lee!!!!!!!!', 'like-email'],
  ['Wonderland', 'like-name'],
  ['wonderlandbank', 'like-name'],
  ['BANKofWonderland', 'like-name'],
  ['notes2024', 'like-name'],
  ['AnnLeeNotes', 'like-name'],
  ['password', 'common'],
  ['PassWord', 'common'],
  ['trustno1', 'common'],
  ['12345678', 'common'],
  ['iloveyou', 'common'],
  ['abcdefgh12345', 'guessable'],
  ['aaaaaaaaaaaaaaaa', 'guessable'],
  ['password12345678', 'guessable'],
  ['p4ssw0rd'.repeat(20), 'guessable'],
  ['known from a breach', 'breached'],
])('%j is refused: %s', async (password, problem) => {
  expect(await rule().judge(password, context)).toEqual({ problem });
});

test.each([
  // No kind of character has to be there, and none may not.
  ['correct horse battery staple'],
  ['ichmagkeinefisolen'],
  ['8462 0197 5533 1068'],
  ['        leading and trailing        '],
  ['漢字仮名交じり文を書く'],
  ['пароль из нескольких слов'],
  ['🦊🐢🌵🎻🧭🪁🧶🛶'],
  ['null\0in the middle of it'],
  ['\u202eright to left'],
  ['k8#Qz!7w'],
  // Longer than what is looked at of it.
  ['the white rabbit with pink eyes ran close by her '.repeat(4)],
  // The words of the context may be in it, beside others.
  ['lee was a notable bank robber'],
])('%j is taken', async (password) => {
  expect(await rule().judge(password, context)).toEqual({ strength: expect.stringMatching(/^(fair|good|strong)$/) });
});

test.each([
  ['Zx93-kfw', 'fair'],
  ['MyDogSkip7', 'good'],
  ['correct horse battery staple', 'strong'],
])('%j is %s', async (password, strength) => {
  expect(await rule().judge(password, context)).toEqual({ strength });
});

test('the least length is a setting, and what is known of nobody in particular is judged too', async () => {
  expect(await rule(15).judge('fourteen chars', { email: undefined })).toEqual({ problem: 'too-short' });
  expect(await rule(15).judge('fifteen of them', { email: undefined })).toEqual({ strength: 'strong' });
});

test('what is not good enough anyway is told to no service', () => {
  expect(asked).toContain('correct horse battery staple');
  expect(asked.filter((password) => ['password', 'abcdefgh12345', 'annlee-2024'].includes(password))).toEqual([]);
});

test('many at once are judged one after the other, each with its own answer, and those too many are refused', async () => {
  const passwords = ['password', 'correct horse battery staple', 'abcdefgh12345', 'MyDogSkip7'];
  const one = await Promise.all(passwords.map((password) => rule().judge(password, context)));
  expect(one).toEqual([{ problem: 'common' }, { strength: 'strong' }, { problem: 'guessable' }, { strength: 'good' }]);
  const flood = Array.from({ length: 30 }, () => rule().judge('MyDogSkip7', context));
  const outcomes = await Promise.allSettled(flood);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(30 - 11);
  for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'temporarily_unavailable' } });
});

test('a password made to take long holds nobody up', async () => {
  await guesses.estimate('warm', []);
  let turnsOfTheLoop = 0;
  const counting = setInterval(() => (turnsOfTheLoop += 1), 5);
  const began = performance.now();
  await guesses.estimate('4@8({[<369#!1|70$5+%'.repeat(13).slice(0, 250), ['ann', 'lee']);
  const took = performance.now() - began;
  clearInterval(counting);
  expect(took).toBeLessThan(2000);
  expect(turnsOfTheLoop).toBeGreaterThanOrEqual(Math.floor(took / 25));
});

test('the thread ends when nobody needs it, and comes back when somebody does', async () => {
  const started = new Promise<Worker>((resolve) =>
    subscribe('worker_threads', (message) => resolve((message as { worker: Worker }).worker)),
  );
  const shortly = createGuesses({ turns, queue: 1, idle: 50 });
  expect(await shortly.estimate('password', [])).toMatchObject({ common: true });
  await once(await started, 'exit');
  expect(await shortly.estimate('correct horse battery staple', [])).toEqual({ common: false, score: 4 });
  await shortly.stop();
});
