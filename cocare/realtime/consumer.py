"""One socket: what comes in. What goes out to many is the hub's."""

import asyncio
import logging
import time
from contextlib import suppress
from functools import partial
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cocare.core import clock, socket_commands
from cocare.core.access import Actor
from cocare.core.errors import Busy, DomainError, Forbidden, TooFast
from cocare.core.thread_pools import run_in_pool

from . import wire
from .checking import checked, checked_here
from .commands import COMMANDS
from .handshake import Admission
from .hub import taken
from .limits import BadFrames, Bucket
from .metrics import figures
from .outlet import outlet_for
from .runtime import runtime

logger = logging.getLogger(__name__)


class UnknownCommand(DomainError):
    code = "unknown_command"
    text = _("The server does not know this request.")


class Internal(DomainError):
    code = "internal"
    text = _("Something went wrong on our side. Your text is kept; please try again in a minute.")


class Socket(AsyncWebsocketConsumer):
    """A signed-in person's socket. `scope["admission"]` says who; door.py let them in."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One message after another, in their order.

        Channels would keep a task waiting for each socket, and hop into a thread before each message to close old
        database connections; there is no channel layer to listen to, and no handler uses a connection on the loop.
        """
        self.scope, self.base_send = scope, send
        with suppress(StopConsumer):
            while True:
                message = await receive()
                if message["type"] == "websocket.receive":
                    await self.receive(message.get("text"))
                    continue
                await getattr(self, message["type"].replace(".", "_"))(message)

    async def connect(self) -> None:
        admission: Admission = self.scope["admission"]
        self.actor: Actor = admission.actor
        self.topics: set[str] = set()
        self.answers: list[bytes] = []
        self.open = True
        self.bucket, self.bad = Bucket(time.monotonic()), BadFrames()
        translation.activate(admission.language)  # for this task, and the threads that work for it
        await self.accept(wire.SUBPROTOCOL)
        self.live = runtime()
        outlet = outlet_for(self.base_send, partial(self.live.hub.press, self))
        self.waiting, self.write, self._close = outlet.waiting, outlet.write, outlet.close
        self.live.authority.enter(self)
        self.live.authority.recheck_since(self, self.scope["orders"])
        figures.sockets += 1
        hello = {"type": "hello", "person": self.actor.person_id, "capacity": self.actor.capacity, "now": clock.now()}
        self.answer(wire.dump(hello))

    def answer(self, payload: bytes) -> None:
        """A frame for this socket alone."""
        if self.open:
            self.live.hub.answer(self, wire.websocket_text(payload))

    def shut(self, code: int) -> None:
        """Close from our side: nothing more goes out, and the hub forgets this socket at once."""
        if self.open:
            if self.answers:
                with suppress(RuntimeError):  # the line is gone
                    self.write(taken(self))
            self._forget()
            task = asyncio.get_running_loop().create_task(self._close(code))
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    def _forget(self) -> None:
        self.open = False
        self.live.hub.leave_all(self)
        self.live.authority.leave(self)
        figures.sockets -= 1

    async def disconnect(self, code: int) -> None:
        if getattr(self, "open", False):
            self._forget()

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self.disconnect(message.get("code", 1005))
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.open:
            return
        if text_data and 4 * len(text_data) > wire.MAX_BYTES and len(text_data.encode()) > wire.MAX_BYTES:
            self.shut(wire.TOO_LARGE)
            return
        request = None
        try:
            request = wire.read(text_data)
            ok = await self._answer(request)
            if ok is not None:
                self.reply(request, ok)
            outcome = "ok"
        except DomainError as refusal:
            outcome = refusal.code
            re = request.id if request else getattr(refusal, "re", None)
            self.answer(wire.error(re, refusal))
            if isinstance(refusal, wire.BadFrame) and self.bad.one_more(time.monotonic()):
                self.shut(wire.BAD_CLIENT)
        figures.commands[outcome] += 1

    def reply(self, request: wire.Request, ok: dict[str, Any]) -> None:
        self.answer(wire.dump({"re": request.id, "ok": ok}))

    async def _answer(self, request: wire.Request) -> dict[str, Any] | None:
        """The `ok` of the wire; None where the command has answered by itself. Raises DomainError only."""
        wait = self.bucket.take(time.monotonic())
        if wait:
            raise TooFast(retry_after=wait)
        try:
            if request.do in COMMANDS:
                return await COMMANDS[request.do](self, request)
            return await self._run(request)
        except DomainError:
            raise
        except (OperationalError, InterfaceError) as failure:
            logger.warning("the database did not answer %s: %s", request.do[:60], type(failure).__name__)
            raise Busy from failure
        except Exception as failure:
            # The command's name and where it failed, never what was in it.
            logger.exception("a command failed: %s", request.do[:60], exc_info=_without_contents(failure))
            raise Internal from failure

    async def _run(self, request: wire.Request) -> dict[str, Any]:
        command = socket_commands.find(request.do)
        if command is None:
            raise UnknownCommand
        if command.access != socket_commands.ANY and self.actor.capacity not in command.access:
            raise Forbidden
        if command.on_loop:
            return await command.run(self.actor, checked_here(command.form, request.given))
        return await run_in_pool(_in_thread, command, self.actor, request.given)


def _in_thread(command: socket_commands.Command, actor: Actor, given: dict[str, Any]) -> Any:
    return command.run(actor, checked(command.form, given))


def _without_contents(failure: Exception) -> tuple[type[Exception], Exception, Any]:
    """The same failure for the log, without its message: a database error quotes the row it refused."""
    return type(failure), type(failure).__new__(type(failure)), failure.__traceback__


_closing: set[asyncio.Task[None]] = set()
