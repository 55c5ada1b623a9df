"""The pages kept as golden files; `python -m tests.goldens` writes them anew, to be read like code."""

from __future__ import annotations

from pathlib import Path

from convtrace.blocks import Target
from convtrace.derivation import derive
from convtrace.problem import pose
from convtrace.render import render
from convtrace.view import document

FOLDER = Path(__file__).parent / "golden"
CONV = {"operation": "conv", "m": 1, "n": 1}
XCORR = {"operation": "xcorr", "m": -1, "n": -1}
FILE, WIDE, NARROW = Target(), Target(width=80), Target(width=40)
PAGES = {
    "conv_1_1.txt": (CONV, "terminal", FILE),
    "conv_1_1.80.txt": (CONV, "terminal", WIDE),
    "conv_1_1.40.txt": (CONV, "terminal", NARROW),
    "conv_1_1.ascii.txt": (CONV, "terminal", Target(width=80, unicode=False)),
    "conv_1_1.ansi": (CONV, "terminal", Target(width=80, color=True)),
    "conv_1_1.json": (CONV, "json", FILE),
    "xcorr_-1_-1.txt": (XCORR, "terminal", FILE),
    "xcorr_-1_-1.40.txt": (XCORR, "terminal", NARROW),
    "xcorr_-1_-1.json": (XCORR, "json", FILE),
    "sliding.txt": ({**XCORR, "form": "sliding"}, "terminal", FILE),
    "border.txt": ({"operation": "conv", "at": (3, -3)}, "terminal", WIDE),
    "border.json": ({"operation": "conv", "at": (3, -3)}, "json", FILE),
    "far.txt": ({"operation": "conv", "at": (100, 1)}, "terminal", WIDE),
    "far.json": ({"operation": "conv", "at": (100, 1)}, "json", FILE),
    "even_1d.txt": ({"operation": "conv", "at": 2, "image": 6, "kernel": 4}, "terminal", WIDE),
    "even_1d.json": ({"operation": "conv", "at": 2, "image": 6, "kernel": 4}, "json", FILE),
    "slices_rc.txt": (
        {"operation": "xcorr", "at": (0, 0, 1), "image": "3x4x5", "kernel": "2x3x2", "axes": "rc"},
        "terminal",
        WIDE,
    ),
    "four_axes.txt": (
        {"operation": "conv", "at": "0,0,0,0", "image": "2x2x2x2", "kernel": "1x1x1x2"},
        "terminal",
        WIDE,
    ),
    "kernel_larger_than_image.txt": (
        {"operation": "conv", "at": (0, 0), "image": "2x3", "kernel": "7x5"},
        "terminal",
        WIDE,
    ),
    "more_than_26_elements.txt": ({"operation": "conv", "at": (0, 0), "kernel": "9x3"}, "terminal", WIDE),
    "one_element.txt": ({"operation": "conv", "at": (1, 1), "kernel": "1x1"}, "terminal", WIDE),
    "window.txt": ({"operation": "conv", "at": (1, 1), "window": "1:2,0:3"}, "terminal", FILE),
    "huge.txt": ({"operation": "conv", "at": (5, -7), "image": "1000000001x1000000001"}, "terminal", WIDE),
}


def page(name: str) -> str:
    """The page as the program makes it now."""
    question, format_name, target = PAGES[name]
    return "".join(render(document(derive(pose(**question))), format_name, target))  # type: ignore[arg-type]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in PAGES:
        (FOLDER / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
