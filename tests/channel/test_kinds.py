"""What a kind of conversation answers, and that a new one needs nothing but its own object."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from cocare.channel import membership, queries, rules, services
from cocare.channel.kinds import DIRECT, FAMILY, OWN_KINDS, SCHOOL_CLASS
from cocare.channel.models import Conversation
from cocare.channel.services.notifying import notify_waiting
from cocare.core import conversation_kinds
from cocare.core.access import Actor, visible
from cocare.core.conversation_kinds import AnchoredKind, ConversationKind
from cocare.notifications.models import Notification
from cocare.people.enums import Capacity
from cocare.people.models import Person, Pupil
from tests import factories as make

from .sending import send
from .staff_room import StaffRoom

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_room(cast):
    """The kind while it is known, and the conversation of the cast's school."""
    conversation_kinds.register(StaffRoom())
    services.open_missing_conversations()
    yield Conversation.objects.get(kind=StaffRoom.value, anchor_id=cast.school.pk)
    if StaffRoom.value in {kind.value for kind in conversation_kinds.all_kinds()}:
        conversation_kinds.unregister(StaffRoom.value)


def page(who, url, capacity="teacher"):
    return make.client(who, capacity).get(url)


def notified() -> set[str]:
    return {row.person.name for row in Notification.objects.select_related("person")}


def test_a_new_kind_is_listed_opened_written_to_told_and_searched(cast, staff_room):
    url = f"/channel/{staff_room.pk}/"
    title = f"{cast.school.short_name}教研室"
    assert title in page(cast.zhou_jing, "/channel/").content.decode()
    assert title in page(cast.zhou_jing, "/channel/?q=教研").content.decode()
    shown = page(cast.zhou_jing, url).content.decode()
    for words in (title, "A word to the colleagues", "Among colleagues", "Families do not read here.", "colleagues"):
        assert words in shown, words
    data = {"client_id": str(uuid.uuid4()), "body": "周三集体备课"}
    sent = make.client(cast.zhou_jing, "teacher").post(f"{url}send/", data)
    assert sent.status_code == 303, sent.content.decode()
    assert "周三集体备课" in page(cast.luo_ping, url).content.decode()
    assert [item.title for item in queries.today(make.actor(cast.luo_ping))] == [title]
    notify_waiting()
    assert notified() >= {"罗平", cast.principal.name}
    assert "林岚" not in notified()
    assert [hit.title for hit in queries.search(make.actor(cast.luo_ping), "备课")] == [title]
    listed = make.client(cast.luo_ping, "teacher").get("/api/v1/conversations").json()["items"]
    assert (listed[0]["kind"], listed[0]["title"], listed[0]["child"]) == ("staff_room", title, None)


def test_its_rules_are_part_of_the_rules_of_all(cast, staff_room):
    url = f"/channel/{staff_room.pk}/"
    assert page(cast.lin_lan, url, "guardian").status_code == 404
    assert page(cast.former_teacher, url).status_code == 404
    principal = make.client(cast.principal, "principal")
    assert principal.get(url).status_code == 200
    data = {"client_id": str(uuid.uuid4()), "body": "通知"}
    assert principal.post(f"{url}send/", data).status_code == 403
    actors = [Actor(None, person.pk, str(capacity)) for person in Person.objects.all() for capacity in Capacity]
    rows = Conversation.objects.filter(pk=staff_room.pk)
    by_the_rules = {(who.person_id, who.capacity) for who in actors if visible(rows, who, rules.member).exists()}
    assert membership.members(staff_room) == by_the_rules


def test_who_has_read_is_nobodys_business_unless_the_kind_says_so(
    cast, staff_room, frames, django_capture_on_commit_callbacks
):
    send(cast.zhou_jing, staff_room)
    staff_room.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_read(actor=make.actor(cast.luo_ping), conversation=staff_room, through=1)
    assert {frame.topic for frame in frames if frame.what == "conversation.read"} == set()
    assert 'data-state="sent"' in page(cast.zhou_jing, f"/channel/{staff_room.pk}/").content.decode()
    assert not ConversationKind.shares_read_marks
    assert {kind.value for kind in conversation_kinds.all_kinds() if kind.shares_read_marks} == {"direct", "family"}


def test_taken_away_again_nothing_else_knew_of_it(cast, staff_room, thread):
    send(cast.zhou_jing, staff_room, "周三集体备课")
    send(cast.lin_lan, thread, "老师好")
    conversation_kinds.unregister(StaffRoom.value)
    listed = page(cast.zhou_jing, "/channel/")
    assert listed.status_code == 200 and "教研室" not in listed.content.decode()
    assert page(cast.zhou_jing, f"/channel/{staff_room.pk}/").status_code == 404
    assert queries.search(make.actor(cast.luo_ping), "备课") == []
    assert notify_waiting() == 1
    assert queries.unread_total(make.actor(cast.luo_ping)) == 1


def test_a_kind_that_fails_keeps_no_other_from_being_told(cast, staff_room, thread, room, monkeypatch):
    def fail(self, anchors):
        raise RuntimeError("broken kind")

    for conversation in (staff_room, thread, room):
        send(cast.zhou_jing, conversation)
    with monkeypatch.context() as broken:
        broken.setattr(StaffRoom, "members_of", fail)
        with pytest.raises(RuntimeError, match="broken kind"):
            notify_waiting()
    assert Conversation.objects.get(pk=staff_room.pk).notified_seq == 0
    for told in (thread, room):
        assert Conversation.objects.get(pk=told.pk).notified_seq == 1
    assert "林岚" in notified()
    assert notify_waiting() == 1, "mended, it goes on where it was"


def test_each_kind_answers_every_question(cast, thread, room):
    talk = services.start_direct(actor=make.actor(cast.lin_lan), person_id=cast.zhou_jing.pk, capacity="teacher")
    assert {kind.value for kind in OWN_KINDS} == {kind.value for kind in conversation_kinds.all_kinds()}
    for conversation, reader in ((thread, cast.lin_lan), (room, cast.lin_lan), (talk, cast.lin_lan)):
        kind, actor = conversation_kinds.kind_of(conversation), make.actor(reader)
        anchor = kind.load_anchors([conversation])[conversation.pk]
        members = membership.members(conversation)
        assert kind.title(anchor, actor) and kind.subtitle(anchor, actor, members)
        assert kind.placeholder and kind.agreement_title and all(kind.agreement)
        assert {field: getattr(conversation, field) for field in kind.columns(anchor)} == kind.columns(anchor)
        assert kind.answered_in == "" or kind.answered_in_note
        found = Conversation.objects.filter(
            kind.matching(Conversation.objects.all(), actor, kind.title(anchor, actor)[:1])
        )
        assert conversation in found
        assert len(kind.value) <= Conversation._meta.get_field("kind").max_length


def test_a_kind_with_a_gap_is_refused_when_it_is_made_or_registered():
    class Speechless(AnchoredKind[Pupil]):
        value = "speechless"

    with pytest.raises(TypeError, match=r"members_of.*subtitle.*title"):
        Speechless()

    class Rude(StaffRoom):
        value, agreement = "rude", ()

    class Open(StaffRoom):
        value, sees_anchor = "open", None

    for kind, missing in ((Rude(), "agreement"), (Open(), "sees_anchor")):
        with pytest.raises(ImproperlyConfigured, match=missing):
            conversation_kinds.register(kind)


def test_a_conversation_hangs_on_one_thing_and_a_thing_has_one_of_a_kind(cast, thread):
    for columns in ({}, {"pupil": cast.xiaoman, "school_class": cast.class_2}, {"pupil": cast.yuze, "pair": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.create(kind=FAMILY.value, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(kind=FAMILY.value, pupil=cast.xiaoman)
    assert make.child_thread(cast.xiaoman) == thread
    assert Conversation.objects.create(kind="another", pupil=cast.xiaoman).pk


def test_conversations_open_when_the_relation_begins(cast):
    assert services.open_missing_conversations() == Conversation.objects.count() > 0
    assert services.open_missing_conversations() == 0
    child = make.pupil("新同学", cast.class_2)
    assert services.open_missing_conversations() == 1
    assert visible(Conversation, make.actor(cast.zhou_jing), rules.member).filter(pupil=child).exists()
    kinds = set(Conversation.objects.values_list("kind", flat=True))
    assert kinds == {FAMILY.value, SCHOOL_CLASS.value}, f"a {DIRECT.value} conversation is begun by somebody"
