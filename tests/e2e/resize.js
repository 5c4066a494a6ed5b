// Waits until the window has a size, and answers the size that it has.
const [wanted, answer] = arguments;
const size = () => [innerWidth, innerHeight];
const look = () => String(size()) === String(wanted) && finish();
const timer = setTimeout(() => finish(), 4_000);
const finish = () => {
  removeEventListener('resize', look);
  clearTimeout(timer);
  answer(size());
};
addEventListener('resize', look);
look();
