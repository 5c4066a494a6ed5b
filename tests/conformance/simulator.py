"""Finds or starts the simulator for the checks, and counts them."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

AURORA = "2204718395061742"
SERVICE = "3311845720963158"
DELIVERY = "3314470918625503"
STORES = "3318092457713649"
HEALTHY = "5501482736509114"
NEEDS_REGISTER = "5502719463850042"
HAS_PIN = "5502284019375531"
NOT_VERIFIED = "5503350182746619"
BANNED = "5507253917408826"
APP_ID = "834627195038146"
APP_SECRET = "5f2c81d0b94e46a7831f0c6d29be75a4"
CUSTOMER = "5511912340001"


@dataclass
class Simulator:
    """Addresses of a running simulator and a token of its administrator."""

    graph: str
    control: str
    token: str

    def order(self, path: str, body: dict[str, Any]) -> None:
        """Tells the control to do something."""
        request = urllib.request.Request(
            self.control + path,
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=10).close()


@dataclass
class Checks:
    """Runs named checks and remembers how they ended."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)

    def run(self, name: str, check: Callable[[], None]) -> None:
        """Runs one check; any exception is its failure."""
        try:
            check()
        except Exception as problem:  # noqa: BLE001: a check may fail in any way
            self.failed.append(name)
            print(f"FAIL {name}: {problem!r}")
            traceback.print_exc(limit=-2)
        else:
            self.passed += 1
            print(f"ok   {name}")

    def end(self) -> None:
        """Prints the last line and leaves with the right exit code."""
        print(f"{self.passed} passed, {len(self.failed)} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


@contextmanager
def simulator() -> Iterator[Simulator]:
    """The simulator named on the command line, or one started for this run (a fresh demonstration)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("line", nargs="?", help="the JSON line that a running simulator printed")
    parser.add_argument("--sandbox", help="path of the meta-sandbox program, to be started here")
    options = parser.parse_args()
    if options.line:
        yield read(options.line)
        return
    if not options.sandbox:
        parser.error("give the simulator's JSON line or --sandbox PATH")
    process = subprocess.Popen(
        [options.sandbox, "--world", "demo", "--seed", "1"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield read(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)


def read(line: str) -> Simulator:
    """Reads the line that the simulator prints when it is ready."""
    ready = json.loads(line)
    return Simulator(graph=ready["graph"], control=ready["control"], token=ready["token"])


def equal(given: Any, wanted: Any) -> None:
    """Fails with both values."""
    if given != wanted:
        raise AssertionError(f"{given!r} instead of {wanted!r}")


def holds(condition: object, sentence: str) -> None:
    """Fails with a sentence."""
    if not condition:
        raise AssertionError(sentence)
