"""The start of the app beside a window with nothing in it, made with the same Tauri, web engine and build.

Time runs from just before the program is started until its page can be used: something in it can be pressed, and two
frames were painted since. Both sides take turns, ours first in every other pair.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import logins
import profiles
from desktop import Desktop, desktop
from programs import Started, Subject
from ratios import Ratio, exact, paired, report, summed
from webdriver import window

MANY = 10_000
REST = 30.0
MINUTE = 60.0
CALM = 10.0
SETTLING = 300.0
# A thread that ends takes its count along; one that lives less than this may be missed.
GLANCE = 0.5
# Otherwise it would ask where to begin, without a look at its data.
IN_PRODUCTION = ("--start-in", "production")
IN_DEMONSTRATION = ("--start-in", "demonstration")
SENTENCE = """
  const until = performance.now() + 60000;
  for (;;) {
    const sentence = document.querySelector('[data-testid=home-sentence]');
    if (sentence || performance.now() > until) return (sentence ?? document.querySelector('main')).innerText.slice(0, 200);
    await new Promise((done) => setTimeout(done, 50));
  }
"""
CACHES = Path("/proc/sys/vm/drop_caches")


def forget_files() -> None:
    """Empties the system's cache of files."""
    subprocess.run(["sync"], check=True)
    CACHES.write_text("3")


def see(here: Desktop, program: Path, profile: Path, numbers: int) -> None:
    """Makes sure that the profile opens on what is measured: its channels, or their absence."""
    with window(here, program, profile, *IN_PRODUCTION) as page:
        sentence: str = page.run(SENTENCE)
        channels: list[object] = page.run("return window.__TAURI_INTERNALS__.invoke('channels_view');")
    if len(channels) != numbers or not sentence:
        raise SystemExit(f"the profile of {numbers} numbers opens with {len(channels)} on “{sentence}”")
    print(f"   {numbers} numbers: “{sentence}”")


def take_turns(
    subjects: tuple[Subject, Subject], rounds: int, one: Callable[[Subject], float]
) -> tuple[list[float], list[float]]:
    """Measures both, ABBA."""
    values: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for turn in range(rounds):
        for subject in subjects if turn % 2 == 0 else subjects[::-1]:
            values[subject.name].append(one(subject))
    return values[subjects[0].name], values[subjects[1].name]


def times(here: Desktop, ours: Subject, other: Subject, rounds: int, cold: bool) -> tuple[list[float], list[float]]:
    """Seconds until each can be used; cold is a computer that was just switched on, and a web engine without caches."""

    def one(subject: Subject) -> float:
        if not cold:
            return _ended(subject.start(here))
        with tempfile.TemporaryDirectory(dir=here.home) as fresh:
            forget_files()
            return _ended(subject.start(here, XDG_CACHE_HOME=f"{fresh}/cache", XDG_DATA_HOME=f"{fresh}/data"))

    return take_turns((ours, other), rounds, one)


def _ended(started: Started) -> float:
    started.end()
    return started.seconds


def memory(here: Desktop, ours: Subject, other: Subject, rounds: int) -> tuple[list[float], list[float]]:
    """KiB of all processes of each, when it has been left alone for half a minute."""

    def one(subject: Subject) -> float:
        started = subject.start(here)
        time.sleep(REST)
        value = started.proportional_kib()
        started.end()
        return value

    return take_turns((ours, other), rounds, one)


def after_a_kill(here: Desktop, program: Path, killed: Path, ended: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Starts over the data that a kill in the middle of a reconnection left, and over those of an orderly end."""

    def one(subject: Subject) -> float:
        assert subject.data
        with tempfile.TemporaryDirectory(dir=here.home) as folder:
            data = Path(shutil.copytree(subject.data, f"{folder}/data"))
            return _ended(Subject(subject.name, program, data, IN_DEMONSTRATION).start(here))

    subjects = (Subject("killed", program, killed), Subject("ended", program, ended))
    return take_turns(subjects, rounds, one)


def idle(here: Desktop, ours: Subject, other: Subject, minutes: int) -> list[Ratio]:
    """All work of some minutes in which nobody does anything, side by side: first seen, then minimised."""
    running: list[Started] = [ours.start(here), other.start(here)]
    ratios = []
    for state in ("visible", "minimised"):
        if state == "minimised":
            minimise(here)
        settle(running)
        seconds: list[list[float]] = [[], []]
        woken: list[list[float]] = [[], []]
        for _ in range(minutes):
            before = [program.work() for program in running]
            until = time.monotonic() + MINUTE
            while time.monotonic() < until:
                time.sleep(GLANCE)
                for program in running:
                    program.look()
            for side, (program, then) in enumerate(zip(running, before, strict=True)):
                now = program.work()
                seconds[side].append(now[0] - then[0])
                woken[side].append(float(now[1] - then[1]))
        told = [f"{sum(seconds[side]):.2f} s and woken {sum(woken[side]):.0f} times" for side in (0, 1)]
        print(f"   idle for {minutes} minutes, {state}: {told[0]}; empty {told[1]}")
        ratios += [
            summed(f"R11 idle, {state}: CPU time", seconds[0], seconds[1], 1.20),
            summed(f"R11 idle, {state}: wake-ups", woken[0], woken[1], 1.20),
        ]
    for program in running:
        program.end()
    return ratios


def settle(running: list[Started]) -> None:
    """Until each took less than a hundredth of a processor for ten seconds: what a start does afterwards is over."""
    until = time.monotonic() + SETTLING
    time.sleep(REST)
    while time.monotonic() < until:
        before = [program.work()[0] for program in running]
        time.sleep(CALM)
        if all(program.work()[0] - then <= CALM / 100 for program, then in zip(running, before, strict=True)):
            return
    raise SystemExit("a program did not come to rest")


def minimise(here: Desktop) -> None:
    """Every window of this desktop."""
    find, variables = here.command("xdotool", "search", "--onlyvisible", "--name", ".")
    windows = subprocess.run(find, env=variables, capture_output=True, text=True, check=True).stdout.split()
    for window in windows:
        words, variables = here.command("xdotool", "windowminimize", window)
        subprocess.run(words, env=variables, check=True)


def main() -> int:
    """Prints every ratio; fails when one does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", type=Path, required=True)
    parser.add_argument("--drivable", type=Path, required=True, help="the same program with a door for WebDriver")
    parser.add_argument("--empty", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--memory-rounds", type=int, default=5)
    parser.add_argument("--idle-minutes", type=int, default=10)
    parser.add_argument("--packages", type=int, nargs=2, required=True, help="bytes of our package and of the other")
    given = parser.parse_args()
    may_forget = CACHES.exists() and not subprocess.run(["test", "-w", CACHES], check=False).returncode
    ratios: list[Ratio] = []
    with desktop() as here:
        nothing = profiles.first(here, given.ours, here.home / "none", "production")
        shown = profiles.first(here, given.ours, here.home / "shown", "demonstration")
        other = Subject("an empty window", given.empty)
        sizes = {0: nothing, MANY: profiles.filled(nothing, shown, here.home / "many", MANY)}
        for numbers, profile in sizes.items():
            see(here, given.drivable, profile, numbers)
            ours = Subject(f"{numbers} numbers", given.ours, profile, IN_PRODUCTION)
            for cold in (True, False) if may_forget else (False,):
                own, its = times(here, ours, other, given.rounds, cold)
                label = "no file cached" if cold else "files cached"
                line = 1.25 if numbers == 0 else 1.40
                ratios.append(paired(f"R1 {numbers} numbers, {label}: start / empty window", own, its, line))
                print(f"   {ours.name}, {label}: {statistics.median(own):.2f} s; empty {statistics.median(its):.2f} s")
            own, its = memory(here, ours, other, given.memory_rounds)
            line = 1.30 if numbers == 0 else 1.50
            ratios.append(paired(f"R2 {numbers} numbers: memory / empty window", own, its, line))
            print(f"   {ours.name}: {statistics.median(own) / 1024:.0f} MiB; empty {statistics.median(its) / 1024:.0f}")
        killed, ended = logins.interrupted(here, given.drivable, shown)
        after = after_a_kill(here, given.ours, killed, ended, given.rounds)
        ratios.append(paired("R12 start after a kill in a reconnection / after an end", *after, 1.10))
        many = Subject(f"{MANY} numbers", given.ours, sizes[MANY], IN_PRODUCTION)
        if given.idle_minutes:
            ratios += idle(here, many, other, given.idle_minutes)
        for profile in (shown, killed, ended, *sizes.values()):
            shutil.rmtree(profile, ignore_errors=True)
    own_size, its_size = given.ours.stat().st_size, given.empty.stat().st_size
    ratios.append(exact("R3 program / empty window's program", own_size / its_size, 4.0))
    own_size, its_size = given.packages
    ratios.append(exact("R3 package / package of the empty window", own_size / its_size, 4.0))
    print(f"   packages of {own_size / 1e6:.1f} MB and {its_size / 1e6:.1f} MB")
    return 0 if report(f"The start, {given.rounds} pairs", ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
