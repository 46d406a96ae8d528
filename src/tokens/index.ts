/** Families: what a sign-in of an app may do, from its code to its end. */
export { decideChanges, type Change, type ChangeDecision } from './changes.ts';
export { createFamilies, type Families, type Parties, type Redemption } from './families.ts';
export {
  appOnDevice,
  deviceOfApp,
  endReasons,
  familyCollection,
  isKept,
  livingKey,
  mostShown,
  type EndReason,
  type Family,
  type FamilySource,
  type GrantContent,
  type Sender,
  type SessionState,
  type Use,
} from './family.ts';
export { findHeld, findLasting, findSignedIn, keepSightings } from './migration.ts';
export {
  changeActions,
  changeKinds,
  unprovenReuseInterval,
  type ChangeAction,
  type ChangeKind,
  type ChangeRules,
  type DeviceLimit,
  type RefreshPolicy,
} from './policy.ts';
export { createRevocations, revocationCollection, type Revocations } from './revocations.ts';
export { decideRotation, isSameSender, rotates, type Decision } from './rotation.ts';
export { sightingOf, type Sighting } from './sighting.ts';
