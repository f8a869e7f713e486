"""How the program is served: one set of server options for the demo, the tests and production's socket processes.

python -m cocare.serve --host 0.0.0.0 --port 8001
"""

import argparse
import warnings

import uvicorn

from cocare.realtime.protocol import FastWebSocketProtocol

# A file that is served by a socket process is read by a thread first. In production the proxy serves files.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

APPLICATION = "cocare.asgi:application"
LARGEST_FRAME = 64 * 1024
PING_SECONDS = 25
GIVE_UP_SECONDS = 60
DRAIN_SECONDS = 8


def server_config(host: str, port: int, *, trusted_proxies: str = "") -> uvicorn.Config:
    """Options for uvicorn. `trusted_proxies` are the addresses whose X-Forwarded headers are believed."""
    return uvicorn.Config(
        APPLICATION,
        host=host,
        port=port,
        ws=FastWebSocketProtocol,
        ws_max_size=LARGEST_FRAME,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=GIVE_UP_SECONDS - PING_SECONDS,
        # Frames are small and were measured to cost twice the work and three times the memory when compressed.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies or None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve sockets, and pages if asked for, over ASGI.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on")
    parser.add_argument("--trusted-proxies", default="", help="addresses whose X-Forwarded headers are believed")
    given = parser.parse_args()
    uvicorn.Server(server_config(given.host, given.port, trusted_proxies=given.trusted_proxies)).run()


if __name__ == "__main__":
    main()
