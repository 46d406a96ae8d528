import { createHash } from 'node:crypto';
import { askWithin } from '../../adapters/http/index.ts';
import type { Milliseconds } from '../clock.ts';

/** As errors name it. */
const service = 'the service for breached passwords';

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

  async function isListed(password: string): Promise<boolean> {
    // SHA-1 because the service's list is made with it. It protects nothing here: nothing is kept, signed or compared
    // with it but that public list.
    const digits = createHash('sha1').update(password).digest('hex').toUpperCase();
    const { status, text } = await askWithin(service, patience, async (signal) => {
      const headers = { 'Add-Padding': 'true', 'User-Agent': 'Postern' };
      const answer = await fetch(new URL(digits.slice(0, 5), url), { headers, signal });
      if (answer.status === 200) return { status: 200, text: await textOf(answer) };
      await answer.body?.cancel();
      return { status: answer.status, text: '' };
    });
    if (status !== 200) throw new Error(`${service} answered ${status}`);
    const rest = digits.slice(5);
    // What is padding has been seen 0 times.
    return text.split('\n').some((line) => {
      const [suffix = '', count = ''] = line.trim().split(':');
      return suffix.toUpperCase() === rest && Number(count) > 0;
    });
  }

  return async (password) => {
    try {
      const breached = await isListed(password);
      asked(breached ? 'breached' : 'clean');
      return breached;
    } catch (error) {
      asked('failed');
      failed(error);
      return false;
    }
  };
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longestAnswer) throw new Error('it answers without an end');
  }
  return text;
}
