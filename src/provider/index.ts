/** The engine: oidc-provider with Postern's records under it and Postern's rules around it. */
export { cookieNames, cookieOptions } from './cookies.ts';
export { createEngine, type Engine, type EngineRooms } from './engine.ts';
export type { EngineViews } from './views.ts';
export type { Lifetimes } from './lifetimes.ts';
export { engineMethods, routes } from './routes.ts';
export { afterSignOut } from './signed-out.ts';
export { subjectFor } from './subjects.ts';
export { stateOf, type RequestState } from './request.ts';
