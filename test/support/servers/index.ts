export type { Missing, TestServer } from './found.ts';
export { mongodbServer } from './mongodb.ts';
export { redisServer } from './redis.ts';
