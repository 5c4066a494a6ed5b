// Finds what a person would point at: by role and accessible name, visible, and above everything else.
const ROLES = {
  button: 'button, [role=button]',
  link: 'a[href], [role=link]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  radio: 'input[type=radio], [role=radio]',
  textbox: 'input:not([type=checkbox]):not([type=radio]), textarea, [role=textbox], [role=searchbox]',
  combobox: 'select, [role=combobox]',
  heading: 'h1, h2, h3, [role=heading]',
  dialog: 'dialog[open], [role=dialog]',
  text: '*',
};

const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

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

// An open modal dialog is all there is.
function stage() {
  const dialogs = [...document.querySelectorAll('dialog:modal')];
  return dialogs.at(-1) ?? document;
}

function find(role, name, mustBeEnabled) {
  const fits = (element) => {
    const found = role === 'text' ? squeeze(element.textContent) : nameOf(element);
    const isMatch = name.startsWith('~') ? found.includes(name.slice(1)) : found === name;
    return isMatch && isShown(element) && !(mustBeEnabled && (element.disabled || element.ariaDisabled === 'true'));
  };
  const all = [...stage().querySelectorAll(ROLES[role])].filter(fits);
  // For text the innermost element is meant.
  return role === 'text' ? all.at(-1) : all[0];
}

// Everything that can be pointed at, for the message of a failed search.
function inventory() {
  const roles = Object.entries(ROLES).filter(([role]) => role !== 'text');
  const lines = roles.flatMap(([role, selector]) =>
    [...stage().querySelectorAll(selector)].filter(isShown).map((element) => `${role} "${nameOf(element)}"${element.disabled ? ' (disabled)' : ''}`),
  );
  return lines.join('\n');
}

const [role, name, mustBeEnabled, patience] = arguments;
const answer = arguments[arguments.length - 1];
const found = find(role, name, mustBeEnabled);
if (found) {
  answer({ found });
} else {
  const look = () => {
    const late = find(role, name, mustBeEnabled);
    if (late) finish({ found: late });
  };
  const observer = new MutationObserver(look);
  const timer = setTimeout(() => finish({ missing: inventory() }), patience);
  const finish = (result) => {
    observer.disconnect();
    clearTimeout(timer);
    answer(result);
  };
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}
