"""Channels as its tutorial shows it: one group membership a socket, group_send through channels_redis."""

import json
import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

# redis-py gives up on an answer after five seconds and on more than a hundred lines at once. The core layer waits for
# messages just as long, and asks with a line for each socket, so its sockets would die of either.
REDIS = {"address": os.environ["REDIS_URL"], "socket_timeout": None, "max_connections": 2000}
settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": os.environ["LAYER"], "CONFIG": {"hosts": [REDIS]}}})
django.setup()


class Relay(AsyncWebsocketConsumer):
    async def connect(self):
        self.rooms = set()
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        frame = json.loads(text_data)
        room, body = frame["in"]["room"], frame["in"].get("body")
        if frame["do"] == "say":
            await self.channel_layer.group_send(room, {"type": "said", "topic": room, "body": body})
        else:
            self.rooms.add(room)
            await self.channel_layer.group_add(room, self.channel_name)
            await self.send('{"re":1}')

    async def said(self, event):
        await self.send(json.dumps({"topic": event["topic"], "out": {"body": event["body"]}}))

    async def disconnect(self, code):
        for room in self.rooms:
            await self.channel_layer.group_discard(room, self.channel_name)


application = Relay.as_asgi()
