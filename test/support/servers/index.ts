export type { Missing, TestServer } from './found.ts';
export { mongodbServer } from './mongodb.ts';
export { proxyTo, type Proxy } from './proxy.ts';
export { redisServer } from './redis.ts';
