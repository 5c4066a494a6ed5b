"""Runs a command and tells its wall time, CPU time and largest resident memory as one JSON line on the standard error.

The command's standard input is this program's; its output goes to a file.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    """`measure.py OUTPUT COMMAND ARGUMENTS...`"""
    output, command = sys.argv[1], sys.argv[2:]
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        os.execvp(command[0], command)
    _, status, used = os.wait4(child, 0)
    told = {
        "wall": time.monotonic() - started,
        "cpu": used.ru_utime + used.ru_stime,
        "rss_kib": used.ru_maxrss,
        "exit": os.waitstatus_to_exitcode(status),
    }
    print(json.dumps(told), file=sys.stderr)


if __name__ == "__main__":
    main()
