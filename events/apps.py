from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    label = "events"

    def ready(self) -> None:
        from cocare.core import live  # models must be loaded first

        from .live import BoardTopic

        live.register(BoardTopic())
