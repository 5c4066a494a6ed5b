"""One reconnection beside the latencies that no client could avoid.

A scripted person decides at once. What is left is the network, played by the simulator, and the program: rules, sealing,
durable writes, and telling the window. Each reconnection is a process of its own with a new data folder.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from typing import Any

from ratios import Ratio, exact, paired, report

# Seconds from a captured code to the end of its life are thirty; a third of them is ours.
OF_THE_LIFE = 10.0

# What each answer has to be waited for before the next question makes sense, in the fixed order of the repair.
ONE_AFTER_ANOTHER = (
    "the code for a token",
    "what the token is; who, what was granted; a longer life",
    "the person's role; the account's owner",
    "portfolios, memberships and assignments",
    "accounts of each portfolio",
    "numbers of each account",
    "is a code needed: the number",
    "is it registered: the number",
    "is our app subscribed: the account",
    "which callback is set: the number",
    "does the list answer to the new token: the account",
    "health: the number",
    "the proof: all readings of the channel",
    "the proof: the person's role, which only a person's token has",
)


def once(program: str, latency: float, *more: str) -> dict[str, Any]:
    """One reconnection; seconds."""
    words = [program, "--latency-ms", str(round(latency * 1000)), *more]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the reconnection failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def whole(program: str, latency: float, rounds: int) -> Ratio:
    """From the captured code to the result."""
    walls = [once(program, latency)["wall"] for _ in range(rounds)]
    bound = [len(ONE_AFTER_ANOTHER) * latency] * rounds
    return paired(f"R7 {latency * 1000:.0f} ms: reconnection / unavoidable latencies", walls, bound, 1.10)


def sealed(program: str, latency: float, rounds: int) -> list[Ratio]:
    """From the captured code to the durably sealed token: the slowest of a hundred."""
    times = sorted(once(program, latency, "--sealed")["sealed"] for _ in range(rounds))
    slow = times[math.ceil(len(times) * 0.99) - 1]
    label = f"R8 {latency * 1000:.0f} ms, {rounds} logins: 99th percentile of code to sealed token"
    return [
        exact(f"{label} / exchange", slow / latency, 1.50),
        exact(f"{label} / a third of a code's life", slow / OF_THE_LIFE, 1.00),
    ]


def main() -> int:
    """Prints every ratio; fails when one does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--subject", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    ratios = [whole(given.subject, latency, given.rounds) for latency in (0.05, 0.5)]
    for latency, times in ((0.05, 100), (0.5, 20), (2.0, 5)):
        ratios += sealed(given.subject, latency, times)
    return 0 if report(f"One reconnection, {given.rounds} rounds", ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
