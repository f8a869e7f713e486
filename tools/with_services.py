"""Run a command with a PostgreSQL and a Redis of its own, thrown away afterwards.

    python tools/with_services.py python -m pytest

The command finds them in DATABASE_URL and REDIS_URL. Nothing has to be installed on the machine, nothing
listens on a port, and nothing is left behind.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cocare.embedded.postgres import Postgres  # noqa: E402  # the project is not installed, only on the path
from cocare.embedded.redis import Redis  # noqa: E402  # likewise


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = Path(tempfile.mkdtemp(prefix="cocare-test-"))
    base.chmod(0o711)
    postgres = Postgres(base / "postgres", durable=False)
    redis = Redis(base / "redis")
    try:
        environment = {
            **os.environ,
            "DATABASE_URL": postgres.start(),
            "REDIS_URL": redis.start(),
            "DATA_DIR": str(base / "data"),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "cocare.settings.test"),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        }
        return run(command, environment)
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(base, ignore_errors=True)


def run(command: list[str], environment: dict[str, str]) -> int:
    with subprocess.Popen(command, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal has told the command as well: let it end in its own way.
            return process.wait()
        except SystemExit:
            process.terminate()
            process.wait(20)
            raise


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
