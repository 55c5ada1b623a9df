"""One value: its derivation, its gradients, and SymPy's word on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Unpack

from convtrace.api.page import DrawnPage, Only, page_of, with_only
from convtrace.api.public import public
from convtrace.api.words import GradientWords, SumWords, posed
from convtrace.document.blocks import Document
from convtrace.errors import ConvtraceError, shortened
from convtrace.trace import derivation as trace
from convtrace.trace import pose as posing
from convtrace.trace.problem import Problem

if TYPE_CHECKING:
    from sympy import Eq, Expr

    from convtrace.api.libraries import LibraryCall

pose = public()(posing.pose)


class Derivation(DrawnPage, trace.Derivation):
    """One value and how it comes about: `rows`, `terms`, `laid`, `flipped`, `value`; it shows itself as its page."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.value import SECTIONS

        return SECTIONS

    def to_sympy(self) -> tuple[Eq, Expr]:
        """The sum as SymPy's objects: the equation, in which nothing is evaluated, and the sum of the terms."""
        from convtrace.proof.symbolic import to_sympy

        return to_sympy(self)

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.value import document

        return document(self, only)

    @property
    def title(self) -> str:
        from convtrace.document.plain import plain
        from convtrace.view.roles import Roles

        return f"{plain(Roles(self.problem).asked)}. {super().title}"


class Check(DrawnPage):
    """SymPy's word on a derivation: `holds` if it gets the same, with the `difference` as text where it does not."""

    derivation: Derivation | LibraryCall
    positions: int
    holds: bool
    difference: str

    @property
    def sections(self) -> Collection[str]:
        return self.derivation.sections

    @property
    def title(self) -> str:
        return f"{'holds' if self.holds else 'does not hold'}. {self.derivation.title}"

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.proof.symbolic import Check as Found
        from convtrace.view.pages.library_pages import one_value
        from convtrace.view.pages.value import document, with_check

        answer = self.derivation
        page = document(answer, only) if isinstance(answer, Derivation) else one_value(answer, only)
        return with_check(page, answer.problem, Found(self.positions, self.holds, self.difference))


@public(SumWords)
def derive(operation: str | Problem, *, only: Only = None, **given: Unpack[SumWords]) -> Derivation:
    """One output value, step by step: which pixel meets which kernel element, and the sum of what meets.

    `operation` is conv, xcorr or conv-transpose, or a problem that `pose` made. `at`, or `m` and `n`, is the output;
    without it the sum has letters. `image` and `kernel` are sizes (7, (7, 5), "7x5") or values (lists, arrays,
    "1 2; 3 4"). The other arguments are the command line's options: `convtrace conv -h` explains them.

    >>> derivation = derive("conv", at=(1, 1))
    >>> derivation
    <Derivation: y[1,1]. Convolution: image 7×7, kernel 3×3>
    >>> [term.weight for term in derivation.terms]
    ['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']
    >>> derive("xcorr:sliding", at=0, image=[1, 2, 3], kernel=[0.5, 0, 1]).value
    Fraction(7, 2)
    """
    if isinstance(operation, Problem) and given:
        message = f"the problem is posed already, without {' and '.join(given)}"
        raise ConvtraceError(message, hint="Give all arguments to pose, or the name of an operation to derive.")
    problem = operation if isinstance(operation, Problem) else posed(operation, given)
    return page_of(Derivation, trace.derive(problem), only)


@public(GradientWords)
def gradient(operation: str, *, only: Only = None, **given: Unpack[GradientWords]) -> Derivation:
    """The gradient of one pixel or of one kernel element, step by step: back-propagation written out.

    `pixel` is the index of a pixel, `weight` that of a kernel element; `mode` says which outputs there are.

    >>> print(gradient("conv", pixel=1, image=7, only="result"))
      ∂L/∂x[1] = a·g[0] + b·g[1] + c·g[2]
    """
    from convtrace.view.pages.gradient import check_named

    check_named(given)
    return page_of(Derivation, trace.derive(posed(operation, given)), only)


@public()
def check(derivation: Derivation | LibraryCall, *, only: Only = None) -> Check:
    """Let SymPy expand the whole sum as well, of a derivation or a library call: does it get the same?

    >>> check(derive("conv", m=1, n=1)).holds
    True
    """
    from convtrace.api.libraries import LibraryCall
    from convtrace.view.pages.library_pages import checked_derivation

    answer: Any = derivation
    if not isinstance(answer, Derivation | LibraryCall):
        message = f"derivation: {shortened(repr(answer))} is not a derivation"
        raise ConvtraceError(message, hint="Give what derive, gradient or library returns.")
    from convtrace.proof import symbolic

    found = symbolic.check(answer if isinstance(answer, Derivation) else checked_derivation(answer))
    page = Check(derivation=derivation, positions=found.positions, holds=found.equal, difference=found.difference)
    return with_only(page, only or derivation.only)
