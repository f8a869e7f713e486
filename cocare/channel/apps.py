from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ChannelConfig(AppConfig):
    name = "cocare.channel"
    label = "channel"

    def ready(self) -> None:
        from cocare.core import live, signals
        from cocare.files import rules as files
        from cocare.notifications import kinds

        from . import commands, jobs, rules, sending, standing, telling, topics

        del commands, jobs  # imported so that they register themselves
        live.register(topics.ConversationTopic())
        files.register(sending.PURPOSE, rules.file_of_message)
        kinds.register(
            telling.NEW_MESSAGE,
            ngettext_lazy("You have a new message", "You have %(times)d new messages", "times"),
            label=_("New messages"),
            icon="chat",
        )
        signals.subscribe("authority.changed", standing.forget)
        signals.subscribe("reach.changed", standing.forget)
        # The same, said in another process and heard here.
        signals.subscribe("authority.heard", standing.forget_here)
