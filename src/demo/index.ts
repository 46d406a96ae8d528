/**
 * The demo: an app as anybody would write one, on an origin of its own, in development only. It knows of Postern what
 * every app knows: the issuer's address, and what it is registered as.
 */
export { demoDeclaration } from './declaration.ts';
export { startDemo, type Demo, type DemoOptions } from './server.ts';
