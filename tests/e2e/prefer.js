// Waits until the page shows a language and a theme, and answers the ones that it shows.
const [wanted, answer] = arguments;
const root = document.documentElement;
const shown = () => [root.lang, root.dataset.theme];
const isDone = () => String(shown()) === String(wanted);
const look = () => isDone() && finish();
const observer = new MutationObserver(look);
const timer = setTimeout(() => finish(), 10_000);
const finish = () => {
  observer.disconnect();
  clearTimeout(timer);
  answer(shown());
};
observer.observe(root, { attributes: true });
look();
