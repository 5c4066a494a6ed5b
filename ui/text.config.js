/** Where the text catalogue is and how it is compiled; `node text.config.js` compiles it for the type checker. */
import { compile } from '@inlang/paraglide-js';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const textOptions = {
  project: here('./project.inlang'),
  outdir: here('./src/paraglide'),
  outputStructure: 'locale-modules',
  strategy: ['globalVariable', 'baseLocale'],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(textOptions);
