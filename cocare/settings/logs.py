"""Log lines: JSON in production, readable in the demo; never a phone number in either."""

import logging.config
import re
import sys
from typing import Any

import structlog

PHONE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def mask_phones(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A phone number that found its way into a log line leaves it as 138****8000."""
    return {key: PHONE.sub(r"\1****\2", value) if isinstance(value, str) else value for key, value in event.items()}


def logging_config(level: str, *, as_json: bool) -> dict[str, Any]:
    """Set up structlog and return the settings for the standard library's logging, which share one format."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        # Plain: the pretty ones print local variables, and with them what people wrote.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *([structlog.processors.format_exc_info] if as_json else []),
                    mask_phones,
                    renderer,
                ],
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # Each request and each socket is already in the proxy's log.
            "uvicorn.access": {"level": "WARNING", "propagate": False},
            "django.server": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }
    logging.config.dictConfig(config)
    return config
