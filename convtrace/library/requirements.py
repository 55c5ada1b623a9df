"""Requirements of library functions: what a library insists on, in words, and the test of a call for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from convtrace.library.option_kinds import Options


class CallSizes(NamedTuple):
    """Sizes of the image and of the kernel, and the values of all options, each per axis."""

    image: tuple[int, ...]
    kernel: tuple[int, ...]
    options: Options

    def axes(self, names: Iterable[str]) -> Iterator[dict[str, object]]:
        """N, K and the named options of each axis, as a law takes them."""
        chosen = [(name, self.options[name]) for name in names]
        for at, (n, k) in enumerate(zip(self.image, self.kernel, strict=True)):
            yield {"n": n, "k": k, **{name: values[at] for name, values in chosen}}


class Requirement(NamedTuple):
    """Words, and the test that a call meets them."""

    text: str
    holds: Callable[[CallSizes], bool]


def each_axis(text: str) -> Callable[[Callable[..., bool]], Requirement]:
    """A requirement on every axis by itself: its test takes n, k and the options it names, and **_ for the others.

    >>> shorter = each_axis("the kernel must be shorter than the image")(lambda n, k, **_: k < n)
    >>> shorter.holds(CallSizes((5, 5), (3, 3), {})), shorter.holds(CallSizes((5, 5), (3, 5), {}))
    (True, False)
    """

    def requirement(holds: Callable[..., bool]) -> Requirement:
        return Requirement(text, lambda sizes: all(holds(**axis) for axis in sizes.axes(sizes.options)))

    return requirement


def nested_sizes(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis."""
    return _nest(list(zip(sizes.image, sizes.kernel, strict=True)))


def nested_beyond_one(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis on which neither has the size 1."""
    return _nest([pair for pair in zip(sizes.image, sizes.kernel, strict=True) if 1 not in pair])


def _nest(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(n >= k for n, k in pairs) or all(n <= k for n, k in pairs)


def not_both(first: str, second: str) -> Requirement:
    """The requirement that a stride on any axis leaves no dilation on any."""
    return Requirement(
        f"{first} > 1 can't be combined with {second} > 1",
        lambda sizes: any(set(sizes.options[name]) == {1} for name in (first, second)),
    )


def same_on_every_axis(name: str) -> Requirement:
    """The requirement that an option's value is the same on every axis."""
    return Requirement(f"{name} must be the same on every axis", lambda sizes: len(set(sizes.options[name])) == 1)


def unset(name: str, value: object) -> Requirement:
    """The requirement that an option which the library has and refuses to use has this value."""
    return each_axis(f"{name} must be {value}")(lambda **options: options[name] == value)
