// Runs every rule of WCAG 2.2 AA and the good practices; answers what is serious, with the element and the reason.
const answer = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'passes'] }).then(
  ({ violations, passes, inapplicable }) =>
    answer({
      rules: violations.length + passes.length + inapplicable.length,
      contrasts: passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0,
      violations: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 300)}: ${node.failureSummary}`)),
    }),
  (error) => answer({ error: String(error) }),
);
