import type { Account } from '../../accounts/index.ts';
import type { Person } from '../pages/index.ts';

/** Who administers, as the pages show them. */
export const personOf = ({ email, name }: Account): Person => ({ email, ...(name && { name }) });
