"""The data of a page whose menus work: those of each combination of what the menus offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.library.explored import Explored, explored
from convtrace.library.posed_matrix import Read
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_LIVE_OUTPUTS_IN_ALL
from convtrace.values.typed_text import typed
from convtrace.view.live import live_record
from convtrace.view.live_controls import CHOICES, offered
from convtrace.view.sections.values import typed_word

ALL = "all"
Words: TypeAlias = Mapping[str, Any]


class Menus(Frozen):
    """What is shown at first, and with each other combination of the choices, and the words that ask for each."""

    first: tuple[Sequence[Explored], Words]
    others: Sequence[tuple[Sequence[Explored], Words]] = ()

    def record(self) -> Mapping[str, object]:
        """The data of the page as JSON has them: `sets` has what differs with other choices."""
        shown, asked = self.first
        first, choices = live_record(shown, asked), offered(asked)
        sets = [_differing(first, live_record(*other, choices)) for other in self.others]
        return {**first, "sets": sets} if sets else first


def menus(
    shown: Sequence[Explored], asked: Words, names: str | Sequence[str] | None = None, read: Read | None = None
) -> Menus:
    """What a page needs whose menus of these `names` work: stride, dilation, pad, mode, or all of them.

    ConvtraceError for other names, for a library's function, and where the page would have too many outputs.

    >>> from convtrace.library.explored import explored
    >>> words = {"image": 5}
    >>> [others["stride"] for _, others in menus(explored("conv", words), words, "stride").others]
    ['2', '3']
    """
    if names is None:
        return Menus(first=(shown, asked))
    piece = typed("--menus", names if isinstance(names, str) else ",".join(names))
    named = [part.one_of((*CHOICES, ALL)) for part in piece.split(",")]
    if shown[0].call is not None:
        raise ConvtraceError("--menus: a library's function has no menus", hint="Leave it out.")
    working = [name for name in CHOICES if name in named or ALL in named]
    found, count = [], 0
    asked = {**asked, "menus": names}
    for words in _combinations(shown[0], asked, working):
        posed = {name: each for name, each in words.items() if name not in ("menus", "options")}
        try:
            other = explored(_typed(shown[0]), posed, read=read)
        except ConvtraceError:
            # the page shows the command for it, which says what is wrong
            continue
        found.append((other, words))
        count += prod(map(len, other[0].problem.outputs))
        if count > MAX_LIVE_OUTPUTS_IN_ALL:
            message = f"--menus: the page would have more than {MAX_LIVE_OUTPUTS_IN_ALL} outputs"
            raise ConvtraceError(message, hint="Choose fewer menus or a smaller image, for example: --menus stride")
    return Menus(first=(shown, asked), others=found)


def _combinations(first: Explored, asked: Words, working: Sequence[str]) -> Iterator[Words]:
    """The words of each combination but the one that is asked for, without the output, which may not be there."""
    choices, kept = offered(asked), {**asked}
    for name in ("at", "m", "n", "form"):
        kept.pop(name, None)
    now = {name: typed_word(name, asked.get(name) or usual[0]) for name, usual in CHOICES.items()}
    now["mode"] = first.problem.mode
    for chosen in product(*(choices[name] for name in working)):
        words = dict(zip(working, chosen, strict=True))
        if any(now[name] != choice for name, choice in words.items()):
            yield {**kept, **words}


def _typed(first: Explored) -> str:
    return first.name if first.form is None else f"{first.name}:{first.form}"


def _differing(first: Mapping[str, object], other: Mapping[str, object]) -> Mapping[str, object]:
    """What is otherwise than in the first record; nothing for what that alone has."""
    found = {name: each for name, each in other.items() if first.get(name) != each}
    return {**found, **dict.fromkeys(first.keys() - other.keys())}
