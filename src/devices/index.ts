/** Browsers, sessions and devices: who is signed in where, several accounts in one browser, and how a sign-in ends. */
export { appCollection, createAppNames, type AppNames } from './app-names.ts';
export { createBrowsers, type Browsers } from './browsers.ts';
export type { DescribedApp, DescribedDevice } from './described.ts';
export { deviceCollection, deviceName, longestName, looksOf, type Device, type Looks } from './device.ts';
export { createDevices, type Devices, type SignInDetails } from './devices.ts';
export type { Ending } from './endings.ts';
export type { SessionLifetimes } from './lifetimes.ts';
export { createMemories, type Memories } from './memories.ts';
export { spares, type AccountState, type FactorMemory, type MemoryWish } from './memory.ts';
export { findApps, findSessions } from './migration.ts';
export { createNamedDevices, type NamedDevices } from './named.ts';
export { createSessions, type Found, type SessionChange, type Sessions } from './sessions.ts';
export {
  browserCollection,
  sessionCollection,
  type Browser,
  type BrowserSession,
  type Session,
  type SessionEndReason,
} from './session.ts';
export { createSignedIn, type SignedIn } from './signed-in.ts';
export {
  isInBrowserToo,
  isLasting,
  standsAlone,
  type AppOnDevice,
  type BrowserDevice,
  type Extent,
  type SignedInDevice,
} from './signed-in-device.ts';
