"""A page made of numbered sections, all of them or those that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from convtrace.document.blocks import Block, Document, Drawable, Heading, Line, Note, Table, TableRow, line_text
from convtrace.document.plain import plain
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import typed

if TYPE_CHECKING:
    from convtrace.document.streamed_sums import Sums

# of the record that programs read; changes of it bump the number, additions are free
SCHEMA = "convtrace/1"
Subject = TypeVar("Subject")
Section = Callable[[Subject], Iterable[Block]]
# what is asked, option by option, and what reads a file or standard input
Question: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[str], bytes]


class PageResult(NamedTuple):
    """A document, or every output's sum, and whether what was asked holds."""

    document: Document | Sums
    holds: bool = True


def chosen(only: str | Sequence[str] | None, names: Collection[str]) -> list[str]:
    """The sections that --only names; none for all of them.

    >>> chosen("result, table", ["table", "drawing", "result"])
    ['result', 'table']
    """
    if only is None:
        return []
    text = only if isinstance(only, str) else ",".join(only)
    return [part.one_of(names) for part in typed("--only", text).split(",")]


def late(name: str) -> Section[Any]:
    """The section of this name, whose module is loaded when it is written: what stands above it need not wait."""

    def section(subject: object) -> Iterable[Block]:
        found: Iterable[Block] = getattr(import_module(f"convtrace.view.sections.{name}"), name)(subject)
        return found

    return section


def page_of(
    subject: Subject,
    sections: Mapping[str, Section[Subject]],
    only: Collection[str],
    title: Section[Subject],
    figure: Callable[[Subject], Iterable[Drawable]],
    record: Callable[[Subject], Mapping[str, object]],
    notes: Callable[[Subject, Iterable[Block]], Iterable[Note]] | None = None,
    cells: Callable[[Subject], Iterable[Sequence[str]]] | None = None,
) -> Document:
    """The page under its title, or the sections named in `only`, always in their own order.

    The picture is the figure under the title's heading, or the sections that are asked for; the record is whole.
    `notes` gives the questions that the page answers, instead of its title; `cells` its numbers, if it has any.
    """

    def blocks() -> Iterator[Block]:
        if not only:
            yield from title(subject)
        for number, (name, section) in enumerate(sections.items(), start=1):
            if not only or name in only:
                if len(only) != 1:
                    yield Heading((f"{number}. {name.capitalize().replace('-', ' ')}",))
                yield from section(subject)

    def picture() -> Iterator[Drawable]:
        if only:
            yield from blocks()
        else:
            yield from (block for block in title(subject) if isinstance(block, Heading))
            yield from figure(subject)

    def questions() -> Iterable[Note]:
        if notes is not None:
            return notes(subject, blocks())
        heading = next(block for block in title(subject) if isinstance(block, Heading))
        return [Note(name=line_text(heading.line, str, plain), front=[heading], back=blocks())]

    made = Document(blocks(), picture, lambda: {"schema": SCHEMA, **record(subject)}, questions)
    return made if cells is None else made.replace(cells=lambda: cells(subject))


def short_table(head: Iterable[str | Line], rows: Iterable[TableRow]) -> Table:
    """A table of rows so few that all of them are measured."""
    lines = tuple(rows)
    heads = tuple((each,) if isinstance(each, str) else each for each in head)
    return Table(head=heads, rows=lines, height=len(lines), widest=lines)
