/** What a test gets for `@jest/globals`: what the runner put into the global object. */
import type * as Globals from '@jest/globals';
import { setTimeLimit } from './plain-node.ts';

const given = globalThis as unknown as typeof Globals;

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = given;
export const jest = Object.assign(given.jest, { setTimeout: setTimeLimit });
