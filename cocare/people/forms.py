"""All input about people: claims, care, documents, classes, posts, the audit trail's filters."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cocare.core import clock

from . import claim_codes
from .enums import (
    CLASS_ROLES,
    SCHOOL_ROLES,
    Capacity,
    GuardianshipChangeAction,
    Relation,
    RestrictionKind,
    RestrictionScope,
    Role,
)
from .models import Organisation, SchoolClass
from .phones import PhoneField

YEAR = timedelta(days=366)
TWELVE_YEARS = timedelta(days=366 * 12)


def day_field(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **kwargs)


def within_a_year(day: date) -> date:
    """Return a day between today and a year from now. Raise ValidationError for another one."""
    if not clock.today() <= day <= clock.today() + YEAR:
        raise forms.ValidationError(_("Please choose a day between today and a year from now."))
    return day


class SchoolClassField(forms.ModelChoiceField):
    """A choice among classes under the names of this school year."""

    def label_from_instance(self, obj: SchoolClass) -> str:
        return obj.label


def set_classes(form: forms.Form, name: str, classes: QuerySet[SchoolClass]) -> None:
    field = form.fields[name]
    assert isinstance(field, SchoolClassField)
    field.queryset = classes


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def refuse_day_outside(form: forms.Form, name: str, earliest: date, latest: date) -> None:
    """Put a sentence of its own beside a day outside of what makes sense."""
    day = form.cleaned_data.get(name)
    if day is not None and not earliest <= day <= latest:
        form.add_error(name, _("This day is too far away. Please look at the year again."))


class ClaimChildForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the school"),
        max_length=40,
        help_text=_("16 letters and digits, for example K7QM-2XWD-90TR-5HBC. Dashes and small letters don't matter."),
        widget=forms.TextInput(attrs={"data-size": "big", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        text = self.cleaned_data["code"]
        if not claim_codes.normalise(text):
            raise forms.ValidationError(_("A code has 16 letters and digits. Please compare it with the slip."))
        return text


class ClaimCodeForm(forms.Form):
    relation = forms.ChoiceField(
        label=_("Who gets this slip?"), choices=Relation, initial=Relation.MOTHER, widget=forms.RadioSelect
    )


class EntrustedCareForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("As in the identity card."))
    phone = PhoneField(help_text=_("The person signs in with a code that is sent to this number."))
    relation = forms.ChoiceField(label=_("Relation to the child"), choices=Relation, initial=Relation.GRANDPARENT)
    until = day_field(label=_("Last day"), help_text=_("At most a year ahead. You can end it at any time."))

    def clean_name(self) -> str:
        return "".join(self.cleaned_data["name"].split())

    def clean_until(self) -> date:
        return within_a_year(self.cleaned_data["until"])


class DocumentForm(forms.Form):
    document_no = forms.CharField(
        label=_("Document number"), max_length=60, help_text=_("As it is printed on the document.")
    )


class EndGuardianshipForm(forms.Form):
    document_no = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        help_text=_("Needed unless a code of the last 30 days went to the wrong person."),
    )


class GuardianshipChangeForm(DocumentForm):
    kind = forms.ChoiceField(label=_("What document is it?"), choices=RestrictionKind)
    scope = forms.ChoiceField(label=_("What does it take away?"), choices=RestrictionScope, widget=forms.RadioSelect)
    since = day_field(label=_("In force from"), initial=clock.today)
    until = day_field(label=_("Last day"), required=False, help_text=_("Empty: until another document changes it."))
    field_order = ["kind", "document_no", "scope", "since", "until"]

    def clean(self) -> dict[str, Any] | None:
        today = clock.today()
        refuse_day_outside(self, "since", today - TWELVE_YEARS, today + YEAR)
        refuse_day_outside(self, "until", today - TWELVE_YEARS, today + 2 * TWELVE_YEARS)
        return super().clean()


class GuardianshipChangeStepForm(forms.Form):
    """A button of a document's lifecycle; the reason is asked for by the steps that need one."""

    action = forms.ChoiceField(choices=GuardianshipChangeAction)
    reason = forms.CharField(max_length=500, required=False)


class ClassChangeForm(forms.Form):
    school_class = SchoolClassField(label=_("New class"), queryset=SchoolClass.objects.none())
    since = day_field(label=_("First day there"), initial=clock.today)

    def __init__(self, *args: Any, classes: QuerySet[SchoolClass], **kwargs: Any):
        super().__init__(*args, **kwargs)
        set_classes(self, "school_class", classes)

    def clean_since(self) -> date:
        return within_a_year(self.cleaned_data["since"])


class LeaveSchoolForm(forms.Form):
    last_day = day_field(label=_("Last day at this school"), initial=clock.today)

    def clean_last_day(self) -> date:
        return within_a_year(self.cleaned_data["last_day"])


class PostForm(forms.Form):
    phone = PhoneField(help_text=_("The number with which the person signs in here."))
    role = forms.ChoiceField(label=_("Post"), choices=Role)
    school_class = SchoolClassField(
        label=_("Class"), queryset=SchoolClass.objects.none(), required=False, help_text=_("For teachers of a class.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=20, required=False)
    since = day_field(label=_("First day"), initial=clock.today)
    until = day_field(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, organisation: Organisation, for_school: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if for_school:
            set_choices(self, "role", ((role.value, role.label) for role in SCHOOL_ROLES))
        set_classes(self, "school_class", organisation.classes.all())

    def clean(self) -> dict[str, Any] | None:
        today, data = clock.today(), self.cleaned_data
        refuse_day_outside(self, "since", today - YEAR, today + YEAR)
        refuse_day_outside(self, "until", today - YEAR, today + TWELVE_YEARS)
        if data.get("role") in CLASS_ROLES and not data.get("school_class") and "school_class" not in self.errors:
            self.add_error("school_class", _("Please choose the class of this teacher."))
        if data.get("role") not in CLASS_ROLES:
            data["school_class"], data["subject"] = None, ""
        return super().clean()


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name or mobile number"), max_length=40, required=False)


class CapacityForm(forms.Form):
    """The capacities that are open to the person today."""

    capacity = forms.TypedChoiceField(coerce=Capacity)

    def __init__(self, *args: Any, open_now: list[Capacity], **kwargs: Any):
        super().__init__(*args, **kwargs)
        set_choices(self, "capacity", ((capacity.value, capacity.label) for capacity in open_now))


class AuditFilterForm(forms.Form):
    """Filters of the audit trail. What is wrong filters nothing and says so."""

    verb = forms.CharField(label=_("What was done"), max_length=60, required=False)
    capacity = forms.ChoiceField(label=_("In what quality"), required=False)
    about = forms.UUIDField(label=_("Person or object"), required=False, help_text=_("The long number of either."))
    since = day_field(label=_("From"), required=False)
    until = day_field(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        set_choices(self, "capacity", [("", _("any")), *Capacity.choices])
