/** Families: what a sign-in of an app may do, from its code to its end. */
export { createFamilies, type Families, type Parties, type Redemption } from './families.ts';
export {
  familyCollection,
  lives,
  type EndReason,
  type Family,
  type FamilySource,
  type GrantContent,
  type Sender,
} from './family.ts';
export { createRevocations, revocationCollection, type Revocations } from './revocations.ts';
export { decideRotation, rotates, sameSender, type Decision, type RefreshPolicy } from './rotation.ts';
