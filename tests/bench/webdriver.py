"""The app's own window, held by WebKitWebDriver. Source: W3C, "WebDriver"."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import programs
from desktop import Desktop

PATIENCE = 60.0


class Window:
    """A page that answers scripts."""

    def __init__(self, address: str, driver: int) -> None:
        self.address = address
        self.driver = driver

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What a command of the protocol answers."""
        data = None if body is None else json.dumps(body).encode()
        # WebKitGTK 2.54 takes no other.
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=3 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"the window refused: {refused.read().decode()[:500]}") from refused

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of an async function answers."""
        told = "const answer = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
        told += f"(async (given) => {{ {script} }})(given).then((ok) => answer({{ ok }}), (error) => answer({{ error: `${{error}}` }}));"
        value = self.send("POST", "/execute/async", {"script": told, "args": list(arguments)})
        if "error" in value:
            raise SystemExit(f"the page failed: {value['error']}")
        return value.get("ok")

    def proportional_kib(self) -> float:
        """Memory of the program and all below it, without the driver that holds it."""
        return programs.proportional_kib(programs.family(self.driver)[1:])

    def close(self, here: Desktop) -> None:
        """Closes the window with the keyboard, as a person does, and waits until the program has ended."""
        tree = programs.family(self.driver)[1:]
        # Whoever had the focus last may be gone: a login window.
        for words in (
            ("search", "--onlyvisible", "--name", "Reconecta", "windowactivate", "--sync"),
            ("key", "--clearmodifiers", "alt+F4"),
        ):
            line, variables = here.command("xdotool", *words)
            subprocess.run(line, env=variables, check=True)
        programs.wait_for_end(tree)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def window(here: Desktop, program: Path, data: Path, *arguments: str) -> Iterator[Window]:
    """Starts the program over these data; ends it, and waits until another can be started over them."""
    port = _free_port()
    words, variables = here.command(
        "WebKitWebDriver",
        f"--port={port}",
        "--host=127.0.0.1",
        TAURI_WEBVIEW_AUTOMATION="true",
        RECONECTA_DATA_DIR=str(data),
    )
    driver = subprocess.Popen(words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        options = {"alwaysMatch": {"webkitgtk:browserOptions": {"binary": str(program), "args": list(arguments)}}}
        base = Window(f"http://127.0.0.1:{port}/session", driver.pid)
        session = base.send("POST", "", {"capabilities": options})["sessionId"]
        opened = Window(f"{base.address}/{session}", driver.pid)
        opened.send("POST", "/timeouts", {"script": int(2 * PATIENCE * 1000)})
        yield opened
    finally:
        programs.kill(driver)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit("WebKitWebDriver did not start")
