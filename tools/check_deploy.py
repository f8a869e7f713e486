"""Ask Django whether production's settings are fit to deploy: no warning is let pass."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SAMPLE = {
    "DJANGO_SETTINGS_MODULE": "cocare.settings.production",
    "SITE_URL": "https://cocare.example",
    "ALLOWED_HOSTS": "cocare.example",
    "DATABASE_URL": "postgresql://cocare@database.example/cocare",
    "REDIS_URL": "redis://redis.example:6379/0",
    "SMS_PROVIDER": "http",
    "SMS_GATEWAY_URL": "https://sms.example/send",
    "SMS_GATEWAY_TOKEN": "a-token",
}


def environment() -> dict[str, str]:
    """A production environment that is in order, with a key made for this run."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**keep, **SAMPLE, "SECRET_KEY": secrets.token_urlsafe(60)}


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
