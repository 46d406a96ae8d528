export { askWithin } from './ask-within.ts';
export { guardedFetch, type GuardedInit } from './guarded-fetch.ts';
