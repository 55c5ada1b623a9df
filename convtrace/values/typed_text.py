"""Text that people type → integers, sizes and windows, or one ConvtraceError that marks the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.limits import MAX_AXES, MAX_INDEX, MAX_SIZE, MAX_STEP, MAX_TEXT_LENGTH
from convtrace.values.named_tuple import NamedTuple

# what is typed without the name of an option
ARGUMENTS = {"operation", "law", "function"}
# what convtrace itself prints, and what word processors make of it
PASTED = str.maketrans({"−": "-", "–": "-", "×": "x"})

Typed = str | int | Sequence[int]


class Piece(NamedTuple):
    """One part of an option's text, which knows where it stands in the option as it was typed."""

    option: str
    whole: str
    start: int
    stop: int

    @property
    def text(self) -> str:
        return self.whole[self.start : self.stop]

    @property
    def before(self) -> str:
        """What is typed before the text: an option and a blank, or a variable and =."""
        return "" if self.option in ARGUMENTS else f"{self.option}{'=' if self.option.isupper() else ' '}"

    def split(self, separator: str, most: int = -1) -> Iterator[Piece]:
        """The parts between the separators; an empty part is kept, so that it can be pointed at."""
        start = self.start
        for part in self.text.split(separator, most):
            yield Piece(self.option, self.whole, start, start + len(part))
            start += len(part) + len(separator)

    def one_of(self, names: Iterable[str]) -> str:
        """One of the names, which must be spelled exactly.

        >>> typed("--axes", "rc").one_of(["xy", "rc"])
        'rc'
        """
        names, given = tuple(names), self.text.strip()
        if given in names:
            return given
        from difflib import get_close_matches

        near = get_close_matches(given, names, n=1)
        guess = f"Did you mean {near[0]}? " if near else ""
        hint = f"{guess}Choose from: {', '.join(names)}"
        if not given:
            raise self.wrong("a name is missing", hint)
        if self.option in ARGUMENTS:
            raise self.refuse(f"no {self.option} is called {shortened(given)}", hint)
        raise self.wrong(f"{shortened(given)} is not known", hint)

    def cut(self, start: int, stop: int) -> Piece:
        """The piece from one place of the option's text to another.

        >>> typed("--at", "1,-1").cut(2, 4).text
        '-1'
        """
        return self._replace(start=start, stop=stop)

    def wrong(self, message: str, hint: str) -> ConvtraceError:
        """The error that names the option, says what is wrong, and marks this piece."""
        return self.refuse(f"{self.option}: {message}", hint)

    def refuse(self, message: str, hint: str) -> ConvtraceError:
        """The error that marks this piece."""
        offset = len(self.before)
        kept = self.text.rstrip()
        start = offset + self.start + len(kept) - len(kept.lstrip())
        span = (start, offset + self.start + len(kept)) if kept else (start, offset + self.stop)
        return ConvtraceError(message, self.before + self.whole, span, hint)


def typed(option: str, given: Typed, separator: str = ",") -> Piece:
    """An option's value, as text or as Python numbers, ready to be read.

    >>> typed("--at", (1, -1)).text
    '1,-1'
    """
    parts = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    try:
        text = separator.join(map(str, parts)).translate(PASTED)
    except ValueError:  # Python writes no numbers of thousands of digits
        hint = f"Type a number from {-MAX_INDEX} to {MAX_INDEX}."
        raise ConvtraceError(f"{option}: this number is too large", hint=hint) from None
    piece = Piece(option, text, 0, len(text))
    if len(text) > MAX_TEXT_LENGTH and _sign_and_digits(text) is None:
        raise piece.refuse(f"{option} is longer than {MAX_TEXT_LENGTH} characters", "Type fewer or shorter numbers.")
    return piece


def _sign_and_digits(text: str) -> tuple[str, str] | None:
    """A whole number's sign, and its digits from the first that counts; None for anything else.

    >>> _sign_and_digits(" -007"), _sign_and_digits("0"), _sign_and_digits("1_000"), _sign_and_digits("٣")
    (('-', '7'), ('', '0'), None, None)
    """
    number = text.strip()
    sign = number[:1] if number[:1] in ("+", "-") else ""
    digits = number.removeprefix(sign)
    return (sign, digits.lstrip("0") or "0") if digits.isascii() and digits.isdecimal() else None


def read_whole(piece: Piece, example: str, largest: int = MAX_INDEX) -> int:
    """A whole number of at most ±largest; anything else raises ConvtraceError.

    >>> read_whole(typed("--m", "−1"), "--m 1")
    -1
    """
    kind = "whole numbers with x between them" if "x" in example else "a whole number"
    hint = f"Type {kind}, for example: {example}"
    found = _sign_and_digits(piece.text)
    if found is None:
        blank = not piece.text.strip()
        what = "a number is missing" if blank else f"{shortened(piece.text.strip())} is not a whole number"
        raise piece.wrong(what, hint)
    sign, digits = found
    if len(digits) > len(str(largest)) or int(digits) > largest:
        too = "small" if sign == "-" else "large"
        smallest = -largest if largest == MAX_INDEX else 1
        raise piece.wrong(f"this number is too {too}", f"Type a number from {smallest} to {largest}.")
    return int(sign + digits)


def read_count(option: str, given: Typed, most: int) -> int:
    """A number of things, at least one of them.

    >>> read_count("--channels", "3", 64)
    3
    """
    count = read_whole(typed(option, given), f"{option} 3", most)
    if count < 1:
        raise typed(option, given).refuse(f"{option} is at least 1", f"Type, for example: {option} 3")
    return count


def read_indices(option: str, given: Typed) -> tuple[int, ...]:
    """An index of one or more axes: `1,-1`.

    >>> read_indices("--at", "1, -1")
    (1, -1)
    """
    return tuple(read_whole(part, f"{option} 1,-1") for part in typed(option, given).split(","))


def read_size(option: str, given: Typed, example: str = "3x3") -> tuple[int, ...]:
    """A size, one number per axis: `7`, `7x5`, `9x7x5`.

    >>> read_size("--image", "7x5"), read_size("--image", 7)
    ((7, 5), (7,))
    """
    piece = typed(option, given, "x")
    numbers = []
    for part in piece.split("x"):
        number = read_whole(part, f"{option} {example}", MAX_SIZE)
        if number < 1:
            raise part.wrong("a size is at least 1", f"Type, for example: {option} {example}")
        numbers.append(number)
    if len(numbers) > MAX_AXES:
        raise piece.wrong(f"{len(numbers)} axes are too many", f"Type at most {MAX_AXES} numbers.")
    return tuple(numbers)


def read_steps(option: str, given: Typed, axes: int) -> tuple[int, ...]:
    """A step of at least 1 for each axis, from one number for all of them or from one for each.

    >>> read_steps("--stride", "2", 2), read_steps("--stride", (2, 1), 2)
    ((2, 2), (2, 1))
    """
    piece = typed(option, given)
    parts = [*piece.split(",")]
    numbers = tuple(read_whole(part, f"{option} 2", MAX_STEP) for part in parts)
    for part, number in zip(parts, numbers, strict=True):
        if number < 1:
            raise part.wrong("a step is at least 1", f"Type, for example: {option} 2")
    if len(numbers) not in (1, axes):
        hint = f"Type one number, or one for each axis: {option} {','.join('2' * axes)}"
        raise piece.refuse(f"{option} has {len(numbers)} numbers, but the image has {axes} axes", hint)
    return numbers * axes if len(numbers) == 1 else numbers


def read_intervals(option: str, given: str) -> tuple[tuple[Piece, range], ...]:
    """First and last index per axis: `0:3,0:3`; each with its piece, for errors found later.

    >>> [interval for _, interval in read_intervals("--window", "-1:3")]
    [range(-1, 4)]
    """
    return tuple((part, _interval(part)) for part in typed(option, given).split(","))


def _interval(part: Piece) -> range:
    example = f"{part.option} 0:3,0:3"
    ends = [*part.split(":")]
    if len(ends) != 2:
        given = shortened(part.text.strip())
        message = f"{given} is not an interval" if given else "an interval is missing"
        raise part.wrong(message, f"Type auto, all, or the first and last index of each axis: {example}")
    first, last = (read_whole(end, example) for end in ends)
    if last < first:
        raise part.wrong(f"{first} comes after {last}", f"Put the smaller number first: {last}:{first}")
    return range(first, last + 1)
