"""How the pages look: language, text size, colours. Open to visitors too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from cocare.core.request import Request
from cocare.core.responses import form_status, goto_path, next_path, post_data

from .. import services
from ..display import Display, set_display_cookies
from ..forms import DisplayForm


@login_not_required
@require_safe
def display_edit(request: Request) -> HttpResponse:
    shown = request.display
    form = DisplayForm(initial={"language": shown.language, "theme": shown.theme, "text_size": shown.text_size})
    return render(request, "web/display_edit.html", {"form": form, "next": next_path(request, "")})


@login_not_required
@require_POST
def display_save(request: Request) -> HttpResponse:
    form = DisplayForm(post_data(request))
    if not form.is_valid():
        return render(request, "web/display_edit.html", {"form": form}, status=form_status(form))
    present, chosen = request.display, form.cleaned_data
    display = Display(
        chosen["language"] or present.language,
        chosen["theme"] or present.theme,
        chosen["text_size"] or present.text_size,
    )
    if request.user.is_authenticated:
        services.save_display(actor=request.actor, display=display)
    with override(display.language):
        messages.success(request, _("Saved."))
    response = goto_path(next_path(request))
    set_display_cookies(response, display)
    return response
