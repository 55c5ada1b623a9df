"""The output that moves: draws a place, waits for a key, and goes to the next place, until the reader quits."""

from __future__ import annotations

from convtrace.cli.window import Window, opened
from convtrace.document.blocks import Target
from convtrace.render.window import window_lines
from convtrace.trace.stepping import Place
from convtrace.view.pages.step import Size, Steps

MOVES = {"h": "left", "j": "down", "k": "up", "l": "right", "[": "back", "]": "forward"}
KEYS = {**MOVES, "p": "pixel", "c": "other", "?": "help", **dict.fromkeys(("q", "\x1b", "\x03", "\x04"), "quit")}


def step_through(steps: Steps, target: Target) -> None:
    """Show the steps in the terminal until the reader quits."""
    with opened() as window:
        place = steps.first
        while not place.ended:
            _show(window, steps, place, target)
            for key in window.pressed():
                place = steps.after(place, KEYS.get(key, key))


def _show(window: Window, steps: Steps, place: Place, target: Target) -> None:
    size = Size(*window.size())
    lines = window_lines(steps.shown(place, size), steps.keys(place), target.replace(width=size.columns), size.lines)
    window.draw(lines)
