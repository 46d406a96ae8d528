/**
 * The thread in which passwords are judged. The list of those that are used most, and the estimate of how many guesses
 * any other takes, are zxcvbn's (https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler).
 */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { Estimate, Question } from './guesses.ts';

const used: ReadonlySet<string> = new Set(dictionary['passwords-common']);
const guesser = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

parentPort?.on('message', ({ password, words }: Question) => {
  const { score } = guesser.check(password, [...words]);
  parentPort?.postMessage({ common: used.has(password.toLowerCase()), score } satisfies Estimate);
});
