"""Requirements of library functions: tests of a call for what a library insists on, and the words where one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from convtrace.library.option_kinds import Options
from convtrace.values.complex_number import Number
from convtrace.values.named_tuple import NamedTuple

# with the names of an axis's values in braces, or made from them
Sentence: TypeAlias = "str | Callable[..., str]"
_SOME_NUMBERS = 2


class CallSizes(NamedTuple):
    """Sizes of the image and of the kernel, and the values of all options, each per axis.

    `given` are the options that were not left out; `numbers` are the rows of both arrays, empty where not known.
    `counts` are the numbers of images and of channels by their letters, empty for arrays of space alone.
    """

    image: tuple[int, ...]
    kernel: tuple[int, ...]
    options: Options
    given: frozenset[str] = frozenset()
    numbers: tuple[Sequence[Sequence[Number]], Sequence[Sequence[Number]]] = ((), ())
    counts: Mapping[str, int] = {}
    groups: int = 1

    def axes(self, names: Iterable[str]) -> Iterator[dict[str, object]]:
        """N, K and the named options of each axis, as a law takes them."""
        chosen = [(name, self.options[name]) for name in names]
        for at, (n, k) in enumerate(zip(self.image, self.kernel, strict=True)):
            yield {"n": n, "k": k, **{name: values[at] for name, values in chosen}}

    def described_axes(self) -> Iterator[dict[str, object]]:
        """N, K and all options of each axis, and `where`: which axis it is, in words, empty where there is but one.

        >>> sizes = CallSizes((5, 4), (3, 3), {})
        >>> [axis["where"] for axis in sizes.described_axes()]
        [' on axis 0', ' on axis 1']
        """
        axes = [*self.axes(self.options)]
        for at, axis in enumerate(axes):
            place = " on each axis" if axes.count(axis) == len(axes) else f" on axis {at}"
            yield {**axis, "where": place if len(axes) > 1 else ""}


class Refusal(NamedTuple):
    """The reason why a library refuses a call, and what to give instead, if that can be said."""

    message: str
    hint: str = ""


# the size of the output where an array has no elements; None where that is refused
Empty: TypeAlias = "Callable[[CallSizes], tuple[int, ...] | None]"
Requirement: TypeAlias = Callable[[CallSizes], Refusal | None]


def said(sentence: Sentence, axis: dict[str, object]) -> str:
    """The sentence with the values of an axis.

    >>> said("a kernel of {k}", {"n": 5, "k": 3}), said(lambda k, **_: f"at most {k - 1}", {"n": 5, "k": 3})
    ('a kernel of 3', 'at most 2')
    """
    return sentence.format(**axis) if isinstance(sentence, str) else sentence(**axis)


def each_axis(message: Sentence, hint: Sentence = "") -> Callable[[Callable[..., bool]], Requirement]:
    """A requirement on every axis by itself: its test takes n, k and the options it names, and **_ for the others.

    >>> shorter = each_axis("the kernel must be shorter than {n}{where}")(lambda n, k, **_: k < n)
    >>> shorter(CallSizes((5, 5), (3, 3), {})), shorter(CallSizes((5, 5), (3, 5), {})).message
    (None, 'the kernel must be shorter than 5 on axis 1')
    """

    def requirement(holds: Callable[..., bool]) -> Requirement:
        def refusal(sizes: CallSizes) -> Refusal | None:
            if all(holds(**axis) for axis in sizes.axes(sizes.options)):
                return None
            axis = next(axis for axis in sizes.described_axes() if not holds(**axis))
            return Refusal(said(message, axis), said(hint, axis))

        return refusal

    return requirement


def whole_call(
    message: str, hint: str | Callable[[CallSizes], str] = ""
) -> Callable[[Callable[[CallSizes], bool]], Requirement]:
    """A requirement on all axes together."""

    def requirement(holds: Callable[[CallSizes], bool]) -> Requirement:
        def refusal(sizes: CallSizes) -> Refusal | None:
            return None if holds(sizes) else Refusal(message, hint if isinstance(hint, str) else hint(sizes))

        return refusal

    return requirement


def must_be(name: str, numbers: range) -> str:
    """The words for the numbers that an option can be.

    >>> must_be("size", range(13, 14)), must_be("size", range(13, 15)), must_be("size", range(13, 16))
    ('size must be 13', 'size must be 13 or 14', 'size must be 13 to 15')
    >>> must_be("size", range(0))
    'no size fits these arrays and options'
    """
    if not numbers:
        return f"no {name} fits these arrays and options"
    between = " or " if len(numbers) == _SOME_NUMBERS else " to "
    return f"{name} must be {between.join(map(str, dict.fromkeys((numbers[0], numbers[-1]))))}"


def nested_sizes(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis."""
    return _nest(list(zip(sizes.image, sizes.kernel, strict=True)))


def nested_beyond_one(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis on which neither has the size 1."""
    return _nest([pair for pair in zip(sizes.image, sizes.kernel, strict=True) if 1 not in pair])


def _nest(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(n >= k for n, k in pairs) or all(n <= k for n, k in pairs)


def smaller_kernel(sizes: CallSizes) -> str:
    """The advice to choose a kernel that is no larger than the image."""
    return f"Choose a kernel of at most {'x'.join(map(str, sizes.image))}."


def not_both(first: str, second: str, reason: str = "") -> Requirement:
    """The requirement that a stride on any axis leaves no dilation on any."""
    hint = f"{reason}Give {first}=1 or {second}=1."
    return whole_call(f"{first} > 1 can't be combined with {second} > 1", hint)(
        lambda sizes: any(set(sizes.options[name]) == {1} for name in (first, second))
    )


def same_on_every_axis(name: str) -> Requirement:
    """The requirement that an option's value is the same on every axis."""
    return whole_call(
        f"{name} must be the same on every axis", lambda sizes: f"Give one number: {name}={sizes.options[name][0]}"
    )(lambda sizes: len(set(sizes.options[name])) == 1)


def unset(name: str, value: object) -> Requirement:
    """The requirement that an option which the library has and refuses to use has this value."""
    return each_axis(f"{name} must be {value}", f"Give {name}={value}, or leave it out.")(
        lambda **options: options[name] == value
    )
