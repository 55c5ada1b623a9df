"""Errors that name arguments as Python does: messages are made in the command line's words."""

from __future__ import annotations

import re
from functools import partial

from convtrace.errors import ConvtraceError

# a value that is to be typed for an option; any other word behind it goes on with the sentence
VALUE = (
    r'"[^"]*"|[-−]?\d(?:\S*[^\s.,;:)])?|constant:\S+|(?<=of )[\w-]+|(?<=menus )[\w,]+'
    r"|(?:auto|all|full|same|valid|xy|rc|zero|edge|reflect|symmetric|wrap|reflected|sliding)\b"
)
OPTION = re.compile(rf"--(?P<name>[a-z]+(?:-[a-z]+)*)(?:(?P<bare>[:[])| (?P<value>{VALUE}))?")
NEXT = re.compile(rf"(--[a-z-]+ (?:{VALUE})) (?=--)")
SETTINGS = re.compile(r"--(?P<other>versus-)?option \w+=\S+(?: --(?P=other)?option \w+=\S+)*")
FORMAT = re.compile(r"(?<!\S)-f (\w+)")
LIST = re.compile(r"\bconvtrace (borders|kernels|library)\b(?: (\w+(?:\.\w+)+))?")
PROOF = re.compile(r"\bconvtrace prove (\w+) (--.*)")
NUMBERS = re.compile(r"-?\d+(?:\.\d+|([,x])-?\d+(?:\1-?\d+)*)?")
RENAMED = {"of": "operation", "format": "format_name"}


def in_python(error: ConvtraceError, *, spread: bool = False) -> ConvtraceError:
    """The error with arguments as Python has them: kernel="1 0 -1" for --kernel "1 0 -1".

    Options of a library's function stand in a dictionary, or `spread` as arguments.

    >>> print(in_python(ConvtraceError("--m: x is no number", "--m x", (4, 5), "Type, for example: --m 1 --n 1")))
    m: x is no number
      m=x
        ^
    Type, for example: m=1, n=1
    """
    source, span = error.source, error.span
    if span is not None:
        span = len(_shown(source[: span[0]])), len(_shown(source[: span[1]]))
    message, hint = (_sentence(text, spread) for text in (error.message, error.hint))
    return ConvtraceError(message, _shown(source), span, hint)


def _shown(source: str) -> str:
    """What was given, as far as that is told, with = in the place of a blank."""
    return re.sub(r"--([a-z-]+)((?:\[\d+\])*) ?", lambda match: f"{_name(match[1])}{match[2]}=", source)


def _sentence(text: str, spread: bool) -> str:
    """A message or a hint."""
    text = PROOF.sub(r'prove("\1", \2)', LIST.sub(_listed, text))
    text = FORMAT.sub(r'format_name="\1"', SETTINGS.sub(partial(_settings, spread), text))
    return OPTION.sub(_argument, NEXT.sub(r"\1, ", text))


def _listed(match: re.Match[str]) -> str:
    """A list, or the page of one function."""
    return f"convtrace.{match[1]}({_value(match[2]) if match[2] else ''})"


def _argument(match: re.Match[str]) -> str:
    name, value = _name(match["name"]), match["value"]
    if match["bare"]:
        return name + match["bare"]
    return f"{name}={'' if value is None else _value(value)}"


def _settings(spread: bool, match: re.Match[str]) -> str:
    """Options of a library's function, as arguments or in one dictionary."""
    given = [text.partition("=") for text in re.findall(r"option (\w+=[^\s,]+(?:,\d[^\s,]*)*)", match[0])]
    if spread:
        return ", ".join(f"{name}={_value(value)}" for name, _, value in given)
    items = ", ".join(f'"{name}": {_value(value)}' for name, _, value in given)
    return f"{'other_' * bool(match['other'])}options={{{items}}}"


def _name(option: str) -> str:
    return RENAMED.get(option, option).replace("-", "_")


def _value(text: str) -> str:
    """A value as it is typed in Python: numbers as they are, several of them as a tuple, anything else in quotes."""
    plain = text.replace("−", "-")
    if NUMBERS.fullmatch(plain):
        parts = re.split("[,x]", plain)
        return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
    return plain if plain.startswith('"') else f'"{plain}"'
