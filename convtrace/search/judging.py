"""Is a claimed value right? If not, which readings of the question, or which slips in its sum, give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from convtrace.errors import ConvtraceError
from convtrace.search.claimed import Claimed, known_number, unclear
from convtrace.search.readings import Asked, readings
from convtrace.search.term_slips import Factors, factors_of, term_slips
from convtrace.trace.derivation import Derivation, Term, derive
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import AnyNumber
from convtrace.values.exact import any_number
from convtrace.values.formula import Entry
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_READ_PRODUCTS

GIVE_VALUES = 'Give both arrays values, for example: --image "1 2 3; 4 5 6; 7 8 9" --kernel "1 0; 0 -1"'


class Found(Frozen):
    """Something that gives the claimed value: what is changed, and how simple it is (`rank`, small for simple).

    `derivation` is that of the changed question; None for a slip in the sum itself, which moves by `by`, in `terms`.
    """

    rank: int
    changes: tuple[Mapping[str, object], ...]
    value: AnyNumber
    derivation: Derivation | None = None
    terms: tuple[Term, ...] = ()
    by: AnyNumber = 0


class Judgement(Frozen):
    """A claim beside the right value; if it is wrong, what gives it, the simplest first, and how much was tried.

    `blank` tells that a library gives 0 in the place of the sum.
    """

    derivation: Derivation
    claimed: Claimed
    value: AnyNumber
    right: bool
    found: tuple[Found, ...]
    tried: int
    blank: bool = False


def judged(derivation: Derivation, claimed: Claimed, *, blank: bool = False, others: Iterable[Asked] = ()) -> Judgement:
    """The judgement of a claim; ConvtraceError where the derivation has no number. `others` are questions to try first.

    >>> from convtrace.search.claimed import read_claim
    >>> from convtrace.trace.pose import pose
    >>> answer = judged(derive(pose("conv", at=1, image="1 2 3 4 5", kernel="1 5 2")), read_claim("33"))
    >>> answer.value, answer.right, answer.found[0].changes
    (31, False, ({'kind': 'operation', 'operation': 'xcorr', 'form': 'sliding'},))
    """
    check_numbers(derivation)
    factors = factors_of(derivation)
    value = 0 if blank else _value(derivation.problem, _total(factors))
    if claimed.fits(value):
        return Judgement(
            derivation=derivation, claimed=claimed, value=value, right=True, found=(), tried=0, blank=blank
        )
    asked = chain(others, readings(derivation.problem.replace(window=None)))
    tried = [
        *_read_otherwise(derivation, factors, asked, blank=blank),
        *(() if blank else _slipped(derivation, factors)),
    ]
    found = sorted((each for each in tried if claimed.fits(each.value)), key=lambda each: each.rank)
    return Judgement(
        derivation=derivation, claimed=claimed, value=value, right=False, found=tuple(found), tried=len(tried),
        blank=blank,
    )  # fmt: skip


def check_numbers(derivation: Derivation) -> None:
    """Refuse a question without a number: in general position, or with letters."""
    problem = derivation.problem
    if None in problem.at:
        raise unclear("no output is named", "Add --m and --n, or --at, for example: --at 1,1")
    if problem.fixed != "i" and problem.pixels is None:
        raise unclear("the image has no values", GIVE_VALUES)
    if problem.fixed != "k" and problem.kernel.given is None:
        raise unclear("the kernel has letters", GIVE_VALUES)
    if isinstance(problem.offset, Entry):
        raise unclear("the bias has no values", "Leave the bias out, or give it as numbers.")


def _total(factors: list[Factors]) -> AnyNumber:
    return sum((each.product for each in factors), 0)


def _value(problem: Problem, total: AnyNumber) -> AnyNumber:
    """The value as the output holds it, of a sum of products."""
    value = any_number(known_number(problem.scale) * total + known_number(problem.offset))
    return value if problem.cast is None else problem.cast.kept(value)


def _read_otherwise(
    derivation: Derivation, factors: list[Factors], questions: Iterable[Asked], *, blank: bool
) -> Iterator[Found]:
    """The values of other questions; of the same sum only the first."""
    problem = derivation.problem.replace(window=None)
    seen = set() if blank else {_sum_key(problem, factors)}
    if blank:
        told = ({"kind": "sum"},)
        yield Found(rank=0, changes=told, value=_value(problem, _total(factors)), derivation=derivation)
        seen.add(_sum_key(problem, factors))
    products = 0
    for asked in questions:
        if products > MAX_READ_PRODUCTS:
            return
        try:
            other = derive(asked.problem)
            numbers = factors_of(other)
        except ConvtraceError:  # it has names, or too many products
            continue
        products += len(numbers)
        key = _sum_key(asked.problem, numbers)
        # what one option changes another may, or the reader: all of them are told
        option = asked.changes[0].get("option")
        if key not in seen and (option, key) not in seen:
            seen.add((option, key) if option else key)
            value = _value(asked.problem, _total(numbers))
            yield Found(rank=asked.rank, changes=asked.changes, value=value, derivation=other)


def _sum_key(problem: Problem, factors: list[Factors]) -> object:
    """What two questions have alike that have the same sum: which weights multiply which pixels, and what is added."""
    products = Counter((each.term.along(problem.over), each.pixel, each.weight) for each in factors)
    return frozenset(products.items()), problem.scale, problem.offset, problem.cast


def _slipped(derivation: Derivation, factors: list[Factors]) -> Iterator[Found]:
    """The values that one slip makes of the sum."""
    total = _total(factors)
    for slip in term_slips(derivation, factors, total):
        value = _value(derivation.problem, total + slip.by)
        yield Found(rank=slip.rank, changes=(slip.told,), value=value, terms=slip.terms, by=slip.by)
