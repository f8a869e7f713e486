"""The pages of people in a real browser: every state, both languages, dark, large; a slip becomes a family."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from cocare.core import audit, clock
from cocare.people.enums import Capacity, RestrictionScope
from cocare.people.models import Guardianship, GuardianshipChange
from tests import factories as make
from tests.browser.looking import keep_pictures, look

pytestmark = pytest.mark.browser
THEMES = {"zh-hans": "light", "en": "dark"}
LONG = "欧阳慕容上官诸葛东方独孤令狐"


def enter(page, server, who, capacity=None, language="zh-hans"):
    """Sign the page in as a person in a capacity, reading in a language."""
    key = make.client(who, capacity).cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: key, settings.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in cookies.items()])


@pytest.fixture
def crowded(cast):
    """Long names, several guardians, documents in every state, an open slip: what strains a page."""
    cast.yuze.name = LONG
    cast.yuze.save()
    make.guardian(cast.yuze, LONG)
    father = make.guardian(cast.yuze, "何远")
    make.restrict(father, cast.yuze, RestrictionScope.ALL)
    link = Guardianship.objects.get(person=cast.he_miao)
    for state in ("submitted", "verified", "effective", "archived"):
        GuardianshipChange.objects.create(
            guardianship=link,
            kind="protection_order",
            scope="all",
            document_no="(2026)澜民保令123456789号",
            state=state,
            until=clock.today() + timedelta(days=90),
            submitted_by=cast.principal,
        )
    audit.record(make.actor(cast.zhou_jing), "enrolment.change", cast.yuze, before=str(cast.yuze.pk), after="x" * 60)
    return cast


def pages(cast):
    """(who, capacity, address) of every page, the busiest object each."""
    mother, child = Guardianship.objects.get(person=cast.he_miao), cast.yuze.pk
    father = Guardianship.objects.get(person__name="何远")
    return [
        (cast.zhou_jing, Capacity.TEACHER, reverse("people:profile.show")),
        (cast.he_miao, None, reverse("people:child.list")),
        (cast.xu_heng, None, reverse("people:child.list")),
        (cast.he_miao, None, reverse("people:child.claim")),
        (cast.he_miao, None, reverse("people:child.show", args=[child])),
        (cast.he_miao, None, reverse("people:entrusted_care.create", args=[child])),
        (cast.he_miao, None, reverse("people:class.show", args=[cast.class_2.pk])),
        (cast.luo_ping, None, reverse("people:class.list")),
        (cast.principal, None, reverse("people:class.show", args=[cast.class_2.pk])),
        (cast.principal, None, reverse("people:claim_code.issue", args=[child])),
        (cast.principal, None, reverse("people:pupil.show", args=[child])),
        (cast.principal, None, reverse("people:guardianship.end", args=[mother.pk])),
        (cast.principal, None, reverse("people:guardianship_change.create", args=[mother.pk])),
        (cast.principal, None, reverse("people:restriction.lift", args=[father.restrictions.get().pk])),
        (cast.principal, None, reverse("people:enrolment.change", args=[child])),
        (cast.principal, None, reverse("people:enrolment.end", args=[child])),
        (cast.principal, None, reverse("people:post.list")),
        (cast.principal, None, reverse("people:post.create", args=[cast.school.pk])),
        (cast.administrator, None, reverse("people:organisation.list")),
        (cast.administrator, None, reverse("people:person.list")),
        (cast.administrator, None, reverse("people:person.list") + "?q=nobody"),
        (cast.administrator, None, reverse("people:person.show", args=[cast.luo_ping.pk])),
        (cast.auditor, None, reverse("people:audit.list")),
        (cast.auditor, None, reverse("people:audit.list") + "?about=x&since=y"),
    ]


@pytest.mark.parametrize("language", THEMES)
def test_every_page_is_sound(language, asgi_server, crowded, open_page, axe):
    page, wrong = open_page(), []
    for number, (who, capacity, address) in enumerate(pages(crowded)):
        enter(page, asgi_server, who, capacity, language)
        page.goto(asgi_server.url + address)
        name = f"{number:02d}.{address.split('/')[2]}"
        wrong += look(page, name, axe, [THEMES[language]])
        if os.environ.get("PICTURES"):
            keep_pictures(page, "people", name, language)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("who", "route", "button"),
    [
        ("lin_lan", "people:child.claim", ".btn--main"),
        ("he_miao", "people:entrusted_care.create", ".btn--main"),
        ("principal", "people:guardianship_change.create", ".btn--main"),
        ("principal", "people:post.create", ".btn--main"),
        ("principal", "people:claim_code.issue", ".btn--main"),
    ],
)
def test_refusals_and_slips_are_sound_too(who, route, button, asgi_server, cast, open_page, axe):
    keys = {
        "people:entrusted_care.create": cast.yuze,
        "people:claim_code.issue": cast.yuze,
        "people:post.create": cast.school,
        "people:guardianship_change.create": Guardianship.objects.get(person=cast.he_miao),
    }
    page = open_page()
    enter(page, asgi_server, getattr(cast, who))
    page.goto(asgi_server.url + reverse(route, args=[keys[route].pk] if route in keys else []))
    page.locator(f"main form {button}").click()
    if route == "people:claim_code.issue":
        expect(page.locator("#code")).to_be_visible()
    else:
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert not look(page, route, axe)


def test_a_slip_becomes_a_family_on_a_phone(asgi_server, cast, phone_page, open_page):
    desk = open_page()
    enter(desk, asgi_server, cast.zhou_jing, Capacity.TEACHER)
    desk.goto(asgi_server.url + reverse("people:class.show", args=[cast.class_2.pk]))
    desk.locator(f"#pupil-{cast.yuze.pk} a.btn").click()
    desk.locator("main form .btn--main").click()
    code = desk.locator("#code").inner_text()
    enter(phone_page, asgi_server, make.person("何远"))
    phone_page.goto(asgi_server.url + reverse("people:child.list"))
    phone_page.locator(".empty .btn").click()
    phone_page.locator("[name=code]").fill(code.lower().replace("-", ""))
    phone_page.locator("main form .btn--main").click()
    expect(phone_page.locator("h1")).to_have_text("何雨泽")
    expect(phone_page.locator("main")).to_contain_text("周静")
    expect(phone_page.locator("main")).to_contain_text("何苗")


def test_the_capacity_is_switched_by_keyboard(asgi_server, cast, desktop_page):
    enter(desktop_page, asgi_server, cast.zhou_jing, Capacity.GUARDIAN)
    desktop_page.goto(asgi_server.url + reverse("people:profile.show"))
    desktop_page.locator("button[aria-pressed=false]").focus()
    desktop_page.keyboard.press("Enter")
    desktop_page.wait_for_url(asgi_server.url + "/")
    desktop_page.goto(asgi_server.url + reverse("people:class.list"))
    expect(desktop_page.locator("main")).to_contain_text("三年级2班")
