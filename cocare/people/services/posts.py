"""Posts: who works where, from a day to a day."""

from datetime import date

from django.db import IntegrityError, transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.validity_period import in_force

from ..enums import Role
from ..errors import AlreadyDone, BeforeFirstDay, HeadTeacherExists, OwnMatter
from ..models import Organisation, Person, Post, SchoolClass
from .announcing import announce_authority_changed, announce_reach_changed_by_post
from .dated_rows import end_at_once, is_over


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
    """Give a person a post. Return the same post where they hold it already.

    Raise OwnMatter for the actor's own person, BeforeFirstDay, HeadTeacherExists.
    """
    if person.pk == actor.person_id:
        raise OwnMatter
    if until is not None and until < since:
        raise BeforeFirstDay.at("until")
    Person.objects.select_for_update().get(pk=person.pk)
    facts = {
        "person": person,
        "organisation": organisation,
        "role": role,
        "school_class": school_class,
        "subject": subject,
    }
    same = Post.objects.filter(in_force(), **facts).first()
    if same is not None:
        return same
    try:
        with transaction.atomic():
            post = Post.objects.create(since=since, until=until, **facts)
    except IntegrityError as error:
        if role != Role.HEAD_TEACHER:
            raise
        raise HeadTeacherExists.at("school_class") from error
    audit.record(actor, "post.start", post, person=str(person.pk), role=role, since=str(since), until=str(until or ""))
    announce_authority_changed(person.pk)
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Post) -> Post:
    """End a post at once; one that began today or later goes altogether, the audit trail keeps it.

    Raise AlreadyDone when it has ended, OwnMatter for the actor's own.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.person_id == actor.person_id:
        raise OwnMatter
    if is_over(post):
        raise AlreadyDone
    audit.record(actor, "post.end", post, person=str(post.person_id), role=post.role, since=str(post.since))
    if post.since >= clock.today():
        post.delete()
    else:
        end_at_once(post)
    announce_authority_changed(post.person_id)
    announce_reach_changed_by_post(post)
    return post
