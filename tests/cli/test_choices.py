"""What is checked is what is used: a name with blanks, control signs or capitals is taken as the name, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convtrace
from convtrace.cli.choices import Choice
from convtrace.cli.commands import commands
from convtrace.errors import ConvtraceError
from convtrace.law.extents import MODES
from tests.support.answers import answered

# a small question of each command, in which every one of its options may be added
QUESTIONS: dict[str, tuple[str, ...]] = {
    "compare": ("--at", "1", "--image", "5"),
    "grad": ("--pixel", "0", "--image", "3", "--only", "result"),
    "map": ("--image", "5", "--only", "outputs"),
    "expand": ("--image", "5"),
    "prove": ("--image", "3", "--kernel", "2"),
    "borders": (),
    "kernels": (),
    "library": ("--image", "7", "--kernel", "3"),
    "which": ("--image", "1 2 3 4 5 6", "--kernel", "3 5", "--result", "13 21 29 37 45", "--only", "answer"),
    "probe": (),
}
VALUE = ("--at", "1", "--image", "4", "--only", "result")
ARGUMENTS = {"operation": "xcorr", "function": "numpy.convolve", "law": "flip", "library": "octave"}
AROUND = (" {}", "{} ", "\t{}", "{}\n", "{}\r\v\f\x1c\x85\u2028", "\u00a0{}", " {}\u3000", "\u200b{}", "{}\0")
SPELLINGS: tuple[Callable[[str], str], ...] = (
    *(around.format for around in AROUND),
    str.upper,
    str.title,
    lambda name: f"{name},",
)


def words_of(name: str, parameter: click.Parameter, value: str) -> list[str]:
    """The command line of a small question with one value added or replaced."""
    row = commands()[name]
    made = [*QUESTIONS.get(name, VALUE)]
    arguments = [each for each in row.made().params if isinstance(each, click.Argument) and each.nargs == 1]
    words = [ARGUMENTS[each.name or ""] if each is not parameter else value for each in arguments]
    if isinstance(parameter, click.Argument):
        return [name, *words, *made] if parameter.nargs == 1 else [name, value, "xcorr", "--form", "sliding", *made]
    option = parameter.opts[-1]
    if option in made:
        place = made.index(option)
        del made[place : place + 2]
    if option == "--versus-option":
        made += ["--versus", "numpy.correlate"]
    return [name, *words, *made, f"{option}={value}"]


def choices() -> Iterator[tuple[str, click.Parameter, tuple[str, ...]]]:
    """Each parameter of each command whose values have names, with the names."""
    for name, row in commands().items():
        command = row.made()
        context = click.Context(command, info_name=name)
        context.params = {"function": "numpy.convolve", "versus": "numpy.correlate"}
        for parameter in command.params:
            if isinstance(parameter.type, Choice) and (names := tuple(parameter.type.names(context))):
                yield name, parameter, tuple(each for each in names if each not in ("png", "gif", "associate"))


CHOICES = [*choices()]


def check_spelling(words: Sequence[str], plain: Sequence[str]) -> None:
    code, shown = answered(words)
    assert code == 2 or (code, shown) == answered(plain), words


def test_every_kind_of_choice_is_tried() -> None:
    options = {parameter.opts[-1] for _, parameter, _ in CHOICES}
    assert {"--mode", "--color", "--axes", "--form", "--pad", "--window", "--only", "--format", "--of"} <= options
    assert {"--option", "--versus", "--versus-option", "operation", "operations", "function", "law"} <= options


@pytest.mark.no_cover
@settings(max_examples=3 * settings().max_examples)
@given(st.sampled_from(CHOICES), st.sampled_from(SPELLINGS), st.data())
def test_a_name_that_is_taken_is_the_name(
    choice: tuple[str, click.Parameter, tuple[str, ...]], spelled: Callable[[str], str], data: st.DataObject
) -> None:
    name, parameter, names = choice
    value = data.draw(st.sampled_from(names))
    check_spelling(words_of(name, parameter, spelled(value)), words_of(name, parameter, value))


@pytest.mark.no_cover
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("around", AROUND)
def test_modes_as_in_the_report(mode: str, around: str) -> None:
    for words in (["expand", "conv", "--image", "5"], ["grad", "conv", "--pixel", "0", "--image", "3"]):
        check_spelling([*words, f"--mode={around.format(mode)}"], [*words, f"--mode={mode}"])


@pytest.mark.parametrize("around", AROUND)
def test_forms_beside_operations_with_blanks(around: str) -> None:
    words = ["compare", "--form", "sliding", "--at", "1", "--image", "5"]
    check_spelling([*words, around.format("xcorr"), "conv"], [*words, "xcorr", "conv"])


PLAIN = {"axes": ("xy", "rc"), "mode": MODES, "form": ("reflected", "sliding"), "window": ("auto", "all")}


@pytest.mark.no_cover
@given(st.sampled_from(sorted({*PLAIN, "pad", "only", "format"})), st.sampled_from(AROUND), st.data())
def test_names_in_python(argument: str, around: str, data: st.DataObject) -> None:
    """The same of the arguments in Python: an answer as with the plain name, or the error."""
    names = {**PLAIN, "pad": ("edge", "wrap", "constant:2"), "only": ("result", "table"), "format": ("json", "latex")}
    name = data.draw(st.sampled_from(names[argument]))

    def page(value: str) -> str:
        words: dict[str, Any] = {argument: value} if argument in {*PLAIN, "pad"} else {}
        only = value if argument == "only" else None
        derivation = convtrace.gradient("xcorr", pixel=(1, 0), image=(4, 3), only=only, **words)
        return convtrace.render(derivation, value if argument == "format" else "text")

    try:
        shown = page(around.format(name))
    except ConvtraceError:
        return
    assert shown == page(name)
