"""A picture that moves as one SVG, whose first frame is whole without a style sheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter
from zlib import crc32

from convtrace.document.blocks import Motion
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import CLOSING, opening
from convtrace.render.drawing.elements import element
from convtrace.render.drawing.motion import Moving, Numbers, moving
from convtrace.render.drawing.shapes import LOOKS, STROKES, Box, Letters, Shape

# older readers know no other name
USE = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
# some readers know one of them, and letters that can't be seen are not to be found
HIDDEN = ' visibility="hidden" opacity="0"'
# a file that is opened alone fits its window
FIT_WINDOW = "\n@media (max-width:{:.0f}px){{.ct-svg{{width:100%;height:auto}}}}"
# in a page it is no higher than the window less its switch, and less what stands above, if that leaves enough of it
FIT_PAGE = ' style="max-width:min(100%,{:.3f}*max(100vh - 12.5rem,min(100vh - 4rem,24rem)))"'
Place = tuple[float, float, float, float]
# shapes that are shown together, and the frames in which they are
Layer = tuple[Numbers, list[Shape]]


def svg_motion(motion: Motion, alt: str, scheme: Scheme | None, head: str = "") -> Iterator[str]:
    """The whole element, whose style sheet shows one frame after the other; with a head it is a file of its own.

    What is in all frames is written once, and so is what only moves from frame to frame. Whoever knows no style sheets,
    or wants nothing to move, sees the first frame.
    """
    whole = moving(motion)
    layers = [*_layers(whole)]
    texts = {shape: element(shape._replace(x=0, y=0), scheme) for _, shapes in layers for shape in shapes}
    # the names in a page are those of all its pictures
    mark = f"ct{crc32(''.join((*texts.values(), str(motion.pace))).encode()):08x}"
    counts = Counter(texts[shape] for _, shapes in layers for shape in shapes)
    shared = {text: f"{mark}-{number}" for number, text in enumerate(counts) if counts[text] > 1}
    sets = {numbers: f"{mark}f{place}" for place, numbers in enumerate(dict.fromkeys(numbers for numbers, _ in layers))}
    fitted = FIT_PAGE.format(whole.drawn.width / whole.drawn.height)
    yield opening(whole.drawn, alt, file=bool(head), more=f" {USE}" if head else fitted)
    yield head
    shrunk = FIT_WINDOW.format(whole.drawn.width) if head else ""
    yield f"<style>{_style(sets, whole.frames, float(motion.pace))}{shrunk}</style>\n<defs>\n"
    yield from (text.replace(" ", f' id="{name}" ', 1) for text, name in shared.items())
    yield "</defs>\n"
    for numbers, shapes in layers:
        hidden = "" if 0 in numbers else HIDDEN
        yield f'<g class="{sets[numbers]}"{hidden}>\n' if len(numbers) < whole.frames else "<g>\n"
        for shape in shapes:
            name = shared.get(texts[shape])
            yield _used(name, shape.x, shape.y) if name else element(shape, scheme)
        yield "</g>\n"
    yield CLOSING


def _used(name: str, x: float, y: float) -> str:
    return f'<use xlink:href="#{name}" x="{x:g}" y="{y:g}"/>\n'


def _layers(whole: Moving) -> Iterator[Layer]:
    """What is always there, then what comes and goes, boxes before letters, and letters that stay above it all.

    What is in some frames is always there, too, where something that differs covers it in all others. All else is
    written for each of its frames, unless it stays until the last one: the fewer sets, the less a browser has to do.
    """
    every = tuple(range(whole.frames))
    covers = _covers(whole)
    ground: list[Shape] = []
    above: list[Shape] = []
    # boxes that stay to the end, what is seen for one frame, letters that stay to the end
    changing: dict[tuple[int, Numbers], list[Shape]] = defaultdict(list)
    for shape, numbers in whole.shapes.items():
        if len(numbers) == len(every):
            (above if isinstance(shape, Letters) else ground).append(shape)
        elif _is_covered(shape, numbers, {*every}, covers):
            ground.append(shape)
        else:
            stays = len(numbers) > 1 and numbers == every[numbers[0] :]
            height = 1 + isinstance(shape, Letters) - isinstance(shape, Box) if stays else 1
            for shown in [numbers] if stays else zip(numbers, strict=True):
                changing[height, shown].append(shape)
    yield every, ground
    yield from ((numbers, shapes) for (_, numbers), shapes in sorted(changing.items(), key=itemgetter(0)))
    yield every, above


def _covers(whole: Moving) -> dict[Place, tuple[set[int], set[int]]]:
    """For each place of boxes that come and go the frames in which they have lines around, and those where a fill."""
    found: dict[Place, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for shape, numbers in whole.shapes.items():
        if isinstance(shape, Box) and len(numbers) < whole.frames:
            lined, filled = found[_place(shape)]
            if "stroke-dasharray" not in STROKES.get(shape.look, {}):
                lined.update(numbers)
            if _is_filled(shape):
                filled.update(numbers)
    return found


def _is_covered(
    shape: Shape, numbers: Numbers, every: set[int], covers: Mapping[Place, tuple[set[int], set[int]]]
) -> bool:
    """True where a box that is drawn later hides the shape in all frames but its own."""
    others = every.difference(numbers)
    if isinstance(shape, Box):
        return shape.look == "cell" and not _is_filled(shape) and others <= covers[_place(shape)][0]
    return any(others == filled for box, (_, filled) in covers.items() if _lies_in(shape, box))


def _lies_in(shape: Shape, box: Place) -> bool:
    left, top, width, height = box
    return left < shape.x < left + width and top < shape.y < top + height


def _is_filled(box: Box) -> bool:
    return box.fill is not None or "fill" in LOOKS[box.look]


def _place(box: Box) -> Place:
    return box.x, box.y, box.width, box.height


def _style(sets: Mapping[Numbers, str], frames: int, pace: float) -> str:
    """The rules that show each set of shapes in its frames, again and again, for whoever lets pictures move."""
    rules = []
    for numbers, name in sets.items():
        if len(numbers) < frames:
            rules.append(
                f".{name}{{animation:{name} {pace * frames:g}s step-end infinite}}"
                f"@keyframes {name}{{{''.join(_steps(numbers, frames))}}}"
            )
    return "@media (prefers-reduced-motion:no-preference){\n" + "\n".join(rules) + "\n}" if rules else ""


def _steps(numbers: Numbers, frames: int) -> Iterator[str]:
    """Where shapes that are shown from a first to a last frame come and go."""
    first, after = numbers[0], numbers[-1] + 1
    changes = [*[(0, False)] * (first > 0), (first, True), *[(after, False)] * (after < frames)]
    for place, shown in changes:
        look = "opacity:1;visibility:visible" if shown else "opacity:0;visibility:hidden"
        yield f"{100 * place / frames:.5g}%{{{look}}}"
