"""Who may do what with notices: everyone with their own, nobody with another's."""

from typing import Any

from cocare.notifications import services
from cocare.notifications.models import Notification
from tests.access import ALL, Row, TopicRow
from tests.cast import Cast

from . import kinds  # noqa: F401  # registers them


def to_lin_lan(cast: Cast) -> dict[str, Any]:
    services.notify(person_ids=[cast.lin_lan.pk, cast.xu_heng.pk], kind="test.message", pupil_id=cast.xiaoman.pk)
    return {"pk": Notification.objects.get(person=cast.lin_lan).pk}


TABLE = [
    Row("notifications:notification.list", may=ALL),
    Row("notifications:notification.open", may="lin_lan", url=to_lin_lan),
    Row("notifications:notification.read", may="lin_lan", method="POST", url=to_lin_lan),
    Row("notifications:notification.read_all", may=ALL, method="POST"),
    Row("notifications:preference.edit", may=ALL),
    Row("notifications:preference.save", may=ALL, method="POST"),
]

NOT_EXPORTED = {"notifications.Inbox": "a counter for the page's socket; the notices themselves are in the file"}
TOPICS = [TopicRow("inbox", "lin_lan", key=lambda cast: cast.lin_lan.pk)]
