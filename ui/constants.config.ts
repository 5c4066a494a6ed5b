/** The design's constants, written into the sheets at build time instead of being inherited as variables. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, type Container, type Document, type Plugin } from 'postcss';

const REFERENCE = /var\((--[\w-]+)\)/g;

const SHEETS = ['palette.css', 'tokens.css'].map((name) =>
  fileURLToPath(new URL(`./src/styles/${name}`, import.meta.url)),
);

type Part = Container | Document | undefined;

const isRoot = (rule: Part): boolean => rule?.type === 'rule' && 'selector' in rule && rule.selector === ':root';

function isInMedia(part: Part): boolean {
  return part !== undefined && (('name' in part && part.name === 'media') || isInMedia(part.parent as Part));
}

/** What `:root` declares in these sheets, by name. */
interface Constants {
  values: ReadonlyMap<string, string>;
  /** Those that a media query declares again. */
  changing: ReadonlySet<string>;
}

export function constants(sheets: readonly string[]): Constants {
  const values = new Map<string, string>();
  const changing = new Set<string>();
  for (const sheet of sheets) {
    parse(sheet).walkDecls(/^--/, ({ parent, prop, value }) => {
      if (!isRoot(parent as Part)) return;
      if (isInMedia(parent as Part)) changing.add(prop);
      else values.set(prop, value.trim());
    });
  }
  return { values, changing };
}

/**
 * Writes them where they are used, and leaves `:root` without a variable of its own; one that a media query changes is
 * asked for with its constant to fall back on. WebKit resolves the inherited variables of a page anew with each dialog that
 * opens, and never forgets the styles that it remembered for the ones before.
 */
export function inlineConstants({ values, changing }: Constants = constants(SHEETS.map(read))): Plugin {
  const written = (value: string): string =>
    value.replace(REFERENCE, (asked, name: string) => {
      const known = values.get(name);
      if (known === undefined) return asked;
      return changing.has(name) ? `var(${name}, ${written(known)})` : written(known);
    });
  return {
    postcssPlugin: 'inline-constants',
    Declaration(declaration) {
      const { parent, prop, value } = declaration;
      if (values.has(prop) && !isRoot(parent as Part)) {
        throw declaration.error(`${prop} is a constant and cannot be declared here`);
      }
      if (values.has(prop) && !isInMedia(parent as Part)) declaration.remove();
      else if (written(value) !== value) declaration.value = written(value);
    },
  };
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
