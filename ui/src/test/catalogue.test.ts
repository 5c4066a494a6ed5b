import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Variant = { match: Record<string, string> };
type Message = string | [Variant];

const read = (locale: string): Record<string, Message> => {
  const { $schema: _, ...messages } = JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8'));
  return messages;
};

const base = read('pt-BR');
const texts = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message[0].match);
const placeholders = (message: Message) =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe.each(['en', 'es'])('the catalogue in %s', (locale) => {
  const other = read(locale);

  it('has exactly the keys of Portuguese', () => {
    expect(Object.keys(other).sort()).toEqual(Object.keys(base).sort());
  });

  it('has the placeholders of Portuguese in every message', () => {
    const differing = Object.keys(base).filter((key) => {
      const [mine, theirs] = [base[key], other[key]];
      return mine && theirs && placeholders(mine).join() !== placeholders(theirs).join();
    });
    expect(differing).toEqual([]);
  });
});

describe.each(['pt-BR', 'en', 'es'])('the text of %s', (locale) => {
  it('has no empty or padded sentence', () => {
    const careless = Object.entries(read(locale))
      .filter(([, message]) => texts(message).some((text) => text.trim() === '' || text !== text.trim()))
      .map(([key]) => key);
    expect(careless).toEqual([]);
  });
});
