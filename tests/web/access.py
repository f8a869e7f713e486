"""Who may open which page of the house's front, and which operation of the API."""

import uuid

from cocare.people.enums import Capacity
from cocare.web import api_tokens
from tests import factories as make
from tests.access import ALL, Row
from tests.cast import Cast

THREAD = "lin_lan zhou_jing luo_ping"


def token(cast: Cast):
    made, _ = api_tokens.make_token(actor=make.actor(cast.zhou_jing, Capacity.TEACHER), label="门禁机")
    return {"pk": made.pk}


def thread(cast: Cast):
    return {"conversation_id": str(make.child_thread(cast.xiaoman).pk)}


def message(cast: Cast):
    return {"body": "您好", "client_id": str(uuid.uuid4())}


JSON = "application/json"
TABLE = [
    Row("web:home.show", may=ALL, public=True),
    Row("web:map.show", may=ALL, public=True),
    Row("web:search.show", may=ALL),
    Row("web:count.list", may=ALL),
    Row("web:display.edit", may=ALL, public=True),
    Row("web:display.save", method="POST", may=ALL, public=True, data=lambda cast: {"language": "zh-hans"}),
    Row("web:offline.show", may=ALL, public=True),
    Row("web:manifest.show", may=ALL, public=True),
    Row("web:worker.show", may=ALL, public=True),
    Row("web:token.list", may=ALL),
    Row("web:token.make", method="POST", may=ALL, data=lambda cast: {"label": "门禁机"}),
    # Tokens belong to the account, whatever capacity it acts in at the moment.
    Row("web:token.withdraw", method="POST", may="zhou_jing zhou_jing_as_mother", url=token),
    Row("api:me_show", may=ALL),
    Row("api:health_show", may=ALL, public=True),
    Row("api:openapi-json", may=ALL, public=True),
    Row("api:conversation_list", may=ALL),
    Row("api:message_list", may=THREAD, url=thread),
    Row("api:message_send", method="POST", may=THREAD, url=thread, data=message, content_type=JSON),
    Row(
        "api:conversation_read",
        method="POST",
        may=THREAD,
        url=thread,
        data=lambda cast: {"through": 0},
        content_type=JSON,
    ),
]
