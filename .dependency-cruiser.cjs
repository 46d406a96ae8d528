/** The directions of docs/architecture.md. A rule's name says what it holds. */

/** Rooms that keep one kind of thing each, and know neither the engine nor the web. */
const features =
  '(accounts|admins|clients|consents|devices|factors|letters|logout|outgoing|protection|resets|risk|tokens)';
const room = (names) => `^src/${names}/`;
const everythingElse = '^(adapters|config|src|views|docs|test|bench|examples)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What needs each other is one thing: put it in one file, or take out what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rooms-are-entered-by-their-index',
      comment: 'The inside of a room may change without anybody outside noticing.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'app-enters-rooms-by-their-index',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'config-is-entered-by-its-index',
      severity: 'error',
      from: { pathNot: '^(config|test|docs)/' },
      to: { path: '^config/', pathNot: '^config/index\\.ts$' },
    },
    {
      name: 'adapters-are-entered-at-their-door',
      severity: 'error',
      from: { pathNot: '^(adapters|test|bench)/' },
      to: { path: '^adapters/[^/]+/', pathNot: '^adapters/[^/]+/index\\.ts$' },
    },
    {
      name: 'adapters-know-no-room',
      comment: 'Databases and mail know no account and no token rule.',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: everythingElse, pathNot: '^adapters/' },
    },
    {
      name: 'config-knows-nothing',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: everythingElse, pathNot: '^config/' },
    },
    {
      name: 'views-know-nothing',
      severity: 'error',
      from: { path: '^views/' },
      to: { path: everythingElse, pathNot: '^views/' },
    },
    {
      name: 'keys-and-audit-know-only-the-store',
      severity: 'error',
      from: { path: room('(keys|audit|telemetry)') },
      to: {
        path: everythingElse,
        pathNot: ['^adapters/store\\.ts$', '^src/[^/]+\\.ts$', '^src/(keys|audit|telemetry)/'],
      },
    },
    {
      name: 'whereabouts-knows-nothing',
      severity: 'error',
      from: { path: room('whereabouts') },
      to: { path: everythingElse, pathNot: '^src/whereabouts/' },
    },
    {
      name: 'features-know-neither-engine-nor-web',
      severity: 'error',
      from: { path: room(features) },
      to: { path: ['^src/(provider|web|cli|demo)/', '^config/'] },
    },
    {
      name: 'features-know-no-database',
      comment: 'A feature speaks to the port; which database answers is none of its business.',
      severity: 'error',
      from: { path: '^src/(accounts|admins|clients|consents|devices|factors|outgoing|protection|resets|risk|tokens)/' },
      to: { path: '^adapters/', pathNot: '^adapters/store\\.ts$' },
    },
    {
      name: 'engine-does-not-know-the-web',
      severity: 'error',
      from: { path: room('provider') },
      to: { path: ['^src/(web|cli|demo)/', '^(config|views)/'] },
    },
    {
      name: 'web-knows-neither-settings-nor-commands',
      severity: 'error',
      from: { path: room('web') },
      to: { path: ['^src/(cli|demo)/', '^config/'] },
    },
    {
      name: 'demo-is-a-client',
      comment: 'What the demo does, every app can do: it knows nothing but addresses.',
      severity: 'error',
      from: { path: room('demo') },
      to: { path: everythingElse, pathNot: ['^src/demo/', '^examples/'] },
    },
    {
      name: 'the-root-wires-features-alone',
      severity: 'error',
      from: { path: room('rooms') },
      to: { path: ['^src/(provider|web|cli|demo)/', '^src/main\\.ts$'] },
    },
    {
      name: 'only-the-commands-know-the-app',
      comment: 'src/rooms knows everybody; a room that knew it would be in a circle with all.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/(cli|rooms)/' },
      to: { path: ['^src/rooms/', '^src/main\\.ts$'] },
    },
    {
      name: 'nothing-shipped-knows-tests-or-tools',
      severity: 'error',
      from: { path: '^(adapters|config|src|views)/' },
      to: { path: '^(test|bench|docs)/' },
    },
    {
      name: 'nothing-shipped-needs-tools-for-development',
      severity: 'error',
      from: { path: '^(adapters|config|src|views)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'What browsers load is found by its address, not by its path here.',
      severity: 'error',
      from: { pathNot: '^src/demo/pages/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
