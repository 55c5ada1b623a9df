"""A claimed value on the page of a derivation: below the title, in the table's rows, and as the last section."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from convtrace.document.blocks import Block, Paragraph
from convtrace.errors import ConvtraceError
from convtrace.trace.derivation import Derivation, derive
from convtrace.values.named_tuple import NamedTuple
from convtrace.view.page import Section, chosen

if TYPE_CHECKING:
    from convtrace.library.posed_call import LibraryQuestion
    from convtrace.search.judging import Judgement

CLAIM = "claim"
# beside the sections of the page
SECTIONS = (CLAIM,)
OTHERS = " The last section has other readings that give it."
Subject = TypeVar("Subject")
Record = Callable[[Subject], Mapping[str, object]]


class Parts(NamedTuple, Generic[Subject]):
    """What a page is made of."""

    sections: Mapping[str, Section[Subject]]
    title: Section[Subject]
    figure: Section[Subject]
    record: Record[Subject]


def judgement(claimed: object, derivation: Derivation, call: LibraryQuestion | None = None) -> Judgement | None:
    """The judgement of what is claimed of a derivation, perhaps that of a library's `call`; None where nothing is."""
    if claimed is None:
        return None
    from convtrace.search.claimed import read_claim  # only here: most pages have no claim
    from convtrace.search.judging import judged

    if call is None:
        return judged(derivation, read_claim(claimed))
    from convtrace.search.other_options import with_other_options

    return judged(derivation, read_claim(claimed), blank=call.blank, others=with_other_options(call))


def judgement_of_call(claimed: object, question: LibraryQuestion) -> Judgement | None:
    """The judgement of what is claimed of a library's output, or of a gradient; None where nothing is."""
    if claimed is not None and question.bias is not None:
        message = "--claim is about outputs, and gradients of pixels and weights"
        raise ConvtraceError(message, hint="The gradient of a bias is the sum of the g of its channel.")
    return None if claimed is None else judgement(claimed, derive(question.problem), question)


def chosen_beside(claim: Judgement | None, only: str | None, names: Collection[str]) -> list[str]:
    """The sections that --only names, and always that of the claim; none for all of them."""
    if claim is None:
        if only is not None and CLAIM in map(str.strip, only.split(",")):
            raise ConvtraceError("--only claim needs a claim", hint="Add it, for example: --claim 35")
        return chosen(only, names)
    found = chosen(only, (*names, CLAIM))
    return found if not found or CLAIM in found else [*found, CLAIM]


def with_claim(
    claim: Judgement | None,
    sections: Mapping[str, Section[Subject]],
    title: Section[Subject],
    figure: Section[Subject],
    record: Record[Subject],
    only: Collection[str] = (),
) -> Parts[Subject]:
    """The parts of a page with what is to be said of a claim: all as they are where nothing is claimed."""
    if claim is None:
        return Parts(sections, title, figure, record)
    from convtrace.view.pages.claim_record import claim_record
    from convtrace.view.sections import claim as words
    from convtrace.view.sections.claim_words import verdict
    from convtrace.view.sections.table import table

    def head(subject: Subject) -> Iterator[Block]:
        yield from title(subject)
        yield Paragraph(verdict(claim))
        if claim.found:
            yield Paragraph((*words.reading(claim, claim.found[0]), f".{OTHERS * (len(claim.found) > 1)}"))

    def picture(subject: Subject) -> Iterator[Block]:
        yield Paragraph(verdict(claim))
        yield from figure(subject)

    def whole_record(subject: Subject) -> Mapping[str, object]:
        return {**record(subject), CLAIM: claim_record(claim)}

    told: dict[str, Section[Subject]] = {**sections, CLAIM: lambda _: words.claim(claim)}
    if "table" in sections and (only or not claim.derivation.problem.has_channels):
        told["table"] = lambda _: table(claim.derivation, words.marks(claim))
    return Parts(told, head, picture, whole_record)
