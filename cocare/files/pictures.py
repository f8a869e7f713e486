"""Pictures are decoded and written anew: what comes out is a picture and nothing else, without EXIF and place."""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import pillow_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence

from . import limits
from .errors import Damaged, TooManyPixels

pillow_heif.register_heif_opener(thumbnails=False)

READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
# How each is written. What browsers don't show everywhere becomes a JPEG.
OUT = {
    "JPEG": ("JPEG", "image/jpeg", ".jpg", {"quality": 88, "optimize": True, "progressive": True}),
    "PNG": ("PNG", "image/png", ".png", {"optimize": False}),
    "WEBP": ("WEBP", "image/webp", ".webp", {"quality": 88, "method": 4}),
    "GIF": ("GIF", "image/gif", ".gif", {"save_all": True, "disposal": 2}),
}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, OverflowError, MemoryError)


@dataclass(frozen=True, slots=True)
class Picture:
    content: IO[bytes]
    mime: str
    extension: str
    width: int
    height: int


@contextlib.contextmanager
def opened(content: IO[bytes]) -> Iterator[Image.Image]:
    """A picture whose header was read and whose size is allowed; its pixels are not decoded yet.

    Raises TooManyPixels or Damaged.
    """
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=READABLE) as image:
                if image.width * image.height > limits.PIXELS:
                    raise TooManyPixels
                yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise Damaged from error


def written_anew(content: IO[bytes]) -> Picture:
    """The same picture from its pixels alone: upright, in sRGB, at most 4096 pixels long."""
    with opened(content) as image:
        if image.format == "GIF" and getattr(image, "n_frames", 1) > 1:
            return _animation(image)
        form, mime, extension, options = OUT.get(image.format if image.format != "GIF" else "PNG", OUT["JPEG"])
        plain = _plain(image, alpha=form != "JPEG")
        plain.thumbnail((limits.LONGEST_SIDE, limits.LONGEST_SIDE), Image.Resampling.LANCZOS)
        out = tempfile.SpooledTemporaryFile(max_size=4 * limits.MB)  # noqa: SIM115  # the caller stores and closes it  # the caller stores and closes it
        plain.save(out, form, **options)
        return Picture(out, mime, extension, plain.width, plain.height)


def thumbnail(content: IO[bytes], side: int) -> IO[bytes]:
    """A WebP of at most `side` pixels each way."""
    with opened(content) as image:
        image.draft("RGB", (side, side))
        plain = _plain(image, alpha=True)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=80, method=4)
        return out


def _plain(image: Image.Image, *, alpha: bool) -> Image.Image:
    """Pixels and nothing else: turned as EXIF says, colours brought to sRGB, every note left behind."""
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
    frames, pixels = [], 0
    for frame in ImageSequence.Iterator(image):
        pixels += frame.width * frame.height
        if len(frames) >= limits.FRAMES or pixels > 2 * limits.PIXELS:
            raise TooManyPixels
        frames.append((_plain(frame, alpha=True), frame.info.get("duration", 100)))
    form, mime, extension, options = OUT["GIF"]
    out = tempfile.SpooledTemporaryFile(max_size=4 * limits.MB)  # noqa: SIM115  # the caller stores and closes it  # the caller stores and closes it
    first, rest = frames[0][0], [frame for frame, _ in frames[1:]]
    times = [duration for _, duration in frames]
    first.save(out, form, append_images=rest, duration=times, loop=image.info.get("loop", 0), **options)
    return Picture(out, mime, extension, first.width, first.height)
