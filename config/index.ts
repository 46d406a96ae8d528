/**
 * Every setting of Postern: one schema, where values come from, and what is unsafe in production. Reads files and the
 * environment once, at start; nothing else in the house does.
 */
export { effective, type Effective } from './effective.ts';
export { isLoopback } from './hosts.ts';
export { loadSettings, type Configuration, type Options } from './load.ts';
export { SettingsRefused, type Problem } from './problem.ts';
export type { Profile } from './profile.ts';
export { reference, type Reference } from './reference.ts';
export type { Settings } from './settings.ts';
export { yaml } from './yaml.ts';
