import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db

SEARCH = reverse("web:search.show")


@pytest.mark.parametrize("words", ["", " ", "字", "长" * 61])
def test_what_cannot_be_searched_is_said_beside_the_field(cast, words):
    answer = make.client(cast.lin_lan).get(SEARCH, {"q": words})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_html_in_the_words_is_shown_as_words(cast):
    page = make.client(cast.lin_lan).get(SEARCH, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_restricted_guardian_finds_nothing_about_the_child(cast):
    page = make.client(cast.xu_heng).get(SEARCH, {"q": cast.xiaoman.name}).content.decode()
    assert 'class="row"' not in page
