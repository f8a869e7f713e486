from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "cocare.channel"
    label = "channel"

    def ready(self) -> None:
        from cocare.core import events, live

        from . import commands, jobs, standing, topics

        del commands, jobs  # imported so that they register themselves
        live.register(topics.ConversationTopic())
        events.subscribe("authority.changed", standing.forget)
        # The same, said in another process and heard here.
        events.subscribe("authority.heard", standing.forget)
