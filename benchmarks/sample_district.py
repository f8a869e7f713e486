"""A district for measuring: 200 family conversations of five people each, everybody signed in."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from cocare.channel.models import Conversation
from cocare.core import clock
from cocare.people.enums import OrganisationKind, Relation, Role, Stage
from cocare.people.middleware import SESSION_CAPACITY
from cocare.people.models import (
    Account,
    District,
    Enrolment,
    Guardianship,
    Organisation,
    Person,
    Post,
    Pupil,
    SchoolClass,
)

ROOMS, GUARDIANS = 200, 4
MEMBERS = GUARDIANS + 1
SINCE = date(2020, 9, 1)


@dataclass
class People:
    """`cookies[i]` belongs to room i // MEMBERS; the last of each room's members is the teacher."""

    conversations: list[UUID]
    cookies: list[str]


def build() -> People:
    """Everything in bulk: a few seconds. Each room has a class of its own, so that its teacher sees that room alone."""
    district = District.objects.create(code="bench", name="量区")
    school = Organisation.objects.create(
        district=district, kind=OrganisationKind.SCHOOL, code="bench", name="量小学", short_name="量小学"
    )
    classes = SchoolClass.objects.bulk_create(
        SchoolClass(school=school, stage=Stage.PRIMARY, entry_year=clock.school_year() - 2, number=number)
        for number in range(1, ROOMS + 1)
    )
    pupils = Pupil.objects.bulk_create(Pupil(name="学生", born_on=date(2017, 5, 20)) for _ in classes)
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school_class=one, roll_no=1, since=SINCE)
        for pupil, one in zip(pupils, classes, strict=True)
    )
    people = Person.objects.bulk_create(Person(name=f"人{number}") for number in range(ROOMS * MEMBERS))
    rooms = [people[start : start + MEMBERS] for start in range(0, len(people), MEMBERS)]
    Guardianship.objects.bulk_create(
        Guardianship(pupil=pupil, person=person, relation=Relation.MOTHER, since=SINCE)
        for pupil, members in zip(pupils, rooms, strict=True)
        for person in members[:-1]
    )
    Post.objects.bulk_create(
        Post(person=members[-1], organisation=school, role=Role.SUBJECT_TEACHER, school_class=one, since=SINCE)
        for one, members in zip(classes, rooms, strict=True)
    )
    conversations = Conversation.objects.bulk_create(Conversation(kind="family", pupil=pupil) for pupil in pupils)
    return People([one.pk for one in conversations], sign_in(people))


def sign_in(people: list[Person]) -> list[str]:
    """A session for each person; the cookies in the same order."""
    accounts = [Account(phone=f"+86139{number:08d}", person=person) for number, person in enumerate(people)]
    for account in accounts:
        account.password = "!"  # no password opens it
    Account.objects.bulk_create(accounts)
    store, until = SessionStore(), clock.now() + timedelta(days=1)
    sessions = [
        Session(
            session_key=secrets.token_hex(16),
            expire_date=until,
            session_data=store.encode(
                {
                    auth.SESSION_KEY: str(account.pk),
                    auth.BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                    auth.HASH_SESSION_KEY: account.get_session_auth_hash(),
                    SESSION_CAPACITY: "teacher" if number % MEMBERS == GUARDIANS else "guardian",
                }
            ),
        )
        for number, account in enumerate(accounts)
    ]
    Session.objects.bulk_create(sessions)
    return [session.session_key for session in sessions]


GROW = """
INSERT INTO channel_message (id, conversation_id, seq, version, kind, author_id, author_capacity, author_name,
                             author_title, body, client_id, sent_at)
SELECT gen_random_uuid(), c.id, n, n, 'text', (SELECT id FROM people_person LIMIT 1), 'guardian', '人1', '',
       'message ' || n, gen_random_uuid(), now() - interval '1 day'
FROM channel_conversation c, generate_series(c.last_seq + 1, %(rows)s) n
WHERE c.id = ANY(%(ids)s)
"""


def fill_conversations(conversations: list[UUID], rows: int, *, told: bool = True) -> None:
    """Fill each conversation up to `rows` messages, of which its people have been `told` or not."""
    with connection.cursor() as cursor:
        cursor.execute(GROW, {"rows": rows, "ids": conversations})
        cursor.execute(
            "UPDATE channel_conversation SET last_seq = %s, version = %s,"
            " notified_seq = CASE WHEN %s THEN %s ELSE notified_seq END WHERE id = ANY(%s)",
            [rows, rows, told, rows, conversations],
        )
        cursor.execute("ANALYZE")
