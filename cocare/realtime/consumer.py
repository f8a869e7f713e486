"""One socket: receives commands and runs them. What goes out to many sockets is written by the hub."""

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

from . import wire_format
from .commands import COMMANDS
from .hub import take_answers
from .input_validation import validated, validated_on_loop
from .metrics import metrics
from .runtime import runtime
from .session_lookup import SignedIn
from .socket_limits import BadFrameCounter, TokenBucket
from .wire_format import CommandFrame
from .writer import writer_for

logger = logging.getLogger(__name__)


class UnknownCommand(DomainError):
    code = "unknown_command"
    text = _("The server does not know this request.")


class InternalError(DomainError):
    code = "internal"
    text = _("Something went wrong on our side. Your text is kept; please try again in a minute.")


class SocketConsumer(AsyncWebsocketConsumer):
    """A signed-in person's socket. `scope["signed_in"]` says who; handshake.py let them in."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Handle one message after another, in their order.

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
        signed_in: SignedIn = self.scope["signed_in"]
        self.actor: Actor = signed_in.actor
        self.topics: set[str] = set()
        self.answers: list[bytes] = []
        self.open = True
        self.checked_at = 0.0
        self.bucket, self.bad_frames = TokenBucket(time.monotonic()), BadFrameCounter()
        translation.activate(signed_in.language)  # for this task, and the threads that work for it
        await self.accept(wire_format.SUBPROTOCOL)
        self.live = runtime()
        writer = writer_for(self.base_send, partial(self.live.hub.on_backpressure, self))
        self.buffered, self.write, self._close = writer.buffered, writer.write, writer.close
        self.live.authorization.add(self)
        self.live.authorization.recheck_since(self, self.scope["changes_heard"])
        metrics.sockets += 1
        hello = {"type": "hello", "person": self.actor.person_id, "capacity": self.actor.capacity, "now": clock.now()}
        self.answer(wire_format.to_json(hello))

    def answer(self, payload: bytes) -> None:
        """Send a frame to this socket alone."""
        if self.open:
            self.live.hub.send_to(self, wire_format.text_frame(payload))

    def shut(self, code: int) -> None:
        """Close from our side: nothing more goes out, and the hub forgets this socket at once."""
        if self.open:
            if self.answers:
                with suppress(RuntimeError):  # the connection is gone
                    self.write(take_answers(self))
            self._forget()
            task = asyncio.get_running_loop().create_task(self._close(code))
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    def _forget(self) -> None:
        self.open = False
        self.live.hub.leave_all(self)
        self.live.authorization.remove(self)
        metrics.sockets -= 1

    async def disconnect(self, code: int) -> None:
        if getattr(self, "open", False):
            self._forget()

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self.disconnect(message.get("code", 1005))
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.open:
            return
        if text_data and 4 * len(text_data) > wire_format.MAX_BYTES and len(text_data.encode()) > wire_format.MAX_BYTES:
            self.shut(wire_format.TOO_LARGE)
            return
        command = None
        try:
            command = wire_format.parse_command(text_data)
            ok = await self._run(command)
            if ok is not None:
                self.reply(command.id, ok)
            outcome = "ok"
        except DomainError as refusal:
            outcome = refusal.code
            command_id = command.id if command else getattr(refusal, "command_id", None)
            self.answer(wire_format.error_json(command_id, refusal))
            if isinstance(refusal, wire_format.BadFrame) and self.bad_frames.count(time.monotonic()):
                self.shut(wire_format.BAD_CLIENT)
        metrics.commands[outcome] += 1

    def reply(self, command_id: str, ok: dict[str, Any]) -> None:
        self.answer(wire_format.to_json({"re": command_id, "ok": ok}))

    async def _run(self, command: CommandFrame) -> dict[str, Any] | None:
        """Return the `ok` of the wire, None where the command has answered by itself. Raise DomainError only."""
        wait = self.bucket.take(time.monotonic())
        if wait:
            raise TooFast(retry_after=wait)
        try:
            if command.do in COMMANDS:
                return await COMMANDS[command.do](self, command)
            return await self._run_registered(command)
        except DomainError:
            raise
        except (OperationalError, InterfaceError) as failure:
            logger.warning("the database did not answer %s: %s", command.do[:60], type(failure).__name__)
            raise Busy from failure
        except Exception as failure:
            # The command's name and where it failed, never what was in it.
            logger.exception("a command failed: %s", command.do[:60], exc_info=_without_contents(failure))
            raise InternalError from failure

    async def _run_registered(self, frame: CommandFrame) -> dict[str, Any]:
        """Run a command that an app has registered."""
        command = socket_commands.find_command(frame.do)
        if command is None:
            raise UnknownCommand
        if command.access != socket_commands.ANY and self.actor.capacity not in command.access:
            raise Forbidden
        if command.on_loop:
            return await command.run(self.actor, validated_on_loop(command.form, frame.data))
        return await run_in_pool(_run_in_thread, command, self.actor, frame.data)


def _run_in_thread(command: socket_commands.Command, actor: Actor, data: dict[str, Any]) -> Any:
    return command.run(actor, validated(command.form, data))


def _without_contents(failure: Exception) -> tuple[type[Exception], Exception, Any]:
    """Return the same failure for the log, without its message: a database error quotes the row it refused."""
    return type(failure), type(failure).__new__(type(failure)), failure.__traceback__


_closing: set[asyncio.Task[None]] = set()
