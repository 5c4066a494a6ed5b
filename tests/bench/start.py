"""The start of the app beside a window with nothing in it, made with the same Tauri, web engine and build.

Time runs from just before the program is started until its page can be used: something in it can be pressed, and two
frames were painted since. Both sides take turns, ours first in every other pair.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import profiles
from desktop import Desktop, desktop
from programs import Started, Subject
from ratios import Ratio, paired, report

MANY = 10_000
REST = 30.0
# Otherwise it would ask where to begin, without a look at its data.
IN_PRODUCTION = ("--start-in", "production")
CACHES = Path("/proc/sys/vm/drop_caches")


def forget_files() -> None:
    """Empties the system's cache of files."""
    subprocess.run(["sync"], check=True)
    CACHES.write_text("3")


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
    """Seconds until each can be used."""

    def one(subject: Subject) -> float:
        if cold:
            forget_files()
        started = subject.start(here)
        started.end()
        return started.seconds

    return take_turns((ours, other), rounds, one)


def memory(here: Desktop, ours: Subject, other: Subject, rounds: int) -> tuple[list[float], list[float]]:
    """KiB of all processes of each, when it has been left alone for half a minute."""

    def one(subject: Subject) -> float:
        started = subject.start(here)
        time.sleep(REST)
        value = started.proportional_kib()
        started.end()
        return value

    return take_turns((ours, other), rounds, one)


def after_a_kill(here: Desktop, ours: Subject, rounds: int) -> tuple[list[float], list[float]]:
    """A start after the program was killed while it checked, and one after it was told to end."""
    killed, ended = [], []
    for turn in range(rounds):
        for how in (signal.SIGKILL, signal.SIGTERM)[:: 1 if turn % 2 == 0 else -1]:
            ours.start(here).end(how)
            again = ours.start(here)
            (killed if how == signal.SIGKILL else ended).append(again.seconds)
            again.end()
    return killed, ended


def idle(here: Desktop, ours: Subject, other: Subject, minutes: float) -> list[Ratio]:
    """Work of each while nobody does anything, side by side: first seen, then minimised."""
    running: list[Started] = [ours.start(here), other.start(here)]
    time.sleep(REST)
    ratios = []
    for state in ("visible", "minimised"):
        if state == "minimised":
            minimise(here)
            time.sleep(REST)
        before = [program.work() for program in running]
        time.sleep(minutes * 60)
        (own, own_woken), (its, its_woken) = (
            (now[0] - then[0], now[1] - then[1])
            for now, then in zip([program.work() for program in running], before, strict=True)
        )
        print(f"   idle, {state}: {own:.2f} s and woken {own_woken} times; empty {its:.2f} s and {its_woken} times")
        tick = 0.01
        ratios += [
            paired(f"R11 idle, {state}: CPU time", [max(own, tick)], [max(its, tick)], 1.20),
            paired(f"R11 idle, {state}: wake-ups", [float(own_woken)], [float(its_woken)], 1.20),
        ]
    for program in running:
        program.end()
    return ratios


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
    parser.add_argument("--empty", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--memory-rounds", type=int, default=5)
    parser.add_argument("--idle-minutes", type=float, default=10)
    given = parser.parse_args()
    may_forget = CACHES.exists() and not subprocess.run(["test", "-w", CACHES], check=False).returncode
    ratios: list[Ratio] = []
    with desktop() as here:
        nothing = profiles.first(here, given.ours, here.home / "none", "production")
        shown = profiles.first(here, given.ours, here.home / "shown", "demonstration")
        other = Subject("an empty window", given.empty)
        sizes = {0: nothing, MANY: profiles.filled(nothing, shown, here.home / "many", MANY)}
        for numbers, profile in sizes.items():
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
        many = Subject(f"{MANY} numbers", given.ours, sizes[MANY], IN_PRODUCTION)
        killed, ended = after_a_kill(here, many, given.rounds)
        ratios.append(paired(f"R12 {MANY} numbers: start after kill / after an end", killed, ended, 1.10))
        if given.idle_minutes:
            ratios += idle(here, many, other, given.idle_minutes)
        for profile in (shown, *sizes.values()):
            shutil.rmtree(profile, ignore_errors=True)
    own_size, its_size = given.ours.stat().st_size, given.empty.stat().st_size
    ratios.append(paired("R3 program / empty window's program", [own_size], [its_size], 4.0))
    return 0 if report(f"The start, {given.rounds} pairs", ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
