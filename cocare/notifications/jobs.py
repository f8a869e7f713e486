"""Background work of this room."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import outbox
from .sms.gateways.base import Unreachable

# 30 s, 1, 2, 4 … minutes: a gateway that is down for an hour is met again.
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=30, retry_exceptions={Unreachable})


@app.task(queue="outgoing", retry=AGAIN)
def hand_over(*, outgoing_id: str) -> None:
    outbox.hand_over(outgoing_id=outgoing_id)
