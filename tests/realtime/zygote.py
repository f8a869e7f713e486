"""A server that is back at once after kill -9: the program is loaded once, and each life is a fork of that.

    python -m tests.realtime.zygote --port 8001

Reads lines from standard input; each starts one life and answers its process id.
"""

import argparse
import os
import signal
import sys

import uvicorn
from django.conf import settings
from django.utils import translation

from cocare.asgi import application
from cocare.core import commands
from cocare.serve import server_config


def warm():
    """What every life would do first, done once: catalogues and forms. No connection, no thread."""
    translation.activate(settings.LANGUAGE_CODE)
    commands.find("message.send").form(data={}).is_valid()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    warm()
    for _ in sys.stdin:
        life = os.fork()
        if not life:
            config = server_config("127.0.0.1", port)
            config.app = application
            uvicorn.Server(config).run()
            os._exit(0)
        sys.stdout.write(f"{life}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
