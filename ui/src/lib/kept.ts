/** What is made once for each language: a formatter holds memory that the web view does not count as its own. */

const kept = new Map<string, unknown>();

/** What is kept under this name for the language; made when it is asked for the first time. */
export function keep<Made>(locale: string, name: string, make: (locale: string) => Made): Made {
  const key = `${locale}:${name}`;
  if (!kept.has(key)) kept.set(key, make(locale));
  return kept.get(key) as Made;
}
