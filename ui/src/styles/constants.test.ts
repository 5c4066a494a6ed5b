import { readFileSync } from 'node:fs';
import postcss from 'postcss';
import { expect, it } from 'vitest';
import { constants, inlineConstants } from '../../constants.config';

const palette = ':root { --ink: #111; --paper: #fff }';
const tokens = `
  @layer tokens {
    :root { --text: light-dark(var(--ink), var(--paper)); --gap: 1rem; --line: var(--ink) }
    @media (prefers-contrast: more) { :root { --line: #000 } }
  }`;
const known = constants([palette, tokens]);

const built = (css: string) => postcss([inlineConstants(known)]).process(css, { from: undefined }).css;

it('writes constants where they are used, and what they consist of', () => {
  expect(built('p { color: var(--text); margin: var(--gap) calc(2 * var(--gap)) }')).toBe(
    'p { color: light-dark(#111, #fff); margin: 1rem calc(2 * 1rem) }',
  );
});

it('asks for what a setting of the person changes', () => {
  expect(built('p { border-color: var(--line) }')).toBe('p { border-color: var(--line, #111) }');
  expect(built(tokens)).toContain('{ :root { --line: #000 } }');
});

it('leaves no variable that every element inherits', () => {
  const sheets = ['palette', 'tokens'].map((name) => readFileSync(`src/styles/${name}.css`, 'utf8'));
  const { root } = postcss([inlineConstants(constants(sheets))]).process(sheets.join('\n'), { from: undefined });
  root.walkAtRules('media', (query) => {
    query.remove();
  });
  expect(root.toString()).toContain('color-scheme');
  expect(root.toString()).not.toContain('--');
});

it('leaves the variables of a component', () => {
  const own = 'a { --tone: var(--own) }';
  expect(built(own)).toBe(own);
});

it('does not let a component declare a constant of the design', () => {
  expect(() => built('p { --gap: 2rem }')).toThrow('--gap is a constant');
});
