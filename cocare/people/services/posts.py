"""Posts: who works where, from a day to a day."""

from datetime import date

from django.db import IntegrityError, transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.validity_period import in_force

from ..enums import Role
from ..errors import HeadTeacherThere, NoLonger, OwnMatter, TooEarly
from ..models import Organisation, Person, Post, SchoolClass
from .dates import is_over, stop, tell
from .reach import tell_around


@transaction.atomic
def start_post(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    role: str,
    since: date,
    until: date | None = None,
    school_class: SchoolClass | None = None,
    subject: str = "",
) -> Post:
    """Give a person a post. The same post that holds already is answered as it is.

    Raises OwnMatter for the actor's own person, TooEarly, HeadTeacherThere.
    """
    if person.pk == actor.person_id:
        raise OwnMatter
    if until is not None and until < since:
        raise TooEarly(fields={"until": [str(TooEarly.text)]})
    Person.objects.select_for_update().get(pk=person.pk)
    what = {
        "person": person,
        "organisation": organisation,
        "role": role,
        "school_class": school_class,
        "subject": subject,
    }
    there = Post.objects.filter(in_force(), **what).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            post = Post.objects.create(since=since, until=until, **what)
    except IntegrityError as error:
        if role != Role.HEAD_TEACHER:
            raise
        raise HeadTeacherThere(fields={"school_class": [str(HeadTeacherThere.text)]}) from error
    audit.record(actor, "post.start", post, person=str(person.pk), role=role, since=str(since), until=str(until or ""))
    tell(person.pk)
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Post) -> Post:
    """End a post at once; one that began today or later goes altogether, the audit trail keeps it.

    Raises NoLonger when it has ended, OwnMatter for the actor's own.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.person_id == actor.person_id:
        raise OwnMatter
    if is_over(post):
        raise NoLonger
    audit.record(actor, "post.end", post, person=str(post.person_id), role=post.role, since=str(post.since))
    if post.since >= clock.today():
        post.delete()
    else:
        stop(post)
    tell(post.person_id)
    tell_around(post)
    return post
