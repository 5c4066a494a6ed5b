/** Contrast of every pair of tokens that text is set in, light and dark (WCAG 2.2: 4.5 for text, 3 for controls). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const palette = Object.fromEntries(
  [...readFileSync('src/styles/palette.css', 'utf8').matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map((found) => [
    found[1],
    found[2],
  ]),
);
const tokens = readFileSync('src/styles/tokens.css', 'utf8').split('@media')[0] ?? '';

function colour(token: string, theme: 'light' | 'dark'): string {
  const found = tokens.match(new RegExp(`--${token}: light-dark\\(var\\((--[\\w-]+)\\), var\\((--[\\w-]+)\\)\\)`));
  const value = palette[found?.[theme === 'light' ? 1 : 2] ?? ''];
  if (!value) throw new Error(`--${token} has no ${theme} colour`);
  return value;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'surface-sunken', 'rail'];
const pairs: [string, string, number][] = [
  ...grounds.flatMap((ground): [string, string, number][] => [
    ['text', ground, 4.5],
    ['text-muted', ground, 4.5],
    ['accent-text', ground, 4.5],
    ['bad', ground, 4.5],
    ['focus', ground, 3],
    ['control-line', ground, 3],
  ]),
  ...['good', 'warn', 'bad', 'stopped', 'pending', 'neutral'].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, 4.5],
    ['text', `${tone}-soft`, 4.5],
    [tone, 'surface', 4.5],
  ]),
  ['accent-text', 'accent-soft', 4.5],
  ['text-muted', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent', 'bad', 4.5],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(pairs)('%s on %s has at least %s', (text, ground, least) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
  });
});
