/** Tests run in plain Node, on the TypeScript sources as they are. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/data/', '<rootDir>/examples/.*/node_modules/'],
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  setupFiles: ['<rootDir>/test/support/plain-node.ts'],
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  watchman: false,
  // One more than the two cores that the suite is made for: much of it waits for servers and browsers.
  maxWorkers: 3,
};
