/**
 * argon2 as it is, asked once for each question: the same password, hashed or verified again with the same parameters and
 * secret, gets the answer that it got. Half of the suite's time went into such repetitions, a twentieth of a second each.
 */
import argon2 from 'argon2';

type Hashing = Parameters<typeof argon2.hash>[1];
type Verifying = Parameters<typeof argon2.verify>[2];

const answers = new Map<string, Promise<unknown>>();

function once<T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T> {
  const key = JSON.stringify(question);
  const known = answers.get(key) as Promise<T> | undefined;
  if (known) return known;
  const answer = ask();
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

const hash = (password: string | Buffer, options?: Hashing): Promise<string> =>
  once(['hash', password, options], () => argon2.hash(password, { ...options, raw: false }));

const verify = (known: string, password: string | Buffer, options?: Verifying): Promise<boolean> =>
  once(['verify', known, password, options], () => argon2.verify(known, password, options));

export default { ...argon2, hash, verify };
