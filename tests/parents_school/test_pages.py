"""The pages that a crawl can't tell apart, as people see them: phone and desktop, both languages, dark, huge text."""

import pytest
from django.urls import reverse

from cocare.people.models import Account
from parents_school.enums import CourseState
from tests import factories as make
from tests.browser.looking import look

from . import building, sample_videos

pytestmark = pytest.mark.browser

LOOKS = (("zh-hans", "light", "normal"), ("en", "dark", "huge"))


@pytest.fixture
def pages(cast) -> dict[str, list[str]]:
    """Addresses by the person who opens them."""
    course = building.course(title="和孩子说话之前先停一停看一看再回应", author=cast.team_member)
    building.text_lesson(course)
    sample_videos.video_lesson(course, 2)
    building.quiz_lesson(course)
    building.joined(course, cast.lin_lan)
    certificate = building.certificate(cast.lin_lan, building.full_course())
    draft = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    quiz = draft.lessons.get(kind="quiz")

    def address(name, *args):
        return reverse(f"parents_school:{name}", args=args)

    return {
        "lin_lan": [
            address("course.list"),
            address("course.list") + "?q=没有",
            address("course.show", course.pk),
            *(address("lesson.show", lesson.pk) for lesson in course.lessons.all()),
            address("certificate.show", certificate.pk),
            address("verification.show", certificate.code),
            address("verification.find") + "?code=x",
        ],
        "team_member": [
            address("authoring.show", draft.pk),
            address("course.create"),
            *(address("lesson.edit", lesson.pk) for lesson in draft.lessons.all()),
            address("question.edit", quiz.questions.first().pk),
        ],
    }


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS, ids=str)
def test_they_are_sound(asgi_server, open_page, axe, cast, pages, language, theme, size):
    page = open_page(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    wrong = []
    for name, addresses in pages.items():
        who = getattr(cast, name)
        cookie = make.client(who).cookies["sessionid"].value
        Account.objects.filter(person=who).update(language=language, theme=theme, text_size=size)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": asgi_server.url}])
        for address in addresses:
            page.goto(asgi_server.url + address)
            wrong += look(page, address, axe, [theme])
    assert not wrong, "\n".join(wrong)


def test_a_certificate_prints_on_one_landscape_page(asgi_server, open_page, cast):
    certificate = building.certificate(cast.lin_lan, building.full_course())
    page = open_page(viewport={"width": 1440, "height": 900})
    cookie = make.client(cast.lin_lan).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": asgi_server.url}])
    page.goto(asgi_server.url + reverse("parents_school:certificate.show", args=[certificate.pk]))
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") == 1 or printed.count(b"/Type /Page ") == 1
    assert b"/MediaBox [0 0 841.9" in printed or b"/MediaBox [0 0 842" in printed
