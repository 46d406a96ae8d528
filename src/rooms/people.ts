import {
  createAccounts,
  createAddressRule,
  createDenials,
  createEmailChanges,
  createEmailResets,
  createInvitations,
  createRecoveries,
} from '../accounts/index.ts';
import { createAdmins } from '../admins/index.ts';
import { createConsents } from '../consents/index.ts';
import type { Ground } from './ground.ts';
import { passwordsOf } from './passwords.ts';

/** Who has an account, how they prove it by a password, what they allowed, and who administers. */
export function peopleOn(ground: Ground) {
  const { settings, documents, clock, digest, epoch, audit } = ground;
  const { invitationLifetime, refusedDomains, allowedDomains, refuseDisposable } = settings.signUp;
  const secrets = passwordsOf(ground);
  const { passwords } = secrets;
  const accounts = createAccounts({ documents, clock, passwords, audit });
  const on = { documents, clock, digest, epoch, audit, accounts };
  const emailChanges = createEmailChanges(on);
  return {
    ...secrets,
    accounts,
    admins: createAdmins({ documents, clock, audit }),
    recoveries: createRecoveries({ ...on, passwords }),
    addressRule: createAddressRule({ refused: refusedDomains, allowed: allowedDomains, refuseDisposable }),
    invitations: createInvitations({ ...on, passwords, lifetime: invitationLifetime }),
    emailChanges,
    emailResets: createEmailResets(on),
    denials: createDenials({ ...on, emailChanges }),
    consents: createConsents({ documents, clock, digest, audit }),
  };
}
