"""The check of a fleet: beside the latency bound, with throttled answers, and beside three other clients.

All clients make the same reads on the same simulator, one after another in turns; each in a process of its own, started
cold. The simulator is started anew for each round, so that no round meets the limits of the one before.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ratios import Ratio, exact, paired, report

HERE = Path(__file__).parent
APP_ID = "834627195038146"
SIDE_BY_SIDE = 16
LATENCY = 0.080
# Token, portfolios, accounts and numbers have to be read one after another.
DEPENDENT = 3
OTHERS = {"pywa": "with_pywa.py", "pywa_async": "with_pywa_async.py", "facebook_business": "with_sdk.py"}


@dataclass
class Size:
    """A fleet."""

    numbers: int
    accounts: int

    @property
    def calls(self) -> int:
        """The fewest: six for the token, two for each portfolio of ten accounts, two for each account."""
        return 6 + 2 * math.ceil(self.accounts / 10) + 2 * self.accounts

    @property
    def bound(self) -> float:
        """Seconds that single calls need at least, sixteen at a time."""
        return (math.ceil(self.calls / SIDE_BY_SIDE) + DEPENDENT) * LATENCY


@dataclass
class Simulator:
    """A running simulator."""

    graph: str
    token: str

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Talks to its control."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.graph}/__control/{path}", data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextmanager
def simulator(program: str, size: Size) -> Iterator[Simulator]:
    """One with a fleet of that size."""
    words = [program, "--world", "fleet", "--numbers", str(size.numbers), "--wabas", str(size.accounts)]
    words += ["--latency-ms", str(round(LATENCY * 1000))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        try:
            yield Simulator(told["graph"], told["token"])
        finally:
            process.terminate()


@dataclass
class Run:
    """One measured run."""

    wall: float
    cpu: float
    rss: float
    told: dict[str, Any]


def measured(command: list[str], here: Simulator) -> Run:
    """Runs a client to its end."""
    with tempfile.NamedTemporaryFile() as output:
        whole = [sys.executable, str(HERE / "measure.py"), output.name, *command]
        whole += ["--graph-url", here.graph, "--app-id", APP_ID]
        done = subprocess.run(whole, input=here.token, capture_output=True, text=True, check=True)
        figures = json.loads(done.stderr.splitlines()[-1])
        if figures["exit"] != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
        told = json.loads(Path(output.name).read_text(encoding="utf-8"))
    return Run(figures["wall"], figures["cpu"], figures["rss_kib"], told)


def compare(program: str, subject: str, size: Size, rounds: int) -> tuple[list[Ratio], dict[str, list[Run]]]:
    """All clients in turns."""
    clients = {"reconecta": [subject], **{name: [sys.executable, str(HERE / script)] for name, script in OTHERS.items()}}
    runs: dict[str, list[Run]] = {name: [] for name in clients}
    for turn in range(rounds):
        with simulator(program, size) as here:
            names = list(clients)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                here.ask("throttle", {"percent": 0})
                run = measured(clients[name], here)
                made = here.ask("calls")["made"]
                if run.told["numbers"] != size.numbers or made != size.calls:
                    raise SystemExit(f"{name} read {run.told['numbers']} numbers with {made} calls: not the same check")
                runs[name].append(run)
    own = runs["reconecta"]
    walls = {name: statistics.median(run.wall for run in runs[name]) for name in OTHERS}
    best = min(walls, key=walls.__getitem__)
    figures = f"{size.numbers} numbers"
    bound = [size.bound] * rounds
    ratios = [
        paired(f"R4 {figures}: wall / latency bound of single calls", [run.wall for run in own], bound, 1.30),
        exact(f"R6 {figures}: calls / fewest calls", size.calls / size.calls, 1.05),
    ]
    for name in OTHERS:
        other = runs[name]
        lines = (1.00, 0.25, 0.50) if name == best else (None, None, None)
        label = f"R5 {figures}: %s / {name}{' (the fastest)' if name == best else ''}"
        ratios += [
            paired(label % "wall", [run.wall for run in own], [run.wall for run in other], lines[0]),
            paired(label % "CPU", [run.cpu for run in own], [run.cpu for run in other], lines[1]),
            paired(label % "memory", [run.rss for run in own], [run.rss for run in other], lines[2]),
        ]
    return ratios, runs


def throttled(program: str, subject: str, size: Size) -> list[Ratio]:
    """A tenth of the answers refused, with pauses of a second that the check waits for."""
    with simulator(program, size) as here:
        here.ask("throttle", {"percent": 10, "retry_after": 1})
        run = measured([subject, "--wait", "60"], here)
        calls = here.ask("calls")
    if run.told["verdicts"].get("unknown"):
        raise SystemExit(f"not everything was read: {run.told}")
    fewest = size.calls + calls["throttled"]
    return [
        exact(f"R6 {size.numbers} numbers, 10 % throttled: calls / fewest", calls["made"] / fewest, 1.05),
        exact(f"R6 {size.numbers} numbers, 10 % throttled: calls inside a pause", calls["in_pause"], 0),
    ]


def main() -> int:
    """Prints every ratio; fails when one does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--subject", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    kept = True
    for size in (Size(1000, 50), Size(10_000, 500)):
        ratios, runs = compare(given.sandbox, given.subject, size, given.rounds)
        ratios += throttled(given.sandbox, given.subject, size)
        kept &= report(f"{size.numbers} numbers in {size.accounts} accounts, {given.rounds} rounds", ratios)
        for name, all_runs in runs.items():
            wall, cpu, rss = (
                statistics.median(getattr(run, figure) for run in all_runs) for figure in ("wall", "cpu", "rss")
            )
            print(f"   {name:<18} {wall:6.2f} s   {cpu:6.2f} s of CPU   {rss / 1024:6.1f} MiB")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
