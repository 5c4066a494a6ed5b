// Finds what a person would point at: by role and accessible name, visible, and above everything else.
const ROLES = {
  button: 'button, [role=button]',
  link: 'a[href], [role=link]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  switch: '[role=switch]',
  radio: 'input[type=radio], [role=radio]',
  textbox: 'input:not([type=checkbox]):not([type=radio]), textarea, [role=textbox], [role=searchbox]',
  combobox: 'select, [role=combobox]',
  heading: 'h1, h2, h3, [role=heading]',
  dialog: 'dialog[open], [role=dialog]',
  summary: 'summary',
  alert: '[role=alert]',
  row: '[data-testid=channel-row]',
  testid: '[data-testid]',
  screen: '[data-testid=wizard]',
  text: '*',
};

const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const NAMED_OTHERWISE = { testid: (element) => element.dataset.testid, screen: (element) => element.dataset.screen, text: textOf, row: textOf };

function textOf(element) {
  return squeeze(element.textContent);
}

function nameOf(element) {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled) return squeeze(labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
  if (element.hasAttribute('aria-label')) return squeeze(element.getAttribute('aria-label'));
  if (element.labels?.length) return squeeze([...element.labels].map((label) => label.textContent).join(' '));
  return squeeze(element.textContent) || squeeze(element.title);
}

function isShown(element) {
  const style = getComputedStyle(element);
  const isHidden = element.closest('[inert], [hidden], [aria-hidden=true]') !== null;
  return element.getClientRects().length > 0 && style.visibility !== 'hidden' && !isHidden;
}

// An open modal dialog is all that a person can use.
function stage() {
  const dialogs = [...document.querySelectorAll('dialog:modal')];
  return dialogs.at(-1) ?? document;
}

function find(role, name, isForUse) {
  const fits = (element) => {
    const found = (NAMED_OTHERWISE[role] ?? nameOf)(element);
    const isMatch = name.startsWith('~') ? name.slice(1).split('~').every((part) => found.includes(part)) : found === name;
    return isMatch && isShown(element) && !(isForUse && (element.disabled || element.ariaDisabled === 'true'));
  };
  const within = ['screen', 'dialog'].includes(role) ? document : stage();
  const all = [...within.querySelectorAll(ROLES[role])].filter(fits);
  // For text the innermost element is meant.
  return role === 'text' ? all.at(-1) : all[0];
}

// Everything that can be pointed at, for the message of a failed search.
function inventory() {
  const roles = Object.entries(ROLES).filter(([role]) => role !== 'text' && role !== 'testid');
  const lines = roles.flatMap(([role, selector]) =>
    [...stage().querySelectorAll(selector)].filter(isShown).map((element) => `${role} "${(NAMED_OTHERWISE[role] ?? nameOf)(element)}"${element.disabled ? ' (disabled)' : ''}`),
  );
  return lines.join('\n');
}

function atItsMiddle(element) {
  const box = element.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
}

// Whether a click in its middle would reach it.
function isReachable(element) {
  const hit = atItsMiddle(element);
  return hit !== null && (element.contains(hit) || hit.closest('label')?.control === element);
}

const stateOf = (element) => ({
  disabled: element.disabled === true,
  checked: element.checked === true,
  focused: document.activeElement === element,
});

// What keeps a click from reaching it, for the message of a failed search.
function obstacle() {
  const found = find(role, name, isForUse);
  return found ? `it is covered by ${atItsMiddle(found)?.outerHTML.slice(0, 200) ?? 'nothing: it is out of view'}\n` : '';
}

const [role, name, isForUse, patience] = arguments;
const answer = arguments[arguments.length - 1];
const started = performance.now();

// Looks at each change of the page; what is to be used must also be painted, in view and uncovered.
function look() {
  const found = find(role, name, isForUse);
  if (!found) return;
  // A handle on what is only looked at would be stale when it goes away.
  if (!isForUse) return finish({ found: stateOf(found) });
  observer.disconnect();
  reach(found);
}

// Rows far down are laid out only when they come near the view, which moves the others.
function reach(found) {
  if (find(role, name, isForUse) !== found) return watch();
  found.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (isReachable(found)) finish({ found });
    else if (performance.now() - started < patience) reach(found);
  }));
}

function watch() {
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
}

function finish(result) {
  observer.disconnect();
  clearTimeout(timer);
  answer(result);
}

const observer = new MutationObserver(look);
const timer = setTimeout(() => finish({ missing: obstacle() + inventory() }), patience);
watch();
