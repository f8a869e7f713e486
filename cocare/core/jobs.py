"""Background work that keeps background work going."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 30
"""A worker that has given no sign of life for so long is dead; one that lives gives one every ten seconds."""
MOST_ATTEMPTS = 5
"""A job that has brought down so many workers is given up."""


# Every fifteen seconds, and without a lock of its own: what a killed worker leaves must never keep this job waiting.
@app.periodic(cron="* * * * * */15")
@app.task(name="core.retry_stalled", queueing_lock="core.retry_stalled", priority=100, pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs whose worker died back into the queue: they would keep their lock for ever. Every job is repeatable."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_SECONDS):
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("job %s of %s has been given up after %d attempts", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
            logger.warning("job %s of %s was left by a dead worker and starts again", job.id, job.task_name)
        except UniqueViolation:
            await _give_way(context, job)


async def _give_way(context: JobContext, job: Job) -> None:
    """The same job waits already (only one of a queueing lock may): the stalled one ends, the waiting one does it."""
    logger.warning("job %s of %s was left by a dead worker; another one waits", job.id, job.task_name)
    await context.app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
