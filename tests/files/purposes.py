"""Purposes of files in these tests, as apps above would register them."""

from django.db.models import Exists, Q

from cocare.core.access import Actor, Rule, anyone, nobody
from cocare.files import purposes
from cocare.people import rules as people
from cocare.people.models import Pupil


def _sees_xiaoman(actor: Actor) -> Q:
    return Q(Exists(Pupil.objects.filter(people.sees_pupil.condition(actor), name="许小满")))


sees_xiaoman = Rule("sees 许小满", _sees_xiaoman)

purposes.register("test", nobody)
purposes.register("child", sees_xiaoman)
purposes.register("case", sees_xiaoman, sensitive=True)
purposes.register("pictures", nobody, kinds=["picture"])
purposes.register("published", anyone)

PURPOSES_OF_TESTS = {"test", "child", "case", "pictures", "published"}
