"""Profiles to start with: one without channels, and one with many, each as the app itself wrote its first few."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

from desktop import Desktop
from programs import Subject

# Enough for the checks of the first start to be written.
SETTLING = 8.0
DATABASE = "data/{environment}/reconecta.db"


def first(here: Desktop, program: Path, folder: Path, environment: str) -> Path:
    """The app's first start, in that environment, with nothing chosen by hand."""
    started = Subject("the first start", program, folder, ("--start-in", environment)).start(here)
    time.sleep(SETTLING)
    started.end()
    return folder


def filled(empty: Path, demonstration: Path, folder: Path, numbers: int) -> Path:
    """The empty profile with so many channels: those of the demonstration over and over, each with its last check."""
    shutil.copytree(empty, folder)
    patterns = _patterns(demonstration / DATABASE.format(environment="demonstration"))
    with sqlite3.connect(folder / DATABASE.format(environment="production")) as target:
        target.row_factory = sqlite3.Row
        # The rows were checked when the app wrote them; an older SQLite takes no value for wrong JSON.
        target.execute("PRAGMA ignore_check_constraints = ON")
        (account,) = target.execute("SELECT id FROM accounts LIMIT 1").fetchone()
        for index in range(numbers):
            channel, check = patterns[index % len(patterns)]
            identity = {
                "id": f"channel-{index:05}",
                "account_id": account,
                "name": f"{channel['name']} {index}",
                "phone_number_id": f"9{index:014}",
                "waba_id": f"8{index // 20:014}",
                "business_id": f"7{index // 200:014}",
            }
            _insert(target, "channels", {**channel, **identity})
            if check:
                _insert(target, "checks", {**check, "channel_id": identity["id"]})
    target.close()
    return folder


def _patterns(database: Path) -> list[tuple[dict[str, object], dict[str, object] | None]]:
    with sqlite3.connect(database) as source:
        source.row_factory = sqlite3.Row
        pairs = []
        for channel in source.execute("SELECT * FROM channels WHERE removed_at IS NULL"):
            check = source.execute(
                "SELECT channel_id, diagnosis, at FROM checks WHERE channel_id = ? ORDER BY at DESC LIMIT 1",
                (channel["id"],),
            ).fetchone()
            pairs.append((dict(channel), dict(check) if check else None))
    source.close()
    if not any(check for _, check in pairs):
        raise SystemExit("the demonstration has no checks yet")
    return pairs


def _insert(target: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    target.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
