"""Random command lines from the program's own table of parameters, with values that are right, huge or hostile."""

from __future__ import annotations

from collections.abc import Iterator

import click
from hypothesis import strategies as st

from convtrace.cli.choices import Choice
from convtrace.cli.commands import commands
from convtrace.library.catalogue import all_functions, known
from convtrace.library.option import Option
from convtrace.render.rendering import formats

SMALL = st.integers(1, 5).map(str)
NUMBERS = SMALL | st.sampled_from(["0", "-1", "99", "1000", "999983", "1000000000", "2000000001", "9" * 40])
VALUES = st.sampled_from(
    ["1 2; 3 4", "1/2 -1 0", "sqrt(2) a; pi 0", "[[1, 2], [3, 4]]", "sobel-x", "1;2;3", "t 1/(t+1)", "1e3 .5 -0"]
)
RULES = st.sampled_from(["edge", "reflect", "wrap", "symmetric", "zero", "constant:1/2", "constant:t", "constant:0"])
# values of options of library functions, whichever function has them
SETTINGS = st.sampled_from(
    [
        "1",
        "2",
        "0",
        "-1",
        "1/2",
        "0.5",
        "-1/3,2",
        "[1, 1/2]",
        "1,1; 2,2",
        "True",
        "None",
        "1000000000",
        "999983",
        "1e400",
    ]
)
HOSTILE = st.sampled_from(
    ["", " ", "\u2028", "\x1b[2J", "\u202e", "<b>", "$x$", "|", "`", "{0}", "%s", "\ud800", "é", "🙂"]
)
# a file, the clipboard and the pager are not for tests; without a format the answer is the terminal's
LEFT_OUT = ("--output", "--copy", "--force", "--pager", "--help")


def _several(each: st.SearchStrategy[str], axes: int, separator: str) -> st.SearchStrategy[str]:
    return st.lists(each, min_size=axes, max_size=axes).map(separator.join)


def _setting(function: str | None) -> st.SearchStrategy[str]:
    row = known(function or "")
    if row is None or not row.spellings:
        return st.sampled_from(["mode=same", "stride", "=", "bogus=1"])

    def value(pair: tuple[str, Option]) -> st.SearchStrategy[str]:
        name, option = pair
        own = st.sampled_from([*map(str, option.kind.names), str(option.default)])
        return (own | SETTINGS).map(lambda text: f"{name}={text}")

    return st.sampled_from(list(row.spellings.items())).flatmap(value)


def _values(  # noqa: PLR0911 -- a table of cases
    name: str, parameter: click.Parameter, axes: int, functions: dict[str, str]
) -> st.SearchStrategy[str]:
    """Values that a parameter may have, most of them right."""
    option = parameter.opts[-1]
    own = parameter.type.names if isinstance(parameter.type, Choice) else None
    context = click.Context(commands()[name].made(), info_name=name)
    match option:
        case "--image" | "--kernel":
            sizes = _several(SMALL if option == "--kernel" else NUMBERS, axes, "x")
            return sizes if name == "prove" else sizes | VALUES
        case "--at" | "--pixel" | "--weight" | "--image-origin" | "--kernel-origin" | "--stride" | "--dilation":
            indices = _several(NUMBERS, axes, ",") | SMALL
            return indices | st.just("all") if (name, option) == ("library", "--at") else indices
        case "--m" | "--n" | "--width":
            return NUMBERS
        case "--pad":
            return RULES
        case "--window":
            return st.sampled_from(["auto", "all", *(",".join([side] * axes) for side in ("0:1", "-1:-1", "-9:9"))])
        case "--option" | "--versus-option":
            return _setting(functions.get("function" if option == "--option" else "versus"))
        case "--format":
            return st.sampled_from([each for each in formats() if each != "terminal"])
        case _:
            found = tuple(own(context)) if own else ()
            return st.sampled_from(found) if found else st.just("1")


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with some of its parameters; now and then something hostile is put into a value."""
    name = draw(st.sampled_from(sorted(commands())))
    parameters = [each for each in commands()[name].made().params if not {*each.opts} & {*LEFT_OUT}]
    functions = {each: draw(st.sampled_from(sorted(all_functions()))) for each in ("function", "versus")}
    row = known(functions["function"])
    axes = draw(st.sampled_from(sorted(row.laws)) if name == "library" and row else st.integers(1, 8))
    words = [name, *_arguments(draw, parameters, functions)]
    options = [each for each in parameters if isinstance(each, click.Option)]
    for option in draw(st.lists(st.sampled_from(options), max_size=6, unique=True)) if options else []:
        if option.is_flag:
            words.append(option.opts[-1])
            continue
        value = functions["versus"] if option.opts == ["--versus"] else draw(_values(name, option, axes, functions))
        hostile = draw(st.sampled_from([False] * 19 + [True]))
        words.append(f"{option.opts[-1]}={value}{draw(HOSTILE) if hostile else ''}")
    return words


def _arguments(draw: st.DrawFn, parameters: list[click.Parameter], functions: dict[str, str]) -> Iterator[str]:
    for argument in parameters:
        match argument.name:
            case "function":
                yield functions["function"]
            case "operation":
                yield draw(st.sampled_from(["conv", "xcorr", "xcorr:sliding", "conv-transpose"]))
            case "law":
                # the others take seconds
                yield draw(st.sampled_from(["flip", "reflect", "impulse"]))
            case _:
                pass
