"""Memory after twenty Facebook logins beside memory before the first, in the real window of the demonstration.

Each login goes from *Reconectar* on a channel through the login window to the plan, and is cancelled there, so that the
next one finds the same channel. All processes below the app count, as long as they live.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from desktop import Desktop, desktop
from ratios import paired, report
from webdriver import Window, window

LOGINS = 20
REST = 30.0

HELPERS = """
  const until = performance.now() + 110000;
  const at = (name) => [...document.querySelectorAll(`[data-testid=${name}]`)].find((one) => one.checkVisibility());
  const wait = async (what, isThere) => {
    for (;;) {
      const found = await isThere();
      if (found) return found;
      if (performance.now() > until) throw new Error(`no ${what}: ${document.body.innerText.slice(0, 400)}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const press = async (name) => (await wait(name, () => { const one = at(name); return one && !one.disabled && one; })).click();
  const screen = () => at('wizard')?.dataset.screen;
"""

LIST = (
    HELPERS
    + """
  await press('nav-settings');
  await press('settings-channels');
  await wait('channel', () => at('channel-row'));
  await wait('end of the checks', async () => (await window.__TAURI_INTERNALS__.invoke('round_view')) === null);
"""
)

TO_THE_PLAN = (
    HELPERS
    + """
  await press('reconnect');
  await wait('login', () => {
    if (screen() === 'access' && at('wizard-begin') && !at('wizard-begin').disabled) at('wizard-begin').click();
    return screen() === 'login';
  });
  await press('wizard-open-login');
  await wait('plan', () => screen() === 'confirm' && at('wizard-plan'));
"""
)

CANCEL = (
    HELPERS
    + """
  await press('wizard-not-now');
  await press('wizard-cancel');
  await wait('end', () => {
    at('wizard-cancel-yes')?.click();
    return !screen();
  });
"""
)


def autopilot(page: Window) -> None:
    """Every login dialog drives itself from now on."""
    control: str = page.run("return (await window.__TAURI_INTERNALS__.invoke('about_view')).simulator;")
    order = json.dumps({"scenario": "happy", "person": "ana", "sticky": True}).encode()
    request = urllib.request.Request(f"{control}/autopilot", data=order, headers={"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def at_rest(page: Window) -> float:
    """KiB of the app, left alone for half a minute on its list of channels."""
    time.sleep(REST)
    return page.proportional_kib()


def once(here: Desktop, program: Path, data: Path) -> tuple[float, float]:
    """Memory before the first login and after the last."""
    with window(here, program, data, "--start-in", "demonstration") as page:
        autopilot(page)
        page.run(LIST)
        before = at_rest(page)
        for _ in range(LOGINS):
            page.run(TO_THE_PLAN)
            page.run(CANCEL)
            page.run(LIST)
        after = at_rest(page)
    return before, after


def interrupted(here: Desktop, program: Path, profile: Path) -> tuple[Path, Path]:
    """Two copies of the demonstration's data: killed when somebody had just logged in, and ended after a cancel."""
    killed, ended = here.home / "killed", here.home / "ended"
    for folder in (killed, ended):
        shutil.copytree(profile, folder)
        with window(here, program, folder, "--start-in", "demonstration") as page:
            autopilot(page)
            page.run(LIST)
            page.run(TO_THE_PLAN)
            if folder == ended:
                page.run(CANCEL)
                page.run(LIST)
                page.close(here)
    return killed, ended


def main() -> int:
    """Prints the ratio; fails when it does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    pairs: list[tuple[float, float]] = []
    with desktop() as here:
        for turn in range(given.rounds):
            data = here.home / f"data{turn}"
            pairs.append(once(here, given.ours, data))
            shutil.rmtree(data, ignore_errors=True)
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    sizes: list[Any] = [statistics.median(values) / 1024 for values in (before, after)]
    print(f"   {sizes[0]:.0f} MiB before the first login, {sizes[1]:.0f} MiB after {LOGINS}")
    ratio = paired(f"R2 memory after {LOGINS} logins / before the first", after, before, 1.05)
    return 0 if report(f"Logins, {given.rounds} rounds", [ratio]) else 1


if __name__ == "__main__":
    sys.exit(main())
