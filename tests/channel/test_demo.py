from collections import Counter

import pytest
from django.db.models import Count, F, Max

from cocare.channel import demo, queries
from cocare.channel.kinds import DIRECT, FAMILY, SCHOOL_CLASS
from cocare.channel.models import Conversation, Message, ReadMark
from cocare.channel.seeding.texts import DIALOGUES
from cocare.core import clock, planner_statistics
from cocare.core.access import visible
from cocare.files import rules as file_rules
from cocare.files.models import File
from cocare.people import demo as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    district = people.build(clock.now())
    demo.seed(district)
    planner_statistics.refresh_planner_statistics()
    return district


def test_the_district_talks(district):
    kinds = Counter(Conversation.objects.values_list("kind", flat=True))
    assert kinds[SCHOOL_CLASS.value] == len(district.classes)
    assert kinds[FAMILY.value] > 100
    assert kinds[DIRECT.value] == 1
    assert not Message.objects.filter(sent_at__gt=district.now).exists()
    numbered = Message.objects.values("conversation").annotate(
        n=Count("pk"), top=Max("seq"), head=F("conversation__last_seq")
    )
    assert all(row["n"] == row["top"] == row["head"] for row in numbered)


def test_the_class_has_a_picture_to_look_at(district):
    mother = district.actor(district.person("19900000001"), "guardian")
    [file] = visible(File, mother, file_rules.sees_file)
    assert file.is_picture
    assert not visible(File, district.actor(district.person("19900000016"), "guardian"), file_rules.sees_file).exists()


def test_every_dialogue_is_had(district):
    openings = [steps[0][2].split("{child}")[0] for steps in DIALOGUES.values()]
    for opening in filter(None, openings):
        assert Message.objects.filter(body__startswith=opening).exists(), opening


def test_the_demo_people_find_something(district):
    mother = district.actor(district.person("19900000001"), "guardian")
    waiting = [item.title for item in queries.today(mother)]
    assert "许小满" in waiting
    carer = district.actor(district.person("19900000002"), "caregiver")
    assert queries.search(carer, "说了算")
    restricted = district.actor(district.person("19900000016"), "guardian")
    assert not queries.conversations(restricted).exists()
    assert ReadMark.objects.filter(through__gt=F("conversation__last_seq")).count() == 0
