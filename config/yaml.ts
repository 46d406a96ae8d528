import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

/**
 * The library that reads YAML, loaded when there is something to read: a node without a file of settings or of clients
 * does not need its 70 modules.
 */
export const yaml = (): typeof Yaml => createRequire(import.meta.url)('yaml') as typeof Yaml;
