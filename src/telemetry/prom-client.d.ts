/** At its entrance the package loads what pushes metrics, and with it all of TLS: 3 MiB. These are what it exports there. */
declare module 'prom-client/lib/counter.js' {
  import type { Counter } from 'prom-client';
  const Exported: typeof Counter;
  export default Exported;
}

declare module 'prom-client/lib/gauge.js' {
  import type { Gauge } from 'prom-client';
  const Exported: typeof Gauge;
  export default Exported;
}

declare module 'prom-client/lib/histogram.js' {
  import type { Histogram } from 'prom-client';
  const Exported: typeof Histogram;
  export default Exported;
}

declare module 'prom-client/lib/registry.js' {
  import type { Registry } from 'prom-client';
  const Exported: typeof Registry;
  export default Exported;
}
