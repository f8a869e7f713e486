"""A command's input, held against its form: the shape that JSON gave it first, then the form's own rules."""

from functools import cache
from types import NoneType
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from cocare.core.errors import Invalid


def checked(form_class: type[forms.Form], given: dict[str, Any]) -> dict[str, Any]:
    """The form's cleaned data. Raises Invalid with a sentence for each field that it refuses."""
    return _cleaned(form_class(data=given), given)


_forms: dict[type[forms.Form], forms.Form] = {}


def checked_here(form_class: type[forms.Form], given: dict[str, Any]) -> dict[str, Any]:
    """`checked` for commands on the loop, where one form after another is looked at: they share one per class.

    Making a form copies all its fields, which costs more than all else that such a command does.
    """
    form = _forms.get(form_class)
    if form is None:
        form = _forms[form_class] = form_class(data={})
    return _cleaned(form, given)


def _cleaned(form: forms.Form, given: dict[str, Any]) -> dict[str, Any]:
    shapes = _shapes(type(form))
    wrong = [name for name, shape in shapes.items() if not shape.fits(given.get(name))]
    if wrong:
        sentence = str(_("This has the wrong form."))
        raise Invalid(sentence if len(wrong) == 1 else None, fields={name: [sentence] for name in wrong})
    _clean(form, given, shapes)
    if form.errors:
        raise Invalid.from_form(form)
    return form.cleaned_data


def _clean(form: forms.Form, given: dict[str, Any], shapes: "dict[str, Shape]") -> None:
    """`Form.full_clean` without the widgets: they read what HTML's forms send, JSON's values are there already."""
    form.data, form.cleaned_data = given, (data := {})
    if form._errors is None or form._errors:  # type: ignore[attr-defined]  # as Django begins it
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # likewise
    for name, field in form.fields.items():
        try:
            data[name] = field.clean(given.get(name))
            if shapes[name].own:
                data[name] = getattr(form, f"clean_{name}")()
        except ValidationError as wrong:
            form.add_error(name, wrong)
    form._clean_form()  # type: ignore[attr-defined]  # as Django's does


class Shape(NamedTuple):
    """What JSON may give a field: forms were made for strings and would take str({…}) for a text.

    `kinds` are the types it takes, None stands for all; `own` says whether the form has a check of its own for it.
    """

    kinds: frozenset[type] | None
    own: bool

    def fits(self, value: Any) -> bool:
        kind = type(value)
        if self.kinds is None or (kind in self.kinds and kind is not list):
            return True
        return kind in self.kinds and all(isinstance(item, str) for item in value)


@cache
def _shapes(form_class: type[forms.Form]) -> dict[str, Shape]:
    fields = form_class.base_fields.items()
    return {name: Shape(_kinds(field), hasattr(form_class, f"clean_{name}")) for name, field in fields}


def _kinds(field: forms.Field) -> frozenset[type] | None:
    if isinstance(field, forms.JSONField):
        return None
    if isinstance(field, forms.BooleanField):
        return frozenset({NoneType, bool})
    kinds: set[type] = {NoneType, str}
    if isinstance(field, forms.IntegerField):
        kinds |= {int, float}
    if getattr(field.widget, "allow_multiple_selected", False) or getattr(field, "takes_list", False):
        kinds.add(list)
    return frozenset(kinds)
