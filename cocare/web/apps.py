from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cocare.web"
    label = "web"

    def ready(self) -> None:
        # Models are not ready any earlier.
        from cocare.channel import queries as channel
        from cocare.notifications import queries as notifications

        from . import context, credentials

        credentials.connect()
        context.count_with("chat", channel.unread_total)
        context.count_with("bell", notifications.unread_count)
