"""Documents: the copy that does not say who made it."""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from . import pictures
from .archives import check_archive
from .errors import DamagedFile, FileRefused, PasswordProtected

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."


def anonymise_document(content: IO[bytes], mime: str) -> IO[bytes]:
    """Return the same document without author, company, place and history, for those who must not know whose it is.

    It works on what `store_upload` stored; pictures, sound and video lost their notes there already and come back as
    they are. What stands on the pages themselves stays. Raise DamagedFile or PasswordProtected.
    """
    content.seek(0)
    if mime == PDF:
        return _pdf(content)
    if mime.startswith(OFFICE):
        return _office(content)
    return content


_CORE = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_CUSTOM = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
_EMPTIED = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM}
# Who wrote a comment or a change, in Word, Excel and PowerPoint, in attributes and in elements.
_NAMES = re.compile(
    rb'((?:\bw\d*:)?\b(?:author|initials|userId|providerId|displayName|lastModifiedBy|userName)=)"[^"]*"'
)
_AUTHORS = re.compile(
    rb"(<(?:\w+:)?(author|lastModifiedBy|creator|company|manager)(?:\s[^>]*)?>)[^<]*(</)", re.IGNORECASE
)
_PEOPLE = ("commentAuthors.xml", "people.xml", "authors.xml", "person.xml")
_NAME = re.compile(rb'(\bname=)"[^"]*"')


def _office(content: IO[bytes]) -> IO[bytes]:
    check_archive(content)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(content) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                if not entry.is_dir():
                    # A fresh entry: the old one may carry the time of the author's machine.
                    target.writestr(
                        zipfile.ZipInfo(entry.filename), _part(entry.filename, source.read(entry)), zipfile.ZIP_DEFLATED
                    )
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
        raise DamagedFile from error
    out.seek(0)
    return out


def _part(name: str, data: bytes) -> bytes:
    if name in _EMPTIED:
        return _EMPTIED[name]
    if name.startswith("docProps/thumbnail") or name.lower().endswith((".jpg", ".jpeg")):
        return _bare_picture(data)
    if not name.endswith((".xml", ".rels")):
        return data
    data = _AUTHORS.sub(rb"\1\3", _NAMES.sub(rb'\1""', data))
    return _NAME.sub(rb'\1""', data) if name.rsplit("/", 1)[-1].startswith(_PEOPLE) else data


def _bare_picture(data: bytes) -> bytes:
    with contextlib.suppress(FileRefused):
        picture = pictures.rewrite_picture(io.BytesIO(data))
        with picture.content as made:
            made.seek(0)
            return made.read() if picture.extension == ".jpg" else data
    return data


_TRACES = ("/Metadata", "/PieceInfo", "/LastModified")


def _pdf(content: IO[bytes]) -> IO[bytes]:
    out = io.BytesIO()
    try:
        reader = PdfReader(content, strict=False)
        if reader.is_encrypted:
            raise PasswordProtected
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for number in range(len(writer._objects)):
            _clean(writer._objects[number])
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DamagedFile from error
    out.seek(0)
    return out


def _clean(pdf_object: Any) -> None:
    """Take the maker's traces out of one object of a PDF and out of what lies inside it."""
    children: Iterable[Any] = ()
    if isinstance(pdf_object, DictionaryObject):
        _clean_dictionary(pdf_object)
        children = pdf_object.values()
    elif isinstance(pdf_object, ArrayObject):
        children = pdf_object
    for child in children:
        if isinstance(child, ArrayObject | DictionaryObject):
            _clean(child)


def _clean_dictionary(dictionary: DictionaryObject) -> None:
    """Drop notes around a page or picture, the author of an annotation, the notes inside a photo."""
    for key in _TRACES:
        dictionary.pop(NameObject(key), None)
    if "/Rect" in dictionary and dictionary.get("/Subtype") not in ("/Widget", "/Link"):
        dictionary.pop(NameObject("/T"), None)
    if isinstance(dictionary, StreamObject) and dictionary.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        dictionary._data = strip_jpeg_metadata(dictionary._data)


_APP0, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE


def _is_note(marker: int) -> bool:
    return marker == _COMMENT or (_APP0 < marker <= _APP15 and marker not in (_APP2, _APP14))


def strip_jpeg_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG's bytes without its EXIF, XMP and comment segments; colour profile and Adobe's marker stay."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    stripped, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:  # up to the scan
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if not _is_note(marker):
            stripped += jpeg[at : at + 2 + length]
        at += 2 + length
    return bytes(stripped + jpeg[at:])
