"""What a run loads, and when: the first lines are out before the sections are, and rich, which colours need."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.style import Style

from convtrace.document.spans import Role, Span
from convtrace.render.formats.terminal import LOOKS, _colored
from tests.support.processes import CONV, python

# at each flush what is written so far, and the modules that are loaded
WATCHED = """
import io, sys
flushes = []
class Watched(io.StringIO):
    def isatty(self): return False
    def flush(self): flushes.append([self.getvalue(), [*sys.modules]])
kept, sys.stdout = sys.stdout, Watched()
from convtrace.cli import run
assert run(%r) == 0
import json
from convtrace.values.frozen import Frozen
known = [each for name, module in sys.modules.items() if name.startswith("convtrace") for each in vars(module).values()]
classes = {each for each in known if isinstance(each, type) and each.__module__.startswith("convtrace")}
tuples = [each.__name__ for each in classes if type(each) is type and issubclass(each, tuple)]
print(json.dumps([flushes, tuples, sum(issubclass(each, Frozen) for each in classes)]), file=kept)
"""
# the most modules of ours, so that a further import is seen
MOST_AT_FIRST, MOST = 75, 106
# what other pages need, or nobody for one page: the standard library's own modules cost as much as ours
NOT_NEEDED = (
    *("dataclasses", "decimal", "difflib", "fractions", "heapq", "importlib.metadata", "json", "locale", "numbers"),
    *("numpy", "pickle", "random", "rich", "shutil", "signal", "sympy", "textwrap"),
)
OURS_NOT_NEEDED = (
    "cli.help",
    "cli.progress",
    "document.python",
    "law.casting",
    "library.arrays",
    "library.sums",
    "render.drawing",
    "search",
    "proof",
    "view.pages.record",
    "view.sections.question",
)


def watched(*words: str) -> Any:
    """The flushes of a run, the tuples that the standard library defines, and how many frozen records there are."""
    return json.loads(python(WATCHED % [*words]))


@pytest.mark.parametrize("more", [(), ("--color", "always")])
def test_the_heading_and_the_answer_are_out_before_rich_is_loaded(more: tuple[str, ...]) -> None:
    flushes, _, _ = watched(*CONV, *more)
    first, *others = flushes
    assert "Convolution" in first[0]
    above = [modules for text, modules in others if "products" not in text] + [first[1]]
    assert len(above) == 2
    for modules in above:
        loaded = {name.partition(".")[0] for name in modules}
        assert not loaded & {"rich", "sympy", "numpy"}
        assert not {"convtrace.view.sections.table", "convtrace.library.catalogue"} & {*modules}
        assert sum(name.startswith("convtrace") for name in modules) <= MOST_AT_FIRST
    assert ("rich" in others[-1][1]) == bool(more)


def test_the_main_page_loads_what_it_needs() -> None:
    flushes, tuples, records = watched(*CONV)
    modules = flushes[-1][1]
    assert {*NOT_NEEDED, *(f"convtrace.{name}" for name in OURS_NOT_NEEDED)} & {*modules} == set()
    assert sum(name.startswith("convtrace") for name in modules) <= MOST
    # made by the thousand, and so by the standard library
    assert {*tuples} <= {"Span"}
    assert records <= 68


def test_text_is_painted_as_rich_paints_it() -> None:
    systems = {16: ColorSystem.STANDARD, 256: ColorSystem.EIGHT_BIT, 2**24: ColorSystem.TRUECOLOR}
    for colors, system in systems.items():
        for role in Role:
            expected = Style.parse(LOOKS[role]).render("x[0]", color_system=system)
            assert _colored(Span("x[0]", role), colors) == expected
            assert _colored(Span("", role), colors) == ""
