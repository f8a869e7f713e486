from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cocare.people"
    label = "people"
