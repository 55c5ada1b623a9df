"""What a question says of names and indices → the notation of its pages, checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from keyword import iskeyword
from math import prod
from typing import TYPE_CHECKING

from convtrace.document.indices import symbols
from convtrace.document.plain import plain
from convtrace.document.python import CONSTANTS
from convtrace.errors import ConvtraceError, shortened
from convtrace.law.extents import outputs
from convtrace.law.lettering import Lettering
from convtrace.trace.notations import NOTATIONS, BookNotation, notation_named
from convtrace.trace.numbering import COUNTS, Numbering, moved, moves, output_strides
from convtrace.values.formula import ARTICLE, Naming
from convtrace.values.frozen import Frozen
from convtrace.values.typed_text import Piece, Typed, typed
from convtrace.values.typed_value import RESERVED, UNITS

if TYPE_CHECKING:
    from convtrace.law.kernel import Kernel
    from convtrace.trace.given import Asked, Ranges
    from convtrace.trace.problem import Problem

USUAL = "article"
SUM_OVER = ("image", "kernel")
LETTER = r"[A-Za-z\u0391-\u03a9\u03b1-\u03c9]"
NAME = re.compile(rf"{LETTER}(?:{LETTER}|[0-9_])*")
LETTERS = re.compile(rf"(?P<base>{LETTER}+)_?(?:(?P<start>[01])?(?P<more>…|\.{{2,3}})?|_?\{{(?P<index>[a-z,]+)\}})")
# of which a gradient is
LOSS = "L"
# of a gradient, where g is the name of something else
GRADIENTS = ("g", "u", "v", "d", "e")


class Writing(Frozen, kw_only=False):
    """The notation that is asked for, by its name or piece by piece; None where nothing is said."""

    notation: str | None = None
    names: str | Sequence[str] | None = None
    letters: str | Sequence[str] | None = None
    indices: str | Sequence[str] | None = None
    count: Typed | None = None
    sum_over: str | None = None

    def notation_of(self, operation: str) -> BookNotation:
        """The notation for an operation, with what is said of its count and its sum; names come later."""
        name = USUAL if self.notation is None else typed("--notation", self.notation).one_of(NOTATIONS)
        found = notation_named(name, operation.partition(":")[0].strip())
        if self.count is not None:
            count = COUNTS[typed("--count", self.count).one_of(COUNTS)]
            found = found.replace(count=count, centred_kernel=False)
        if self.sum_over is not None:
            found = found.replace(summed="ik"[SUM_OVER.index(typed("--sum-over", self.sum_over).one_of(SUM_OVER))])
        return found

    def applied(self, problem: Problem, notation: BookNotation, *, image: bool, kernel: bool) -> Problem:
        """The problem in this notation; `image` and `kernel` tell whether their origins are free."""
        count, elements = notation.count, problem.kernel.ranges
        places = _places(problem)
        numbering = Numbering(
            count=count,
            image=moves(problem.image, count if image else None),
            kernel=moves(elements, count if kernel and not notation.centred_kernel else None),
            place=tuple(side.start if side else 0 for side in places),
        )
        counted = problem.outputs
        if count is not None:
            found = zip(places, output_strides(problem), strict=True)
            counted = tuple(range(count, count + len(side[::stride])) for side, stride in found)
        is_said = count is not None or self.count is not None
        kernel_ranges = moved(elements, numbering.kernel)
        return problem.replace(
            image=moved(problem.image, numbering.image),
            kernel=problem.kernel.replace(
                ranges=kernel_ranges, lettering=self.lettering(problem.kernel, notation.letters)
            ),
            outputs=counted,
            numbering=numbering if is_said else None,
            naming=self.naming(notation, len(problem.image)),
        )

    def check_output(self, problem: Problem, asked: Asked) -> None:
        """Refuse an output before the first one or behind the last, where these are numbered from 0 or 1."""
        numbering, sides = problem.numbering, problem.outputs
        if numbering is None or numbering.count is None or problem.fixed != "m" or not all(sides):
            return
        found = [*zip(problem.at, sides, strict=True)]
        if all(number is None or number in side for number, side in found):
            return
        letters = symbols("m", len(sides), problem.naming)

        def named(index: Sequence[int | None]) -> str:
            parts = zip(index, letters, strict=True)
            return plain(problem.named("y", [letter if number is None else number for number, letter in parts]))

        ends = [[None if number is None else side[end] for number, side in found] for end in (0, -1)]
        first, last = map(named, ends)
        before = any(number is not None and number < side[0] for number, side in found)
        edge = f"first is {first}" if before else f"last is {last}"
        words = {"--at": asked.at, "--m": asked.m, "--n": asked.n}
        source = " ".join(
            f"{option} {typed(option, given).text}" for option, given in words.items() if given is not None
        )
        more = "" if problem.mode == "full" else "; --mode full has more"
        raise ConvtraceError(
            f"there is no {named(problem.at)}; the {edge}",
            source,
            hint=f"Choose one from {first} to {last}, which mode {problem.mode} has{more}.",
        )

    def check_loss(self, asked: Asked) -> None:
        """Refuse, of a gradient, what is called L as its loss is."""
        for option, given in (("--names", self.names), ("--indices", self.indices)):
            is_gradient = asked.pixel is not None or asked.weight is not None
            if given is not None and is_gradient and LOSS in _names(option, given):
                hint = "Choose another name."
                raise ConvtraceError(f"{option}: {LOSS} is what the gradient is the derivative of", hint=hint)

    def naming(self, notation: BookNotation, axes: int) -> Naming:
        """The names of arrays and indices, so many for each array; ConvtraceError where two are the same."""
        naming = notation.naming
        if self.names is not None:
            naming = _with_arrays(naming, _names("--names", self.names))
        if self.indices is not None:
            naming = _with_indices(naming, _names("--indices", self.indices), axes)
        if naming is not ARTICLE:
            naming = _checked(naming, self.notation, axes)
        return naming.replace(sum_over="kernel") if notation.summed == "k" else naming

    def lettering(self, kernel: Kernel, usual: str) -> Lettering | None:
        """The names of a kernel's values, the `usual` ones unless others are asked for; None for the alphabet."""
        if self.letters is None:
            return Lettering(base=usual) if usual and kernel.given is None else None
        piece, elements = typed("--letters", self.letters), prod(map(len, kernel.ranges))  # type: ignore[arg-type]
        if kernel.given is not None:
            raise piece.wrong("the kernel has values, not letters", "Leave --letters out, or give a size: --kernel 3x3")
        if "," in piece.text and "{" not in piece.text:
            listed = tuple(map(_name, piece.split(",")))
            _check_apart(piece, listed)
            for part, name in zip(piece.split(","), listed, strict=True):
                _check_no_number(part, name)
            if len(listed) != elements:
                message = f"{len(listed)} names for the {elements} values of the kernel"
                raise piece.wrong(message, f"Type {elements} names, or one for all of them: --letters w")
            return Lettering(listed=listed)
        found = LETTERS.fullmatch(piece.text.strip())
        if found is None or iskeyword(found["base"]):
            hint = "Type a name, such as w or theta; with the kernel's indices: w_{pq}; or all names: w,x,y,z"
            raise piece.wrong(f"{shortened(piece.text)} does not name the kernel's values", hint)
        if found["index"]:
            return Lettering(base=found["base"], indexed=True, apart="," in found["index"])
        return Lettering(base=found["base"], start=int(found["start"] or 1))


def _places(problem: Problem) -> Ranges:
    """Where the outputs would lie on each axis if a stride stepped over none of them."""
    units = (relation.replace(alpha=problem.operation.alpha) for relation in problem.relations)
    axes = zip(units, problem.image, problem.kernel.ranges, strict=True)
    return tuple(outputs(*axis, problem.mode) for axis in axes)


def _names(option: str, given: str | Sequence[str]) -> tuple[str, ...]:
    piece = typed(option, given)  # type: ignore[arg-type]
    names = tuple(map(_name, piece.split(",")))
    _check_apart(piece, names)
    return names


def _name(piece: Piece) -> str:
    name = piece.text.strip()
    if not NAME.fullmatch(name):
        what = f"{shortened(name)} is not a name" if name else "a name is missing"
        raise piece.wrong(what, "A name has letters, Greek ones too, digits and underscores: alpha, w_02, K")
    if iskeyword(name):
        raise piece.wrong(f"{name} is a word of the Python language", "Choose another name.")
    return name


def _check_no_number(piece: Piece, name: str) -> None:
    """Refuse names that a value of the kernel can't have."""
    if name.lower() in RESERVED or name in (*UNITS, *CONSTANTS):
        raise piece.wrong(f"{name} is a number", "Choose another name.")


def _check_apart(piece: Piece, names: Sequence[str]) -> None:
    """Refuse the same name twice."""
    for part, name in zip(piece.split(","), names, strict=True):
        if names.count(name) > 1 and part.start > piece.text.index(name):
            raise part.wrong(f"{name} is there twice", "Give each its own name.")


def _with_arrays(naming: Naming, names: Sequence[str]) -> Naming:
    if len(names) != 3:
        message = f"--names: three arrays have names, but {len(names)} {'is' if len(names) == 1 else 'are'} given"
        raise ConvtraceError(message, hint="Type those of image, kernel and output: --names I,K,S")
    image, kernel, output = names
    return naming.replace(image=image, kernel=kernel, output=output)


def _with_indices(naming: Naming, names: Sequence[str], axes: int) -> Naming:
    if len(names) != 3 * axes:
        example = ",".join((*"mno"[:axes], *"ijk"[:axes], *"pqr"[:axes])) if axes <= len("mno") else "…"
        message = f"--indices: {len(names)} names, but output, image and kernel have {axes} each: {3 * axes}"
        raise ConvtraceError(message, hint=f"Type them in this order: --indices {example}")
    output, image, kernel = (tuple(names[start : start + axes]) for start in range(0, 3 * axes, axes))
    return naming.replace(output_index=output, image_index=image, kernel_index=kernel)


def _checked(naming: Naming, notation: str | None, axes: int) -> Naming:
    """The naming with a gradient that is called as nothing else; refuses an index that is called as an array."""
    arrays = (naming.image, naming.kernel, naming.output)
    indices = [name for each in (naming.output_index, naming.image_index, naming.kernel_index) for name in each[:axes]]
    both = next((name for name in arrays if name in indices), None)
    if both is not None:
        of = "" if notation is None else f" of --notation {notation}"
        message = f"{both} is the name of an array and of an index{of}"
        raise ConvtraceError(message, hint="Choose another with --names or --indices.")
    free = (name for name in (naming.gradient, *GRADIENTS) if name not in (*arrays, *indices))
    return naming.replace(gradient=next(free))
