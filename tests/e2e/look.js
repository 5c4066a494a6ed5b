// Answers what a careful reader would complain about: text out of its place, codes, placeholders, other languages.
const [families, foreign] = arguments;
const answer = arguments[arguments.length - 1];
const complaints = [];
const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';

for (const box of [document.scrollingElement, document.getElementById('content'), ...document.querySelectorAll('dialog[open], button')]) {
  if (!isShown(box) || box.matches('.visually-hidden, .open')) continue;
  const excess = box.scrollWidth - box.clientWidth;
  if (excess > 0) complaints.push(`${excess}px too wide: ${box.outerHTML.slice(0, 160)}`);
}

const key = new RegExp(`(^|\\s)(${families.join('|')})\\.[a-z_]+`);
const words = new Set(foreign);
function read(text, where) {
  const sentence = text.replace(/\s+/g, ' ').trim();
  if (key.test(sentence)) complaints.push(`a key: ${sentence} (${where})`);
  if (/\{[a-z_]*\}/i.test(sentence)) complaints.push(`a placeholder: ${sentence} (${where})`);
  if (/\b[a-z]+_[a-z_]+\b/.test(sentence)) complaints.push(`a code: ${sentence} (${where})`);
  if (words.has(sentence)) complaints.push(`another language: ${sentence} (${where})`);
}

const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const { parentElement, data } = texts.currentNode;
  if (data.trim() && isShown(parentElement) && !parentElement.closest('code, pre, .mono, .selectable')) read(data, parentElement.localName);
}
for (const name of ['aria-label', 'title', 'placeholder']) {
  for (const element of document.querySelectorAll(`[${name}]`)) read(element.getAttribute(name), name);
}
answer(complaints);
