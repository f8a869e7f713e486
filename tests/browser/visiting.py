"""A visitor over plain HTTP: signs in to the demo, follows links, and reads of each page what needs no browser."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.urls import Resolver404, resolve

from tests.architecture.test_pages import Inline

PATIENCE = 60
# Not pages: files, feeds, and what ends the session.
SKIPPED = re.compile(
    r"/(static|files|api|accounts/logout)/|\.(pdf|ics|csv|json|svg|webmanifest|js)(\?|$)|/(download|export)/"
)
# Addresses of one view that differ only in which object they show. One is not enough to see its states.
ADDRESSES_A_VIEW = 3


def view_of(address: str) -> str:
    """The name of the view that answers at an address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


class Content(Inline):
    """Collects from a page, beside what is inline: its kinds of element, links, headings and language."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.kinds: set[str] = set()
        self.links: list[str] = []
        self.headings = 0
        self.language = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attributes)
        given = dict(attributes)
        self.kinds.add(tag)
        self.kinds |= {f"{tag}.{name}" for name in (given.get("class") or "").split()}
        self.kinds |= {f"{tag}[{name}={given[name]}]" for name in ("type", "role") if given.get(name)}
        self.headings += tag == "h1"
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "a" and given.get("href") and "download" not in given:
            self.links.append(given["href"] or "")


@dataclass
class Page:
    """One answered page, as it came."""

    address: str
    view: str
    status: int
    policy: str
    content: Content

    def complaints(self, language: str) -> list[str]:
        """What is wrong with it, as far as that can be told without a browser."""
        wrong = []
        if self.status >= 400:
            wrong.append(f"answers {self.status}, linked from a page")
        if self.content.headings != 1:
            wrong.append(f"{self.content.headings} h1")
        if self.content.language.lower() not in {language, *({"zh-cn"} if language == "zh-hans" else ())}:
            wrong.append(f"is in {self.content.language!r}, not in {language}")
        if "script-src" not in self.policy or "unsafe" in self.policy:
            wrong.append(f"has the content security policy {self.policy!r}")
        wrong += [f"has {found}" for found in self.content.found]
        return [f"{self.view} ({self.address}): {what}" for what in wrong]


@dataclass
class Visitor:
    """Somebody's signed-in client of the server at `base`."""

    base: str
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    @property
    def cookies(self) -> list[dict[str, str]]:
        """Its cookies, for a browser to go on with."""
        return [{"name": one.name, "value": one.value or "", "url": self.base} for one in self.jar]

    def open(self, address: str, form: dict[str, str] | None = None) -> HTTPResponse:
        data = None
        if form is not None:
            token = next((one.value or "" for one in self.jar if one.name == "csrftoken"), "")
            data = urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        request = Request(urljoin(self.base, address), data, {"Referer": f"{self.base}/"})  # noqa: S310  # ours
        try:
            return self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            return refused  # type: ignore[return-value]  # it is an answer like any other

    def sign_in(self, phone: str) -> None:
        """The demo's one click."""
        self.open("/accounts/login/").read()
        answer = self.open("/demo/sign-in/", {"phone": phone})
        assert answer.status == 200, f"sign-in of {phone} answered {answer.status}"

    def speak(self, language: str) -> None:
        """Choose the language of the pages."""
        self.open("/display/").read()
        assert self.open("/display/save/", {"language": language}).status == 200

    def page(self, address: str) -> Page | None:
        """The page at an address; nothing when something else than a page is there."""
        with self.open(address) as answer:
            if "text/html" not in answer.headers.get("content-type", ""):
                return None
            content = Content(answer.read().decode())
            policy = answer.headers.get("content-security-policy", "")
            return Page(address, view_of(answer.url), answer.status, policy, content)

    def crawl(self, most: int = ADDRESSES_A_VIEW) -> Iterator[Page]:
        """Every page within reach of the links of the pages themselves, from home: `most` addresses of each view."""
        queue, known, visits = [f"{self.base}/"], {f"{self.base}/"}, Counter[str]()
        while queue:
            address = queue.pop(0)
            if visits[view_of(address)] >= most or (page := self.page(address)) is None:
                continue
            visits[view_of(address)] += 1
            yield page
            for link in page.content.links:
                target = urljoin(address, link).split("#")[0]
                if target.startswith(self.base) and target not in known and not SKIPPED.search(target):
                    known.add(target)
                    queue.append(target)
