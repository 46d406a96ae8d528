/** What test processes load for a package, in place of what it is. */
import { registerHooks } from 'node:module';

const here = (file: string): string => new URL(file, import.meta.url).href;
const instead: Readonly<Record<string, string>> = {
  '@jest/globals': here('jest-globals.ts'),
  argon2: here('remembered-argon2.ts'),
};

registerHooks({
  resolve(specifier, context, next) {
    const url = instead[specifier];
    return url === undefined || url === context.parentURL ? next(specifier, context) : { url, shortCircuit: true };
  },
});
