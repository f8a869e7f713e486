"""Contents for tests, made on the spot."""

import io
import struct
import subprocess
import tempfile
import zipfile
import zlib
from pathlib import Path

import imageio_ffmpeg
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

pillow_heif.register_heif_opener()


def upload(content: bytes, name: str, mime: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, mime)


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, form, **options)
    return out.getvalue()


def picture_with_place() -> bytes:
    """A JPEG that says where it was taken and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "Geheime Kamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 17.0, 24.0), 3: "E", 4: (106.0, 15.0, 30.0)})
    return picture(size=(400, 200), exif=exif)


def animation() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=b"taken at home")
    return out.getvalue()


def png_bomb(side: int = 20000) -> bytes:
    """A small PNG that says, truly, that it is `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))

    row = b"\0" + b"\0" * (side // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack("!LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(author: str = "王小明") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    canvas.setAuthor(author)
    canvas.setTitle("三年级2班")
    canvas.drawString(72, 720, "A poster about the river")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


OFFICE_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office(kind: str = "docx", author: str = "王小明", extra: dict[str, bytes] | None = None, types: str = "") -> bytes:
    part, mime = OFFICE_PARTS[kind]
    out = io.BytesIO()
    mime = types or f"application/vnd.openxmlformats-officedocument.{mime}"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/{part}" ContentType="{mime}"/></Types>')
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(part, f'<w:document><w:ins w:author="{author}">text</w:ins></w:document>')
        archive.writestr(
            "docProps/core.xml", f"<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>"
        )
        archive.writestr("docProps/app.xml", f"<Properties><Company>{author}</Company></Properties>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    return office(extra={"word/media/zero.bin": b"\0" * (320 * 1024 * 1024)})


def media(extension: str, *, video: bool = True, seconds: float = 0.5, extra: tuple[str, ...] = ()) -> bytes:
    """A short film or sound with a place and a title in its notes."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"made.{extension}"
        source = ("-f", "lavfi", "-i", f"testsrc=s=160x120:d={seconds}") if video else ()
        command = [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *source),
            *("-f", "lavfi", "-i", f"sine=d={seconds}"),
            *("-metadata", "location=+29.29+106.25/", "-metadata", "title=Geheim", *extra, str(target)),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return target.read_bytes()
