"""`python -m headwater.database.postgres_watch STATE` stops an embedded server nobody uses.

Every user of the server holds a shared lock on one file, which the system frees even after
`kill -9`. This process waits for the exclusive one: whoever gets it knows that nobody is left.
"""

import fcntl
import os
import sys
from pathlib import Path

from headwater.database.postgres import stop


def watch(state: Path) -> None:
    """Return when the server has been stopped, or at once if another watcher is there."""
    folder = state / "postgres"
    # Opened before `users`, hence closed before it: a new user finds the watch free again.
    with (folder / "watch").open("w") as watching, (folder / "users").open("w") as users:
        try:
            fcntl.flock(watching, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        fcntl.flock(users, fcntl.LOCK_EX)
        stop(state)
        # Unlocked in this order, so that whoever starts next can be watched.
        fcntl.flock(watching, fcntl.LOCK_UN)


if __name__ == "__main__":
    os.setsid()  # away from the terminal and its Ctrl-C
    os.chdir("/")
    watch(Path(sys.argv[1]))
