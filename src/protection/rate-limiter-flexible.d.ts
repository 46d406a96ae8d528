/** The package declares this class at its entrance and exports it only here. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible';
  const Exported: typeof RateLimiterStoreAbstract;
  export default Exported;
}

declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  import type { RateLimiterRes } from 'rate-limiter-flexible';
  const Exported: typeof RateLimiterRes;
  export default Exported;
}
