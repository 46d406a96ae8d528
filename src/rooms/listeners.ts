import {
  announceEmailLeft,
  announceInvitations,
  announceResets,
  noticeOwners,
  offerRecovery,
} from '../letters/index.ts';
import { oweLogouts } from '../logout/index.ts';
import { endWhatHangsOnIt } from './endings.ts';
import type { Features } from './features.ts';
import type { Ground } from './ground.ts';

/** Has the record told to whoever does something about it: what ends with it comes first, then who is told. */
export function listenToTheRecord(
  { settings, clock, documents, ephemera, audit, clients, outgoing }: Ground,
  rooms: Features,
): void {
  const { accounts, invitations, factors, sessions, families, appNames } = rooms;
  endWhatHangsOnIt({ ...rooms, clock, audit });
  audit.listen(factors.noteNewPassword);
  audit.listen(appNames.noteSignIn);
  audit.listen(oweLogouts({ documents, clients, sessions, families, outgoing }));
  audit.listen(announceResets({ outgoing, accounts, factors }));
  audit.listen(announceEmailLeft({ accounts, outgoing }));
  audit.listen(announceInvitations({ outgoing }));
  audit.listen(invitations.useUp);
  audit.listen(offerRecovery({ outgoing, accounts, languages: settings.languages as [string, ...string[]] }));
  audit.listen(noticeOwners({ ephemera, outgoing, rules: settings.risk }));
}
