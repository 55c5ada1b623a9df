"""What a page that one can point at can't do by itself: the commands for it, in pieces around what is chosen there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import CONSTANT, RULES
from convtrace.law.extents import MODES
from convtrace.library.call import Call
from convtrace.library.explored import Explored
from convtrace.library.posed_options import OptionsGiven
from convtrace.library.posed_window import check_weights
from convtrace.view.sections.values import typed_word, typed_words

STEPS = ("1", "2", "3")
NEVER = -1
LABELS = {"stride": "Stride", "dilation": "Dilation", "pad": "Outside the image", "mode": "Outputs"}
CHOICES: Mapping[str, Sequence[str]] = {
    "stride": STEPS,
    "dilation": STEPS,
    "pad": tuple(name for name, rule in RULES.items() if rule is not CONSTANT),
    "mode": MODES,
}


def offered(asked: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """What each menu offers: the usual choices, and the one that is asked for."""
    return {
        name: [*dict.fromkeys((*usual, typed_word(name, asked.get(name) or usual[0])))]
        for name, usual in CHOICES.items()
    }


def controls(
    explored: Explored, asked: Mapping[str, Any], choices: Mapping[str, Sequence[str]]
) -> list[Mapping[str, object]]:
    """The menus beside the operation, each with the words to type; a library's function has options of its own."""
    if explored.call is not None:
        return []
    mode, is_said = explored.problem.mode, _says_mode(asked)
    found = {**asked, "mode": mode}
    unsaid = {**{name: usual[0] for name, usual in CHOICES.items()}, "mode": "" if is_said else mode}
    return [_control(name, choices[name], found.get(name) or usual, usual) for name, usual in unsaid.items()]


def _control(name: str, choices: Sequence[str], given: object, unsaid: str) -> Mapping[str, object]:
    """One menu: its choices as they are typed, the number of the present one and of the one that is not typed."""
    found = {"label": LABELS[name], "option": f" --{name} ", "choices": [*map(shlex.quote, choices)]}
    usual = choices.index(unsaid) if unsaid else NEVER
    return {**found, "now": choices.index(typed_word(name, given)), **({"unsaid": usual} if usual else {})}


def _says_mode(asked: Mapping[str, Any]) -> bool:
    """True where a command must say the mode: a notation has one of its own for each operation."""
    return any(asked.get(name) is not None for name in ("mode", "notation"))


def commands(explored: Explored, asked: Mapping[str, Any]) -> Mapping[str, str | None]:
    """The beginnings of the commands for another page, for an output and for both gradients."""
    said = {"mode": explored.problem.mode} if explored.call is None and _says_mode(asked) else {}
    apart = {name: value for name, value in {**asked, **said}.items() if name not in ("form", "options", "menus")}
    arrays = _words({name: value for name, value in apart.items() if name not in CHOICES})
    every, has_gradient = _words(apart), not explored.problem.has_complex
    # a gradient is summed over the outputs
    backwards = _words({name: value for name, value in apart.items() if name != "sum_over"})
    if explored.call is not None:
        options = "".join(f" --option {shlex.quote(text)}" for text in _options(asked["options"]))
        name = f"{explored.name}{options}"
        start = f"convtrace library {name}"
        return {
            "output": f"{start}{every} --at=",
            "pixel": f"{start}{every} --grad --at=" if has_gradient else None,
            "kernel": f"{start}{every} --weight=" if has_gradient and _has_weights(explored.call.call) else None,
        }
    name = explored.name if explored.form is None else f"{explored.name} --form {explored.form}"
    return {
        "explore": f"convtrace explore {name}{_words({'menus': asked.get('menus')})}{arrays}",
        "output": f"convtrace {name}{every} --at=",
        "pixel": f"convtrace grad {name}{backwards} --pixel=" if has_gradient else None,
        "kernel": f"convtrace grad {name}{backwards} --weight=" if has_gradient else None,
    }


def _has_weights(call: Call) -> bool:
    try:
        check_weights(call)
    except ConvtraceError:
        return False
    return True


def _options(given: OptionsGiven) -> Iterator[str]:
    """The options of a function as they are typed."""
    if isinstance(given, Mapping):
        yield from (f"{name}={value}" for name, value in given.items())
    else:
        yield from given


def _words(asked: Mapping[str, Any]) -> str:
    return "".join(f" {shlex.quote(word)}" for word in typed_words(asked))
