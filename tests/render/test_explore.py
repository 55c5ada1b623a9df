"""The page that one can point at, in a real browser: whatever is chosen, every view shows what convtrace derives."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, cycle, product
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from convtrace.cli import run
from tests.render.test_browser import assert_readable
from tests.support.answers import answered
from tests.support.browser import Seen, View, looked_at

pytestmark = pytest.mark.no_cover

Shown: TypeAlias = dict[str, Any]
PLAYS = (Path(__file__).parent.parent / "support/explored.js").read_text(encoding="utf-8")
NUMBERS = "conv --image '1 2 3 4; 5 6 7 8; 9 1 2 3; 4 5 6 7' --kernel '1 0 -1; 2 0 -2; 1 0 -1' --pad edge --mode same"
PAGES = {
    "default": "conv",
    "numbers": f"{NUMBERS} --stride 2",
    "spread": "xcorr --image 8 --kernel 3 --dilation 2 --pad constant:2 --mode same",
    "library": "scipy.ndimage.correlate --option mode=wrap --image 4x5",
}


def played(*steps: str) -> str:
    """A function of Puppeteer's page, made of steps, each of which finds one state or several of them."""
    found = "".join(f"found.push({step});\n" for step in steps)
    return f"async page => {{ {PLAYS}\nconst found = [];\n{found}return found.flat(); }}"


def named(array: str, index: Sequence[int]) -> str:
    return f"{array}[{','.join(map(text, index))}]"


def text(number: object) -> str:
    return str(number).replace("-", "−")


@cache
def record(command: str) -> Shown:
    """What the command that a page shows answers, for programs."""
    code, answer = answered([*shlex.split(command)[1:], "-f", "json"])
    assert code == 0, answer
    found: Shown = json.loads(answer)
    return found


@cache
def lines(command: str) -> list[str]:
    """The table and the result of what it answers, as plain text."""
    return answered([*shlex.split(command)[1:], "--only", "table,result", "-f", "text"])[1].splitlines()


def assert_derived(shown: Shown) -> None:
    """Each view has what the command beside it derives."""
    found = record(shown["command"])
    output = named("y", found["output"])
    has_values = found["value"] is not None
    equations = " ".join(line.strip() for line in lines(shown["command"]) if line.startswith("  "))
    sums = equations.split(f"{output} = ")[1 : 2 + has_values]
    assert [line.partition(" = ")[2] for line in shown["sum"]] == list(map(str.strip, sums))
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines(shown["command"]) if line.startswith("x[")]
    assert [row["cells"] for row in shown["steps"]] == rows
    assert [name for name, cell in shown["outputs"].items() if "chosen" in cell["looks"]] == [output]
    met = {named("x", row["pixel"]): row for row in found["rows"] if row["weight"] is not None}
    patch = {name: cell for name, cell in shown["image"].items() if "patch" in cell["looks"]}
    assert patch.keys() == met.keys()
    for name, cell in patch.items():
        element = named("h", met[name]["kernel_index"])
        assert cell["texts"][-2:] == [text(met[name]["weight"]), element]
        assert cell["fill"] == shown["kernel"][element]["fill"]
    laid = found["laid"] if isinstance(found["laid"][0], list) else [found["laid"]]
    assert [cell["texts"] for cell in shown["laid"].values()] == [[text(weight)] for weight in chain(*laid)]


def assert_gradient(shown: Shown) -> None:
    """Each output shows its weights for the pixel that is kept, or the pixel that the kept kernel element meets."""
    found = record(shown["command"])
    weights: dict[str, list[str]] = {}
    for term in found["terms"]:
        weights.setdefault(named("y", term["output"]), []).append(text(term["weight"]))
    marked = {name: cell for name, cell in shown["outputs"].items() if "also" in cell["looks"]}
    assert marked.keys() == weights.keys()
    first, dots, last = shown["gradient"].partition(" + … + ")
    assert found["result"].startswith(first) and found["result"].endswith(last) if weights else not first
    assert bool(dots) == (len(found["terms"]) > 9)
    if "mark=x" in shown["hash"]:
        for name, cell in marked.items():
            assert cell["texts"][-1] == added(weights[name])


def added(weights: Sequence[str]) -> str:
    first, *later = weights
    return first + "".join(f" − {each[1:]}" if each[0] == "−" else f" + {each}" for each in later)


def page(folder: Path, name: str) -> Path:
    file = folder / f"{name}.html"
    assert run(["explore", *shlex.split(PAGES[name]), "-o", str(file), "--force"]) == 0
    return file


def assert_at_peace(seen: Seen) -> None:
    assert (seen.console, seen.requests, seen.violations) == ([], [], [])


def test_every_output_pixel_and_kernel_element(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """Every output of each page by keys; on the default page by the pointer, too, and all that outputs are made of."""
    files = {name: page(tmp_path, name) for name in PAGES}
    keys = [View(file, pictured=False, played=played("await byKeys(page)")) for file in files.values()]
    marks = played(*(f"await byPointer(page, '{view}')" for view in ("image", "kernel")))
    points = [View(files["default"], pictured=False, played=played("await byPointer(page, 'outputs')"))]
    kept = [View(files[name], pictured=False, played=marks) for name in ("default", "numbers")]
    seen = looked_at(pytestconfig, tmp_path, [*keys, *points, *kept])
    for each in seen:
        assert_at_peace(each)
    for each, name in zip(seen, [*files, "default"], strict=False):
        operation = each.played[0]["hash"].partition("&")[0]
        addresses = [f"{operation}&at={at}" for at in outputs(each)]
        assert sorted(shown["hash"] for shown in each.played) == sorted(addresses), name
        for shown in each.played:
            assert_derived(shown)
            assert set(shown["stops"]) == {1}
    # beside the image nothing has a gradient
    inside = [shown for each in seen[-2:] for shown in each.played if shown["command"].startswith("convtrace grad ")]
    assert len(inside) == 7 * 7 + 3 * 3 + 4 * 4 + 3 * 3
    for shown in inside:
        assert_gradient(shown)


def outputs(seen: Seen) -> Iterator[str]:
    """The indices of all outputs, as addresses have them."""
    for name in seen.played[0]["outputs"]:
        yield name.partition("[")[2].rstrip("]").replace("−", "-")


def test_a_mark_is_the_same_in_all_views(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """Pointing at a product, a row, a cell of the laid kernel or the matrix marks the same pixel everywhere."""
    file = page(tmp_path, "numbers")
    places = ("sum] [role=row]:last-child [tabindex", "steps] tr[tabindex", "laid] td[tabindex", "matrix] td[tabindex")
    steps = [f"await hovered(page, '[data-view={place}]')" for place in places]
    (seen,) = looked_at(pytestconfig, tmp_path, [View(file, pictured=False, hash="#at=-1,0", played=played(*steps))])
    assert_at_peace(seen)
    assert len(seen.played) == 9 + 15 + 9 + 4 * 16
    for shown in seen.played:
        assert shown["hash"] == "#at=-1,0"
        assert_derived(shown)
        assert_one_mark(shown)
    outputs = [[name for name, cell in shown["outputs"].items() if "chosen" in cell["looks"]] for shown in seen.played]
    assert outputs == [["y[−1,0]"]] * 33 + [[name] for name in seen.played[0]["outputs"] for _ in range(16)]


def assert_one_mark(shown: Shown) -> None:
    """The meetings that are marked are the same in the sum, the table, the image, the kernel and as it is laid."""
    marked = {view: meant(shown[view]) for view in ("image", "kernel", "laid")}
    rows = [row["cells"] for row in shown["steps"] if row["meant"]]
    valid = [row for row in rows if row[2].startswith("✓")]
    assert {row[1].partition("·")[0] for row in rows} <= {*marked["image"]} or not rows
    assert {row[1].partition("·")[2] for row in valid} == {*marked["kernel"]}
    assert [row[1].partition("·")[0] for row in valid] == marked["laid"]
    assert len(shown["terms"]) == len(valid)
    assert len([name for name in meant(shown["matrix"]) if valid]) == bool(valid)


def meant(cells: dict[str, Any]) -> list[str]:
    return [name for name, cell in cells.items() if "meant" in cell["looks"]]


def test_the_state_is_in_the_address(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """A page opens where its address says, also by the back button; an address that says nonsense is the start."""
    file = page(tmp_path, "default")
    steps = (
        "await seen(page)",
        "(await page.evaluate(() => { location.hash = 'op=conv&at=2,-2&mark=x:3,-3'; }), await seen(page))",
        "(await page.focus('[data-view=image] .xp-meant'), await pressed(page, 'ArrowDown'), await seen(page))",
        "(await pressed(page, ' '), await seen(page))",
        "(await pressed(page, 'Escape'), await seen(page))",
        "(await page.goBack(), await seen(page))",
        "(await page.evaluate(() => { location.hash = 'op=bogus&at=9,9&mark=x:1'; }), await seen(page))",
        "(await page.click('[value=xcorr-reflected]'), await seen(page))",
    )
    opened = View(file, pictured=False, hash="#op=xcorr-sliding&at=0,1&mark=h:1,-1", played=played(*steps))
    (seen,) = looked_at(pytestconfig, tmp_path, [opened])
    assert_at_peace(seen)
    first, changed, stepped, pinned, let_go, back, nonsense, other = seen.played
    assert first["command"] == "convtrace grad xcorr --form sliding --weight=1,-1"
    assert meant(first["kernel"]) == ["h[1,−1]"]
    assert [changed["command"], meant(changed["image"])] == ["convtrace grad conv --pixel=3,-3", ["x[3,−3]"]]
    assert [stepped["hash"], meant(stepped["image"])] == ["#op=conv&at=2,-2", ["x[3,−2]"]]
    assert stepped["focus"] == "x[3,−2], d, h[−1,0]"
    assert "x[3,−2] is used by" in stepped["said"]
    assert pinned["hash"] == back["hash"] == "#op=conv&at=2,-2&mark=x:3,-2"
    assert "Kept." in pinned["said"]
    assert [let_go["hash"], meant(let_go["image"]), let_go["said"]] == ["#op=conv&at=2,-2", [], "Mark removed."]
    assert meant(back["image"]) == ["x[3,−2]"]
    assert [nonsense["command"], meant(nonsense["image"])] == ["convtrace conv --at=0,0", []]
    assert other["hash"] == "#op=xcorr-reflected&at=0,0"
    assert other["said"].startswith("Cross-correlation (reflected form): image 7×7, kernel 3×3 y[0,0] = ")
    for shown in (let_go, nonsense, other):
        assert_derived(shown)


COPYING = """async page => {
  const button = text => page.evaluateHandle(text => [...document.querySelectorAll("#ct-explore button")]
    .find(button => button.checkVisibility() && button.textContent === text), text);
  const copied = async text => {
    await (await button(text)).click();
    await new Promise(done => setTimeout(done, 20));
    return page.evaluate(() => [window.clip, document.querySelector(".xp-copied").textContent]);
  };
  const clipboard = write => page.evaluate(write => Object.defineProperty(navigator, "clipboard",
    {configurable: true, value: {writeText: eval(write)}}), write).catch(() => {});
  await clipboard("text => { window.clip = text; return Promise.resolve(); }");
  const found = {};
  for (const text of ["Copy the command", "Copy the sum as TeX", "Copy the steps"]) found[text] = await copied(text);
  await page.evaluate(() => { window.clip = ""; document.addEventListener("copy", () => {
    window.clip = document.activeElement.value; }); });
  await clipboard("() => Promise.reject()");
  found.fallback = await copied("Copy the command");
  await page.evaluate(() => { document.execCommand = () => false; });
  found.nothing = await copied("Copy the command");
  await page.select("#ct-explore select", "2");
  found.other = await page.evaluate(() => document.querySelector(".xp-other code").textContent);
  await page.pdf();
  found.unfolded = await page.evaluate(() => document.querySelector("details").open);
  return found;
}"""


def test_copies_and_commands(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The buttons copy what is shown, with or without a clipboard; what the page can't do is a command that can."""
    view = View(page(tmp_path, "default"), pictured=False, hash="#at=0,2", played=COPYING)
    (seen,) = looked_at(pytestconfig, tmp_path, [view])
    assert_at_peace(seen)
    command = "convtrace conv --at=0,2"
    found = record(command)
    assert seen.played["Copy the command"] == seen.played["fallback"] == [command, "Copied."]
    tex = seen.played["Copy the sum as TeX"][0]
    assert tex.startswith(r"y[0,2] = \mathrm{i} \cdot x[-1,1] + \mathrm{h} \cdot x[0,1] + ")
    steps = seen.played["Copy the steps"][0]
    assert found["result"] in steps.splitlines()
    assert all(line.strip() in map(str.strip, steps.splitlines()) for line in lines(command) if line.startswith("x["))
    assert command in seen.played["nothing"][1]
    assert seen.played["unfolded"]
    made, _, file = seen.played["other"].partition(" -o ")
    assert file == "page.html"
    assert record(f"{made} ")["stride"] == [2, 2]


def test_pages_can_be_read_and_touched_by_everybody(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """From a phone to a wide screen, light and dark, with a mark; what can be touched is large enough."""
    small = """async page => page.evaluate(() => [...document.querySelectorAll(
      "#ct-explore [tabindex], #ct-explore button, #ct-explore select, #ct-explore label, summary")].filter(made =>
      made.checkVisibility() && Math.min(made.getBoundingClientRect().width, made.getBoundingClientRect().height) < 24)
      .map(made => made.outerHTML))"""
    files = cycle([page(tmp_path, "default"), page(tmp_path, "numbers")])
    views = [
        View(
            next(files), width=width, height=900, dark=dark, pictured=False, played=small,
            hash=f"#at=0,0&mark={'x:0,0' if dark else 'h:1,1'}",
            accessible=(width, dark) in {(360, True), (1200, False)},
        )
        for width, dark in product((360, 768, 1200, 1600), (False, True))
    ]  # fmt: skip
    for view, seen in zip(views, looked_at(pytestconfig, tmp_path, views), strict=True):
        assert_at_peace(seen)
        assert_readable(view, seen)
        assert seen.played == [], view
