"""What is said in a room that stores nothing. Identifiers are read as the channel reads them."""

from django import forms

from cocare.channel.forms import IdField


class SayForm(forms.Form):
    room = IdField()
    body = forms.CharField(max_length=4000)
