"""Running a program that refuses to run as root.

PostgreSQL will not start as root. Then its programs run as the system's `nobody`, in folders that `nobody`
may enter. For everyone else all of this is a no-op.
"""

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ProcessUser:
    """Whom to run the programs as: numbers of `nobody`, or None for ourselves."""

    uid: int | None
    gid: int | None

    @classmethod
    def for_this_user(cls) -> "ProcessUser":
        if os.geteuid() != 0:
            return cls(None, None)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    def popen_arguments(self) -> dict[str, object]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, *command: str | Path, env: Mapping[str, str], check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            check=check,
            env=dict(env),
            cwd="/",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.popen_arguments(),  # type: ignore[call-overload]  # the same three keywords or none
        )

    def prepare_folder(self, folder: Path) -> Path:
        """Make `folder` if need be, private to the process user; refuse one that somebody else put there."""
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), self.uid}:
            raise PermissionError(f"{folder} belongs to somebody else.")
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder

    def can_enter(self, path: Path) -> bool:
        """Return whether the process user may enter every folder above `path`."""
        if self.uid is None:
            return True
        return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents if parent.exists())


def die_with_parent(by: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs first, so that it gets the signal `by` when we are killed outright (Linux only)."""
    if sys.platform != "linux":
        return None
    set_parent_death_signal = 1
    library = ctypes.CDLL(None)
    return lambda: library.prctl(set_parent_death_signal, by)


def package_folder(module: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {module} is not installed: run `make`.")
    return Path(spec.origin).parent


def socket_folder(key: Path) -> Path:
    """Return a folder for sockets, always the same for one `key`. A socket's path may have 107 bytes at most."""
    name = hashlib.sha256(f"{os.geteuid()}:{key.resolve()}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"cocare-{name}"


def reachable_copy(process_user: ProcessUser, source: Path, beside: tuple[str, ...]) -> Path:
    """Return `source`, or a copy of it (with its neighbours `beside`) where the process user can read it."""
    if process_user.can_enter(source / "bin"):
        return source
    stamp = hashlib.sha256(f"{source}:{source.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copies = Path("/var/tmp") / f"cocare-programs-{stamp}"
    wanted = copies / source.parent.name / source.name
    done = copies / ".done"
    if not done.exists() or done.stat().st_uid != os.geteuid():
        shutil.rmtree(copies, ignore_errors=True)
        shutil.copytree(source, wanted, symlinks=True)
        for name in beside:
            neighbour = source.parent.parent / name
            if neighbour.exists():
                shutil.copytree(neighbour, copies / name, symlinks=True)
        copies.chmod(0o755)
        done.touch()
    return wanted
