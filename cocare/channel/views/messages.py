from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.channel import forms, presenting, queries, rules, services
from cocare.channel.models import Conversation, Message
from cocare.core.access import load
from cocare.core.responses import attempt, refusals_in

from .conversations import conversation_show


def place_of(message: Message) -> str:
    """Where a message stands in its conversation."""
    return f"{reverse('channel:conversation.show', args=[message.conversation_id])}?at={message.seq}#m{message.seq}"


@require_safe
def message_list(request: HttpRequest, pk: str) -> HttpResponse:
    """Older or newer messages, for the stream that asks as it is scrolled; a whole page without a script."""
    if not request.htmx:
        return conversation_show(request, pk=pk)
    conversation = load(Conversation, request.actor, pk, see=rules.member)
    messages, more, newer = queries.around_seq(conversation, forms.placed(request.GET))
    context = {
        "conversation": conversation,
        "lines": presenting.lines(conversation, messages, request.actor),
        "more": messages[0].seq if more and "before" in request.GET else None,
        "newer": messages[-1].seq if newer and "after" in request.GET else None,
    }
    return render(request, "channel/_messages.html", context)


@require_POST
def message_send(request: HttpRequest, pk: str) -> HttpResponse:
    conversation = load(Conversation, request.actor, pk, see=rules.member, act=rules.post_to)
    form = forms.SendForm(request.POST, request.FILES, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            sent = services.send_message(actor=request.actor, conversation_id=conversation.pk, **form.cleaned_data)
            where = reverse("channel:conversation.show", args=[pk])
            return HttpResponseRedirect(f"{where}#m{sent.message['seq']}", status=303)
    known = queries.sent_before(request.actor, form.cleaned_data.get("client_id"))
    if known:
        # A second press: its files hang on the message already, which is why the form refuses them now.
        return HttpResponseRedirect(place_of(known), status=303)
    context = {"conversation": conversation, "title": _("Write a message"), "form": form}
    return render(request, "channel/message_send.html", context, status=422)


@require_safe
def message_show(request: HttpRequest, pk: str) -> HttpResponse:
    """One message with what can be done with it: a sheet in the room, a page without a script."""
    message = load(queries.whole(), request.actor, pk, see=rules.sees_message)
    mine = presenting.is_mine(message, request.actor)
    context = {
        "line": presenting.Line(message, mine=mine, files=presenting.files(message)),
        "message": message,
        "may_change": mine and services.changeable(message),
        "may_post": presenting.may_post(request.actor, message.conversation),
        "threads": presenting.own_threads(message.conversation, request.actor),
    }
    template = "channel/_message_actions.html" if request.htmx else "channel/message_show.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def message_edit(request: HttpRequest, pk: str) -> HttpResponse:
    message = load(Message, request.actor, pk, see=rules.sees_message, act=rules.change_message)
    form = forms.EditForm(request.POST or None, initial={"body": message.body})
    if form.is_valid():
        with refusals_in(form):
            services.edit_message(actor=request.actor, message=message, body=form.cleaned_data["body"])
            return HttpResponseRedirect(place_of(message), status=303)
    context = {"message": message, "form": form}
    return render(request, "channel/message_edit.html", context, status=422 if form.errors else 200)


@require_POST
def message_recall(request: HttpRequest, pk: str) -> HttpResponse:
    message = load(Message, request.actor, pk, see=rules.sees_message, act=rules.change_message)
    done = _("Taken back. The others see that a message was here, not what it said.")
    attempt(request, done, lambda: services.recall_message(actor=request.actor, message=message))
    return HttpResponseRedirect(place_of(message), status=303)
