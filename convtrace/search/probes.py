"""Fixed images and kernels for which every convention of the family gives another output, and how to try them out.

Their values are small, so that code of 8 bits does not saturate. The tests search all conventions for two that agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from convtrace.search.candidates import usual_candidates
from convtrace.search.explanation import Explanation, named_starts, operator
from convtrace.search.family import turns
from convtrace.search.finding import Family, Variant
from convtrace.search.question import Question, Shape, count, whole_question
from convtrace.values.frozen import Frozen


class Probe(Frozen):
    """An image and a kernel in reading order, rows first."""

    image_shape: Shape
    kernel_shape: Shape
    pixels: tuple[int, ...]
    weights: tuple[int, ...]

    def question(self, shape: Shape) -> Question:
        """The question of this image and kernel for an output of a shape, none of whose values are known."""
        return Question(
            image_shape=self.image_shape,
            kernel_shape=self.kernel_shape,
            output_shape=shape,
            pixels=tuple(map(Fraction, self.pixels)),
            weights=tuple(map(Fraction, self.weights)),
            outputs=(None,) * count(shape),
            made=shape,
        )

    @property
    def image(self) -> object:
        """The image as nested lists."""
        return nested(self.pixels, self.image_shape)

    @property
    def kernel(self) -> object:
        """The kernel as nested lists."""
        return nested(self.weights, self.kernel_shape)


def nested(values: Sequence[int], shape: Shape) -> object:
    """Values in reading order as nested lists.

    >>> nested([1, 2, 3, 4], (2, 2))
    [[1, 2], [3, 4]]
    """
    if len(shape) == 1:
        return list(values)
    size = count(shape[1:])
    return [nested(values[start : start + size], shape[1:]) for start in range(0, len(values), size)]


def digits(text: str) -> tuple[int, ...]:
    return tuple(map(int, text))


# by the number of axes
PROBES: Mapping[int, Probe] = {
    1: Probe(image_shape=(12,), kernel_shape=(3,), pixels=digits("310122234545"), weights=digits("875")),
    2: Probe(
        image_shape=(6, 7),
        kernel_shape=(3, 3),
        pixels=digits("317506242071561340725762413605427150364172"),
        weights=digits("273518064"),
    ),
    3: Probe(
        image_shape=(3, 4, 5),
        kernel_shape=(3, 3, 3),
        pixels=digits("317506242071561340725762413605427150364172506713240561374251"),
        weights=digits("273518064821630547106482735"),
    ),
}


def colliding(probe: Probe, shapes: Sequence[Shape]) -> tuple[int, list[tuple[Explanation, Explanation]]]:
    """How many conventions with outputs of these shapes there are, and the pairs that give the same output."""
    known: dict[object, tuple[object, Explanation]] = {}
    pairs: list[tuple[Explanation, Explanation]] = []
    operators = set()
    for shape in shapes:
        question = probe.question(shape).replace(outputs=(Fraction(0),) * count(shape))
        whole = whole_question(question)
        variant = Variant(whole, turns(shape)[0], list(range(count(shape))))
        for near in usual_candidates(Family(whole), variant, lambda _: True, every=False):
            if not _usual(near.found, probe, shape):
                continue
            key = operator(near.found, probe.image_shape, probe.kernel_shape, shape)
            sums = (shape, tuple(near.rest.values()))
            operators.add((shape, key))
            if sums not in known:
                known[sums] = key, near.found
            elif known[sums][0] != key:
                pairs.append((known[sums][1], near.found))
    return len(operators), pairs


def _usual(found: Explanation, probe: Probe, shape: Shape) -> bool:
    """True for a convention whose start and number of outputs have a name, strided on one side only."""
    if max(found.stride) > 1 and max(found.input_stride) > 1:
        return False
    kernel = found.kernel.shape(probe.kernel_shape)
    axes = zip(
        probe.image_shape, kernel, found.stride, found.dilation, found.input_stride, shape, found.first_window,
        strict=True,
    )  # fmt: skip
    return all(
        any(name != "cut" and (first, made) == (f, m) for name, first, made in named_starts(n, k, s, d, u, m))
        for n, k, s, d, u, m, f in axes
    )
