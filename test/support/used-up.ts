import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Screen } from './person.ts';
import type { Postern } from './postern.ts';

type Try = Parameters<Postern['rooms']['protection']['attempt']>[0];

let networks = 0;

/** A new network each time. */
export const somewhere = (): string => `${1 + (++networks % 200)}.${(networks >> 8) & 255}.${networks & 255}.7`;

/** Wrong tries of strangers, until no more are taken. @param next each one, from an address of its own if it is not said */
export async function useUp(
  { rooms }: Pick<Postern, 'rooms'>,
  next: () => Omit<Try, 'origin'> & { readonly address?: string },
): Promise<void> {
  for (;;) {
    const { address = somewhere(), ...one } = next();
    const attempt = await rooms.protection.attempt({ ...one, origin: { requestId: 'test', address } });
    if (attempt.outcome === 'refused') return;
    await attempt.failed();
  }
}

const attributeIn = (html: string, name: string): string | undefined =>
  new RegExp(`${name}="([^"]*)"`).exec(html)?.[1]?.replaceAll('&#34;', '"');

/** Does the work that a page asks for, as a browser with scripts does. @returns what its form posts as `pass` */
export async function workOn({ html }: Screen): Promise<string> {
  const challenge = JSON.parse(attributeIn(html, 'data-work') ?? 'null') as Challenge | null;
  if (!challenge) throw new Error('the page asks for no work');
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}

/** What the button posts that draws a ticket. */
export function queueOn({ html }: Screen): string {
  const queue = attributeIn(html, 'name="queue" value');
  if (queue === undefined) throw new Error('the page has no queue');
  return queue;
}
