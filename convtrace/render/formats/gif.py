"""gif: the picture in pixels, twice its size, as a GIF: one frame, or those of a picture that moves."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from convtrace.document.blocks import Document, Target
from convtrace.render.drawing.colors import INKS, Scheme
from convtrace.render.drawing.motion import Part, still_frames
from convtrace.render.drawing.picture_file import svg_file
from convtrace.render.drawing.pixels import ZOOM, check_pixels, pixels

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".gif",)
THEMED = True
# a GIF counts time in hundredths of a second
TICK = 10
# the last of the 256 colours of a file is for what stays as it was
UNCHANGED = 255
STAYS = 1
# Pillow finds a colour by the upper six bits of its parts: a shade so near to what is drawn would be taken for it
APART = 8
MOST_SHADES = 1 << 16
DRAWN = re.compile("#([0-9a-f]{6})")


def image(document: Document, target: Target) -> bytes:
    """The picture, or the one that moves, as a whole file; raises ConvtraceError where nothing can make it."""
    check_pixels("gif", "PIL")
    scheme = Scheme.DARK if target.theme == "dark" else Scheme.LIGHT
    if document.motion is None:
        drawn = [[Part(0, 0, "".join(svg_file(document, scheme.value, unicode=True)))]]
        return b"".join(_file(drawn, scheme, {}))
    milliseconds = round(document.motion.pace * 1000 / TICK) * TICK
    return b"".join(_file([*still_frames(document.motion, scheme)], scheme, {"duration": milliseconds, "loop": 0}))


def _file(frames: Sequence[Sequence[Part]], scheme: Scheme, time: dict[str, Any]) -> Iterator[bytes]:
    """The file in pieces: a frame holds what differs from the one before it, in the colours of the one palette."""
    from PIL import GifImagePlugin, ImageChops

    ground = INKS["card"].on(scheme)
    (first,), *others = frames
    begun = _drawn(first, ground)
    palette = _palette(begun, frames, ground)
    shown = _reduced(begun, palette)
    yield from GifImagePlugin.getheader(shown, info=time)[0]
    yield from GifImagePlugin.getdata(shown, **time)
    for parts in others:
        after = shown.copy()
        for part in parts:
            after.paste(_reduced(_drawn(part, ground), palette), (part.left * ZOOM, part.top * ZOOM))
        changed = ImageChops.difference(_numbers(shown), _numbers(after))
        left, top, right, bottom = changed.getbbox() or (0, 0, 1, 1)
        delta = after.crop((left, top, right, bottom))
        same = changed.crop((left, top, right, bottom)).point([255, *[0] * 255])
        delta.paste(UNCHANGED, mask=same)
        yield from GifImagePlugin.getdata(delta, (left, top), transparency=UNCHANGED, disposal=STAYS, **time)
        shown = after
    yield b";"


def _reduced(drawn: Image, palette: Image) -> Image:
    """A picture whose pixels are numbers of colours."""
    from PIL.Image import Dither

    return drawn.quantize(palette=palette, dither=Dither.NONE)


def _drawn(part: Part, ground: str) -> Image:
    """A part of a frame in pixels, without corners that are half transparent: a GIF has none."""
    from PIL import Image

    return Image.open(io.BytesIO(pixels(part.svg, ground))).convert("RGB")


def _numbers(picture: Image) -> Image:
    from PIL import Image

    return Image.frombytes("L", picture.size, picture.tobytes())


def _palette(begun: Image, frames: Sequence[Sequence[Part]], ground: str) -> Image:
    """A picture with all colours that are drawn, and those of the shades at their edges that most pixels have."""
    from PIL import Image

    counts: Counter[int] = Counter()
    later = chain(*(frames[place] for place in {len(frames) // 2, len(frames) - 1} - {0}))
    for drawn_part in (begun, *(_drawn(part, ground) for part in later)):
        found: list[Any] = drawn_part.getcolors(MOST_SHADES) or []
        counts.update({int.from_bytes(color, "big"): count for count, color in found})
    drawn = dict.fromkeys(int(color, 16) for parts in frames for part in parts for color in DRAWN.findall(part.svg))
    shades = (color for color, _ in counts.most_common() if min(map(partial(_distance, color), drawn)) >= APART)
    kept = [*islice(chain(drawn, shades), UNCHANGED)]
    filled = kept + kept[:1] * (UNCHANGED + 1 - len(kept))
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(color.to_bytes(3, "big") for color in filled))
    return palette


def _distance(one: int, other: int) -> int:
    """How far two colours are apart, in the part in which they differ most."""
    return max(abs((one >> part & 255) - (other >> part & 255)) for part in (0, 8, 16))
