"""Settings with which production refuses to start. Checked while they load, so that no server gets past it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cocare.settings import env

SHORTEST_KEY = 50
FEWEST_DIFFERENT = 10


def refuse_if_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with every reason at once."""
    reasons = [f"{name} is not given." for name in env.missing_variables()] + unsafe_settings(settings)
    if reasons:
        raise ImproperlyConfigured("The program does not start like this:\n- " + "\n- ".join(reasons))


def unsafe_settings(settings: Mapping[str, Any]) -> list[str]:
    """Return every reason why production must not run with `settings`, as sentences."""
    processes = settings["WEB_PROCESSES"] + settings["SOCKET_PROCESSES"] + settings["WORKER_PROCESSES"]
    checks = {
        "DEBUG is on.": settings["DEBUG"],
        "The demo's doors are open.": settings["DEMO"],
        "SECRET_KEY is a default, or shorter than 50 characters, or of few different ones.": any(
            _weak(key) for key in [settings["SECRET_KEY"], *settings["SECRET_KEY_FALLBACKS"]] if key
        ),
        "ALLOWED_HOSTS has a wildcard.": any("*" in host or host.startswith(".") for host in settings["ALLOWED_HOSTS"]),
        "SITE_URL is not an https address.": urlsplit(settings["SITE_URL"]).scheme != "https",
        "More than one process runs, and without REDIS_URL they would not hear each other.": processes > 1
        and not settings["REDIS_URL"],
        "SMS codes would only be printed: SMS_PROVIDER is console.": settings["SMS_PROVIDER"] == "console",
        "SMS_GATEWAY_URL is not an https address.": settings["SMS_PROVIDER"] == "http"
        and urlsplit(settings["SMS_GATEWAY_URL"]).scheme != "https",
        "SMS_ACCESS_KEY or SMS_SECRET_KEY is not given.": settings["SMS_PROVIDER"] in ("aliyun", "tencent")
        and not (settings["SMS_ACCESS_KEY"] and settings["SMS_SECRET_KEY"]),
        "Staff could sign in without a second factor.": not settings["STAFF_SECOND_FACTOR"],
        "S3_ENDPOINT_URL, S3_BUCKET, S3_ACCESS_KEY or S3_SECRET_KEY is not given.": env.text("STORAGE") == "s3"
        and not all(env.text(f"S3_{name}") for name in ("ENDPOINT_URL", "BUCKET", "ACCESS_KEY", "SECRET_KEY")),
    }
    return [sentence for sentence, wrong in checks.items() if wrong]


def _weak(key: str) -> bool:
    told = ("insecure", "demo", "test", "change", "secret")
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or any(word in key.lower() for word in told)
