/** What operators see: the log, in which no secret can be, and the metrics. */
export { createLog, type Fields, type Level, type Log } from './logger.ts';
export { measuredStore } from './measured-store.ts';
export { createMetrics, type Metrics } from './metrics.ts';
