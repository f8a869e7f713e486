from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cocare.web"
    label = "web"

    def ready(self) -> None:
        from . import credentials  # models are not ready any earlier

        credentials.connect()
