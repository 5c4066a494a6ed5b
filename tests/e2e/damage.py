# Overwrites the oldest page of the history in a data file, and makes its backups two days old.
import pathlib
import re
import sqlite3
import sys
import time

path = pathlib.Path(sys.argv[1])
database = sqlite3.connect(path)
(page,) = database.execute(
    "select pageno from dbstat where name = 'checks' and pagetype = 'leaf' order by path limit 1"
).fetchone()
(size,) = database.execute("pragma page_size").fetchone()
database.close()
with path.open("r+b") as file:
    file.seek((page - 1) * size)
    file.write(b"\xa5" * size)
then = int(time.time() - 2 * 86_400) * 1000
for number, backup in enumerate(sorted(path.parent.glob("backups/*.db"))):
    name = re.sub(r"-\d+-", f"-{then + number:015}-", backup.name)
    backup.rename(backup.with_name(name))
