"""Certificates: one's own, and the check that anyone may make."""

import math
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cocare.core.access import load
from cocare.core.errors import TooFast
from cocare.core.pagination import page_of
from cocare.core.rate_limits import count_attempt
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data, refusals_in

from .. import queries, rules, services
from ..domain import certificate_codes
from ..domain.certificate_pdf import render_pdf
from ..domain.certificate_text import mask_name
from ..domain.qr_codes import qr_code
from ..errors import NoSuchCertificate
from ..forms import CertificateCodeForm, CertificateRevocationForm
from ..models import Certificate
from ..presenters import present_certificate

CHECKS_PER_MINUTE = 30


@require_safe
def certificate_list(request: Request) -> HttpResponse:
    page = page_of(request, queries.own_certificates(request.actor))
    return render(request, "parents_school/certificate_list.html", {"page": page})


@require_safe
def certificate_show(request: Request, pk: UUID) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, **rules.CERTIFICATE["show"])
    text = present_certificate(certificate)
    context = {"certificate": certificate, "text": text, "qr": qr_code(text.check_url)}
    return render(request, "parents_school/certificate_show.html", context)


@require_safe
def certificate_download(request: Request, pk: UUID) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, **rules.CERTIFICATE["show"])
    response = HttpResponse(render_pdf(present_certificate(certificate)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.code}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def certificate_revoke(request: Request, pk: UUID) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, **rules.CERTIFICATE["revoke"])
    form = CertificateRevocationForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.revoke_certificate(
                actor=request.actor, certificate=certificate, reason=form.cleaned_data["reason"]
            )
            return goto("parents_school:verification.show", code=certificate.code)
    context = {"certificate": certificate, "form": form, "masked": mask_name(certificate.holder)}
    return render(request, "parents_school/certificate_revoke.html", context, status=form_status(form))


@login_not_required
@require_safe
def verification_find(request: Request) -> HttpResponse:
    """The public page where a number is typed in."""
    form = CertificateCodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        code = certificate_codes.normalise_code(form.cleaned_data["code"])
        if code:
            return goto("parents_school:verification.show", code=code)
        form.add_error("code", _("There is a slip in this number. Please compare it with the certificate."))
    return render(request, "parents_school/verification_find.html", {"form": form}, status=form_status(form))


@login_not_required
@require_safe
def verification_show(request: Request, code: str) -> HttpResponse:
    """What anyone may know about a certificate: masked holder, course, day, whether it holds."""
    form = CertificateCodeForm({"code": code[:40]})
    with refusals_in(form, "code"):
        address = get_adapter().get_client_ip(request) or ""  # the proxy's word on it is believed as settings say
        count_attempt("certificate-check", address, times=CHECKS_PER_MINUTE, seconds=60)
        certificate = _certificate_by_typed_code(code)
        context = {
            "certificate": certificate,
            "masked": mask_name(certificate.holder),
            "may_revoke": queries.may_revoke(request.actor, certificate),
        }
        return render(request, "parents_school/verification_show.html", context)
    response = render(request, "parents_school/verification_find.html", {"form": form}, status=form_status(form))
    refusal = getattr(form, "refusal", None)
    if isinstance(refusal, TooFast):
        response["Retry-After"] = str(math.ceil(refusal.retry_after))
    return response


def _certificate_by_typed_code(text: str) -> Certificate:
    code = certificate_codes.normalise_code(text)
    certificate = queries.certificate_by_code(code) if code else None
    if certificate is None:
        raise NoSuchCertificate
    return certificate
