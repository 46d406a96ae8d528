/** Browsers and sessions: who is signed in where, several accounts in one browser, and how a sign-in ends. */
export { createBrowsers, type Browsers } from './browsers.ts';
export { createSessions, type Found, type SessionChange, type SessionLifetimes, type Sessions } from './sessions.ts';
export { browserCollection, sessionCollection, type Browser, type Session, type SessionEndReason } from './session.ts';
