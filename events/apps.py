from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    label = "events"

    def ready(self) -> None:
        # Models must be loaded first.
        from cocare.core import live
        from cocare.files.enums import Kind
        from cocare.files.rules import register
        from cocare.notifications import kinds

        from . import notices, rules
        from .live import BoardTopic

        live.register(BoardTopic())
        for name, facts in notices.KINDS.items():
            kinds.register(name, **facts)
        register(rules.FILES, rules.file_of_seen_entry, kinds=(Kind.DOCUMENT, Kind.PICTURE))
