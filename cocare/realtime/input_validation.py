"""Validates a command's input with its form: first the JSON types, then the form's own rules."""

from functools import cache
from types import NoneType
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from cocare.core.errors import Invalid


def validated(form_class: type[forms.Form], data: dict[str, Any]) -> dict[str, Any]:
    """Return the form's cleaned data. Raise Invalid with a sentence for each field that it refuses."""
    return _cleaned(form_class(data=data), data)


_forms: dict[type[forms.Form], forms.Form] = {}


def validated_on_loop(form_class: type[forms.Form], data: dict[str, Any]) -> dict[str, Any]:
    """The same for commands on the loop, where forms are used one after another: they share one form per class.

    Making a form copies all its fields, which costs more than all else that such a command does.
    """
    form = _forms.get(form_class)
    if form is None:
        form = _forms[form_class] = form_class(data={})
    return _cleaned(form, data)


def _cleaned(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    shapes = _shapes(type(form))
    wrong = [name for name, shape in shapes.items() if not shape.accepts(data.get(name))]
    if wrong:
        sentence = str(_("This has the wrong form."))
        raise Invalid(sentence if len(wrong) == 1 else None, fields={name: [sentence] for name in wrong})
    _clean(form, data, shapes)
    if form.errors:
        raise Invalid.from_form(form)
    return form.cleaned_data


def _clean(form: forms.Form, data: dict[str, Any], shapes: "dict[str, JsonShape]") -> None:
    """Do what `Form.full_clean` does, without the widgets: they read HTML's strings, and JSON has values."""
    form.data, form.cleaned_data = data, (cleaned := {})
    if form._errors is None or form._errors:  # type: ignore[attr-defined]  # as Django begins it
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # likewise
    for name, field in form.fields.items():
        try:
            cleaned[name] = field.clean(data.get(name))
            if shapes[name].has_clean:
                cleaned[name] = getattr(form, f"clean_{name}")()
        except ValidationError as wrong:
            form.add_error(name, wrong)
    form._clean_form()  # type: ignore[attr-defined]  # as Django's does


class JsonShape(NamedTuple):
    """What JSON may give a field: forms were made for strings and would take str({…}) for a text.

    `types` are those it accepts, None stands for all; `has_clean` says whether the form has a clean_… method for it.
    """

    types: frozenset[type] | None
    has_clean: bool

    def accepts(self, value: Any) -> bool:
        value_type = type(value)
        if self.types is None or (value_type in self.types and value_type is not list):
            return True
        return value_type in self.types and all(isinstance(item, str) for item in value)


@cache
def _shapes(form_class: type[forms.Form]) -> dict[str, JsonShape]:
    fields = form_class.base_fields.items()
    return {name: JsonShape(_types(field), hasattr(form_class, f"clean_{name}")) for name, field in fields}


def _types(field: forms.Field) -> frozenset[type] | None:
    if isinstance(field, forms.JSONField):
        return None
    if isinstance(field, forms.BooleanField):
        return frozenset({NoneType, bool})
    types: set[type] = {NoneType, str}
    if isinstance(field, forms.IntegerField):
        types |= {int, float}
    if getattr(field.widget, "allow_multiple_selected", False) or getattr(field, "takes_list", False):
        types.add(list)
    return frozenset(types)
