"""The one picture that the demo's class sends round: the school gate in the rain, drawn here."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from cocare.files.services import attach_files, store_upload
from cocare.people.enums import Capacity

from ..kinds import SCHOOL_CLASS
from ..models import Message, MessageFile
from ..services.posting import PURPOSE
from .conversation_builder import ConversationBuilder
from .texts import CLASS_POSTS

SIZE = (960, 640)
SKY, GROUND, WALL, ROOF, RAIN, WAY = "#dfe9ea", "#cfd8c4", "#fdfefc", "#226638", "#7fa6b8", "#fcad25"


def add_picture(builder: ConversationBuilder) -> None:
    """Hang the drawing on the post about the rain in the demo people's class."""
    district = builder.district
    post = (
        Message.objects.filter(
            conversation__kind=SCHOOL_CLASS.value, conversation__school_class=district.the_class, body=CLASS_POSTS[0]
        )
        .select_related("author")
        .first()
    )
    if post is None or post.author is None:
        return
    actor = district.actor(post.author, Capacity.TEACHER)
    upload = store_upload(actor=actor, upload=ContentFile(draw_picture(), name="东侧雨棚示意.png"), purpose=PURPOSE)
    [file] = attach_files(actor=actor, files=[upload], purpose=PURPOSE)
    MessageFile.objects.create(message=post, file=file)


def draw_picture() -> bytes:
    """A gate, a rain roof at its right side, and the way to take."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 960, 640), fill=GROUND)
    pen.rectangle((120, 200, 560, 430), fill=WALL, outline=ROOF, width=6)
    pen.rectangle((290, 290, 390, 430), fill=SKY, outline=ROOF, width=6)
    pen.polygon([(600, 260), (900, 220), (900, 250), (600, 290)], fill=ROOF)
    for post in (620, 740, 870):
        pen.rectangle((post, 270, post + 12, 430), fill=ROOF)
    for drop in range(40):
        left, top = (drop * 137) % 960, (drop * 71) % 400
        if left < 590 or top < 200:
            pen.line((left, top, left - 10, top + 34), fill=RAIN, width=3)
    pen.line([(880, 600), (760, 470), (600, 450), (400, 450), (345, 420)], fill=WAY, width=14, joint="curve")
    pen.polygon([(325, 430), (345, 395), (368, 432)], fill=WAY)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
