"""Every rule of every app, found in its rules.py: compiled once it lets the same rows through as the rule itself."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, MultipleObjectsReturned
from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from cocare.core.access import NOBODY, Rule, visible
from cocare.core.access.bulk import visible_keys
from tests.access import WALKERS, actor_of, of_every_app
from tests.cast import assemble

# Its tests stand in one transaction of the module's own (tests/conftest.py).
SHARES_A_HOUSE = True
CONFIGS = {config.name: config for config in apps.get_app_configs() if config.name in settings.ROOMS}
MODELS = [model for config in CONFIGS.values() for model in config.get_models()]


def rules_of(app: str) -> Iterator[tuple[str, Rule]]:
    """Yield each rule that stands in the app's rules.py under a name of its own, or in a dict there."""
    for name, value in vars(import_module(f"{app}.rules")).items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for key, rule in parts:
            if isinstance(rule, Rule) and not name.startswith("_"):
                yield f"{app}.{name}" + (f"[{key}]" if key else ""), rule


EVERY_RULE = [
    pytest.param(app, rule, id=name)
    for app in settings.ROOMS
    if find_spec(f"{app}.rules")
    for name, rule in rules_of(app)
]


@pytest.fixture(scope="module")
def actors(shared_cast, django_db_blocker):
    """Everybody, in a district in which every app has what its access table needs."""
    shared_cast.end()
    with django_db_blocker.unblock(), transaction.atomic():
        cast = assemble()
        rows = [row for rows in of_every_app("TABLE") for row in rows]
        for builder in {row.url.__qualname__: row.url for row in rows}.values():
            # What is there already can't be built a second time.
            with suppress(IntegrityError, MultipleObjectsReturned), transaction.atomic():
                builder(cast)
        yield [actor_of(name, cast) for name in WALKERS]
        transaction.set_rollback(True)


def models_of(app: str, conditions: Iterable[Q]) -> list[type[Model]]:
    """Return the app's models on whose rows the conditions are; those of all apps where they are about another's."""
    own = [model for model in CONFIGS[app].get_models() if all(resolves(model, condition) for condition in conditions)]
    return own or [model for model in MODELS if all(resolves(model, condition) for condition in conditions)]


def resolves(model: type[Model], condition: Q) -> bool:
    try:
        model._default_manager.filter(condition)
    except FieldError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(("app", "rule"), EVERY_RULE)
def test_a_compiled_rule_agrees_with_the_rule(actors, app, rule):
    conditions = {actor: rule.condition(actor) for actor in actors}
    meant = {actor.capacity: condition for actor, condition in conditions.items() if condition is not NOBODY}
    assert meant, "nobody of the whole cast can ever meet this rule"
    models = models_of(app, meant.values())
    assert models, "the condition resolves on no model"
    for model in [model for model in models if model.objects.exists()]:
        keys = list(model.objects.values_list("pk", flat=True))
        for actor, condition in conditions.items():
            compiled = set(visible(model, actor, rule).values_list("pk", flat=True))
            direct = set() if condition is NOBODY else set(model.objects.filter(condition).values_list("pk", flat=True))
            assert compiled == direct, (model, actor)
            assert visible_keys(model, actor, keys, rule) == direct, (model, actor)
        assert visible(model, actor, ~rule).count() == len(keys) - len(direct), "its negation"
