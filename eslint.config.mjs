import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['node_modules/', 'data/', 'coverage/', 'docs/pictures/', 'examples/*/node_modules/']),

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A number in a text reads as it is; anything else would have to be thought about.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return void log(…)` and `() => void stop()` say that nobody waits and nothing comes back.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Methods here are closures, not members that need their `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `Collection<T>` ties a function to a kind of document, even where T is named once.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Libraries declare as classes what they take as objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Characters as people count them: code points, and not halves of them.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Interfaces are implemented by functions that happen to need no waiting.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // `x['name']` is how an index signature is read where types ask for it.
      '@typescript-eslint/dot-notation': 'off',
      // An empty text counts as none in what people and programs send us.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
    },
  },
  {
    files: ['**/*.{ts,mjs,cjs,js}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    // What is run by hand talks to a terminal.
    files: ['bin/**', 'src/cli/**', 'bench/**', 'docs/**', 'examples/**', 'test/**', '.ci/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Marked by its library to stand out, not because it goes away: an issuer on this machine is plain http.
    files: ['examples/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', name: 'allowInsecureRequests', package: 'openid-client' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/no-standalone-expect': 'off',
      'jest/valid-expect': 'error',
      'jest/valid-title': 'error',
      // Tests reach into what answers gave them, and may say that they know its form.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'max-lines': 'off',
    },
  },
);
