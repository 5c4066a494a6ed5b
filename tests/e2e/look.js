// Answers what a careful reader would complain about: text out of its place, codes, placeholders, other languages.
const [families, foreign] = arguments;
const answer = arguments[arguments.length - 1];
const complaints = [];
const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';

// What is folded away is read as well.
const folded = [...document.querySelectorAll('details:not([open])')];
for (const details of folded) details.open = true;

const describe = (element) => element.outerHTML.slice(0, 160);
// What scrolls sideways, and words that stick out of their button.
const isWatched = (element) =>
  element === document.scrollingElement || element.localName === 'button' || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
for (const box of document.querySelectorAll('html, body *')) {
  if (!isShown(box) || !isWatched(box) || getComputedStyle(box).textOverflow === 'ellipsis') continue;
  const excess = box.scrollWidth - box.clientWidth;
  if (excess > 0) complaints.push(`${excess}px too wide: ${describe(box)}`);
}

// Nobody can scroll the window itself back: what is brought into view would take its frame away.
const below = document.scrollingElement.scrollHeight - document.scrollingElement.clientHeight;
if (below > 0) complaints.push(`the window itself can be scrolled by ${below}px`);

const canvas = document.createElement('canvas').getContext('2d');
for (const field of document.querySelectorAll('input[placeholder]')) {
  canvas.font = getComputedStyle(field).font;
  const excess = Math.ceil(canvas.measureText(field.placeholder).width - field.clientWidth);
  if (isShown(field) && excess > 0) complaints.push(`its hint is ${excess}px too long: ${describe(field)}`);
}

const key = new RegExp(`(^|\\s)(${families.join('|')})\\.[a-z_]+`);
const words = new Set(foreign);
const abbreviations = new Set('API DDD DNS EAA GNU HTML HTTP HTTPS PDF PEM PIN SMS TLS URI URL UTC'.split(' '));
// The word that a phone sends is no code.
const typed = /RECONECTA-[A-Z0-9]+/g;
function read(text, where) {
  const sentence = text.replace(/\s+/g, ' ').replace(typed, '').trim();
  if (key.test(sentence)) complaints.push(`a key: ${sentence} (${where})`);
  if (/\{[a-z_]*\}/i.test(sentence)) complaints.push(`a placeholder: ${sentence} (${where})`);
  if (/\b[a-z]+_[a-z_]+\b/.test(sentence)) complaints.push(`a code: ${sentence} (${where})`);
  const shouted = sentence.match(/\b[A-Z]{3,}(_[A-Z]+)*\b/g) ?? [];
  if (shouted.some((word) => !abbreviations.has(word))) complaints.push(`a code: ${sentence} (${where})`);
  if (words.has(sentence)) complaints.push(`another language: ${sentence} (${where})`);
}

// Ids and Meta's own words are shown as they are; so is what a person copies as a whole.
const theirs = 'code, pre, .mono, body [lang], .selectable:not(dd)';
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const { parentElement, data } = texts.currentNode;
  if (data.trim() && isShown(parentElement) && !parentElement.closest(theirs)) read(data, parentElement.localName);
}
for (const name of ['aria-label', 'title', 'placeholder']) {
  for (const element of document.querySelectorAll(`[${name}]`)) read(element.getAttribute(name), name);
}
for (const details of folded) details.open = false;
answer(complaints);
