"""A killed worker silences nothing: what it was doing is done by the next one, whatever lock it held."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from cocare.core import jobs

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id"
LEFT = """
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, attempts, worker_id)
VALUES ('default', %s, %s, %s, '{}', 'doing', %s, %s) RETURNING id
"""
TASK = "tests.leave_a_trace"

done: list[str] = []


@app.task(name=TASK, lock=TASK, queueing_lock=TASK)
def leave_a_trace() -> None:
    done.append("done")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


def left_by_a_worker(*, silent_for: int, attempts: int = 0) -> int:
    """A job that a worker was doing when it gave its last sign of life so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [silent_for])
        worker = cursor.fetchone()[0]
        cursor.execute(LEFT, [TASK, TASK, TASK, attempts, worker])
        return cursor.fetchone()[0]


def states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [TASK])
        return [state for (state,) in cursor.fetchall()]


def look_after_stalled_jobs() -> None:
    jobs.retry_stalled_jobs.defer(timestamp=0)
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(wait=False, install_signal_handlers=False)


def test_what_a_dead_worker_left_is_done_by_the_next(db):
    left_by_a_worker(silent_for=120)
    look_after_stalled_jobs()
    assert done == ["done"]
    assert states() == ["succeeded"]


def test_where_the_same_job_waits_the_lock_is_given_back(db):
    left_by_a_worker(silent_for=120)
    leave_a_trace.defer()
    look_after_stalled_jobs()
    assert done == ["done"]
    assert states() == ["succeeded"]


def test_what_a_living_worker_does_is_left_alone(db):
    left_by_a_worker(silent_for=5)
    look_after_stalled_jobs()
    assert done == []
    assert states() == ["doing"]


def test_what_brings_workers_down_is_given_up(db):
    left_by_a_worker(silent_for=120, attempts=jobs.MOST_ATTEMPTS)
    look_after_stalled_jobs()
    assert done == []
    assert states() == ["failed"]
