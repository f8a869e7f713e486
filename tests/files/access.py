"""Who may open which file: a photo attached to what concerns one child, a published one, one's own."""

from typing import Any

from cocare.files import services
from tests import factories as make
from tests.access import ALL, Row
from tests.cast import Cast

from . import purposes, samples  # noqa: F401  # registers them

SEE_XIAOMAN = "lin_lan zhou_jing luo_ping principal"


def _kept(cast: Cast, purpose: str, *, attached: bool = True) -> dict[str, Any]:
    actor = make.actor(cast.lin_lan)
    file = services.store_upload(actor=actor, upload=samples.upload(samples.picture(), "photo.jpg"), purpose=purpose)
    if attached:
        services.attach_files(actor=actor, files=[file], purpose=purpose)
    return {"pk": file.pk}


def photo(cast: Cast) -> dict[str, Any]:
    return _kept(cast, "child")


def published(cast: Cast) -> dict[str, Any]:
    return _kept(cast, "published")


def own(cast: Cast) -> dict[str, Any]:
    return _kept(cast, "child", attached=False)


def begun(cast: Cast) -> dict[str, Any]:
    from cocare.files.services import resumable_uploads

    upload = resumable_uploads.begin_upload(
        actor=make.actor(cast.lin_lan), length=1000, name="photo.jpg", purpose="child"
    )
    return {"pk": upload.pk}


def small(kwargs):
    return lambda cast: {**kwargs(cast), "side": 320}


TABLE = [
    Row("files:file.show", may=SEE_XIAOMAN, url=photo),
    Row("files:file.show", may=ALL, public=True, url=published),
    Row("files:file.show", may="lin_lan", url=own),
    Row("files:file.thumbnail", may=SEE_XIAOMAN, url=small(photo)),
    Row("files:file.thumbnail", may=ALL, public=True, url=small(published)),
    Row("files:file.remove", may="lin_lan", method="POST", url=own),
    # Without the protocol's version the answer is 412, which is no refusal of the person.
    Row("files:upload.create", may=ALL, method="POST"),
    Row("files:upload.append", may="lin_lan", method="PATCH", url=begun),
    Row("files:upload.append", may="lin_lan", method="DELETE", url=begun),
]
