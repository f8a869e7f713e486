"""The demo's people on the sign-in page, and a masked phone number."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("web/_demo_people.html", takes_context=True)
def demo_people(context: dict) -> dict:
    """The demo's people as buttons; nothing anywhere else."""
    if not settings.DEMO:
        return {"people": []}
    from cocare.web import demo_sign_in  # this module refuses to load outside the demo

    return {"people": demo_sign_in.demo_accounts(), "csrf_token": context.get("csrf_token")}


@register.filter
def masked_phone(phone: str) -> str:
    """A number that its owner recognises and nobody else learns: 138 **** 5678."""
    digits = phone.removeprefix("+86")
    return f"{digits[:3]} **** {digits[-4:]}"
