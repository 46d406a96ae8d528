import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A server for tests. */
export interface TestServer {
  readonly url: string;
  /** Which one it is, for people: the README says which the suite last ran on. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Why there is none here. */
export interface Missing {
  readonly missing: string;
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
