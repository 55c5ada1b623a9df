"""The door of Python's functions: arguments of the right kinds go in, errors in Python's words come out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import wraps
from inspect import BoundArguments, Parameter, Signature, signature
from itertools import chain
from typing import Any, TypeVar, cast

from convtrace.api.errors_in_python import in_python
from convtrace.errors import ConvtraceError, shortened
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values.array_like import unpacked
from convtrace.values.named_tuple import NamedTuple

Function = TypeVar("Function", bound=Callable[..., Any])


class Kind(NamedTuple):
    """What an argument must be: a test, what passes it, and the arguments of this kind."""

    fits: Callable[[Any], bool]
    what: str
    names: str


def _is_index(given: object) -> bool:
    return isinstance(given, int | Sequence) and not isinstance(given, bytes)


def _is_names(given: object) -> bool:
    return isinstance(given, str) or (isinstance(given, Sequence) and all(isinstance(each, str) for each in given))


KINDS = (
    Kind(lambda given: isinstance(given, str | Problem), "the name of an operation", "operation"),
    Kind(
        lambda given: isinstance(given, str),
        "a text",
        "first second law function library form axes mode window pad path format_name theme notation sum_over",
    ),
    Kind(
        _is_index,
        "a whole number, or a tuple of them",
        "at m n pixel weight image_origin kernel_origin stride dilation width",
    ),
    Kind(lambda given: isinstance(given, str | int | float | Fraction), "a number of seconds", "pace"),
    Kind(_is_names, "the name of a section, or a list of such names", "only"),
    Kind(_is_names, "a text, or a list of names", "names letters indices"),
    Kind(lambda given: isinstance(given, str | int), "centre, 0 or 1", "count"),
    Kind(
        lambda given: isinstance(given, Mapping) and all(isinstance(each, str) for each in given),
        'a dictionary such as {"mode": "same"}',
        "options other_options",
    ),
    Kind(
        lambda given: isinstance(given, bool),
        "True or False",
        "grad transpose patches whole strip probe standalone unicode as_array",
    ),
)
KIND_OF = {name: kind for kind in KINDS for name in kind.names.split()}


def public(words: type[Any] | None = None) -> Callable[[Function], Function]:
    """A function for Python's users: its signature names all arguments, those that `words` has, too.

    What is None counts as not given. Arrays are taken for lists, and errors name arguments as Python does.
    """

    def decorated(function: Function) -> Function:
        known = signature(function) if words is None else _spelled_out(function, words)
        spread = any(each.kind is Parameter.VAR_KEYWORD for each in known.parameters.values())

        @wraps(function)
        def call(*placed: object, **given: object) -> object:
            bound = known.bind(*placed, **given)
            try:
                taken = BoundArguments(known, _taken(known, bound.arguments))
                return function(*taken.args, **taken.kwargs)
            except ConvtraceError as error:
                raise in_python(error, spread=spread) from None

        call.__signature__ = known  # type: ignore[attr-defined]
        return cast("Function", call)

    return decorated


def _spelled_out(function: Callable[..., Any], words: type[Any]) -> Signature:
    """The signature with the shared arguments, their defaults as `pose` has them, in the place of **given."""
    shared, known = signature(function), signature(pose).parameters
    own = [each for each in shared.parameters.values() if each.kind is not Parameter.VAR_KEYWORD]
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=known[name].default, annotation=known[name].annotation)
        for name in words.__annotations__
    ]
    return shared.replace(parameters=sorted(chain(own, added), key=lambda each: (each.kind, each.name == "only")))


def _taken(known: Signature, given: Mapping[str, Any]) -> OrderedDict[str, Any]:
    """The arguments that are given, None among them only where there is no default."""
    without = {name for name, each in known.parameters.items() if each.default is Parameter.empty}
    return OrderedDict(
        (name, _checked(name, value)) for name, value in given.items() if value is not None or name in without
    )


def _checked(name: str, given: object) -> object:
    """An argument, with lists in the place of an array; ConvtraceError for one of another kind."""
    kind = KIND_OF.get(name)
    if kind is None:
        return given
    plain = unpacked(given)
    if not kind.fits(plain):
        message = f"{name}: {shortened(repr(plain))} is not {kind.what}"
        raise ConvtraceError(message, hint=f"Give {kind.what}.")
    return plain
