import { createHash } from 'node:crypto';
import type { Milliseconds } from '../clock.ts';

/** How long somebody who chooses a password waits for others. */
const patience: Milliseconds = 1500;

/** A padded answer has some 1,000 lines of 45 characters. */
const longestAnswer = 256 * 1024;

/** What of `fetch` is needed. */
type Fetch = (
  url: URL,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>;

/**
 * Asks Pwned Passwords, or a service that answers like it, whether a password is known from a breach. It is told the
 * first 5 of 40 hexadecimal digits of the password's SHA-1, which hundreds of known passwords share, and answers with
 * the rest of each; padding hides from the network how many those are.
 *
 * @param options.url what the digits are put behind
 * @param options.failed hears why it could not be asked: the password then counts as not known, because a service that
 *   is away must keep nobody from an account
 */
export function pwnedPasswords(options: {
  readonly fetch: Fetch;
  readonly url: string;
  readonly asked: (outcome: 'clean' | 'breached' | 'failed') => void;
  readonly failed: (error: unknown) => void;
}): (password: string) => Promise<boolean> {
  const { fetch, url, asked, failed } = options;

  async function isListed(password: string, signal: AbortSignal): Promise<boolean> {
    // SHA-1 because the service's list is made with it. It protects nothing here: nothing is kept, signed or compared
    // with it but that public list.
    const digits = createHash('sha1').update(password).digest('hex').toUpperCase();
    const answer = await fetch(new URL(digits.slice(0, 5), url), {
      headers: { 'Add-Padding': 'true', 'User-Agent': 'Postern' },
      signal,
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new Error(`the service for breached passwords answered ${answer.status}`);
    }
    const rest = digits.slice(5);
    // What is padding has been seen 0 times.
    return (await textOf(answer)).split('\n').some((line) => {
      const [suffix = '', count = ''] = line.trim().split(':');
      return suffix.toUpperCase() === rest && Number(count) > 0;
    });
  }

  return async (password) => {
    const signal = AbortSignal.timeout(patience);
    try {
      const breached = await isListed(password, signal);
      asked(breached ? 'breached' : 'clean');
      return breached;
    } catch (error) {
      asked('failed');
      // The error of the signal says nothing of whose answer it was.
      const late = `the service for breached passwords did not answer within ${patience / 1000} seconds`;
      failed(signal.aborted ? new Error(late) : error);
      return false;
    }
  };
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longestAnswer) throw new Error('the service for breached passwords answers without an end');
  }
  return text;
}
