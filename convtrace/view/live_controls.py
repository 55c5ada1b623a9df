"""What a page that one can point at can't do by itself: the commands for it, in pieces around what is chosen there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from convtrace.law.boundary import CONSTANT, RULES
from convtrace.law.extents import MODES
from convtrace.library.explored import Explored
from convtrace.library.posed_options import OptionsGiven
from convtrace.view.sections.values import typed_word, typed_words

STEPS = ("1", "2", "3")
LABELS = {"stride": "Stride", "dilation": "Dilation", "pad": "Outside the image", "mode": "Outputs"}
CHOICES: Mapping[str, Sequence[str]] = {
    "stride": STEPS,
    "dilation": STEPS,
    "pad": tuple(name for name, rule in RULES.items() if rule is not CONSTANT),
    "mode": MODES,
}


def controls(explored: Explored, asked: Mapping[str, Any]) -> list[Mapping[str, object]]:
    """The choices beside the operation, each with the words to type; a library's function has options of its own."""
    if explored.call is not None:
        return []
    return [_control(name, usual, asked) for name, usual in CHOICES.items()]


def _control(name: str, usual: Sequence[str], asked: Mapping[str, Any]) -> Mapping[str, object]:
    """One control: the number of the present choice, and each choice with the words to type for it."""
    now = typed_word(name, asked.get(name) or usual[0])
    choices = [*dict.fromkeys((*usual, now))]
    typed = ("" if choice == usual[0] else f" --{name} {shlex.quote(choice)}" for choice in choices)
    return {"label": LABELS[name], "now": choices.index(now), "choices": [*zip(choices, typed, strict=True)]}


def commands(explored: Explored, asked: Mapping[str, Any]) -> Mapping[str, list[str] | str | None]:
    """The commands for another page, in pieces around what is chosen, for an output and for both gradients."""
    apart = {name: value for name, value in asked.items() if name not in ("form", "options")}
    arrays = _words({name: value for name, value in apart.items() if name not in CHOICES})
    every, has_gradient = _words(apart), not explored.problem.has_complex
    if explored.call is not None:
        options = "".join(f" --option {shlex.quote(text)}" for text in _options(asked["options"]))
        name = f"{explored.name}{options}"
        start = f"convtrace library {name}"
        return {
            "explore": [f"convtrace explore {name}{every} -o page.html", ""],
            "output": f"{start}{every} --at=",
            "pixel": f"{start}{every} --grad --at=" if has_gradient else None,
            "kernel": f"{start}{every} --weight=" if has_gradient and not explored.call.call.row.window else None,
        }
    name = explored.name if explored.form is None else f"{explored.name} --form {explored.form}"
    return {
        "explore": [f"convtrace explore {name}{arrays}", " -o page.html"],
        "output": f"convtrace {name}{every} --at=",
        "pixel": f"convtrace grad {name}{every} --pixel=" if has_gradient else None,
        "kernel": f"convtrace grad {name}{every} --weight=" if has_gradient else None,
    }


def _options(given: OptionsGiven) -> Iterator[str]:
    """The options of a function as they are typed."""
    if isinstance(given, Mapping):
        yield from (f"{name}={value}" for name, value in given.items())
    else:
        yield from given


def _words(asked: Mapping[str, Any]) -> str:
    return "".join(f" {shlex.quote(word)}" for word in typed_words(asked))
