"""How many people are in a conversation, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core.conversation_kinds import Member
from cocare.people.enums import FAMILY, Capacity


def teachers(members: set[Member]) -> str:
    """Return "2 teachers"."""
    count = len({person for person, capacity in members if capacity == Capacity.TEACHER})
    return ngettext("%(count)d teacher", "%(count)d teachers", count) % {"count": count}


def families_and_teachers(members: set[Member]) -> str:
    """Return "3 family members, 2 teachers"."""
    count = len({person for person, capacity in members if capacity in FAMILY})
    families = ngettext("%(count)d family member", "%(count)d family members", count) % {"count": count}
    return _("%(families)s, %(teachers)s") % {"families": families, "teachers": teachers(members)}
