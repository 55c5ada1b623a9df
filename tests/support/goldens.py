"""The pages kept as golden files; `python -m tests.support.goldens` writes them anew, to be read like code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from convtrace.document.blocks import Document, Target
from convtrace.proof.proving import prove
from convtrace.render.rendering import DEFAULT, formats, pieces, suffixes
from convtrace.trace.comparison import compare
from convtrace.trace.derivation import derive
from convtrace.trace.expansion import SPELLINGS, expansion
from convtrace.trace.pose import pose
from convtrace.view.pages.compare import document as comparison_of
from convtrace.view.pages.map import document as map_of
from convtrace.view.pages.prove import document as proofs_of
from convtrace.view.pages.value import document

FOLDER = Path(__file__).parents[1] / "golden"
DOCS = Path(__file__).parents[2] / "docs"
# what the README shows as files
SHOWN = ("conv_1_1.svg", "conv_1_1.html")
CONV: dict[str, Any] = {"operation": "conv", "m": 1, "n": 1}
XCORR: dict[str, Any] = {"operation": "xcorr", "m": -1, "n": -1}
EXAMPLES: dict[str, dict[str, Any]] = {
    "conv_1_1": CONV,
    "xcorr_-1_-1": XCORR,
    "general": {"operation": "conv"},
    "grad_pixel": {"operation": "conv", "pixel": (1, 1)},
    "grad_weight": {"operation": "xcorr", "weight": (1, 1), "image": "5x4"},
    "compare_1_1": {"compare": (CONV, {**CONV, "operation": "xcorr"})},
    "map_xcorr": {"map": {"operation": "xcorr"}},
    "prove_flip": {"prove": ("flip", "conv")},
    "prove_commute": {"prove": ("commute", "xcorr")},
}
ARTICLE = ("conv_1_1", "xcorr_-1_-1")
FILE, WIDE, NARROW = Target(), Target(width=80), Target(width=40)


def suffixes_of(format_name: str) -> list[str]:
    """The endings of files in one format."""
    return [suffix for suffix, name in suffixes().items() if name == format_name]


PAGES: dict[str, tuple[dict[str, Any], str, Target]] = {
    "conv_1_1.terminal.txt": (CONV, "terminal", FILE),
    "conv_1_1.80.terminal.txt": (CONV, "terminal", WIDE),
    "conv_1_1.40.terminal.txt": (CONV, "terminal", NARROW),
    "conv_1_1.ascii.terminal.txt": (CONV, "terminal", Target(width=80, unicode=False)),
    "conv_1_1.terminal.ansi": (CONV, "terminal", Target(width=80, color=True)),
    "xcorr_-1_-1.terminal.txt": (XCORR, "terminal", FILE),
    "xcorr_-1_-1.40.terminal.txt": (XCORR, "terminal", NARROW),
    "sliding.terminal.txt": ({**XCORR, "form": "sliding"}, "terminal", FILE),
    "border.terminal.txt": ({"operation": "conv", "at": (3, -3)}, "terminal", WIDE),
    "border.json": ({"operation": "conv", "at": (3, -3)}, "json", FILE),
    "far.terminal.txt": ({"operation": "conv", "at": (100, 1)}, "terminal", WIDE),
    "far.json": ({"operation": "conv", "at": (100, 1)}, "json", FILE),
    "even_1d.terminal.txt": ({"operation": "conv", "at": 2, "image": 6, "kernel": 4}, "terminal", WIDE),
    "even_1d.json": ({"operation": "conv", "at": 2, "image": 6, "kernel": 4}, "json", FILE),
    "slices_rc.terminal.txt": (
        {"operation": "xcorr", "at": (0, 0, 1), "image": "3x4x5", "kernel": "2x3x2", "axes": "rc"},
        "terminal",
        WIDE,
    ),
    "four_axes.terminal.txt": (
        {"operation": "conv", "at": "0,0,0,0", "image": "2x2x2x2", "kernel": "1x1x1x2"},
        "terminal",
        WIDE,
    ),
    "kernel_larger_than_image.terminal.txt": (
        {"operation": "conv", "at": (0, 0), "image": "2x3", "kernel": "7x5"},
        "terminal",
        WIDE,
    ),
    "more_than_26_elements.terminal.txt": ({"operation": "conv", "at": (0, 0), "kernel": "9x3"}, "terminal", WIDE),
    "one_element.terminal.txt": ({"operation": "conv", "at": (1, 1), "kernel": "1x1"}, "terminal", WIDE),
    "window.terminal.txt": ({"operation": "conv", "at": (1, 1), "window": "1:2,0:3"}, "terminal", FILE),
    "huge.terminal.txt": ({"operation": "conv", "at": (5, -7), "image": "1000000001x1000000001"}, "terminal", WIDE),
    **{
        f"{name}{suffixes_of(format_name)[0]}": (question, format_name, FILE)
        for name, question in EXAMPLES.items()
        for format_name in formats()
        if format_name != DEFAULT
    },
    **{
        f"{name}.terminal.txt": (question, "terminal", WIDE)
        for name, question in EXAMPLES.items()
        if name not in ARTICLE
    },
}


def asked(question: dict[str, Any]) -> Document:
    """The document that a command makes of its words."""
    match question:
        case {"compare": (first, second)}:
            return comparison_of(compare(pose(**first), pose(**second)))
        case {"map": mapped}:
            return map_of(pose(**mapped))
        case {"prove": (law, operation)}:
            return proofs_of((prove(law, operation, image="4", kernel="3"),))
        case _:
            return document(derive(pose(**question)))


# every output's sum has formats of its own
EXPANSIONS = {
    f"expand_xcorr{suffix}": ("xcorr", format_name)
    for suffix, format_name in (
        (".sums.txt", "text"),
        (".jsonl", "jsonl"),
        (".sums.tex", "latex"),
        (".sums.py", "sympy"),
    )
}
NAMES = (*PAGES, *EXPANSIONS)


def page(name: str) -> str:
    """The page as the program makes it now."""
    if name in EXPANSIONS:
        operation, spelling = EXPANSIONS[name]
        return "".join(expansion(pose(operation, image="4x3", kernel="2x2", mode="full"), SPELLINGS[spelling]))
    question, format_name, target = PAGES[name]
    return "".join(pieces(asked(question), format_name, target))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        (FOLDER / name).write_text(page(name), encoding="utf-8")
    for name in SHOWN:
        (DOCS / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
