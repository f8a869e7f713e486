"""A command's input, held against its form: the shape that JSON gave it first, then the form's own rules."""

from functools import cache
from typing import Any

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
    wrong = [name for name, field in form.fields.items() if not _fits(field, given.get(name))]
    if wrong:
        sentence = str(_("This has the wrong form."))
        raise Invalid(sentence if len(wrong) == 1 else None, fields={name: [sentence] for name in wrong})
    _clean(form, given)
    if form.errors:
        raise Invalid.from_form(form)
    return form.cleaned_data


def _clean(form: forms.Form, given: dict[str, Any]) -> None:
    """`Form.full_clean` without the widgets: they read what HTML's forms send, JSON's values are there already."""
    form.data, form.cleaned_data = given, (data := {})
    if form._errors is None or form._errors:  # type: ignore[attr-defined]  # as Django begins it
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # likewise
    own = _own(type(form))
    for name, field in form.fields.items():
        try:
            data[name] = field.clean(given.get(name))
            if name in own:
                data[name] = getattr(form, f"clean_{name}")()
        except ValidationError as wrong:
            form.add_error(name, wrong)
    form._clean_form()  # type: ignore[attr-defined]  # as Django's does


@cache
def _own(form_class: type[forms.Form]) -> frozenset[str]:
    """The fields for which the form has a check of its own."""
    return frozenset(name.removeprefix("clean_") for name in dir(form_class) if name.startswith("clean_"))


def _fits(field: forms.Field, value: Any) -> bool:
    """Whether a JSON value may go into a field: forms were made for strings and would take str({…}) for a text."""
    if value is None or isinstance(field, forms.JSONField):
        return True
    if isinstance(value, str):
        return not isinstance(field, forms.BooleanField)
    if isinstance(value, list):
        many = getattr(field.widget, "allow_multiple_selected", False) or getattr(field, "takes_list", False)
        return many and all(isinstance(item, str) for item in value)
    if isinstance(field, forms.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, forms.IntegerField):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return False
