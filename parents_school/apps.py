from django.apps import AppConfig


class ParentsSchoolConfig(AppConfig):
    name = "parents_school"
    label = "parents_school"

    def ready(self) -> None:
        from cocare.files import rules as files
        from cocare.files.enums import Kind
        from cocare.notifications import kinds

        from . import notices, rules
        from .services.videos import PURPOSE

        files.register(PURPOSE, rules.sees_video.condition, kinds=[Kind.VIDEO])
        for name, facts in notices.KINDS.items():
            kinds.register(name, **facts)
