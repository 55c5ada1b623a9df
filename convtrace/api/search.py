"""From numbers to the convention that made them, and a check of one's own function against a library's."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from convtrace.api.arrays import evaluate
from convtrace.api.page import DrawnPage, Only, Page, page_of, with_only
from convtrace.api.public import public
from convtrace.document.blocks import Document
from convtrace.errors import ConvtraceError
from convtrace.search import which as searching
from convtrace.values.array_like import unpacked

if TYPE_CHECKING:
    from convtrace.search.question import Question
    from convtrace.view.pages.probe import ProbeLine


class Which(DrawnPage, searching.Answer):
    """What made some numbers: `verdict` is found, too_few or none; `explanations` has the simplest first."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.which import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.which import document

        return document(self, only)


class ProbePage(Page):
    """The line to run in a library, whose output tells its convention."""

    found: ProbeLine

    @property
    def line(self) -> str:
        """The line itself."""
        return self.found.line

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.probe import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.probe import document

        return document(self.found, only)


@public()
def which(
    image: Any = None,  # noqa: ANN401 -- whatever holds numbers
    kernel: Any = None,  # noqa: ANN401
    result: Any = None,  # noqa: ANN401
    *,
    probe: bool = False,
    channels: bool = False,
    only: Only = None,
) -> Which:
    """The conventions, or the slips beside them, that give a result; None, nan and ? stand for unknown outputs.

    With `probe=True` the image and the kernel are those of `convtrace.probe`; with `channels=True` those of its probe
    with a batch and channels, and `mixed` tells which axes of the result these are.

    >>> which([1, 2, 3, 4, 5, 6], [1, 2, 3], [10, 16, 22, 28])
    <Which: These numbers are from a convolution>
    """
    from convtrace.view.pages.which import answered

    return page_of(Which, answered(image, kernel, result, probe=probe, channels=channels), only)


@public()
def probe(library: str, *, ndim: int | None = None, channels: bool = False, only: Only = None) -> ProbePage:
    """The line to run in a library, or in a function of one, whose output tells its convention.

    `ndim` is the number of axes of the arrays, where the function takes several; with `channels=True` they have a batch
    and channels, too.

    >>> probe("octave").line.rpartition("; ")[2]
    'conv2(x, h, "full")'
    """
    from convtrace.view.pages.probe import probe_line

    return with_only(ProbePage(found=probe_line(library, ndim, channels=channels)), only)


def assert_convention(
    result_or_function: object,
    function: str,
    *,
    image: object = None,
    kernel: object = None,
    **options: Any,  # noqa: ANN401 -- whatever the function takes
) -> None:
    """Raise AssertionError unless a result, or what one's own function gives, is a library function's output.

    The image and the kernel are those of `convtrace.probe` unless given; one's own function is called with both, as
    arrays of NumPy where that is installed. The message names the convention that was found instead.

    >>> assert_convention([3, 5, 7], "numpy.convolve", image=[1, 2, 3, 4], kernel=[1, 1], mode="valid")
    >>> try:
    ...     assert_convention(lambda x, h: [x[i] * h[1] + x[i + 1] * h[0] for i in range(3)], "numpy.correlate",
    ...                       image=[1, 2, 4, 7], kernel=[1, 2], mode="valid")
    ... except AssertionError as error:
    ...     print(str(error)[:66])
    not numpy.correlate, but a convolution: the kernel is reversed, th
    """
    image, kernel = _arrays(function, image, kernel)
    result: Any = result_or_function
    if callable(result_or_function):
        result = _called(result_or_function, image, kernel)
    from convtrace.search.given import read_question

    plain_image: Any = unpacked(image)
    plain_kernel: Any = unpacked(kernel)
    wanted = read_question(image, kernel, evaluate(function, plain_image, plain_kernel, **options))
    given = read_question(image, kernel, result)
    if not _same(given, wanted):
        raise AssertionError(_message(function, given, wanted))


def _arrays(function: str, image: object, kernel: object) -> tuple[object, object]:
    """The arrays that are given, or those of the probe that the function takes."""
    from convtrace.library.catalogue import find
    from convtrace.search.probes import PROBES

    row = find(function)
    if (image is None) != (kernel is None):
        raise ConvtraceError("give both image and kernel, or none of them", hint="The probe has both.")
    if image is not None:
        return image, kernel
    axes = next(axes for axes in (2, 1, 3) if axes in row.laws)
    return PROBES[axes].image, PROBES[axes].kernel


def _called(function: Callable[..., object], image: object, kernel: object) -> object:
    try:
        from numpy import array
    except ImportError:  # pragma: no cover -- tests have it
        return function(image, kernel)
    return function(array(image), array(kernel))


def _same(given: Question, wanted: Question) -> bool:
    """True where both have one shape and no known output lies apart."""
    if given.output_shape != wanted.output_shape:
        return False
    room = max(given.tolerance, wanted.tolerance)
    pairs = zip(given.outputs, wanted.outputs, strict=True)
    return all(one is None or two is None or abs(one - two) <= room for one, two in pairs)


def _message(function: str, given: Question, wanted: Question) -> str:
    from convtrace.view.convention_words import convention, slip_sentence

    answer = searching.which(given)
    shapes = " ".join("×".join(map(str, each.output_shape)) for each in (given, wanted))
    if not answer.explanations:
        first, second = shapes.split()
        sizes = f"; its shape is {first}, not {second}" if first != second else ""
        return f"not {function}, nor another convention that convtrace knows{sizes}"
    found = answer.explanations[0]
    slip = "" if found.slip is None else f". {slip_sentence(given, found.slip)}"
    return f"not {function}, but {convention(found)}{slip}"
