"""What a service refuses stands in the form where it belongs, and the page says how it went."""

import pytest
from django import forms

from cocare.core.errors import Conflict, Invalid, NotFound
from cocare.core.responses import form_status, goto, post_data, refusals_in


class Slip(forms.Form):
    code = forms.CharField(max_length=4)
    day = forms.CharField(required=False)


def refused(refusal: Exception, field: str | None = None) -> Slip:
    form = Slip({"code": "7K"})
    assert form.is_valid()
    with refusals_in(form, field):
        raise refusal
    return form


@pytest.mark.parametrize(
    ("fields", "field", "where"),
    [
        ({"day": ["Too late."]}, None, {"day": ["Too late."]}),
        ({"day": ["Too late."], "else": ["Lost."]}, "code", {"day": ["Too late."]}),
        ({"else": ["Lost."]}, None, {"__all__": ["No."]}),
        ({}, None, {"__all__": ["No."]}),
        ({}, "code", {"code": ["No."]}),
    ],
)
def test_a_refusal_stands_where_it_belongs(fields, field, where):
    assert refused(Invalid("No.", fields=fields), field).errors == where


def test_the_page_answers_with_the_status_of_what_went_wrong():
    assert form_status(Slip()) == 200
    assert form_status(Slip({})) == form_status(refused(Invalid())) == 422
    assert form_status(refused(Conflict())) == 409
    assert form_status(refused(NotFound())) == 404


def test_a_mistake_of_ours_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        refused(ZeroDivisionError())


def test_what_was_sent_is_filled_in_even_when_it_is_nothing(rf):
    assert post_data(rf.get("/", {"code": "7K"})) is None
    assert not Slip(post_data(rf.post("/"))).is_valid()
    assert Slip(post_data(rf.post("/", {"code": "7K"}))).is_valid()


def test_a_write_leads_elsewhere():
    answer = goto("people:child.list")
    assert (answer.status_code, answer["Location"]) == (303, "/people/children/")
