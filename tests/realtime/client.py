"""A client of the wire, as plain as it can be: it knows frames, not what the program makes of them."""

import json
import time
from contextlib import ExitStack
from itertools import count

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests import factories as make

PATIENCE = 10


class Wire:
    """One socket of a person. `ask` answers the reply; the frames of topics that come meanwhile wait in `heard`."""

    def __init__(self, server, cookie, origin=None, subprotocol="cocare.1", **options):
        headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
        self._open = ExitStack()
        self.line = self._open.enter_context(
            connect(
                server.socket_url,
                origin=origin or server.url,
                subprotocols=[subprotocol],
                additional_headers=headers,
                compression=None,
                max_size=None,
                **options,
            )
        )
        self.heard = []
        self._ids = count(1)
        self.hello = self._next(PATIENCE)

    @classmethod
    def of(cls, server, person, capacity=None, **options):
        return cls(server, cookie_of(person, capacity), **options)

    def _next(self, seconds):
        return json.loads(self.line.recv(timeout=seconds))

    def ask(self, do, **given):
        key = str(next(self._ids))
        self.line.send(json.dumps({"id": key, "do": do, "in": given}))
        return self.answer(key)

    def answer(self, key):
        while True:
            frame = self._next(PATIENCE)
            if "re" in frame:
                assert frame["re"] == key, frame
                return frame
            self.heard.append(frame)

    def ok(self, do, **given):
        answer = self.ask(do, **given)
        assert "ok" in answer, answer
        return answer["ok"]

    def error(self, do, **given):
        answer = self.ask(do, **given)
        assert "error" in answer, answer
        return answer["error"]

    def frames(self, number, seconds=PATIENCE):
        """The next frames of topics, as many as asked for."""
        deadline = time.monotonic() + seconds
        while len(self.heard) < number:
            frame = self._next(max(0.01, deadline - time.monotonic()))
            assert "topic" in frame, frame
            self.heard.append(frame)
        found, self.heard = self.heard[:number], self.heard[number:]
        return found

    def hears_nothing(self):
        """Nothing is on its way: a question asked now is answered first, and no frame came before."""
        self.error("no.such.command")
        return not self.heard

    def closed_with(self, seconds=PATIENCE):
        """Wait for the server to close; answers the code."""
        deadline = time.monotonic() + seconds
        try:
            while True:
                self.line.recv(timeout=max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def close(self):
        self._open.close()


def cookie_of(person, capacity=None):
    return make.client(person, capacity).cookies["sessionid"].value
