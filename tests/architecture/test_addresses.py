"""Every address stands below its app's namespace and is named after what it does."""

import re

from tests.architecture.routes import Route, our_routes

NAME = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*\.[a-z][a-z_]*")


def named_by_others(route: Route) -> bool:
    """Whether django-allauth or django-ninja say how an address of ours is called."""
    return route.namespace == "api" or route.urlconf == "cocare.web.sign_in_urls"


def ours() -> list[Route]:
    return [route for route in our_routes() if not named_by_others(route)]


def test_addresses_are_named_by_noun_and_verb():
    assert [route.name for route in ours() if not NAME.fullmatch(route.name)] == []


def test_a_view_has_the_name_of_its_address():
    wrong = []
    for route in ours():
        view = route.view.rpartition(".")[2]
        if route.name.rpartition(":")[2].replace(".", "_") != view:
            wrong.append(f"{route.name} is answered by {view}")
    assert not wrong
