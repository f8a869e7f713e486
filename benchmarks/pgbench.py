"""PostgreSQL's own cost of a durable send: pgbench with the four statements a send comes down to."""

import re
import subprocess
from pathlib import Path
from uuid import UUID

from cocare.embedded.postgres import Postgres

# Lock the conversation, insert the message, raise the counters, write the audit line: one statement each.
SCRIPT = """
BEGIN;
SELECT last_seq + 1 AS seq, version + 1 AS version FROM channel_conversation WHERE id = '{id}' FOR UPDATE \\gset
INSERT INTO channel_message (id, conversation_id, seq, version, kind, author_id, author_capacity, author_name,
  author_title, body, client_id, sent_at) VALUES (gen_random_uuid(), '{id}', :seq, :version, 'text', '{author}',
  'guardian', 'x', '', '{body}', gen_random_uuid(), now());
UPDATE channel_conversation SET last_seq = :seq, version = :version, last_message_at = now() WHERE id = '{id}';
INSERT INTO core_auditevent (id, at, account_id, person_id, capacity, verb, subject_type, subject_id, facts) VALUES
  (gen_random_uuid(), now(), NULL, '{author}', 'guardian', 'message.send', 'channel.message', NULL, '{{}}');
COMMIT;
"""


class Pgbench:
    def __init__(self, postgres: Postgres, folder: Path, conversations: list[UUID], author: UUID, body: str):
        self.postgres = postgres
        self.scripts = []
        for number, conversation in enumerate(conversations):
            script = folder / f"send{number}.sql"
            script.write_text(SCRIPT.format(id=conversation, author=author, body=body))
            script.chmod(0o644)
            self.scripts.append(script)

    def run(self, clients: int, seconds: float) -> tuple[float, float]:
        """Transactions a second, and the milliseconds of one."""
        files = [part for script in self.scripts for part in ("-f", str(script))]
        assert self.postgres.programs is not None
        options = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(max(1, round(seconds)))]
        ran = subprocess.run(
            [str(self.postgres.programs / "pgbench"), *options, *files, self.postgres.url],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            **self.postgres.process_user.popen_arguments(),
        )
        rate = re.search(r"tps = ([\d.]+)", ran.stdout)
        latency = re.search(r"latency average = ([\d.]+) ms", ran.stdout)
        assert rate and latency, ran.stdout
        return float(rate.group(1)), float(latency.group(1))
