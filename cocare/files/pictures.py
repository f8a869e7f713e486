"""Pictures are decoded and written anew: what comes out is a picture and nothing else, without EXIF and place."""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

import pillow_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence

from . import size_limits
from .errors import DamagedFile, TooManyPixels

pillow_heif.register_heif_opener(thumbnails=False)

READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")


class PictureEncoding(NamedTuple):
    """How a picture is written: Pillow's name of the format, and what it takes to save it."""

    form: str
    mime: str
    extension: str
    options: dict[str, Any]


JPEG = PictureEncoding("JPEG", "image/jpeg", ".jpg", {"quality": 88, "optimize": True, "progressive": True})
PNG = PictureEncoding("PNG", "image/png", ".png", {"optimize": False})
WEBP = PictureEncoding("WEBP", "image/webp", ".webp", {"quality": 88, "method": 4})
GIF = PictureEncoding("GIF", "image/gif", ".gif", {"save_all": True, "disposal": 2})
# What browsers don't show everywhere becomes a JPEG, a GIF that doesn't move a PNG.
OUTPUTS = {"PNG": PNG, "WEBP": WEBP, "GIF": PNG}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, OverflowError, MemoryError)


@dataclass(frozen=True, slots=True)
class Picture:
    content: IO[bytes]
    mime: str
    extension: str
    width: int
    height: int


@contextlib.contextmanager
def open_picture(content: IO[bytes]) -> Iterator[Image.Image]:
    """Return a picture whose header was read and whose size is allowed; its pixels are not decoded yet.

    Raise TooManyPixels or DamagedFile.
    """
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=READABLE) as image:
                if image.width * image.height > size_limits.PIXELS:
                    raise TooManyPixels
                yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise DamagedFile from error


def rewrite_picture(content: IO[bytes]) -> Picture:
    """Return the same picture from its pixels alone: upright, in sRGB, at most 4096 pixels long."""
    with open_picture(content) as image:
        if image.format == "GIF" and getattr(image, "n_frames", 1) > 1:
            return _animation(image)
        output = OUTPUTS.get(image.format or "", JPEG)
        plain = _plain(image, alpha=output is not JPEG)
        plain.thumbnail((size_limits.LONGEST_SIDE, size_limits.LONGEST_SIDE), Image.Resampling.LANCZOS)
        out = tempfile.SpooledTemporaryFile(max_size=4 * size_limits.MB)  # noqa: SIM115  # the caller stores and closes it
        plain.save(out, output.form, **output.options)
        return Picture(out, output.mime, output.extension, plain.width, plain.height)


def make_thumbnail(content: IO[bytes], side: int) -> IO[bytes]:
    """Return a WebP of at most `side` pixels each way."""
    with open_picture(content) as image:
        image.draft("RGB", (side, side))
        plain = _plain(image, alpha=True)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=80, method=4)
        return out


def _plain(image: Image.Image, *, alpha: bool) -> Image.Image:
    """Return pixels and nothing else: turned as EXIF says, colours brought to sRGB, every note left behind."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    transparent = alpha and upright.has_transparency_data
    plain = upright.convert("RGBA" if transparent else "RGB")
    if profile and image.mode in ("RGB", "RGBA"):
        # A profile that can't be read leaves the colours as they are.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), inPlace=True)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _animation(image: Image.Image) -> Picture:
    """Write the frames of a moving GIF anew, each from its pixels alone."""
    frames: list[tuple[Image.Image, int]] = []
    pixels = 0
    for frame in ImageSequence.Iterator(image):
        pixels += frame.width * frame.height
        if len(frames) >= size_limits.FRAMES or pixels > 2 * size_limits.PIXELS:
            raise TooManyPixels
        frames.append((_plain(frame, alpha=True), frame.info.get("duration", 100)))
    out = tempfile.SpooledTemporaryFile(max_size=4 * size_limits.MB)  # noqa: SIM115  # the caller stores and closes it
    first, rest = frames[0][0], [frame for frame, _ in frames[1:]]
    times = [duration for _, duration in frames]
    first.save(out, GIF.form, append_images=rest, duration=times, loop=image.info.get("loop", 0), **GIF.options)
    return Picture(out, GIF.mime, GIF.extension, first.width, first.height)
