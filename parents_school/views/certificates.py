"""Certificates: one's own, and the check that anyone may make."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cocare.core.access import load, visible
from cocare.core.errors import TooFast
from cocare.core.pagination import page_of
from cocare.core.responses import refusals_in

from .. import certificate_codes, certificate_pdf, queries, rules, services
from ..forms import CertificateCodeForm, RevocationForm
from ..limits import allow_check
from ..models import Certificate
from ..paper import masked, paper_of, qr, qr_size


@require_GET
def certificate_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, queries.certificates(request.actor))
    return render(request, "parents_school/certificate_list.html", {"page": page})


@require_GET
def certificate_show(request: HttpRequest, pk) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, see=rules.holds)
    paper = paper_of(certificate)
    context = {
        "certificate": certificate,
        "paper": paper,
        "qr": qr(paper.check_url),
        "qr_size": qr_size(paper.check_url),
    }
    return render(request, "parents_school/certificate_show.html", context)


@require_GET
def certificate_download(request: HttpRequest, pk) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, see=rules.holds)
    response = HttpResponse(certificate_pdf.render(paper_of(certificate)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.code}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def certificate_revoke(request: HttpRequest, pk) -> HttpResponse:
    certificate = load(Certificate, request.actor, pk, see=rules.may_revoke)
    form = RevocationForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            services.revoke_certificate(
                actor=request.actor, certificate=certificate, reason=form.cleaned_data["reason"]
            )
            return redirect("parents_school:verification.show", code=certificate.code)
    context = {"certificate": certificate, "form": form, "masked": masked(certificate.holder)}
    return render(request, "parents_school/certificate_revoke.html", context, status=422 if form.errors else 200)


@login_not_required
@require_GET
def verification_find(request: HttpRequest) -> HttpResponse:
    """The public page where a number is typed in."""
    form = CertificateCodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = certificate_codes.read_code(form.cleaned_data["code"])
        if code:
            return redirect("parents_school:verification.show", code=code)
        form.add_error("code", _("There is a slip in this number. Please compare it with the certificate."))
    return render(request, "parents_school/verification_find.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_GET
def verification_show(request: HttpRequest, code: str) -> HttpResponse:
    """What anyone may know about a certificate: masked holder, course, day, whether it holds."""
    try:
        allow_check(request)
    except TooFast as refused:
        response = render(
            request,
            "parents_school/verification_find.html",
            {"form": CertificateCodeForm(), "refused": refused.text},
            status=429,
        )
        response["Retry-After"] = str(int(refused.retry_after))
        return response
    read = certificate_codes.read_code(code)
    certificate = queries.certificate_by_code(read) if read else None
    if certificate is None:
        form = CertificateCodeForm({"code": code[:40]})
        form.add_error("code", _("There is no certificate with this number."))
        return render(request, "parents_school/verification_find.html", {"form": form}, status=404)
    may_revoke = (
        certificate.is_valid
        and visible(Certificate, request.actor, rules.may_revoke).filter(pk=certificate.pk).exists()
    )
    context = {"certificate": certificate, "masked": masked(certificate.holder), "may_revoke": may_revoke}
    return render(request, "parents_school/verification_show.html", context)
