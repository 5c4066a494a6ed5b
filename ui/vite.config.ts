import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { inlineConstants } from './constants.config.ts';
import { textOptions } from './text.config.js';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** The compiled catalogue asks this one for plurals. */
const plurals: Plugin = {
  name: 'plurals',
  enforce: 'pre',
  resolveId: (asked, importer) =>
    asked === '../registry.js' && importer?.startsWith(source('paraglide')) ? source('lib/plural.ts') : null,
};

/** What the window is at least (`NEEDED` in `src-tauri/src/webview.rs`). */
const ENGINES = ['chrome123', 'safari17.5'];

export default defineConfig(({ mode }) => ({
  plugins: [plurals, paraglideVitePlugin(textOptions), svelte()],
  // `--mode fake` opens the screens in a browser over scripted views; a build for the window never contains them.
  define: { __SCRIPTED__: JSON.stringify(mode === 'fake') },
  css: { postcss: { plugins: [inlineConstants()] } },
  resolve: {
    alias: {
      $lib: source('lib'),
      $ui: source('ui'),
      $features: source('features'),
      $paraglide: source('paraglide'),
      // Each by its file: what is tested must not read all of them.
      $icons: fileURLToPath(new URL('./node_modules/lucide/dist/esm/icons', import.meta.url)),
    },
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: ['es2022', ...ENGINES],
    // Without the older browsers of the first, for which `light-dark()` would become two variables of every element.
    cssTarget: ENGINES,
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    // The window's content policy forbids data: fonts and inline scripts; files are local anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    // A slow machine is no failure; what hangs still ends.
    testTimeout: 60_000,
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test/setup.ts'],
    restoreMocks: true,
  },
}));
