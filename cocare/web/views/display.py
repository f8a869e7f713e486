"""How the pages look: language, text size, colours. Open to visitors too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from cocare.core.responses import next_path

from .. import services
from ..display import Display, remember
from ..forms import DisplayForm


@login_not_required
@require_GET
def display_edit(request: HttpRequest) -> HttpResponse:
    shown = request.display
    form = DisplayForm(initial={"language": shown.language, "theme": shown.theme, "text_size": shown.text_size})
    return render(request, "web/display_edit.html", {"form": form, "next": next_path(request, "")})


@login_not_required
@require_POST
def display_save(request: HttpRequest) -> HttpResponse:
    form = DisplayForm(request.POST)
    if not form.is_valid():
        return render(request, "web/display_edit.html", {"form": form}, status=422)
    was, asked = request.display, form.cleaned_data
    display = Display(
        asked["language"] or was.language, asked["theme"] or was.theme, asked["text_size"] or was.text_size
    )
    if request.user.is_authenticated:
        services.keep_display(actor=request.actor, display=display)
    with override(display.language):
        messages.success(request, _("Saved."))
    answer = HttpResponseRedirect(next_path(request))
    remember(answer, display)
    return answer
