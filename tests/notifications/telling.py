"""Notices for these tests."""

from cocare.notifications import services


def tell(person, count: int = 1, **facts) -> None:
    for number in range(count):
        services.notify(person_ids=[person.pk], kind="test.message", url="/channel/", params={"n": number}, **facts)
