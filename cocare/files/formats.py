"""What a file is, read from its content. Names and the browser's word for the type are never believed."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import puremagic

from .enums import FileKind
from .errors import EmptyFile, HasMacros, PasswordProtected, UnknownFormat

HEAD = 4096
OFFICE = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password


@dataclass(frozen=True, slots=True)
class Format:
    """A format on the list. `puremagic_names` are the words puremagic has for it: the two must agree."""

    kind: FileKind
    mime: str
    extension: str
    puremagic_names: frozenset[str]
    matches: Callable[[bytes], bool]


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    """The box "ftyp" with one of these as major brand."""
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


def _riff_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _webm(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]


def _mp3(head: bytes) -> bool:
    # A frame header of MPEG 1 or 2, layer III, with a bitrate that exists.
    frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 not in (0, 15)
    return head.startswith(b"ID3") or frame


def _format(kind: FileKind, mime: str, extension: str, matches: Callable[[bytes], bool], *also: str) -> Format:
    return Format(kind, mime, extension, frozenset({mime, *also}), matches)


HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MP4_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"mmp4",
    b"MSNV",
    b"3gp4",
    b"3gp5",
)
FORMATS = (
    _format(FileKind.PICTURE, "image/jpeg", ".jpg", _begins(b"\xff\xd8\xff")),
    _format(FileKind.PICTURE, "image/png", ".png", _begins(b"\x89PNG\r\n\x1a\n"), "image/apng"),
    _format(FileKind.PICTURE, "image/gif", ".gif", _begins(b"GIF87a", b"GIF89a")),
    _format(FileKind.PICTURE, "image/webp", ".webp", _riff_webp),
    _format(FileKind.PICTURE, "image/avif", ".avif", _brand(b"avif", b"avis"), "image/avif-sequence"),
    _format(FileKind.PICTURE, "image/heic", ".heic", _brand(*HEIF_BRANDS), "image/heif", "video/mp4"),
    _format(FileKind.DOCUMENT, "application/pdf", ".pdf", _begins(b"%PDF-")),
    _format(FileKind.VIDEO, "video/mp4", ".mp4", _brand(*MP4_BRANDS), "video/x-m4v", "video/3gpp", "audio/mp4"),
    _format(FileKind.VIDEO, "video/quicktime", ".mov", _brand(b"qt  "), "video/mp4"),
    _format(FileKind.VIDEO, "video/webm", ".webm", _webm, "video/x-matroska", "audio/webm"),
    _format(FileKind.AUDIO, "audio/mp4", ".m4a", _brand(b"M4A ", b"M4B "), "audio/x-m4a", "audio/m4a", "video/mp4"),
    _format(FileKind.AUDIO, "audio/mpeg", ".mp3", _mp3, "audio/mp3", "audio/x-mpeg"),
)
_PARTS = {
    "word/document.xml": ("wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": ("presentationml.presentation", ".pptx"),
}


def recognise_format(content: IO[bytes], size: int) -> Format:
    """Return the format of a content. Raise EmptyFile, HasMacros, PasswordProtected or UnknownKind."""
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if not head or size == 0:
        raise EmptyFile
    if head.startswith(b"PK\x03\x04"):
        return _office(content)
    if head.startswith(OLE):
        raise PasswordProtected if _encrypted(content) else UnknownFormat
    recognised = next((candidate for candidate in FORMATS if candidate.matches(head)), None)
    if recognised is None or not _agrees(head, recognised):
        raise UnknownFormat
    return recognised


def _agrees(head: bytes, recognised: Format) -> bool:
    """Ask for a second opinion: puremagic must know the content by one of the format's names."""
    try:
        names = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return recognised.mime == "audio/mpeg"  # a bare frame header is below what it looks for
    return bool(names & recognised.puremagic_names)


def _office(content: IO[bytes]) -> Format:
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            declared = archive.read("[Content_Types].xml")[:200_000].lower() if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise UnknownFormat from error
    part = next((part for part in _PARTS if part in names), None)
    if part is None or not declared:
        raise UnknownFormat
    if b"macroenabled" in declared or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise HasMacros
    ending, extension = _PARTS[part]
    return Format(FileKind.DOCUMENT, OFFICE + ending, extension, frozenset(), _begins(b"PK"))


def _encrypted(content: IO[bytes]) -> bool:
    content.seek(0)
    return "EncryptedPackage".encode("utf-16-le") in content.read(2_000_000)
