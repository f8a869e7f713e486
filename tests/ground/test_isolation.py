"""No test sees another's traces: these come in pairs, one that leaves some and one that looks for them."""

import pytest
from django.contrib.auth.models import Permission

from cocare.core import clock
from cocare.core.models import CalendarDay
from cocare.people.models import Person, Post

pytestmark = pytest.mark.django_db
commits = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("time", ["first", "second"])
def test_who_changes_the_cast_changes_it_for_itself(cast, time):
    assert cast.lin_lan.name == Person.objects.get(pk=cast.lin_lan.pk).name == "林岚"
    assert cast.zhou_jing.name == "周静"
    cast.lin_lan.name = "somebody else"
    cast.lin_lan.save()
    cast.zhou_jing.name = "never saved"
    Post.objects.all().delete()


def test_who_asks_for_no_cast_finds_an_empty_house():
    assert not Person.objects.exists()


@pytest.fixture
def in_spring():
    with clock.freeze(clock.now().replace(month=3, day=5)):
        yield clock.today()


def test_on_another_day_the_cast_is_of_that_day(in_spring, cast):
    assert Post.objects.get(person=cast.former_teacher).until < in_spring
    assert Person.objects.filter(name="林岚").count() == 1


@commits
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_is_committed_is_gone_and_what_migrations_brought_is_back(transactional_db, time):
    assert not Person.objects.exists()
    assert CalendarDay.objects.exists()
    assert Permission.objects.exists()
    Person.objects.create(name="林岚")
    CalendarDay.objects.all().delete()
    Permission.objects.update(name="changed")


@commits
def test_permissions_have_their_names_again(transactional_db):
    assert not Permission.objects.filter(name="changed").exists()


@commits
def test_a_server_starts_with_an_empty_memory_and_log(asgi_server):
    first = asgi_server.lives.ids[asgi_server.port]
    asgi_server.restart()
    assert asgi_server.lives.ids[asgi_server.port] != first
    assert asgi_server.log.read_text() == ""
