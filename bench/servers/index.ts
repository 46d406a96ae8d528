import type { Paths, Target } from '../load/scenarios.ts';
import type { Workload } from '../workload.ts';
import { startPlain } from './plain.ts';
import { startPostern } from './postern.ts';

/** What is measured. `plain` is oidc-provider alone, which the others are compared with. */
export const targetNames = ['plain', 'sqlite', 'mongodb+redis'] as const;
export type TargetName = (typeof targetNames)[number];

export interface Started extends Target {
  /** What it runs on, for people. */
  readonly description: string;
  /** The file of a server on SQLite. */
  readonly database?: string;
  stop(): Promise<void>;
}

export const plainPaths: Paths = { authorization: '/auth', token: '/token', introspection: '/token/introspection' };

/** @param profile a folder for a processor profile */
export async function start(name: TargetName, workload: Workload, profile?: string): Promise<Started> {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}/${name}`];
  return name === 'plain' ? startPlain(workload, flags) : startPostern(name, workload, flags);
}
