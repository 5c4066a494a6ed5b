// WebKitGTK 2.50 without a graphics driver takes a picture of the page with its next frame, which one at rest does not have: a pixel that nobody
// sees changes until it is taken away.
const spot = document.createElement('i');
spot.id = 'stir';
Object.assign(spot.style, { position: 'fixed', inset: '0 auto auto 0', width: '1px', height: '1px', pointerEvents: 'none' });
document.body.append(spot);
const stir = () => {
  if (!spot.isConnected) return;
  spot.style.background = spot.style.background ? '' : 'rgb(0 0 0 / 1%)';
  setTimeout(stir, 30);
};
stir();
arguments[arguments.length - 1]();
