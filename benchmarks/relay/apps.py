from collections import Counter
from uuid import UUID

from django.apps import AppConfig

from cocare.core import live, socket_commands


class RelayConfig(AppConfig):
    name = "benchmarks.relay"
    label = "relay"

    def ready(self):
        from .forms import SayForm

        live.register(Relay())
        socket_commands.register_command("relay.say", form=SayForm, access=socket_commands.ANY)(relay_say)


class Relay:
    """Versions counted in memory: everything a real topic does on its way out, nothing of its way in."""

    kind = "relay"
    versions: Counter[UUID] = Counter()

    def may_watch(self, asked):
        return set(asked)

    def heads(self, keys):
        return {key: self.versions[key] for key in keys}

    def changes(self, asked):
        return {}


async def relay_say(actor, given):
    key = given["room"]
    Relay.versions[key] += 1
    live.send_now([live.Frame(live.topic_name("relay", key), "said", {"body": given["body"]}, Relay.versions[key])])
    return {}
