"""Two operations side by side, and all outputs of one: their receptive fields, or their sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING, Unpack

from convtrace.api.one_value import Derivation
from convtrace.api.page import DrawnPage, Only, Page, page_of, with_only
from convtrace.api.public import public
from convtrace.api.words import AllOutputsWords, MatrixWords, OutputWords, posed
from convtrace.document.blocks import Document
from convtrace.library.posed_matrix import posed_matrix
from convtrace.library.slides import PATH, Pace, Slide, posed_slide
from convtrace.trace import comparison as trace
from convtrace.trace.matrix import Matrix
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_outputs
from convtrace.trace.receptive_fields import ReceptiveField, receptive_fields

if TYPE_CHECKING:
    from convtrace.document.streamed_sums import Sums


class Comparison(DrawnPage):
    """Two operations at the same output, and the second one at the output that uses the first one's pixels."""

    first: Derivation
    second: Derivation
    same_pixels: Derivation | None

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.compare import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.compare import document

        return document(trace.Comparison(self.first, self.second, self.same_pixels), only)


class _AllOutputs(Page):
    """A question about all outputs."""

    problem: Problem

    def __len__(self) -> int:
        return prod(map(len, self.problem.outputs))


class OutputMap(_AllOutputs, DrawnPage):
    """All outputs and the pixels that each of them uses; iterate over it for one after the other."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.map import SECTIONS

        return SECTIONS

    def __iter__(self) -> Iterator[ReceptiveField]:
        return receptive_fields(self.problem)

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.map import document

        return document(self.problem, only)


class MatrixPage(DrawnPage, Matrix):
    """All outputs as a matrix times the image; `wanted` has sections that are shown besides the usual ones.

    Of a large one the page shows a part, unless `every` cell is asked for.
    """

    wanted: tuple[str, ...] = ()
    every: bool = False

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.matrix import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.matrix import document

        return document(self, only, self.wanted, every=self.every)


class SlidePage(DrawnPage, Slide):
    """All outputs one after the other, as a picture that moves unless it is `still`."""

    still: bool = False

    @property
    def sections(self) -> Collection[str]:
        return ()

    def __len__(self) -> int:
        return len(self.outputs)

    def _document(self, only: Collection[str]) -> Document:  # noqa: ARG002 -- it has no sections
        from convtrace.view.pages.slide import document

        return document(self, still=self.still)


class Expansion(_AllOutputs):
    """The sums of all outputs; iterate over it for one line after the other."""

    @property
    def sections(self) -> Collection[str]:
        return ()

    def __iter__(self) -> Iterator[str]:
        from convtrace.render.formats.text import SUMS

        pieces = self._sums().lines(SUMS)
        return (line for piece in pieces for line in piece.splitlines())

    def _document(self, only: Collection[str]) -> Document:  # noqa: ARG002 -- it has no sections
        from convtrace.view.pages.expand import document

        return document(self.problem)

    def _sums(self) -> Sums:
        from convtrace.view.pages.expand import streamed_sums

        return streamed_sums(self.problem)


@public(OutputWords)
def compare(
    first: str = trace.COMPARED[0], second: str = trace.COMPARED[1], *, only: Only = None, **given: Unpack[OutputWords]
) -> Comparison:
    """Two operations side by side: the same output, and the same pixels. An output must be named.

    >>> compare(m=1, n=1)
    <Comparison: A: Convolution, B: Cross-correlation (reflected form); image 7×7, kernel 3×3>
    >>> compare("xcorr:reflected", "xcorr:sliding", at=1, image=7).same_pixels
    <Derivation: y[−1]. Cross-correlation (sliding form): image 7, kernel 3>
    """
    form = given.pop("form", None)
    one, other = (posed(name, given) for name in trace.with_form((first, second), form))
    found = trace.compare(one, other)
    page = Comparison(
        first=page_of(Derivation, found.first, None),
        second=page_of(Derivation, found.second, None),
        same_pixels=None if found.same_patch is None else page_of(Derivation, found.same_patch, None),
    )
    return with_only(page, only)


@public(AllOutputsWords)
def map_outputs(operation: str, *, only: Only = None, **given: Unpack[AllOutputsWords]) -> OutputMap:
    """All outputs, and the pixels that each of them uses: the command line's `map`.

    >>> [(each.output, each.pixels) for each in map_outputs("conv", image=4)]
    [((-1,), (range(-2, 1),)), ((0,), (range(-1, 2),))]
    """
    return with_only(OutputMap(problem=_posed(operation, given)), only)


@public(OutputWords)
def slide(
    operation: str,
    *,
    options: Mapping[str, object] | None = None,
    pace: Pace = 1,
    path: str = PATH,
    strip: bool = False,
    only: Only = None,
    **given: Unpack[OutputWords],
) -> SlidePage:
    """The kernel slides over all outputs: a picture that moves, for notebooks and for `render(…, "gif")`.

    `operation` may be a library's function, with `options`.
    `pace` is the number of seconds for each output, `path` their order (rows, columns, snake), `at` the one to begin
    with; `strip` sets all frames side by side.

    >>> slide("conv", image=(4, 4), path="snake").outputs
    ((-1, -1), (0, -1), (0, 0), (-1, 0))
    """
    found = posed_slide(operation, given, options=options or {}, path=path, pace=pace)
    return page_of(SlidePage, found, only).replace(still=strip)


@public(MatrixWords)
def matrix(
    operation: str,
    *,
    options: Mapping[str, object] | None = None,
    transpose: bool = False,
    patches: bool = False,
    whole: bool = False,
    only: Only = None,
    **given: Unpack[MatrixWords],
) -> MatrixPage:
    """The matrix C of y = C·x, for an operation or for a library's function with `options`; `at` marks one row.

    `cells` has the products where a row and a column meet; `laid("i", "m")` is the transpose, `laid("k", "m")` the
    matrix of patches. `whole` shows all rows and columns, also where there are more than 50.

    >>> matrix("conv", image=4, kernel=3)
    <MatrixPage: Convolution as a matrix of 2×4>
    >>> {where: terms[0].weight for where, terms in matrix("conv", image=2, kernel=2, mode="full").cells.items()}
    {((-2,), (-1,)): 'a', ((-1,), (-1,)): 'b', ((-1,), (0,)): 'a', ((0,), (0,)): 'b'}
    """
    further = {"transpose": transpose, "patches": patches}
    found = posed_matrix(operation, given, options=options or {})
    page = page_of(MatrixPage, found, only)
    return page.replace(wanted=tuple(name for name, is_wanted in further.items() if is_wanted), every=whole)


@public(AllOutputsWords)
def expand(operation: str, *, only: Only = None, **given: Unpack[AllOutputsWords]) -> Expansion:
    """The sum of every output.

    >>> for line in expand("conv", image=[4, 5], kernel=[2, 3], mode="full"):
    ...     print(line)
    y[−2] = 2·4 = 8
    y[−1] = 3·4 + 2·5 = 22
    y[0] = 3·5 = 15
    """
    return with_only(Expansion(problem=_posed(operation, given)), only)


def _posed(operation: str, given: AllOutputsWords) -> Problem:
    problem = posed(operation, given)
    check_outputs(problem)
    return problem
