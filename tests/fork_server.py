"""A socket process that is back at once after kill -9: the program is loaded once, and each life is a fork of that.

    python -m tests.fork_server

Reads lines "port fault" from standard input ("-" for no fault); each starts one life and prints its process id.
The fault, if any, is planted here (tests/torture/planted_faults.py): the product has no switch for it.
"""

import os
import signal
import sys

import uvicorn
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from cocare.asgi import application
from cocare.core import socket_commands
from cocare.embedded.unprivileged import die_with_parent
from cocare.serve import server_config


def warm() -> None:
    """Do once what every life would do first: catalogues, addresses, templates, forms. No connection, no thread."""
    for language, _name in settings.LANGUAGES:
        translation.activate(language)
    translation.activate(settings.LANGUAGE_CODE)
    get_resolver().url_patterns  # noqa: B018  # reading it loads every view
    get_template("base.html")
    command = socket_commands.find_command("message.send")
    assert command is not None
    command.form(data={}).is_valid()


def live(port: int, fault: str) -> None:
    follow = die_with_parent(signal.SIGKILL)
    if follow is not None:
        follow()
    if fault != "-":
        from tests.torture import planted_faults  # only the torture test has any

        planted_faults.plant(fault)
    config = server_config("127.0.0.1", port)
    config.app = application
    uvicorn.Server(config).run()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    warm()
    for line in sys.stdin:
        port, fault = line.split()
        life = os.fork()
        if not life:
            try:
                live(int(port), fault)
            finally:
                os._exit(0)
        sys.stdout.write(f"{life}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
