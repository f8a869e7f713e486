"""The statement that saves a batch of messages: rows, numbers, versions and audit lines at once."""

from datetime import datetime

import orjson

from cocare.core.ids import uuid7_text
from cocare.core.prepared_statements import fetch_prepared

from .outgoing import OutgoingMessage

# Rows are locked in the order of their ids, so that two batches never wait for each other in a circle, and without
# their keys, so that a read mark or a file that refers to the conversation does not wait for the disk. `seq` and
# `version` count up from the locked row, and only for what is not there yet: a repeated send leaves no hole.
INSERT = """
WITH item AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(items)s::json) AS t(
    position int, id uuid, conversation_id uuid, author_id uuid, capacity text, name text, title text, body text,
    reply_to uuid, client_id uuid, account_id uuid, audit_id uuid)
), locked AS (
  SELECT id, last_seq, version FROM channel_conversation
  WHERE id IN (SELECT conversation_id FROM item) AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE
), numbered AS (
  SELECT item.*,
         locked.last_seq + row_number() OVER (PARTITION BY locked.id ORDER BY item.position) AS seq,
         locked.version + row_number() OVER (PARTITION BY locked.id ORDER BY item.position) AS version
  FROM item JOIN locked ON locked.id = item.conversation_id
  WHERE NOT EXISTS (SELECT 1 FROM channel_message known
                    WHERE known.author_id = item.author_id AND known.client_id = item.client_id)
), raised AS (
  UPDATE channel_conversation SET last_seq = top.seq, version = top.version, last_message_at = %(now)s
  FROM (SELECT conversation_id, max(seq) AS seq, max(version) AS version FROM numbered GROUP BY 1) top
  WHERE channel_conversation.id = top.conversation_id
), inserted AS (
  INSERT INTO channel_message (id, conversation_id, seq, version, kind, author_id, author_capacity, author_name,
                               author_title, body, reply_to_id, client_id, sent_at)
  SELECT id, conversation_id, seq, version, 'text', author_id, capacity, name, title, body, reply_to, client_id,
         %(now)s
  FROM numbered
), audited AS (
  INSERT INTO core_auditevent (id, at, account_id, person_id, capacity, verb, subject_type, subject_id, facts)
  SELECT audit_id, %(now)s, account_id, author_id, capacity, 'message.send', 'channel.message', id, '{}'::jsonb
  FROM numbered
)
SELECT position, seq, version FROM numbered
"""


def insert_messages(items: list[OutgoingMessage], now: datetime) -> dict[int, tuple[int, int]]:
    """Save those that are new and whose conversation is open. Return `seq` and `version` by position in the list."""
    rows = fetch_prepared(INSERT, {"now": now, "items": _json(items)})
    return {position: (seq, version) for position, seq, version in rows}


def _json(items: list[OutgoingMessage]) -> str:
    """All items in one parameter: of a list a column, as arrays, the driver would write every element by itself."""
    rows = [
        {
            "position": position,
            "id": item.id,
            "conversation_id": item.conversation_id,
            "author_id": item.actor.person_id,
            "capacity": item.actor.capacity,
            "name": item.name,
            "title": item.title,
            "body": item.body,
            "reply_to": item.reply_to,
            "client_id": item.client_id,
            "account_id": item.actor.account_id,
            "audit_id": uuid7_text(),
        }
        for position, item in enumerate(items)
    ]
    return orjson.dumps(rows).decode()
