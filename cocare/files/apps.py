from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cocare.files"
    label = "files"
