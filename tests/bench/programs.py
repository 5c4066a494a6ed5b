"""A program with a window: when it can be used, and what it and all its children take."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop import Desktop

MARK = "interactive"
PATIENCE = 60.0


@dataclass
class Subject:
    """What is started: the program, and where its data are; a program without data has none."""

    name: str
    program: Path
    data: Path | None = None
    arguments: tuple[str, ...] = ()

    def start(self, here: Desktop, **more: str) -> Started:
        """Starts it, with more in its environment, and waits until it can be used."""
        more["RECONECTA_START_MARK"] = "1"
        if self.data:
            more["RECONECTA_DATA_DIR"] = str(self.data)
        words, variables = here.command(self.program, *self.arguments, **more)
        begun = time.monotonic()
        process = subprocess.Popen(
            words, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        assert process.stdout
        text = b""
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while MARK.encode() not in text:
                if not ready.select(PATIENCE - (time.monotonic() - begun)):
                    raise SystemExit(f"{self.name} could not be used within {PATIENCE:.0f} s")
                piece = os.read(process.stdout.fileno(), 4096)
                if not piece:
                    raise SystemExit(f"{self.name} ended before it could be used: {text!r}")
                text += piece
        return Started(process, time.monotonic() - begun)


@dataclass
class Started:
    """A running program."""

    process: subprocess.Popen[bytes]
    seconds: float
    _seconds: dict[int, float] = field(default_factory=dict)
    _woken: dict[int, int] = field(default_factory=dict)

    def tree(self) -> list[int]:
        """It and everything below it."""
        return family(self.process.pid)

    def proportional_kib(self) -> float:
        """Memory of the tree, in KiB."""
        return proportional_kib(self.tree())

    def look(self) -> None:
        """Reads what its processes and threads have done; what has ended keeps what was last seen of it."""
        for process in self.tree():
            with suppress(OSError):
                self._seconds[process] = processor_seconds(process)
            for thread in _threads(process):
                with suppress(OSError):
                    for line in (thread / "status").read_text().splitlines():
                        if line.startswith("voluntary_ctxt_switches"):
                            self._woken[int(thread.name)] = int(line.split()[1])

    def work(self) -> tuple[float, int]:
        """Seconds of the processor, and how often one of its threads was woken, as far as `look` saw it."""
        self.look()
        return sum(self._seconds.values()), sum(self._woken.values())

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it with everything below it, and waits for that."""
        tree = self.tree()
        _send(how, tree if how == signal.SIGKILL else [self.process.pid])
        self.process.wait(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()
        wait_for_end(tree)


def processor_seconds(process: int) -> float:
    """What a process has taken of the processor, to the nanosecond and with its ended threads; `/proc` counts in hundredths."""
    return time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(3)


def _threads(process: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []


def family(first: int) -> list[int]:
    """The process and everything below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, new = [], [first]
    while new:
        found += new
        new = [child for parent in new for child in parents.get(parent, [])]
    return found


def proportional_kib(processes: Iterable[int]) -> float:
    """Memory of these; what several programs share is shared out among them (PSS)."""
    total = 0
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return float(total)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends it and everything below it at once, and waits for that."""
    tree = family(process.pid)
    _send(signal.SIGKILL, tree)
    process.wait(PATIENCE)
    wait_for_end(tree)


def _send(how: signal.Signals, processes: list[int]) -> None:
    for process in processes:
        try:
            os.kill(process, how)
        except ProcessLookupError:
            continue


def wait_for_end(processes: list[int]) -> None:
    """Until none of them is left."""
    until = time.monotonic() + PATIENCE
    while any(_runs(process) for process in processes):
        if time.monotonic() > until:
            raise SystemExit("a part of the program did not end")
        time.sleep(0.01)


def _runs(process: int) -> bool:
    """Whether it is there; one that has ended and whose parent has not asked yet is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
