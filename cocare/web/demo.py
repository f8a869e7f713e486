"""The demo's open door: one fixed code, one-click sign-in. Refuses to be imported anywhere else."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cocare.people.models import Account

from .adapter import AccountAdapter, e164
from .forms import local_path

if not settings.DEMO:
    raise ImproperlyConfigured("cocare.web.demo belongs to the demo only")

CODE = "246810"
PEOPLE = (
    ("19900000001", _("guardian of two children in two schools")),
    ("19900000002", _("grandparent, entrusted carer, large text")),
    ("19900000003", _("head teacher of class 2, also a guardian")),
    ("19900000004", _("subject teacher in three classes")),
    ("19900000005", _("principal")),
    ("19900000006", _("school team member, certified lecturer")),
    ("19900000007", _("district team lead")),
    ("19900000008", _("district staff: events and parent schools")),
    ("19900000009", _("jury member")),
    ("19900000010", _("court officer")),
    ("19900000011", _("law vice-principal (police)")),
    ("19900000012", _("community worker")),
    ("19900000013", _("platform administrator")),
    ("19900000014", _("audit administrator")),
    ("19900000015", _("guardian who has not claimed a child yet")),
    ("19900000016", _("guardian under a custody restriction")),
)


class DemoAccountAdapter(AccountAdapter):
    """Every phone gets the same code, so that the demo can be tried without a phone."""

    def generate_phone_verification_code(self, **kwargs) -> str:
        return CODE


@dataclass(frozen=True)
class DemoPerson:
    phone: str
    name: str
    who: str


def people() -> list[DemoPerson]:
    """The demo's people that exist in this database, in the order of their numbers. One query."""
    phones = [f"+86{phone}" for phone, _who in PEOPLE]
    names = dict(Account.objects.filter(phone__in=phones).values_list("phone", "person__name"))
    return [DemoPerson(phone, names[f"+86{phone}"], str(who)) for phone, who in PEOPLE if f"+86{phone}" in names]


# Anyone may sign in as anyone here anyway; a script with nothing but a phone number should too.
@csrf_exempt
@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """POST /demo/sign-in/ with `phone`: signed in at one click."""
    try:
        account = Account.objects.filter(phone=e164(request.POST.get("phone", ""))).first()
    except ValidationError:
        account = None
    if account is None:
        raise Http404
    return perform_login(request, Login(user=account, redirect_url=local_path(request)))
