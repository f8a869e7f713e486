"""The people of a run, and who may see and write what: told by who was made what, not by the product's rules.

`build(clients)` answers a plain dict for the clients, the chaos and the checker:

    clients        [{person, account, capacity, cookie}]; a head teacher has two devices
    conversations  {id: kind}
    sees, posts    {person: [conversation, …]}
    changes        what will be taken from whom: [{kind, row, person, cookie, loses: [[person, [conversation], told]]}]
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from cocare.channel.models import Conversation, Participant
from cocare.core import clock
from cocare.people.enums import Relation, Role
from cocare.people.middleware import SESSION_CAPACITY
from cocare.people.models import Account, Guardianship, Person, Post, Pupil, SchoolClass
from tests import factories as make

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Population:
    clients: list[dict[str, str]] = field(default_factory=list)
    conversations: dict[str, str] = field(default_factory=dict)
    sees: dict[str, set[str]] = field(default_factory=dict)
    posts: dict[str, set[str]] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    def client(self, who: Person, capacity: str) -> dict[str, str]:
        """One more device of that person, signed in."""
        account = make.account(who)
        data = {
            auth.SESSION_KEY: str(account.pk),
            auth.BACKEND_SESSION_KEY: BACKEND,
            auth.HASH_SESSION_KEY: account.get_session_auth_hash(),
            SESSION_CAPACITY: capacity,
        }
        key, until = secrets.token_hex(16), clock.now() + timedelta(days=1)
        self.sessions.append(Session(session_key=key, expire_date=until, session_data=SessionStore().encode(data)))
        made = {"person": str(who.pk), "account": str(account.pk), "capacity": capacity, "cookie": key}
        self.clients.append(made)
        return made

    def room(self, conversation: Conversation, seen_by: list[Person], written_by: list[Person]) -> str:
        key = str(conversation.pk)
        self.conversations[key] = conversation.kind
        for people, rights in ((seen_by, self.sees), (written_by, self.posts)):
            for person in people:
                rights.setdefault(str(person.pk), set()).add(key)
        return key

    def out(self) -> dict[str, Any]:
        return {
            "clients": self.clients,
            "conversations": self.conversations,
            "sees": {person: sorted(found) for person, found in self.sees.items()},
            "posts": {person: sorted(found) for person, found in self.posts.items()},
            "changes": self.changes,
        }


@dataclass
class Child:
    pupil: Pupil
    mother: Person
    father: Person
    carer: Person | None
    thread: str = ""
    direct: str = ""

    @property
    def family(self) -> list[Person]:
        return [person for person in (self.mother, self.father, self.carer) if person]


@transaction.atomic
def build(clients: int) -> dict[str, Any]:
    """About so many clients: classes of ten children, or of four in a small population."""
    children = 10 if clients > 60 else 4
    population = Population()
    school, shared = make.organisation(), None
    for number in range(max(1, round(clients / (2 * children + 3.5)))):
        room = make.school_class(school)
        if number % 2 == 0 or shared is None:
            shared = make.person()
            population.client(shared, "teacher")
        make.teacher(room, who=shared)
        furnish(population, room, shared, children, ends_post=number % 2 == 0)
    Session.objects.bulk_create(population.sessions)
    return population.out()


def furnish(population: Population, room: SchoolClass, shared: Person, children: int, *, ends_post: bool) -> None:
    """A class with its families and teachers, their conversations, and what will be taken from some of them."""
    head = make.teacher(room, role=Role.HEAD_TEACHER)
    population.client(head, "teacher")
    second = population.client(head, "teacher")
    found = [child(population, room, with_carer=number == 0) for number in range(children)]
    family = [person for one in found for person in one.family]
    whole = population.room(
        Conversation.objects.create(kind="class", school_class=room), [*family, head, shared], [head, shared]
    )
    for one in found:
        everyone = [*one.family, head, shared]
        one.thread = population.room(Conversation.objects.create(kind="family", pupil=one.pupil), everyone, everyone)
        one.direct = direct(population, one.mother, head)
    if ends_post:
        post = Post.objects.get(person=shared, school_class=room)
        threads = [whole, *(one.thread for one in found)]
        change(population, "post", post.pk, shared, [[str(shared.pk), threads, True]])
    restrict(population, found[0], head, whole)
    father = make.account(found[1].father)
    change(population, "account", father.pk, found[1].father, [])
    session(population, found[2].father)
    session(population, head, second["cookie"])


def child(population: Population, room: SchoolClass, *, with_carer: bool) -> Child:
    pupil = make.pupil("", room)
    mother, father = make.guardian(pupil), make.guardian(pupil, relation=Relation.FATHER)
    carer = make.caregiver(pupil, mother) if with_carer else None
    for person in (mother, father):
        population.client(person, "guardian")
    if carer:
        population.client(carer, "caregiver")
    return Child(pupil, mother, father, carer)


def direct(population: Population, mother: Person, head: Person) -> str:
    two = [(mother, "guardian"), (head, "teacher")]
    made = Conversation.objects.create(
        kind="direct", pair="|".join(sorted(f"{person.pk}:{capacity}" for person, capacity in two))
    )
    Participant.objects.bulk_create(
        Participant(conversation=made, person=person, capacity=capacity) for person, capacity in two
    )
    return population.room(made, [mother, head], [mother, head])


def change(population: Population, kind: str, row: Any, person: Person, loses: list[Any], cookie: str = "") -> None:
    made = {"kind": kind, "row": str(row), "person": str(person.pk), "loses": loses, "cookie": cookie}
    population.changes.append(made)


def restrict(population: Population, one: Child, head: Person, whole: str) -> None:
    """A court takes the mother's part; whom she entrusted the child to goes with her. Nobody tells the teacher, who
    may therefore see the conversation of the two for a minute more."""
    link = Guardianship.objects.get(person=one.mother, pupil=one.pupil)
    loses = [[str(one.mother.pk), [one.thread, whole, one.direct], True], [str(head.pk), [one.direct], False]]
    if one.carer:
        loses.append([str(one.carer.pk), [one.thread, whole], True])
    change(population, "restriction", link.pk, one.mother, loses)


def session(population: Population, who: Person, cookie: str = "") -> None:
    """One of a person's sessions will be ended."""
    account = Account.objects.get(person=who)
    cookie = cookie or next(one["cookie"] for one in population.clients if one["person"] == str(who.pk))
    row = UserSession.objects.create(user=account, session_key=cookie, ip="127.0.0.1", user_agent="torture")
    change(population, "session", row.pk, who, [], cookie)
