"""A field of any kind is drawn with its label, hint and error tied together."""

import re

import pytest
from django import forms


class Everything(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.", max_length=5)
    body = forms.CharField(label="Body", widget=forms.Textarea(attrs={"data-draft": "x"}), required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")])
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Many", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="Agree")
    quiet = forms.BooleanField(label="Quiet", required=False, widget=forms.CheckboxInput(attrs={"role": "switch"}))
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def wrong():
    return Everything({"title": "<b>too long</b>", "way": "z"})


def test_an_error_stands_beside_its_field_and_the_value_is_kept(wrong):
    html = wrong["title"].as_field_group()
    assert 'class="input"' in html
    assert 'aria-invalid="true"' in html
    told = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert all(f'id="{name}"' in html for name in told)
    assert len(told) == 2
    assert 'value="&lt;b&gt;too long&lt;/b&gt;"' in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("body", "<textarea"),
        ("kind", "<select"),
        ("way", "<legend>"),
        ("many", 'class="choice"'),
        ("agree", 'class="check"'),
        ("quiet", 'class="switch"'),
    ],
)
def test_each_kind_has_its_own_look_and_a_label(name, part):
    html = Everything()[name].as_field_group()
    assert part in html
    assert "<label" in html


def test_every_label_points_at_a_control():
    html = "".join(field.as_field_group() for field in Everything())
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'\bfor="([^"]+)"', html)) <= ids


def test_choices_tell_their_error_too(wrong):
    html = wrong["way"].as_field_group()
    assert 'class="error"' in html
    assert 'id="id_way_error"' in html


def test_a_hidden_field_has_no_label():
    assert Everything()["secret"].as_field_group().strip() == '<input type="hidden" name="secret" id="id_secret">'
