"""The form of a message that is only relayed. Identifiers are read as the channel reads them."""

from django import forms

from cocare.channel.forms import IdField


class SayForm(forms.Form):
    room = IdField()
    body = forms.CharField(max_length=4000)
