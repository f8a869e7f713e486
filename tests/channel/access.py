"""Who may open which page of this room. See tests/access.py."""

import uuid

from cocare.channel import services
from cocare.files import services as files
from tests import factories as make
from tests.access import ALL, CommandRow, FileRow, Row, TopicRow
from tests.cast import Cast
from tests.files import samples

from .sending import send

THREAD = "lin_lan zhou_jing luo_ping"
ROOM = "zhou_jing luo_ping principal"
READERS = "lin_lan he_miao wang_xiuzhen"


def thread(cast: Cast):
    return {"pk": make.child_thread(cast.xiaoman).pk}


def room(cast: Cast):
    return {"pk": make.class_conversation(cast.class_2).pk}


def direct(cast: Cast):
    started = services.start_direct(actor=make.actor(cast.luo_ping), person_id=cast.lin_lan.pk, capacity="guardian")
    return {"pk": started.pk}


def written(cast: Cast):
    """A message of 林岚 in her child's thread, new for each who asks: what the row tries may use it up."""
    conversation = make.child_thread(cast.xiaoman)
    return {"pk": send(cast.lin_lan, conversation, "写给老师").message["id"]}


def posted(cast: Cast):
    conversation = make.class_conversation(cast.class_2)
    return {"pk": send(cast.zhou_jing, conversation, "写给全班").message["id"]}


def words(cast: Cast):
    return {"body": "您好", "client_id": str(uuid.uuid4())}


def in_api(cast: Cast):
    return {"conversation_id": str(thread(cast)["pk"])}


def in_class(cast: Cast):
    return {"conversation": str(room(cast)["pk"])}


def own(cast: Cast):
    return {"message": written(cast)["pk"]}


def photo(cast: Cast):
    """A picture that 林岚 sent in her child's thread."""
    upload = samples.upload(samples.picture(), "photo.jpg")
    file = files.store_upload(actor=make.actor(cast.lin_lan), upload=upload, purpose="message")
    send(cast.lin_lan, make.child_thread(cast.xiaoman), "照片", files=(file.pk,))
    return file.pk


JSON = "application/json"
TABLE = [
    Row("channel:conversation.list", may=ALL),
    Row("channel:direct.start", may=ALL),
    Row("channel:direct.start", method="POST", may=ALL, data=lambda cast: {"to": ""}),
    Row("channel:conversation.show", may=THREAD, url=thread),
    Row("channel:conversation.show", may=f"{ROOM} {READERS}", url=room),
    Row("channel:conversation.show", may="lin_lan luo_ping", url=direct),
    Row("channel:conversation.read", method="POST", may=THREAD, url=thread),
    Row("channel:message.list", may=THREAD, url=thread),
    Row("channel:message.send", method="POST", may=THREAD, url=thread, data=words),
    Row("channel:message.send", method="POST", may=ROOM, sees=READERS, url=room, data=words),
    Row("channel:message.show", may=THREAD, url=written),
    Row("channel:message.show", may=f"{ROOM} {READERS}", url=posted),
    Row("channel:message.edit", may="lin_lan", sees="zhou_jing luo_ping", url=written),
    Row("channel:message.edit", method="POST", may="lin_lan", sees="zhou_jing luo_ping", url=written, data=words),
    Row("channel:message.recall", method="POST", may="lin_lan", sees="zhou_jing luo_ping", url=written),
]

# The API's operations stand with the app that offers them.
TABLE += [
    Row("api:conversation_list", may=ALL),
    Row("api:message_list", may=THREAD, url=in_api),
    Row("api:message_send", method="POST", may=THREAD, url=in_api, data=words, content_type=JSON),
    Row(
        "api:conversation_read",
        method="POST",
        may=THREAD,
        url=in_api,
        data=lambda cast: {"through": 0},
        content_type=JSON,
    ),
]

COMMANDS = [
    CommandRow("message.send", may=ROOM, sees=READERS, data=lambda cast: words(cast) | in_class(cast)),
    CommandRow("message.edit", may="lin_lan", sees="zhou_jing luo_ping", data=lambda cast: words(cast) | own(cast)),
    CommandRow("message.recall", may="lin_lan", sees="zhou_jing luo_ping", data=own),
    CommandRow("conversation.read", may=f"{ROOM} {READERS}", data=lambda cast: in_class(cast) | {"through": 0}),
    CommandRow("conversation.typing", may=ROOM, sees=READERS, data=in_class),
]
TOPICS = [TopicRow("conversation", may=THREAD, key=lambda cast: thread(cast)["pk"])]
FILES = [FileRow("message", may=THREAD, file=photo)]
