"""The list of channels with ten thousand rows beside one with a hundred: a letter in the search, scrolling, and how much
is in the document. In the real window, over profiles that hold so many channels with their last checks."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any

import profiles
from desktop import Desktop, desktop
from ratios import Ratio, paired, report
from webdriver import window

MANY = 10_000
# The most that is shown without leaving rows out, and a few more than that.
FEW = (100, 120)

OPEN = """
  const until = performance.now() + 110000;
  const at = (name) => document.querySelector(`[data-testid=${name}]`);
  const wait = async (isThere) => {
    while (!(await isThere())) {
      if (performance.now() > until) throw new Error(document.body.innerText.slice(0, 400));
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  for (const link of ['nav-settings', 'settings-channels']) {
    await wait(() => at(link));
    at(link).click();
  }
  await wait(() => at('channel-search') && at('channel-row'));
  // The checks of the start are over.
  await wait(async () => (await window.__TAURI_INTERNALS__.invoke('round_view')) === null);
  await new Promise((done) => setTimeout(done, 2000));
  return document.querySelectorAll('*').length;
"""

# Milliseconds from each letter to the frame after the one that shows its result.
TYPE = """
  const field = document.querySelector('[data-testid=channel-search]');
  const input = field.matches('input') ? field : field.querySelector('input');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [];
  for (const text of ['e', 'en', 'enc', 'enco', 'enc', 'en', 'e', '']) {
    await frame();
    const started = performance.now();
    set.call(input, text);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await frame();
    await frame();
    times.push(performance.now() - started);
    if (text === 'enco') {
      const rows = [...document.querySelectorAll('[data-testid=channel-row]')];
      if (!rows.length || rows.some((row) => !row.innerText.includes('Encomendas'))) throw new Error('the search found something else');
    }
  }
  return times;
"""

# Milliseconds of each frame while the list moves.
SCROLL = """
  const scroller = document.querySelector('[data-testid=channel-row]').closest('[data-scroller]') ?? document.documentElement;
  const frames = [];
  let before = await new Promise((done) => requestAnimationFrame(done));
  for (let index = 0; index < 120; index++) {
    scroller.scrollTop += 40;
    const now = await new Promise((done) => requestAnimationFrame(done));
    frames.push(now - before);
    before = now;
  }
  if (scroller.scrollTop < 3000) throw new Error('the list did not move');
  scroller.scrollTop = 0;
  return frames;
"""


def percentile(values: list[float], share: float) -> float:
    """The value that this share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def looked_at(here: Desktop, program: Path, data: Path) -> dict[str, float]:
    """One visit to the list."""
    with window(here, program, data, "--start-in", "production") as page:
        nodes: int = page.run(OPEN)
        page.run(TYPE)
        letters: list[Any] = page.run(TYPE)
        page.run(SCROLL)
        frames: list[Any] = page.run(SCROLL)
    return {"letter": statistics.median(letters), "frame": percentile(frames, 0.95), "nodes": float(nodes)}


def main() -> int:
    """Prints every ratio; fails when one does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with desktop() as here:
        nothing = profiles.first(here, given.ours, here.home / "none", "production")
        shown = profiles.first(here, given.ours, here.home / "shown", "demonstration")
        sizes = {size: profiles.filled(nothing, shown, here.home / f"of{size}", size) for size in (*FEW, MANY)}
        visits: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
        order = list(sizes)
        for turn in range(given.rounds):
            for size in order if turn % 2 == 0 else order[::-1]:
                visits[size].append(looked_at(here, given.ours, sizes[size]))
        for size, seen in visits.items():
            letter, frame, nodes = (statistics.median(one[what] for one in seen) for what in ("letter", "frame", "nodes"))
            print(f"   {size:>6} rows: {letter:.0f} ms for a letter, {frame:.0f} ms for a slow frame, {nodes:.0f} nodes")
    ratios: list[Ratio] = []
    for few in FEW:
        for what, name, line in (
            ("letter", "a letter to its paint", 2.0),
            ("frame", "95th percentile of a frame", 1.5),
            ("nodes", "nodes in the document", 1.1),
        ):
            own, others = ([one[what] for one in visits[size]] for size in (MANY, few))
            ratios.append(paired(f"R10 {MANY} rows / {few}: {name}", own, others, line))
    return 0 if report(f"The list of channels, {given.rounds} rounds", ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
