"""The demo's open door: one fixed code, one-click sign-in. Refuses to be imported anywhere else."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cocare.core.responses import next_path
from cocare.people.demo import DEMO_PEOPLE
from cocare.people.models import Account
from cocare.people.phones import e164

from .allauth_adapters import AccountAdapter

if not settings.DEMO:
    raise ImproperlyConfigured("cocare.web.demo_sign_in belongs to the demo only")

CODE = "246810"


class DemoAccountAdapter(AccountAdapter):
    """Every phone gets the same code, so that the demo can be tried without a phone."""

    def generate_phone_verification_code(self, **kwargs) -> str:
        return CODE


@dataclass(frozen=True)
class DemoAccount:
    phone: str
    name: str
    who: str


def demo_accounts() -> list[DemoAccount]:
    """The demo's people that exist in this database, in the order of their numbers. One query."""
    phones = [f"+86{phone}" for phone in DEMO_PEOPLE]
    names = dict(Account.objects.filter(phone__in=phones).values_list("phone", "person__name"))
    return [
        DemoAccount(phone, names[f"+86{phone}"], str(person.description))
        for phone, person in DEMO_PEOPLE.items()
        if f"+86{phone}" in names
    ]


# Anyone may sign in as anyone here anyway; a script with nothing but a phone number should too.
@csrf_exempt
@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """POST /demo/sign-in/ with `phone`: signed in at one click."""
    try:
        account = Account.objects.filter(phone=e164(request.POST.get("phone", ""))).first()
    except ValidationError:
        account = None
    if account is None:
        raise Http404
    adapter = get_adapter(request)
    adapter.login(request, account)
    return adapter.post_login(
        request,
        account,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=next_path(request),
    )
