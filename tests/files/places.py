"""Places that files are for in these tests, as rooms above would register them."""

from django.db.models import Exists, Q

from cocare.core.access import EVERYBODY, NOBODY, Actor
from cocare.files import rules
from cocare.people import rules as people
from cocare.people.models import Pupil


def who_sees_xiaoman(actor: Actor) -> Q:
    return Q(Exists(Pupil.objects.filter(people.sees_pupil.condition(actor), name="许小满")))


rules.register("test", lambda actor: NOBODY)
rules.register("child", who_sees_xiaoman)
rules.register("case", who_sees_xiaoman, sensitive=True)
rules.register("pictures", lambda actor: NOBODY, kinds=["picture"])
rules.register("published", lambda actor: EVERYBODY)
