"""A desktop of the bench's own: screen, message bus, keyring and window manager in an empty home."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SCREEN = "1600x1000x24"


class Desktop:
    """Programs started in it see nothing of the person's own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(home / "run"),
        }

    def command(self, *words: str | Path, **more: str) -> tuple[list[str], dict[str, str]]:
        """Words and environment of a program inside."""
        return [str(word) for word in words], {**self.variables, **more}

    def announced(self, stack: ExitStack, *words: str) -> str:
        """Starts a program that tells on its standard output how it is reached."""
        line, variables = self.command(*words)
        started = subprocess.Popen(line, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        stack.callback(_end, started)
        assert started.stdout
        return started.stdout.readline().strip()

    def quiet(self, stack: ExitStack, *words: str, given: bytes = b"") -> None:
        """Starts a program that says nothing."""
        line, variables = self.command(*words)
        started = subprocess.Popen(
            line, env=variables, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(_end, started)
        assert started.stdin
        started.stdin.write(given)
        started.stdin.close()


def _end(program: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    program.kill()
    program.wait()


@contextmanager
def desktop() -> Iterator[Desktop]:
    """Starts all of it, and ends it."""
    with ExitStack() as stack:
        # Short, because sockets below it may have paths of 107 bytes.
        home = Path(tempfile.mkdtemp(prefix="re"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        (home / "run").mkdir(mode=0o700)
        here = Desktop(home)
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
        here.variables["DISPLAY"] = ":" + here.announced(stack, *screen)
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        here.variables["DBUS_SESSION_BUS_ADDRESS"] = here.announced(stack, *bus)
        keyring = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        here.quiet(stack, *keyring, given=b"keyring of a bench")
        wait, variables = here.command("gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets")
        subprocess.run(wait, env=variables, check=True)
        here.quiet(stack, "openbox")
        yield here
