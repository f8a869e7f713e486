import pytest

from cocare.channel.models import Conversation
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/channel/direct/"


def test_a_teacher_is_offered_families_and_colleagues(cast):
    page = make.client(cast.zhou_jing, "teacher").get(URL).content.decode()
    for name in ("林岚", "何苗", "王秀珍", "罗平", "邓之远", "陈守恩"):
        assert name in page, name
    for name in ("许恒", "江远", "唐朝晖", "彭蕴", "周静</b>"):
        assert name not in page, name


def test_a_guardian_is_offered_teachers_only(cast):
    page = make.client(cast.lin_lan).get(URL).content.decode()
    assert "周静" in page
    assert "罗平" in page
    assert "何苗" not in page
    assert "邓之远" not in page
    assert "罗平" not in make.client(cast.lin_lan).get(URL, {"q": "周"}).content.decode()


def test_others_are_told_why_there_is_nobody(cast):
    assert "还没有可以单独写信的人" in make.client(cast.court_officer).get(URL).content.decode()


def test_a_press_opens_the_one_conversation(cast):
    client = make.client(cast.zhou_jing, "teacher")
    first = client.post(URL, {"to": f"{cast.lin_lan.pk}:guardian"})
    assert first.status_code == 303
    assert client.post(URL, {"to": f"{cast.lin_lan.pk}:guardian"})["Location"] == first["Location"]
    assert Conversation.objects.filter(kind="direct").count() == 1
    assert "林岚" in client.get(first["Location"]).content.decode()
    assert "周老师" in make.client(cast.lin_lan).get(first["Location"]).content.decode()


WRONG = dict.fromkeys(["", "x", "x:y", ":", "x" * 100], 422)
NOT_ALLOWED = dict.fromkeys(["{he}:guardian", "{he}:", "{he}:pupil", "{me}:guardian"], 403)


@pytest.mark.parametrize(("to", "status"), [*WRONG.items(), *NOT_ALLOWED.items()])
def test_a_wrong_wish_is_refused_in_one_sentence(cast, to, status):
    client = make.client(cast.lin_lan)
    answer = client.post(URL, {"to": to.format(he=cast.he_miao.pk, me=cast.lin_lan.pk)})
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert Conversation.objects.filter(kind="direct").count() == 0
