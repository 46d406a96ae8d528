/** The engine: oidc-provider with Postern's records under it and Postern's rules around it. */
export { wantedOf } from './authorization/authentication.ts';
export { canBeImpersonated } from './authorization/prompts.ts';
export { claimsWithin } from './claims.ts';
export { cookieNames, cookieOptions } from './cookies.ts';
export { createEngine, type Engine, type EngineRooms } from './engine.ts';
export { createEngines, type Engines } from './engines.ts';
export { isPrivateUse } from './middleware/leaving.ts';
export { proofAlgorithms, Unproven } from './tokens/possession.ts';
export type { EngineViews } from './views.ts';
export type { Lifetimes } from './tokens/lifetimes.ts';
export { engineMethods, routes } from './routes.ts';
export { knownHere, livingHere } from './signed-in-here.ts';
export { BrowserFacts, factsOf, isProofGood, type SignInFacts } from './sign-in.ts';
export { sidOf, subjectFor } from './subjects.ts';
export { stateOf, type RequestState } from './request.ts';
export { otherSubject, subjectWantedIn } from './authorization/wanted-subject.ts';
export { isWellFormed } from './middleware/well-formed.ts';
