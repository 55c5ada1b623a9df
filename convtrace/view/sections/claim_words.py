"""Sentences about a claimed value: whether it is right, and what else gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convtrace.document.blocks import Line, Mark
from convtrace.document.plain import plain
from convtrace.law.operations import OPERATIONS
from convtrace.search.judging import Found, Judgement
from convtrace.trace.derivation import Term
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import Complex
from convtrace.values.exact import signed
from convtrace.values.formula import Chain, Formula, Product
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.convention_words import RULES, lying
from convtrace.view.roles import Roles
from convtrace.view.sections.result import folded_value

# larger denominators are those of roots that were worked out to many digits
MAX_DENOMINATOR = 10**9
COUNTED = {0: "counted from 0", 1: "counted from 1", "centre": "counted from the centre", "end": "counted backwards"}
FLIPS = {
    "conv": "a flipped kernel, as in a convolution",
    "xcorr": "a kernel that is not flipped, as in a cross-correlation",
}
TIMES = {0: ("without ", ""), 2: ("with ", " counted twice"), -1: ("with the wrong sign before ", "")}


def verdict(judgement: Judgement) -> Line:
    """One line: whether the claim is right, and the value."""
    problem, text = judgement.derivation.problem, judgement.claimed.text
    roles = Roles(problem)
    value = Chain(roles.asked, (("=", right_value(judgement)),))
    end = f", where every {problem.naming.gradient} is 1 (L is the sum of all outputs)." if roles.is_gradient else "."
    if not judgement.right:
        return (Mark.NO, f" {text} is wrong: ", value, end)
    digits = "" if judgement.claimed.number == judgement.value else ", to the digits that it has"
    return (Mark.YES, f" {text} is right{digits}: ", value, end)


def right_value(judgement: Judgement) -> Formula:
    """The right value, as it is written on the page."""
    exact = None if judgement.blank else judgement.derivation.value
    return folded_value(judgement.value if exact is None else exact)


def shown(value: Formula) -> bool:
    """False for numbers with too many digits to be read, as roots have that are worked out."""
    parts = (value.real, value.imag) if isinstance(value, Complex) else (value,)
    return all(getattr(part, "denominator", 1) <= MAX_DENOMINATOR for part in parts)


def difference(problem: Problem, change: Mapping[str, Any]) -> str:  # noqa: PLR0911 -- one case for each kind
    """What a reading has different from the question, as the end of a sentence."""
    match change["kind"]:
        case "operation":
            return _operation(problem, change)
        case "option":
            return f"with {change['option']}={change['value']}"
        case "kernel":
            return f"with the kernel {lying(change['kernel'], len(problem.space))}"
        case "swapped":
            letters = Roles(problem).fixed.letters
            return f"with {phrases.listed([letters[axis].name for axis in change['axes']])} swapped"
        case "counted":
            mode = f" in mode {change['mode']}" if "mode" in change else ""
            return f"with its index {COUNTED[change['counted_from']]}{mode}"
        case "forgotten":
            return _forgotten(problem, change)
        case "outside":
            return f"with {RULES[change['outside']]}"
        case "divided":
            return f"divided by {plain(value_formula(change['by']))}, the sum of all weights"
        case "origin":
            return f"with --kernel-origin {','.join(map(str, change['kernel_origin']))}"
        case _:
            return "as a sum, but the library gives 0 there"


def _operation(problem: Problem, change: Mapping[str, Any]) -> str:
    if not problem.mode:
        return f"with {FLIPS[change['operation']]}"
    named = (change["operation"], change.get("form"))
    title = next(row.title for row in OPERATIONS if (row.name, row.form) == named)
    return f"of {title[0].lower()}{title[1:]}"


def _forgotten(problem: Problem, change: Mapping[str, Any]) -> str:
    """What is left out."""
    match change["without"]:
        case "scale":
            return f"without the factor {plain(value_formula(problem.scale))}"
        case "offset":
            return f"without the constant {plain(value_formula(problem.offset))}"
        case "conjugate":
            return "without any conjugate"
        case "dtype":
            return f"before it is turned into {problem.cast.dtype.name if problem.cast else 'whole numbers'}"
        case name:
            steps = change["value"]
            numbers = ",".join(map(str, steps if len(set(steps)) > 1 else steps[:1]))
            return f"without the {name.replace('_', ' ')} {numbers}"


def slip(judgement: Judgement, found: Found) -> Line:
    """What slipped in the sum, as the end of a sentence."""
    told, roles = found.changes[0], Roles(judgement.derivation.problem)
    match told["kind"]:
        case "term":
            before, behind = TIMES[told["times"]]  # type: ignore[index]
            return (f"the sum {before}", _product(roles, found.terms[0], told["product"]), behind)  # type: ignore[arg-type]
        case "total":
            value = plain(right_value(judgement))
            moved = signed(found.by)
            off = f"{value} {'−' if moved.negative else '+'} {plain(moved.term)}, as if added up wrongly"
            said = {"sign": f"{value} with the other sign", "digits": f"{value} with two digits exchanged"}
            return (said.get(str(told["slip"]), off),)
        case kind:
            entry = roles.of["i" if kind == "pixel" else "k"].given(told["index"])  # type: ignore[arg-type]
            meant, instead = (plain(value_formula(told[name])) for name in ("meant", "instead"))  # type: ignore[arg-type]
            return ("the sum with ", entry, f" read as {instead} instead of {meant}")


def _product(roles: Roles, term: Term, product: Formula) -> Formula:
    factors = tuple(role.factor(term.along(role.unknown)) for role in (roles.summed, roles.met))
    return Chain(Product(factors), (("=", product),)) if shown(product) else Product(factors)


def mark(found: Found) -> str:
    """The slip in few words, behind the rows of the table that it concerns."""
    told = found.changes[0]
    if told["kind"] != "term":
        return f"read as {plain(value_formula(told['instead']))}"  # type: ignore[arg-type]
    return {0: "missing", 2: "twice", -1: "of the wrong sign"}[told["times"]]  # type: ignore[index]
