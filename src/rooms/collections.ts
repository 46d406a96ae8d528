/** What this program keeps. */
import { accountCollection, invitationCollection, passwordCostCollection } from '../accounts/index.ts';
import { auditCollection } from '../audit/index.ts';
import { apiCollection, clientCollection } from '../clients/index.ts';
import { consentCollection } from '../consents/index.ts';
import { appCollection, browserCollection, deviceCollection, sessionCollection } from '../devices/index.ts';
import { factorCollection } from '../factors/index.ts';
import { epochCollection, keyCollection } from '../keys/index.ts';
import { nodeCollection } from '../nodes.ts';
import { outgoingCollection } from '../outgoing/index.ts';
import { banCollection } from '../protection/index.ts';
import { habitsCollection } from '../risk/index.ts';
import { familyCollection, revocationCollection } from '../tokens/index.ts';
import { versionCollection } from '../version.ts';

/**
 * Every kind of document that lasts, in the order of a backup: keys last, so that none that another needs is missing. What
 * goes out is not among them: a restore would send it once more.
 */
export const lasting = [
  accountCollection,
  apiCollection,
  appCollection,
  auditCollection,
  banCollection,
  browserCollection,
  clientCollection,
  consentCollection,
  deviceCollection,
  factorCollection,
  familyCollection,
  habitsCollection,
  invitationCollection,
  passwordCostCollection,
  revocationCollection,
  sessionCollection,
  versionCollection,
  keyCollection,
];

/** Every kind of document there is. */
export const collections = [...lasting, epochCollection, nodeCollection, outgoingCollection];
