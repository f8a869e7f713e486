"""Background work of notifications."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .errors import Unreachable
from .services import outbox

# 30 s, 1, 2, 4 … minutes: a gateway that is down for an hour is met again.
RETRIES = RetryStrategy(max_attempts=8, exponential_wait=30, retry_exceptions={Unreachable})


@app.task(queue="outgoing", retry=RETRIES)
def deliver(*, message_id: str) -> None:
    outbox.deliver(message_id=message_id)
