from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cocare.web"
    label = "web"
