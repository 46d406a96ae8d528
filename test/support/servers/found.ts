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

/** @returns where on the PATH a program is, undefined if nowhere */
export function findProgram(program: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, program));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
