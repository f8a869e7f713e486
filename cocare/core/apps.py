from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cocare.core"
    label = "core"
