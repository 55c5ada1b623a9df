"""Derivation → Document: the page of one value, be it an output or a gradient."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from convtrace.document.blocks import Block, Document, Equation, Heading, Line, Mark, Note, Paragraph
from convtrace.document.plain import plain
from convtrace.law.operations import row_like
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view import phrases
from convtrace.view.index_role import IndexRole
from convtrace.view.page import PageResult, Question, Read, Section, chosen, late, page_of
from convtrace.view.roles import Roles
from convtrace.view.sections.result import shortened_answer

if TYPE_CHECKING:
    from convtrace.proof.symbolic import Check
    from convtrace.search.judging import Judgement
    from convtrace.view.pages.claim import Record

CLAIM = "claim"
VALUES = "values"
# sections that are shown where they are asked for
KERNEL, IMAGE = "kernel", "image"
UNASKED = (VALUES, KERNEL, IMAGE)
SECTIONS: dict[str, Section[Derivation]] = {
    name: late(name) for name in (VALUES, "equation", "setup", KERNEL, IMAGE, "table", "drawing", "result", "elsewhere")
}


def is_shown(name: str, only: Collection[str]) -> bool:
    """True for a section of the usual page, and for one that is asked for by its name."""
    return name not in UNASKED or name in only


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page of one value, and whether SymPy gets the same where that is to be checked."""
    asked = {**question}
    checked, claimed = asked.pop("check"), asked.pop("claim")
    problem = pose(**asked, read=read)
    if claimed is None and not checked and is_about_values(problem):
        return PageResult(_all_values(problem, chosen(only, SECTIONS), asked))
    derivation = derive(problem)
    claim, sections = _claim(claimed, derivation, only)
    holds = claim is None or claim.right
    if not checked:
        return PageResult(document(derivation, sections, claim=claim), holds)
    from convtrace.proof.symbolic import check

    result = check(derivation)
    return PageResult(document(derivation, sections, result, claim), result.equal and holds)


def _claim(claimed: object, derivation: Derivation, only: str | None) -> tuple[Judgement | None, list[str]]:
    """The judgement of what is claimed, if anything is, and the sections that --only names."""
    if claimed is None and CLAIM not in (only or ""):
        return None, chosen(only, SECTIONS)
    from convtrace.view.pages.claim import chosen_beside, judgement  # only here: most pages have no claim

    claim = judgement(claimed, derivation)
    return claim, chosen_beside(claim, only, SECTIONS)


def document(
    derivation: Derivation, only: Collection[str] = (), check: Check | None = None, claim: Judgement | None = None
) -> Document:
    """The whole page, or the sections named in `only`, always in the article's order; at the end what was checked."""
    if claim is None and check is None and is_about_values(derivation.problem):
        return _all_values(derivation.problem, only)
    sections, picture = sections_of(derivation, only), figure_of(derivation)
    head: Section[Derivation] = title
    record: Record[Derivation] = _record
    if claim is not None:
        from convtrace.view.pages.claim import with_claim

        sections, head, picture, record = with_claim(claim, sections, head, picture, record, only)
    whole = page_of(derivation, sections, only, head, picture, record, notes, _cells)
    return whole if check is None else with_check(whole, derivation.problem, check)


def _record(derivation: Derivation) -> Mapping[str, object]:
    from convtrace.view.pages.record import derivation_record  # only here: most pages are for people

    return derivation_record(derivation)


def is_about_values(problem: Problem) -> bool:
    """True where no output is named, but all of them have values: a page of these."""
    return (
        problem.has_values
        and problem.fixed == "m"
        and set(problem.in_space(problem.at)) == {None}
        and all(problem.outputs)
    )


def _all_values(problem: Problem, only: Collection[str], asked: Question | None = None) -> Document:
    """The page of all values, whose other sections are those of the sum in general position."""
    from convtrace.view.pages import all_values  # only here: most pages are about one output

    def general(name: str) -> Section[Problem]:
        def section(problem: Problem) -> Iterable[Block]:
            derivation = derive(problem)
            return sections_of(derivation, only)[name](derivation)

        return section

    known = {name: general(name) for name in SECTIONS if name == VALUES or is_shown(name, only)}
    return all_values.document(problem, only, known, asked)


def _cells(derivation: Derivation) -> Iterable[Sequence[str]]:
    """The value for shells."""
    from convtrace.view.cells import of_value  # only here: most pages are for people

    return of_value(derivation.value)


def with_check(page: Document, problem: Problem, check: Check) -> Document:
    """A page with what was checked at its end."""
    blocks = chain(page.blocks, [Paragraph(_checked(problem, check))])
    return page.replace(blocks=blocks, record=lambda: {**page.record(), "check": check._asdict()})


def sections_of(derivation: Derivation, only: Collection[str]) -> Mapping[str, Section[Derivation]]:
    """The sections, folded where a whole page has channels: what is asked for by its name or its window is not."""
    sections = {name: section for name, section in SECTIONS.items() if is_shown(name, only)}
    if derivation.problem.zoomed:
        sections["drawing"] = late("corner")
    if only or not derivation.problem.has_channels:
        return sections
    from convtrace.view.sections.folded import FOLDED  # only here: most pages have no channels

    whole = {"table": SECTIONS["table"]} if derivation.problem.window is not None else {}
    return {**sections, **FOLDED, **whole}


def figure_of(derivation: Derivation) -> Section[Derivation]:
    """The picture of the page, folded where there are channels."""
    if not derivation.problem.has_channels:
        return late("figure")
    from convtrace.view.sections import folded  # only here: most pages have no channels

    return folded.figure


def _checked(problem: Problem, check: Check) -> Line:
    """One line on what SymPy's own expansion says."""
    how = f"over all {phrases.counted(check.positions, Roles(problem).summed.noun)}"
    expands = f"SymPy expands the sum {'with its letters' if None in problem.at else how}"
    if check.equal:
        return (Mark.YES, f" Checked: {expands} and gets the same.")
    return (Mark.NO, f" {expands} and gets another result. The difference is {check.difference}")


def title(derivation: Derivation) -> Iterator[Block]:
    """The heading of the page, the answer in short, and what it is."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    pixel = plain(roles.fixed.given(problem.numbers))
    gradient = f", gradient of {roles.fixed.noun} {pixel}" if roles.is_gradient else ""
    yield Heading((f"{problem.operation.title}{gradient}: {phrases.image_and_kernel(problem)}",), level=1)
    yield Equation(shortened_answer(derivation), strong=True)
    yield from (phrases.output_notes if roles.is_gradient else phrases.stride_from_centre)(problem)
    if not derivation.terms:
        from convtrace.view.sections.remarks import no_products

        yield Paragraph((no_products(derivation),))
        return
    copies = sum(row.weight is not None for row in derivation.rows.overhang) if derivation.copies else 0
    copied = f", {copies} of them with a copy of {pixel} ({phrases.rule(problem)}); without these" if copies else ";"
    count = f"{phrases.counted(len(derivation.terms), 'product')}{_each_slice(derivation)}"
    yield Paragraph((f"{count}{copied} {_verdict(derivation)}.",))


def _each_slice(derivation: Derivation) -> str:
    """Clause on the products of each channel."""
    if not derivation.problem.has_channels:
        return ""
    from convtrace.view.slices import each_slice  # only here: most pages have no channels

    return each_slice(derivation)


def notes(derivation: Derivation, page: Iterable[Block]) -> Iterator[Note]:
    """The value as a question with blanks, and the page as its answer."""
    from convtrace.view.pages.record import derivation_question, question_name  # only here: most pages are no notes
    from convtrace.view.sections.question import question

    heading = (block for block in title(derivation) if isinstance(block, Heading))
    yield Note(
        name=question_name(derivation_question(derivation)), front=chain(heading, question(derivation)), back=page
    )


def _verdict(derivation: Derivation) -> str:
    """Clause on how the kernel lies, and for a gradient on the operation that it turns out to be."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    lies = f"the kernel lies {phrases.orientation(problem, derivation.flipped)}"
    if not roles.is_gradient:
        return lies
    found = {row_like(relation.recast(problem.fixed, problem.over)) for relation in problem.in_space(problem.relations)}
    titles = phrases.listed([phrases.article(row.title[0].lower() + row.title[1:]) for row in found])
    arrays = " with ".join(map(_spaced, (roles.summed, roles.met))).removesuffix(",")
    return f"this is {titles} of {arrays}" + (f": {lies}" if roles.kernel_is_met else "")


def _spaced(role: IndexRole) -> str:
    """An array, with the gaps that a stride or a dilation puts between its elements."""
    return role.name if max(role.gaps) == 1 else f"{role.name}, its elements {role.spacing} apart,"
