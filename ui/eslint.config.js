import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tauri = {
  group: ['@tauri-apps/*', '**/bindings', '**/bindings.ts'],
  message: 'Only src/lib/backend/ talks to the shell.',
};

/** Folders further out than the present one: `ui` knows no domain, `features` know no views. */
const outer = {
  ui: ['$features/*', '**/features/**', '**/views/**', '$lib/backend/*', '$lib/session.svelte'],
  features: ['**/views/**'],
};

export default ts.config(
  { ignores: ['dist', 'dist-fake', 'src/paraglide', 'src/lib/backend/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  { languageOptions: { globals: { ...globals.browser, __SCRIPTED__: 'readonly' } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  { files: ['*.config.*'], languageOptions: { globals: globals.node } },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,svelte}'],
    ignores: ['src/lib/backend/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [tauri] }] },
  },
  {
    files: ['src/lib/backend/*.ts'],
    ignores: ['src/lib/backend/tauri.ts', 'src/lib/backend/bindings.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tauri-apps/*'], message: 'Only tauri.ts talks to the shell.' }] },
      ],
    },
  },
  {
    files: ['src/ui/**/*.{ts,svelte}'],
    ignores: ['src/ui/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [tauri, { group: outer.ui, message: 'Base components know no domain.' }] },
      ],
    },
  },
  {
    files: ['src/features/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [tauri, { group: outer.features, message: 'Features know no views.' }] },
      ],
    },
  },
);
