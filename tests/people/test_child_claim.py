"""Claiming a child: one code, one person, once, in time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from cocare.core import clock
from cocare.core.models import AuditEvent
from cocare.people import claim_codes, services
from cocare.people.enums import Capacity, Relation
from cocare.people.errors import CodeUsed
from cocare.people.models import ClaimCode, Guardianship
from tests import factories as make

pytestmark = pytest.mark.django_db
CLAIM = "/people/children/claim/"


def code_for(child, by, relation=Relation.MOTHER):
    return services.issue_claim_code(actor=make.actor(by, Capacity.TEACHER), pupil=child, relation=relation)[1]


def claim(who, text, capacity=None):
    return make.client(who, capacity).post(CLAIM, {"code": text})


def sentence(answer):
    assert answer.status_code == 422
    (sentences,) = answer.context["form"].errors.values()
    (one,) = sentences
    return str(one)


@pytest.fixture
def newcomer(cast):
    return make.person("邱明月")


def test_a_right_code_makes_a_guardian_and_shows_the_child(cast, newcomer, heard):
    browser = make.client(newcomer)
    answer = browser.post(CLAIM, {"code": code_for(cast.xiaoman, cast.zhou_jing)})
    assert answer.status_code == 303
    assert "许小满" in browser.get(answer["Location"]).content.decode()
    link = Guardianship.objects.get(person=newcomer)
    assert (link.relation, link.since) == (Relation.MOTHER, clock.today())
    assert heard["authority"] == [newcomer.pk]
    assert AuditEvent.objects.get(verb="child.claim").subject_id == link.pk


def test_small_letters_spaces_and_misread_letters_do_not_matter(cast, newcomer):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    typed = f" {text.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert claim(newcomer, typed).status_code == 303


def test_whoever_claims_as_a_teacher_acts_as_a_guardian_then(cast):
    browser = make.client(cast.luo_ping, Capacity.TEACHER)
    answer = browser.post(CLAIM, {"code": code_for(cast.xiaoman, cast.zhou_jing)}, follow=True)
    assert answer.status_code == 200
    assert "许小满" in answer.content.decode()


def test_a_code_works_once(cast, newcomer):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    assert claim(newcomer, text).status_code == 303
    assert sentence(claim(cast.stranger, text)) == str(CodeUsed.text)
    assert not Guardianship.objects.filter(person=cast.stranger, pupil=cast.xiaoman).exists()


def test_expired_withdrawn_wrong_and_again(cast, newcomer):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    with clock.freeze(clock.now() + services.claims.VALID_FOR):
        expired = sentence(claim(newcomer, text))
    ClaimCode.objects.update(withdrawn_at=clock.now())
    withdrawn = sentence(claim(newcomer, text))
    wrong = sentence(claim(newcomer, claim_codes.generate()))
    again = sentence(claim(cast.lin_lan, code_for(cast.xiaoman, cast.zhou_jing)))
    assert len({expired, wrong, again}) == 3
    assert withdrawn == wrong
    assert ClaimCode.objects.filter(used_at=None, withdrawn_at=None).count() == 1


@pytest.mark.parametrize("text", ["", "ABC", "x" * 5000, "<b>K7QM</b>2XWD90TR", "K7QM-2XWD-90TR-5HB!", "\x00" * 16])
def test_what_is_no_code_gets_one_sentence_and_is_kept_in_the_field(cast, newcomer, text):
    answer = claim(newcomer, text)
    sentence(answer)
    assert "<b>K7QM" not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="child.claim_failed").exists()


def test_after_ten_wrong_codes_an_hour_of_rest_even_for_the_right_one(cast, newcomer):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    for _ in range(10):
        assert claim(newcomer, claim_codes.generate()).status_code == 422
    assert claim(newcomer, text).status_code == 429
    with clock.freeze(clock.now() + timedelta(hours=1, seconds=1)):
        assert claim(newcomer, text).status_code == 303


def test_a_fresh_code_does_not_wash_off_a_document_in_force(cast):
    Guardianship.objects.filter(person=cast.xu_heng).update(until=make.yesterday())
    answer = claim(cast.xu_heng, code_for(cast.xiaoman, cast.zhou_jing, Relation.FATHER))
    sentence(answer)
    assert ClaimCode.objects.get().used_at is None


def test_the_database_does_not_hold_the_code(cast):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    row = ClaimCode.objects.values().get()
    assert claim_codes.normalise(text) not in str(row)
    assert text not in str(row)
    assert len(claim_codes.normalise(text)) * 5 >= 64


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_leave_one_guardian(cast):
    text = code_for(cast.xiaoman, cast.zhou_jing)
    people = [make.person() for _ in range(4)]
    actors = [make.actor(person) for person in people]
    start, outcomes = threading.Barrier(len(actors)), []

    def run(actor):
        try:
            start.wait()
            services.claim_child(actor=actor, text=text)
            outcomes.append("claimed")
        except CodeUsed:
            outcomes.append("used")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["claimed", "used", "used", "used"]
    assert Guardianship.objects.filter(pupil=cast.xiaoman, person__in=people).count() == 1


def test_the_page_is_there_for_everyone_signed_in(cast):
    assert make.client(cast.jurors[0]).get(CLAIM).status_code == 200
    assert reverse("people:child.claim") == CLAIM
