/** Where people and apps come in: the server, Postern's own pages, and what the engine needs drawn. */
export { engineViews } from './engine-views.ts';
export { health } from './health.ts';
export { createHost } from './host.ts';
export { confirmAddressPath, invitationPath, notMePath, recoverPath, stopResetPath } from './letter-links/index.ts';
export { createHalfProven, createTrail, letterLinkPath, type InteractionHost } from './interaction/index.ts';
export { bareHeaders } from './middleware/bare-headers.ts';
export { sayWhenToComeAgain } from './middleware/come-again.ts';
export { createCsrf } from './middleware/csrf.ts';
export { refuseBanned } from './middleware/banned.ts';
export { refuseMalformedQueries } from './middleware/malformed-queries.ts';
export { accessLog } from './middleware/access-log.ts';
export { originOf } from './middleware/origin.ts';
export { serveMetrics } from './metrics-server.ts';
export { outboxPath } from './outbox/index.ts';
export { createPages, readLogo } from './pages/index.ts';
export { startServer, type Server } from './server.ts';
