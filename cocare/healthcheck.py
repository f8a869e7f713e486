"""Asks the program beside it whether it is well; for container health checks. Exit 0 if it is.

python -m cocare.healthcheck --port 8000
"""

import argparse
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

from cocare.settings import env

ADDRESS = "/api/v1/health"
SECONDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description="Ask a server of this program on this machine whether it is well.")
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    # The name by which the program is known: to any other it answers 400.
    host = next(iter(env.list_of("ALLOWED_HOSTS")), "127.0.0.1")
    request = Request(f"http://127.0.0.1:{port}{ADDRESS}", headers={"Host": host})  # our own http address
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310  # likewise
            return 0
    except (URLError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # the container's health log
        return 1


if __name__ == "__main__":
    sys.exit(main())
