import type { Workload } from '../workload.ts';
import { startPlain } from './plain.ts';
import { startPostern } from './postern.ts';
import type { Started } from './started.ts';

export type { Started } from './started.ts';

/** What is measured. `plain` is oidc-provider alone, which the others are compared with. */
export const targetNames = ['plain', 'sqlite', 'mongodb+redis'] as const;
export type TargetName = (typeof targetNames)[number];

/** @param profile a folder for a processor profile */
export async function start(name: TargetName, workload: Workload, profile?: string): Promise<Started> {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}/${name}`];
  return name === 'plain' ? startPlain(workload, flags) : startPostern(name, workload, flags);
}
