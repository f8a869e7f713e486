"""A cable to PostgreSQL that a test may cut: for one server process the database is away, for the others it is not."""

import contextlib
import socket
import threading

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Cable:
    """Listens on a port of its own and passes on; `cut` refuses, `mend` passes on again."""

    def __init__(self, database_url: str):
        self.parts = conninfo_to_dict(database_url)
        self.listener: socket.socket | None = None
        self.ends: list[socket.socket] = []
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.mend()

    @property
    def url(self) -> str:
        return make_conninfo("", **{**self.parts, "host": "127.0.0.1", "port": self.port})

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        ends, self.ends = [self.listener, *self.ends], []
        for end in ends:
            # A thread may wait in it; closing alone would not wake it.
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = self._connect()
                self.ends += [here, there]
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self.parts.get("host", "127.0.0.1")), str(self.parts.get("port") or "5432")
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        there = socket.socket(socket.AF_UNIX)
        there.connect(f"{host}/.s.PGSQL.{port}")
        return there

    @staticmethod
    def _pass_on(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
