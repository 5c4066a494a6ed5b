// The title travels to the program like any other message of the page.
(() => {
  const pressable = 'main :is(a[href], button:not(:disabled), input:not(:disabled))';
  const tell = () => {
    const title = document.title;
    document.title = 'interactive';
    setTimeout(() => (document.title = title));
  };
  const look = () => {
    if (!document.querySelector(pressable)) return;
    watcher.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(tell));
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { attributes: true, childList: true, subtree: true });
})();
