"""A short video, drawn and encoded here: the river's bend, one phrase a scene, a soft chime, captions in WebVTT.

The same scenes always give the same file; it is kept in the data folder under the digest of what it was made from.
"""

import array
import hashlib
import math
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from .video_and_quiz_courses import Scene, VideoAndQuiz

WIDTH, HEIGHT, RATE = 640, 360, 10
SCENE_SECONDS = 6
LEAD = 0.5  # a caption appears half a second into its scene
SOUND_RATE = 22_050
NOTES = (523.25, 587.33, 659.25, 783.99, 880.0)  # a pentatonic scale, so that any two sound well together
# The colours of the visual system, as they stand in its cover pictures.
SKY, SUN, FAR, NEAR, DEEP, WATER, INK = "#e3ebd0", "#ef8c26", "#b6c96b", "#5f8d3a", "#1f4e2c", "#f7f7ec", "#123622"
CITRUS = "#fcad25"


def render_video(content: VideoAndQuiz) -> Path:
    """Return the MP4 (H.264, AAC) of a course's video; drawn and encoded unless it lies in the data folder already."""
    made_from = f"{Path(__file__).read_bytes()!r}{content!r}{settings.FONT_FILE.stat().st_size}"
    target = settings.DATA_DIR / "demo_videos" / f"{hashlib.sha256(made_from.encode()).hexdigest()[:32]}.mp4"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        encode_video(content.scenes, target)
    return target


def captions_of(content: VideoAndQuiz) -> str:
    """Return the WebVTT that belongs to the video."""
    cues = []
    for number, scene in enumerate(content.scenes):
        start = number * SCENE_SECONDS + LEAD
        end = (number + 1) * SCENE_SECONDS - 0.1
        cues.append(f"{number + 1}\n{_stamp(start)} --> {_stamp(end)}\n{scene.said}\n")
    return "WEBVTT\n\n" + "\n".join(cues)


def _stamp(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60:02d}:{whole % 60:02d}.{round((seconds - whole) * 1000):03d}"


def encode_video(scenes: tuple[Scene, ...], target: Path) -> None:
    """Draw every frame into ffmpeg. The file appears under its name only once it is whole."""
    with tempfile.TemporaryDirectory(prefix="cocare-video-", dir=target.parent) as folder:
        sound, picture = Path(folder) / "sound.raw", Path(folder) / "video.mp4"
        sound.write_bytes(chime_samples(len(scenes)))
        command = [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0"),
            *("-f", "s16le", "-ar", str(SOUND_RATE), "-ac", "1", "-i", str(sound)),
            *("-c:v", "libx264", "-preset", "veryfast", "-tune", "animation", "-crf", "26", "-threads", "2"),
            *("-pix_fmt", "yuv420p", "-profile:v", "main", "-g", str(2 * RATE)),
            *("-c:a", "aac", "-b:a", "48k", "-shortest", "-movflags", "+faststart"),
            *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", str(picture)),
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdin is not None and process.stderr is not None
            for frame in draw_frames(scenes):
                process.stdin.write(frame)
            process.stdin.close()
            told = process.stderr.read().decode(errors="replace")
        if process.returncode:
            raise RuntimeError(f"The video could not be encoded:\n{told}")
        os.replace(picture, target)


def draw_frames(scenes: tuple[Scene, ...]) -> Iterator[bytes]:
    """RGB frames. Each scene draws its ground once; only while something moves is a frame drawn anew."""
    total = len(scenes) * SCENE_SECONDS
    for number, scene in enumerate(scenes):
        ground = _ground(number)
        label = _label(scene.phrase)
        for step in range(SCENE_SECONDS * RATE):
            seconds = number * SCENE_SECONDS + step / RATE
            frame = ground.copy()
            _river(frame, seconds / total)
            rise = max(0.0, 1 - step / (0.6 * RATE)) if number else 0.0  # the first frame is the poster
            frame.paste(label, ((WIDTH - label.width) // 2, int(40 + 26 * rise * rise)), _faded(label, 1 - rise))
            yield frame.tobytes()


def _ground(number: int) -> Image.Image:
    """Sky, sun and hills; the sun goes its way from scene to scene."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    x, y = 90 + number * 66, 190 - int(36 * math.sin((number + 1) / 9 * math.pi))
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill=SUN)
    for colour, base, swell, shift in ((FAR, 236, 20, 0.4), (NEAR, 268, 24, 1.9), (DEEP, 302, 16, 3.1)):
        crest = [(px, base + swell * math.sin(px / 96 + shift)) for px in range(0, WIDTH + 8, 8)]
        draw.polygon([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], fill=colour)
    return image


def _bend() -> list[tuple[float, float]]:
    """The line of the bend along the foot of the picture."""
    points = []
    for step in range(161):
        t = step / 160
        hump = 1 / (1 + math.exp(-(t - 0.3) * 26)) - 1 / (1 + math.exp(-(t - 0.7) * 26))
        points.append((-10 + t * (WIDTH + 20), 338 - 26 * hump))
    return points


BEND = _bend()


def _river(frame: Image.Image, share: float) -> None:
    """Draw the bed of the river, and its water as far as the video has come."""
    draw = ImageDraw.Draw(frame)
    draw.line(BEND, fill="#3c6b47", width=7, joint="curve")
    reached = BEND[: max(2, int(share * len(BEND)) + 1)]
    draw.line(reached, fill=WATER, width=7, joint="curve")
    x, y = reached[-1]
    draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=CITRUS)


def _label(phrase: str) -> Image.Image:
    """The phrase on a light plate, as large as it fits."""
    size = 46
    while size > 20 and ImageFont.truetype(settings.FONT_FILE, size).getlength(phrase) > WIDTH - 120:
        size -= 2
    font = ImageFont.truetype(settings.FONT_FILE, size)
    left, top, right, bottom = font.getbbox(phrase)
    plate = Image.new("RGBA", (int(right - left) + 60, int(bottom - top) + 44), (0, 0, 0, 0))
    draw = ImageDraw.Draw(plate)
    draw.rounded_rectangle((0, 0, plate.width - 1, plate.height - 1), 18, fill="#fdfefcf0")
    draw.text((30 - left, 22 - top), phrase, font=font, fill=INK)
    return plate


def _faded(label: Image.Image, share: float) -> Image.Image:
    return label.getchannel("A").point(lambda value: int(value * share))


def chime_samples(scenes: int) -> bytes:
    """One soft note at the beginning of each scene, silence between: mono, 16 bit."""
    samples = array.array("h", bytes(2 * SOUND_RATE * SCENE_SECONDS * scenes))
    for number in range(scenes):
        note = NOTES[(number * 2) % len(NOTES)]
        start = number * SCENE_SECONDS * SOUND_RATE
        for step in range(int(1.4 * SOUND_RATE)):
            t = step / SOUND_RATE
            fade = math.exp(-3.2 * t) * min(1.0, t * 60)
            samples[start + step] = int(2600 * fade * math.sin(2 * math.pi * note * t))
    return samples.tobytes()
