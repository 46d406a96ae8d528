import type { Paths, Target } from '../load/scenarios.ts';

export interface Started extends Target {
  /** What it runs on, for people. */
  readonly description: string;
  /** The file of a server on SQLite. */
  readonly database?: string;
  stop(): Promise<void>;
}

export const plainPaths: Paths = { authorization: '/auth', token: '/token', introspection: '/token/introspection' };
