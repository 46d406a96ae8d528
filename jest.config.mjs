/** Tests run as ES modules on the TypeScript sources: swc only strips the types. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/data/', '<rootDir>/examples/.*/node_modules/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  watchman: false,
  // One more than the two cores that the suite is made for: much of it waits for servers and browsers.
  maxWorkers: 3,
  testTimeout: 30_000,
};
