export { guardedFetch, type GuardedInit } from './guarded-fetch.ts';
