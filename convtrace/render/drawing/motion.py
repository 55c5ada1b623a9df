"""A picture that moves: the shapes of all its frames, which have one size, and what differs from frame to frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from convtrace.document.blocks import Motion
from convtrace.render.drawing.areas import Area, area_of, merged
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import ATTRIBUTES, CLOSING, NAMESPACE, Frame, composed
from convtrace.render.drawing.elements import element
from convtrace.render.drawing.shapes import Drawn, Letters, Shape
from convtrace.values.named_tuple import NamedTuple

# wider than pages have it: a slide has no text beside the picture
ROOM = Frame(room=1500)
Numbers = tuple[int, ...]


class Moving(NamedTuple):
    """A drawing with the number of its frames, and each shape with the frames that show it, boxes before letters."""

    drawn: Drawn
    frames: int
    shapes: dict[Shape, Numbers]


class Part(NamedTuple):
    """A part of a frame: the place of its corner, and its drawing."""

    left: int
    top: int
    svg: str


def moving(motion: Motion) -> Moving:
    """All frames as one drawing."""
    frames = [list(blocks) for blocks in motion.frames()]
    drawn = composed(frames, ROOM)
    found: dict[Shape, list[int]] = defaultdict(list)
    for shape in drawn.shapes:
        numbers = range(len(frames)) if shape.frame is None else (shape.frame,)
        found[shape._replace(frame=None)] += numbers
    shapes = sorted(found, key=lambda shape: isinstance(shape, Letters))
    return Moving(drawn, len(frames), {shape: tuple(found[shape]) for shape in shapes})


def still_frames(motion: Motion, scheme: Scheme) -> Iterator[list[Part]]:
    """The first frame as a whole, then what of each frame differs from the one before it: all that must be drawn."""
    whole = moving(motion)
    texts = {shape: element(shape, scheme) for shape in whole.shapes}
    shown: list[list[Shape]] = [[] for _ in range(whole.frames)]
    for shape, numbers in whole.shapes.items():
        for number in numbers:
            shown[number].append(shape)
    area = Area(0, 0, round(whole.drawn.width), round(whole.drawn.height))
    yield [_part(area, shown[0], texts)]
    for before, after in pairwise(shown):
        changed = [area_of(shape, area) for shape in {*before} ^ {*after}]
        yield [_part(each, after, texts) for each in merged(changed)]


def _part(area: Area, shapes: Iterable[Shape], texts: dict[Shape, str]) -> Part:
    """The part of a frame that lies in an area."""
    drawn = "".join(texts[shape] for shape in shapes if area_of(shape, area).meets(area))
    width, height = area.right - area.left, area.bottom - area.top
    size = f'viewBox="{area.left} {area.top} {width} {height}" width="{width}" height="{height}"'
    return Part(area.left, area.top, f"<svg {NAMESPACE} {size} {ATTRIBUTES}>\n{drawn}{CLOSING}")
