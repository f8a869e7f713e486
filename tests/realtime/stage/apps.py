from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "tests.realtime.stage"
    label = "stage"

    def ready(self):
        from . import room

        room.register()
