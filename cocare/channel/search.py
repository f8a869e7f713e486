"""The index of what was said, and looking into it.

Sends don't wait for it: the job that tells people writes it, and until then a look goes through the few new messages.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Value

from .models import Conversation, Message, MessageWords

# Recalled texts are empty already, changed ones are written by `rewrite`: what is there stays.
INDEX = """
INSERT INTO channel_messagewords (message_id, words)
SELECT message.id, channel_words(message.body)
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS news(conversation, after, through)
JOIN channel_message message
  ON message.conversation_id = news.conversation AND message.seq > news.after AND message.seq <= news.through
ON CONFLICT (message_id) DO NOTHING
"""
REWRITE = """
INSERT INTO channel_messagewords (message_id, words) VALUES (%s, channel_words(%s))
ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
"""


def index(news: Collection[tuple[UUID, int, int]]) -> None:
    """Put messages into the index: of each conversation those after the one seq, through the other."""
    if news:
        with connection.cursor() as cursor:
            cursor.execute(INDEX, [list(column) for column in zip(*news, strict=True)])


def rewrite(message: Message) -> None:
    """The text was changed or taken back."""
    with connection.cursor() as cursor:
        cursor.execute(REWRITE, [message.pk, message.body])


class Matches(Func):
    """`vector @@ query`. Cast, not parsed: our pairs are lexemes already, no parser may take them apart."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def holds(text: str) -> Matches:
    """Every pair of neighbouring characters of the text (or its only one) is there, as channel_words() keeps them."""
    words = text.split()
    grams = [a + b for word in words for a, b in zip(word, word[1:], strict=False)]
    grams += [word for word in words if len(word) == 1]
    quoted = ("'{}'".format(gram.replace("\\", "\\\\").replace("'", "''")) for gram in dict.fromkeys(grams))
    return Matches(F("words"), Value(" & ".join(quoted)))


def found(rows: QuerySet[Message], text: str, most: int) -> list[Message]:
    """The newest of `rows` that hold `text`. Two queries: the index, and what is not in it yet."""
    rows = rows.filter(body__icontains=text, recalled_at=None).order_by("-sent_at", "-pk")
    known = rows.filter(Exists(MessageWords.objects.filter(holds(text), message=OuterRef("pk"))))
    behind = Conversation.objects.filter(told_seq__lt=F("last_seq"), pk=OuterRef("conversation"))
    fresh = rows.filter(Exists(behind), seq__gt=F("conversation__told_seq"))
    both = {row.pk: row for row in [*known[:most], *fresh[:most]]}.values()
    return sorted(both, key=lambda row: row.sent_at, reverse=True)[:most]
