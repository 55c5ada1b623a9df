"""Notes on library functions: sentences about what may surprise in a call, only where it does and with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from convtrace.library.requirements import CallSizes, Sentence, said

Note: TypeAlias = Callable[[CallSizes], Sequence[str]]


def note(sentence: Sentence) -> Callable[[Callable[..., bool]], Note]:
    """A note on each axis for which a test holds, which takes n, k, the options it names, and **_ for the others.

    >>> long = note("The kernel has {k} elements{where}.")(lambda n, k, **_: k > n)
    >>> long(CallSizes((5, 5), (7, 7), {})), long(CallSizes((5, 5), (3, 3), {}))
    (('The kernel has 7 elements on each axis.',), ())
    """

    def noted(holds: Callable[..., bool]) -> Note:
        def sentences(sizes: CallSizes) -> Sequence[str]:
            axes = [axis for axis in sizes.described_axes() if holds(**axis)]
            alike = {said(sentence, {**axis, "where": ""}) for axis in axes}
            if len(axes) == len(sizes.image) > 1 == len(alike):
                axes = [{**axes[0], "where": " on each axis"}]
            return tuple(dict.fromkeys(said(sentence, axis) for axis in axes))

        return sentences

    return noted


def always(sentence: str) -> Note:
    """A note on every call."""
    return lambda _: (sentence,)


def without(option: str, sentence: str) -> Note:
    """A note on the calls that leave an option out."""
    return lambda sizes: () if option in sizes.given else (sentence,)


def count_of(count: int, noun: str) -> str:
    """The number of things in words.

    >>> count_of(1, "output"), count_of(2, "zero")
    ('1 output', '2 zeros')
    """
    return f"{count} {noun}{'s' * (count != 1)}"
