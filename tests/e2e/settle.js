// Waits until nothing that is painted moves any more; what turns for ever does not count. Answers what still moves.
const answer = arguments[arguments.length - 1];
const started = performance.now();
const moving = () => document.getAnimations().filter(({ effect, playState }) =>
  playState === 'running' &&
  Number.isFinite(effect.getComputedTiming().endTime) &&
  effect.target?.checkVisibility({ contentVisibilityAuto: true }),
);
const look = () => {
  const left = moving();
  if (left.length > 0 && performance.now() - started < 5000) requestAnimationFrame(look);
  else answer(left.map(({ effect, transitionProperty, currentTime }) => `${transitionProperty} ${currentTime} ${effect.target.outerHTML.slice(0, 120)}`));
};
requestAnimationFrame(() => requestAnimationFrame(look));
