/** The engine: oidc-provider with Postern's records under it and Postern's rules around it. */
export { leastOf, wantedOf } from './authentication.ts';
export { canBeImpersonated, claimsWithin } from './consent.ts';
export { cookieNames, cookieOptions } from './cookies.ts';
export { createEngine, type Engine, type EngineRooms } from './engine.ts';
export { createEngines, type Engines } from './engines.ts';
export { isPrivateUse } from './leaving.ts';
export { sidOf } from './logout-tokens.ts';
export { proofAlgorithms, Unproven } from './possession.ts';
export type { EngineViews } from './views.ts';
export type { Lifetimes } from './lifetimes.ts';
export { engineMethods, routes } from './routes.ts';
export { knownHere, livingHere } from './signed-in-here.ts';
export { isProofGood, type SignInFacts } from './sign-in.ts';
export { subjectFor } from './subjects.ts';
export { stateOf, type RequestState } from './request.ts';
export { otherSubject, subjectWantedIn } from './wanted-subject.ts';
export { isWellFormed } from './well-formed.ts';
