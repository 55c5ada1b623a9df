"""The boundary rules: x outside the image under each, and the names that libraries have for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from convtrace.document.blocks import Block, Code, Document, Heading, Line, Paragraph, TableRow
from convtrace.law.boundary import CONSTANT, CONSTANT_RULES, RULES, ZERO, Rule
from convtrace.library.catalogue import find
from convtrace.values.formula import Entry
from convtrace.values.named_tuple import NamedTuple
from convtrace.view.conventions import RULE_MEANINGS
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of, short_table

_PIXELS, _BESIDE, _ELEMENTS = 4, 3, 3
_LETTERS = "abcd"


# whose rules have names of their own: a function that takes them, and how the names begin
_TAKERS = {
    "ndimage": ("scipy.ndimage.correlate", ""),
    "signal": ("scipy.signal.convolve2d", ""),
    "torch": ("torch.nn.Conv2d", ""),
    "cv2": ("cv2.filter2D", "BORDER_"),
    "astropy": ("astropy.convolution.convolve", ""),
}
_EXAMPLE = "convtrace conv --m 3 --n 0 --pad reflect --only table,result"


class RuleNames(NamedTuple):
    """One library's names of the rules, the plainest of each first; how they begin; and its default."""

    library: str
    start: str
    default: str
    by_rule: Mapping[str, tuple[str, ...]]


def page_result(_question: Question, only: str | None, _read: Read) -> PageResult:
    return PageResult(document(chosen(only, SECTIONS)))


def document(only: Collection[str] = ()) -> Document:
    """The page, or the sections named in `only`.

    >>> [block.height for block in document(["rules"]).blocks if hasattr(block, "height")]
    [5]
    """
    names = tuple(_names(library, *taker) for library, taker in _TAKERS.items())
    return page_of(names, SECTIONS, only, _title, _figure, _record)


def _names(library: str, function: str, start: str) -> RuleNames:
    """The names, found by asking the function's law what it does under each name of its option."""
    row = find(function)
    (naming,) = (option for option in row.options if option.names_boundary)
    others = {option.name: option.default_values(1)[0] for option in row.options}
    by_rule: dict[str, tuple[str, ...]] = {}
    for name in naming.kind.names:
        call = row.laws[max(row.laws)](n=_PIXELS, k=_ELEMENTS, **{**others, naming.name: name})
        # what blanks outputs is no rule for what is outside
        if call.live is None:
            rule = CONSTANT if call.boundary in CONSTANT_RULES else call.boundary
            by_rule[rule.name] = (*by_rule.get(rule.name, ()), str(name))
    return RuleNames(library, start, str(naming.default), by_rule)


def _title(_: tuple[RuleNames, ...]) -> Iterator[Block]:
    yield Heading(("What x is outside the image",), level=1)
    yield Paragraph(("--pad takes the names of numpy.pad. Other libraries use other names.",))
    yield Code(_EXAMPLE, "sh")


def _rules(_: tuple[RuleNames, ...]) -> Iterator[Block]:
    """The image a b c d, and x beside it."""
    after = Entry("x", (_PIXELS,))
    yield short_table(("--pad", "outside the image x is", "before [image] after", (after,)), map(_rule, _all()))
    yield Paragraph(
        ("The image a b c d is x[0] to x[3], and V is any value. --pad zero is short for --pad constant:0.",)
    )


def _rule(rule: Rule) -> TableRow:
    place = rule.stand_in(_PIXELS, _PIXELS)
    after: Line = ("V",) if place is None else (Entry("x", (place,)),)
    name = f"{rule.name}:V" if rule is CONSTANT else rule.name
    return TableRow(((name,), (RULE_MEANINGS[rule.name],), (_drawn(rule),), after))


def _all() -> Iterator[Rule]:
    return (rule for rule in RULES.values() if rule is not ZERO)


def _drawn(rule: Rule) -> str:
    places = [rule.stand_in(i, _PIXELS) for i in range(-_BESIDE, _PIXELS + _BESIDE)]
    letters = ["V" if place is None else _LETTERS[place] for place in places]
    before, image, after = letters[:_BESIDE], letters[_BESIDE:-_BESIDE], letters[-_BESIDE:]
    return "{} [{}] {}".format(*map(" ".join, (before, image, after)))


def _called(names: tuple[RuleNames, ...]) -> Iterator[Block]:
    """One row for each rule, one column for each library; then the other names."""
    heads = (f"{each.library} {each.start}".strip() for each in names)
    rows = (TableRow(((rule.name,), *((_first(each, rule),) for each in names))) for rule in _all())
    yield short_table(("numpy.pad", *heads), rows)
    defaults = ", ".join(f"{each.library} {each.default}" for each in names)
    yield Paragraph((f"Defaults: {defaults}.",))
    others = [(each.library, [*_others(each)]) for each in names]
    also = "; ".join(f"{library} {', '.join(found)}" for library, found in others if found)
    yield Paragraph((f"Other names for the same rules: {also}.",))


def _first(names: RuleNames, rule: Rule) -> str:
    """The plainest name, without its beginning."""
    return names.by_rule.get(rule.name, ("–",))[0].removeprefix(names.start)


def _others(names: RuleNames) -> Iterator[str]:
    return (name for found in names.by_rule.values() for name in found[1:] if name != names.default)


SECTIONS: dict[str, Section[tuple[RuleNames, ...]]] = {"rules": _rules, "names": _called}


def _figure(names: tuple[RuleNames, ...]) -> Iterator[Block]:
    for section in SECTIONS.values():
        yield from section(names)


def _record(names: tuple[RuleNames, ...]) -> Mapping[str, object]:
    beside = (*range(-_BESIDE, 0), *range(_PIXELS, _PIXELS + _BESIDE))
    return {
        "rules": [
            {
                "pad": rule.name,
                "meaning": RULE_MEANINGS[rule.name],
                "outside": {str(i): rule.stand_in(i, _PIXELS) for i in beside},
                "names": {each.library: list(each.by_rule.get(rule.name, ())) for each in names},
            }
            for rule in _all()
        ],
    }
