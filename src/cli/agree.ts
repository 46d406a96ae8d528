import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal, unless it was said beforehand.
 * @throws Error where there is nobody to ask
 */
export async function agree(question: string, yes: true | undefined): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw new Error('Nobody can be asked here: look at what it would do, then run it with --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
