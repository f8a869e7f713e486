"""Searching what was said: by single characters and pairs of neighbours, since Chinese is written without spaces."""

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from cocare.core.access import Actor, visible
from cocare.core.contributions import SearchHit
from cocare.core.conversation_kinds import attach_anchors

from .. import rules, serializers
from ..models import Conversation, Message, MessageWords
from .conversations import title

HITS = 20
CONTEXT = 30  # characters on either side of what was found


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Return messages with `text` in them, newest first, from the actor's own conversations only."""
    wanted = " ".join(text.split()).lower()
    if not wanted or "\0" in wanted:
        return []
    own = list(visible(Conversation, actor, rules.member).values_list("pk", flat=True))
    rows = Message.objects.filter(conversation__in=own).select_related("conversation")
    messages = matching_messages(rows, wanted, HITS)
    attach_anchors(message.conversation for message in messages)
    return [
        SearchHit(
            title=title(message.conversation, actor),
            excerpt=excerpt_around(message.body, wanted),
            url=address_of(message),
            kind=_("message"),
            at=message.sent_at,
        )
        for message in messages
    ]


def address_of(message: Message) -> str:
    """Return where a message stands in its conversation's page."""
    seq = message.seq
    return reverse("channel:conversation.show", args=[message.conversation_id], query={"at": seq}, fragment=f"m{seq}")


def matching_messages(rows: QuerySet[Message], text: str, limit: int) -> list[Message]:
    """Return the newest of `rows` that contain `text`. Two queries: the index, and what is not in it yet."""
    rows = rows.filter(body__icontains=text, recalled_at=None).order_by("-sent_at", "-pk")
    indexed = rows.filter(Exists(MessageWords.objects.filter(contains_pairs(text), message=OuterRef("pk"))))
    behind = Conversation.objects.filter(notified_seq__lt=F("last_seq"), pk=OuterRef("conversation"))
    recent = rows.filter(Exists(behind), seq__gt=F("conversation__notified_seq"))
    both = {message.pk: message for message in [*indexed[:limit], *recent[:limit]]}.values()
    return sorted(both, key=lambda message: message.sent_at, reverse=True)[:limit]


class TsQueryMatch(Func):
    """`vector @@ query`. Cast, not parsed: our pairs are lexemes already, no parser may take them apart."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def contains_pairs(text: str) -> TsQueryMatch:
    """Return the condition that the index has every pair of neighbouring characters of the text (or its only one).

    Pairs are made as the database's channel_words() makes them.
    """
    words = text.split()
    grams = [a + b for word in words for a, b in zip(word, word[1:], strict=False)]
    grams += [word for word in words if len(word) == 1]
    quoted = ("'{}'".format(gram.replace("\\", "\\\\").replace("'", "''")) for gram in dict.fromkeys(grams))
    return TsQueryMatch(F("words"), Value(" & ".join(quoted)))


def excerpt_around(body: str, wanted: str) -> str:
    """Return the words with what stands around them."""
    flat = " ".join(body.split())
    start = max(flat.lower().find(wanted) - CONTEXT, 0)
    return ("…" if start else "") + serializers.excerpt(flat[start:], len(wanted) + 2 * CONTEXT)
