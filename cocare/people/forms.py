"""All input of this room."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cocare.core import clock

from . import codes
from .enums import CLASS_ROLES, SCHOOL_ROLES, Capacity, ChangeAction, Relation, RestrictionKind, RestrictionScope, Role
from .models import Organisation, SchoolClass
from .phones import PhoneField

A_YEAR = timedelta(days=366)
DISTANT = timedelta(days=366 * 12)


def day_field(**kwargs) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **kwargs)


def refuse_beyond(form: forms.Form, name: str, earliest, latest) -> None:
    """A day outside of what makes sense gets a sentence of its own."""
    day = form.cleaned_data.get(name)
    if day is not None and not earliest <= day <= latest:
        form.add_error(name, _("This day is too far away. Please look at the year again."))


class ClaimForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the school"),
        max_length=40,
        help_text=_("16 letters and digits, for example K7QM-2XWD-90TR-5HBC. Dashes and small letters don't matter."),
        widget=forms.TextInput(attrs={"data-size": "big", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        text = self.cleaned_data["code"]
        if not codes.tidy(text):
            raise forms.ValidationError(_("A code has 16 letters and digits. Please compare it with the slip."))
        return text


class RelationForm(forms.Form):
    relation = forms.ChoiceField(
        label=_("Who gets this slip?"), choices=Relation, initial=Relation.MOTHER, widget=forms.RadioSelect
    )


class CareForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("As in the identity card."))
    phone = PhoneField(help_text=_("The person signs in with a code that is sent to this number."))
    relation = forms.ChoiceField(label=_("Relation to the child"), choices=Relation, initial=Relation.GRANDPARENT)
    until = day_field(label=_("Last day"), help_text=_("At most a year ahead. You can end it at any time."))

    def clean_name(self) -> str:
        return "".join(self.cleaned_data["name"].split())

    def clean_until(self):
        day, today = self.cleaned_data["until"], clock.today()
        if not today <= day <= today + A_YEAR:
            raise forms.ValidationError(_("Please choose a day between today and a year from now."))
        return day


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


class ChangeForm(DocumentForm):
    kind = forms.ChoiceField(label=_("What document is it?"), choices=RestrictionKind)
    scope = forms.ChoiceField(label=_("What does it take away?"), choices=RestrictionScope, widget=forms.RadioSelect)
    since = day_field(label=_("In force from"), initial=clock.today)
    until = day_field(label=_("Last day"), required=False, help_text=_("Empty: until another document changes it."))
    field_order = ["kind", "document_no", "scope", "since", "until"]

    def clean(self):
        today = clock.today()
        refuse_beyond(self, "since", today - DISTANT, today + A_YEAR)
        refuse_beyond(self, "until", today - DISTANT, today + 2 * DISTANT)
        return super().clean()


class AdvanceForm(forms.Form):
    action = forms.ChoiceField(choices=ChangeAction)


class ClassChangeForm(forms.Form):
    school_class = forms.ModelChoiceField(label=_("New class"), queryset=SchoolClass.objects.none())
    since = day_field(label=_("First day there"), initial=clock.today)

    def __init__(self, *args, classes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes
        self.fields["school_class"].label_from_instance = lambda row: row.label

    def clean_since(self):
        day, today = self.cleaned_data["since"], clock.today()
        if not today <= day <= today + A_YEAR:
            raise forms.ValidationError(_("Please choose a day between today and a year from now."))
        return day


class LeaveForm(forms.Form):
    last_day = day_field(label=_("Last day at this school"), initial=clock.today)

    def clean_last_day(self):
        day, today = self.cleaned_data["last_day"], clock.today()
        if not today <= day <= today + A_YEAR:
            raise forms.ValidationError(_("Please choose a day between today and a year from now."))
        return day


class PostForm(forms.Form):
    phone = PhoneField(help_text=_("The number with which the person signs in here."))
    role = forms.ChoiceField(label=_("Post"), choices=Role)
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), required=False, help_text=_("For teachers of a class.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=20, required=False)
    since = day_field(label=_("First day"), initial=clock.today)
    until = day_field(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args, organisation: Organisation, for_school: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if for_school:
            self.fields["role"].choices = [(role.value, role.label) for role in SCHOOL_ROLES]
        self.fields["school_class"].queryset = organisation.classes.all()
        self.fields["school_class"].label_from_instance = lambda row: row.label

    def clean(self):
        today, data = clock.today(), self.cleaned_data
        refuse_beyond(self, "since", today - A_YEAR, today + A_YEAR)
        refuse_beyond(self, "until", today - A_YEAR, today + DISTANT)
        if data.get("role") in CLASS_ROLES and not data.get("school_class") and "school_class" not in self.errors:
            self.add_error("school_class", _("Please choose the class of this teacher."))
        if data.get("role") not in CLASS_ROLES:
            data["school_class"], data["subject"] = None, ""
        return super().clean()


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name or mobile number"), max_length=40, required=False)


class CapacityForm(forms.Form):
    capacity = forms.ChoiceField(choices=Capacity)


class AuditForm(forms.Form):
    """Filters of the audit trail. What is wrong filters nothing and says so."""

    verb = forms.CharField(label=_("What was done"), max_length=60, required=False)
    capacity = forms.ChoiceField(label=_("In what quality"), required=False)
    about = forms.UUIDField(label=_("Person or object"), required=False, help_text=_("The long number of either."))
    since = day_field(label=_("From"), required=False)
    until = day_field(label=_("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [("", _("any")), *Capacity.choices]
