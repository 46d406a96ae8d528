import { isLoopback } from './hosts.ts';

export type Profile = 'development' | 'production';

/**
 * Development is only what nobody else can reach: issuer and listening address are both loopback. Anything else is
 * production, and whoever forgets to say so gets the strict rules and not the lax ones.
 */
export function profileOf(issuer: string, address: string): Profile {
  return isLoopback(new URL(issuer).hostname) && isLoopback(address) ? 'development' : 'production';
}
