"""Organisations and who holds which post there."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from cocare.core import clock
from cocare.core.access import Actor, Rule, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..models import Organisation, Person, Post


def posts(actor: Actor, text: str = "", organisation: UUID | None = None) -> QuerySet[Post]:
    """Return posts that hold or are to come, for who manages them; `may_end` where the actor may end one."""
    rows = visible(Post, actor, rules.sees_post).filter(Q(until=None) | Q(until__gte=clock.today()))
    if text:
        rows = rows.filter(person__name__icontains=text)
    if organisation:
        rows = rows.filter(organisation=organisation)
    may_end = Case(When(rules.ends_post.condition(actor), then=~Q(person=actor.acting_person_id)), default=False)
    return (
        rows.annotate(may_end=may_end)
        .select_related("person", "organisation", "school_class")
        .order_by("organisation__code", "role", "person__name", "pk")
    )


def posts_of(person: Person) -> QuerySet[Post]:
    """Return all posts of a person, the present ones first."""
    return person.posts.select_related("organisation", "school_class").order_by(
        Case(When(in_force(), then=0), default=1), "-since", "pk"
    )


def organisations(actor: Actor, rule: Rule) -> QuerySet[Organisation]:
    """Return the organisations that a rule gives the actor, each with its education group."""
    return visible(Organisation, actor, rule).select_related("group").order_by("code", "pk")
