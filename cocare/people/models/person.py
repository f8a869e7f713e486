from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from cocare.core.ids import uuid7


class Person(models.Model):
    """An adult: a guardian, a teacher, an officer. Children are Pupils and have no account here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40)

    class Meta:
        indexes = [GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="person_name_trigrams")]

    def __str__(self) -> str:
        return self.name

    @property
    def surname_title(self) -> str:
        """The name under which others hear of a teacher: "周老师"."""
        return f"{self.name[:1]}老师"
