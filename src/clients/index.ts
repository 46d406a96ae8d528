/** Clients and APIs: what an admin declares, what OAuth makes of it, and how every node sees a change at once. */
export type { Apis } from './apis.ts';
export { createClients, type Clients, type ClientsOptions, type Outcome } from './catalogue.ts';
export { apply, applyUnattended, type Applied } from './apply.ts';
export type { Difference } from './changes.ts';
export {
  apiCollection,
  clientCollection,
  presentClient,
  type Api,
  type ApiRecord,
  type Client,
  type ClientRecord,
  type Lifetimes,
  type OwnDeclarations,
} from './client.ts';
export { ApiDeclaration, ClientDeclaration, refreshLimits } from './declaration.ts';
export { readDeclaredFile, type DeclaredFile } from './declared.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { count, duration } from './fields.ts';
export { engineMetadata } from './engine.ts';
export {
  authMethods,
  clientKinds,
  hasSecret,
  kinds,
  senderConstraints,
  type AuthMethod,
  type ClientKind,
  type SenderConstraint,
} from './kinds.ts';
export { parse } from './problems.ts';
export { usersOf } from './own-apis.ts';
export { parseClient } from './parse-client.ts';
export { planApply, type Applying, type Step } from './plan.ts';
export { redirectUriProblem, type RedirectedKind } from './redirect-uris.ts';
export { apiScopesOf, isOidcScope, oidcScopes, oidcScopesOf, type ApiScope, type OidcScope } from './scopes.ts';
export { hasMadeForm, keptBeside } from './secrets.ts';
export type { By, Change, Page } from './shelf.ts';
