from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ChannelConfig(AppConfig):
    name = "cocare.channel"
    label = "channel"

    def ready(self) -> None:
        from cocare.core import conversation_kinds, live, signals
        from cocare.files import rules as files
        from cocare.notifications import kinds as notification_kinds

        from . import commands, jobs, rules, sender_cache, topics
        from .kinds import OWN_KINDS
        from .services import notifying, posting

        del commands  # imported so that they register themselves
        for kind in OWN_KINDS:
            conversation_kinds.register(kind)
        live.register(topics.ConversationTopic())
        files.register(posting.PURPOSE, rules.file_of_message)
        notification_kinds.register(
            notifying.NEW_MESSAGE,
            ngettext_lazy("You have a new message", "You have %(times)d new messages", "times"),
            label=_("New messages"),
            icon="chat",
        )
        signals.subscribe("authority.changed", jobs.request_opening)
        signals.subscribe("authority.changed", sender_cache.forget)
        signals.subscribe("reach.changed", sender_cache.forget)
        # The same, said in another process and heard here.
        signals.subscribe("authority.heard", sender_cache.forget_announced)
