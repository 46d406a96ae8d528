import { outgoingKind } from '../outgoing/index.ts';

/** One app that is to hear that one of its sign-ins is over. What it gets is signed at each attempt. */
export interface Logout {
  readonly client: string;
  readonly account: string;
  readonly session: string;
}

export const logoutKind = outgoingKind<Logout>('logout');
