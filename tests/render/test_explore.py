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
from tests.support.answers import answered
from tests.support.browser import Seen, View, assert_readable, looked_at

pytestmark = pytest.mark.no_cover

Shown: TypeAlias = dict[str, Any]
PLAYS = (Path(__file__).parent.parent / "support/explored.js").read_text(encoding="utf-8")
NUMBERS = "conv --image '1 2 3 4; 5 6 7 8; 9 1 2 3; 4 5 6 7' --kernel '1 0 -1; 2 0 -2; 1 0 -1' --pad edge --mode same"
PAGES = {
    "default": "conv",
    "numbers": f"{NUMBERS} --stride 2",
    "spread": "xcorr --image 8 --kernel 3 --dilation 2 --pad constant:2 --mode same",
    "exact": "conv --image '1 t;sqrt(2) 2' --kernel '1/2 -1;a 3' --mode full",
    "conjugate": "numpy.correlate --image 4 --kernel '1 2i'",
    "library": "scipy.ndimage.correlate --option mode=wrap --image 4x5",
    "between": "torch.nn.functional.conv_transpose1d --option stride=3 --image '1 2 3' --kernel '1 2'",
    "bracketed": "'keras[jax].layers.Conv1D' --image 5 --kernel 3",
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
    patch = {name: cell for name, cell in shown["image"].items() if "patch" in cell["looks"] and cell["fill"]}
    assert patch.keys() == met.keys()
    # the kernel reaches beyond the image, too, where zeros are
    zeros = [cell for name, cell in shown["image"].items() if "patch" in cell["looks"] and name not in met]
    assert len(patch) + len(zeros) == len(shown["laid"])
    assert all(cell["texts"] == ["0"] for cell in zeros)
    for name, cell in patch.items():
        element = named("h", met[name]["kernel_index"])
        assert cell["texts"][-2:] == [text(met[name]["weight"]), element]
        assert cell["fill"] == shown["kernel"][element]["fill"]
    laid = found["laid"] if not found["laid"] or isinstance(found["laid"][0], list) else [found["laid"]]
    assert [cell["texts"] for cell in shown["laid"].values()] == [[text(weight)] for weight in chain(*laid)]


def assert_gradient(shown: Shown) -> None:
    """Each output shows its weights for the pixel that is kept, or the pixel that the kept kernel element meets."""
    found = record(shown["command"])
    weights: dict[str, list[str]] = {}
    for term in found["terms"]:
        weights.setdefault(named("y", term["output"]), []).append(text(term["weight"]))
    marked = {name: cell for name, cell in shown["outputs"].items() if "also" in cell["looks"]}
    assert marked.keys() == weights.keys()
    result, _, meaning = shown["gradient"].partition("\n")
    first, dots, last = result.partition(" + … + ")
    assert found["result"].startswith(first) and found["result"].endswith(last) if weights else not first
    assert bool(dots) == (len(found["terms"]) > 9)
    assert not weights or f"\n{meaning}\n" in answered([*shlex.split(shown["command"])[1:], "-f", "text"])[1]
    if "mark=x" in shown["hash"]:
        for name, cell in marked.items():
            assert cell["texts"][-1] == added(weights[name])


def added(weights: Sequence[str]) -> str:
    if all(weight.strip("−").isdigit() for weight in weights):
        return text(sum(int(weight.replace("−", "-")) for weight in weights))
    first, *later = weights
    return first + "".join(f" − {each[1:]}" if each[0] == "−" else f" + {each}" for each in later)


def page(folder: Path, name: str) -> Path:
    file = folder / f"{len(name)}{name[:9]}.html"
    assert run(["explore", *shlex.split(PAGES.get(name, name)), "-o", str(file), "--force"]) == 0
    return file


MARKS = played("await byPointer(page, 'image')", "await byPointer(page, 'kernel')")
# a product, a row, a cell of the laid kernel, and some of the matrix
HOVERED = played(
    "await hovered(page, '[data-view=sum] [role=row]:last-child [tabindex]', 4)",
    "await hovered(page, '[data-view=steps] tr[tabindex]', 2)",
    "await hovered(page, '[data-view=laid] td[tabindex]', 4)",
    "await hovered(page, '[data-view=matrix] td[tabindex]', 5)",
)
STATES = played(
    "await seen(page)",
    "(await page.evaluate(() => { location.hash = 'op=conv&at=2,-2&mark=x:3,-3'; }), await seen(page))",
    "(await page.focus('[data-view=image] .xp-meant'), await pressed(page, 'ArrowDown'), await seen(page))",
    "(await pressed(page, ' '), await seen(page))",
    "(await pressed(page, 'Escape'), await seen(page))",
    "(await page.goBack(), await seen(page))",
    "(await page.evaluate(() => { location.hash = 'op=bogus&at=9,9&mark=x:1'; }), await seen(page))",
    "(await page.click('[value=xcorr-reflected]'), await seen(page))",
)
HAND = played("await byHand(page, 'image')", "await byHand(page, 'outputs')")
# keys where nothing is in focus, and after the pointer has drawn again what is
BODY = played(
    "(await pressed(page, 'ArrowLeft'), await seen(page))",
    "(await page.click('[data-view=image] .xp-patch'), await hovered(page, '[data-view=outputs] td[tabindex]')).at(-1)",
    "(await pressed(page, 'ArrowDown'), await seen(page))",
    "(await page.evaluate(() => document.activeElement.blur()), await pressed(page, 'Escape'), await seen(page))",
)
COPIES = played("await copies(page)")
# menus that work: one after the other, with another operation between; then the way back, and what has no output
MENUS = played(
    "await chosen(page, 0, '2')",
    "await chosen(page, 3, 'full')",
    "await chosen(page, 2, 'wrap')",
    "(await page.click('[value=xcorr-sliding]'), await pressed(page, 'Tab'), await seen(page))",
    "await chosen(page, 1, '2')",
    "(await page.click('[data-view=outputs] tbody tr:last-child td[tabindex]'), await seen(page))",
    "(await page.reload(), await seen(page))",
    "(await page.goBack(), await page.goBack(), await seen(page))",
    "await chosen(page, 3, 'valid')",
    "await chosen(page, 1, '3')",
)
MENU = "conv --image '1 2 3; 4 5 6; 7 8 9' --kernel '1 0; 2 -1' --menus all"
# where the boxes of a long line stand, and what the bar says while the sum is beyond the window
LINE = "conv --image '5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7' --kernel '1 0 -1' --pad edge"
LONG = "conv --image '0.1 1e-12; 123456789.125 1/7' --kernel '0.1 sqrt(2)/2; 1/3 1000000' --mode full"
FAR = """async page => {
  const brief = () => page.evaluate(() => new Promise(done => setTimeout(() => {
    const made = document.querySelector(".xp-brief");
    done(made.hidden ? "" : made.textContent);
  }, 100)));
  const inside = () => page.evaluate(() => [".xp-outputs .xp-chosen", ".xp-image .xp-patch"].map(name => {
    const made = document.querySelector(name), box = made.closest(".wide").getBoundingClientRect();
    return made.getBoundingClientRect().left >= box.left && made.getBoundingClientRect().right <= box.right;
  }));
  const found = [await inside(), await brief()];
  await page.keyboard.press("ArrowLeft");
  found.push(await inside());
  await page.evaluate(() => scrollTo(0, 700));
  found.push(await brief());
  const outside = () => [...document.querySelectorAll(".xp-image ._outside")].map(made => made.innerText.trim());
  found.push(await page.evaluate(outside));
  return found;
}"""
# what is too small to be touched, and grids that are cut off
SMALL = """async page => page.evaluate(() => [
  ...[...document.querySelectorAll("#xp [tabindex], #xp button, #xp select, #xp label, summary")].filter(made =>
    made.checkVisibility() && Math.min(made.getBoundingClientRect().width, made.getBoundingClientRect().height) < 24),
  ...[...document.querySelectorAll(".xp-views .wide")].filter(made => made.scrollWidth > made.clientWidth),
].map(made => made.outerHTML))"""


@pytest.fixture(scope="module")
def seen(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[View, Seen]]:
    """All views of this module, in one browser."""
    folder = tmp_path_factory.mktemp("explore")
    files = {name: page(folder, name) for name in PAGES}
    views = {f"keys {name}": View(file, played=played("await byKeys(page)")) for name, file in files.items()}
    views |= {
        "pointer": View(files["default"], played=played("await byPointer(page, 'outputs')")),
        "marks default": View(files["default"], played=MARKS),
        "marks numbers": View(files["numbers"], played=MARKS),
        "hovered": View(files["numbers"], played=HOVERED, hash="#at=-1,0"),
        "hand": View(files["numbers"], played=HAND, hash="#at=-1,0"),
        "body": View(files["numbers"], played=BODY, hash="#at=0,0"),
        "states": View(files["default"], played=STATES, hash="#op=xcorr-sliding&at=0,1&mark=h:1,-1"),
        "far": View(page(folder, f"{LINE} --mode same"), width=360, height=640, played=FAR, hash="#op=xcorr&at=12"),
        "menus": View(page(folder, MENU), played=MENUS),
        "copies": View(files["default"], played=COPIES, hash="#at=0,2"),
    }
    for (width, dark), name in zip(product((360, 768, 1200, 1600), (False, True)), cycle(files), strict=False):
        marked = "#mark=h:0,0" if dark else "#mark=x:1,1"
        accessible = (width, dark) in {(360, True), (1200, False), (1600, True)}
        views[f"{width} {dark}"] = View(
            files[name], width=width, height=900, dark=dark, hash=marked, played=SMALL, accessible=accessible
        )
    views["long"] = View(page(folder, LONG), width=360, height=900, played=SMALL)
    asked = [view._replace(pictured=False) for view in views.values()]
    return dict(zip(views, zip(asked, looked_at(pytestconfig, folder, asked), strict=True), strict=True))


def test_nothing_fails_and_nothing_is_asked_for(seen: dict[str, tuple[View, Seen]]) -> None:
    for _, each in seen.values():
        assert (each.console, each.requests, each.violations) == ([], [], [])


def test_every_output(seen: dict[str, tuple[View, Seen]]) -> None:
    """Every output of each page by keys, and of the default page by the pointer."""
    for name in (*(f"keys {page}" for page in PAGES), "pointer"):
        _, each = seen[name]
        operation = each.played[0]["hash"].partition("&")[0]
        addresses = [f"{operation}&at={at}" for at in outputs(each)]
        assert sorted(shown["hash"] for shown in each.played) == sorted(addresses), name
        for shown in each.played:
            assert_derived(shown)
            assert {*shown["stops"]} == ({1} if shown["laid"] else {0, 1})


def test_every_pixel_and_kernel_element(seen: dict[str, tuple[View, Seen]]) -> None:
    """The outputs that use each of them, as the gradient has them; a copy beside the image means its pixel."""
    found = [shown for name in ("default", "numbers") for shown in seen[f"marks {name}"][1].played]
    inside = [shown for shown in found if shown["command"].startswith("convtrace grad ")]
    assert len(inside) == 7 * 7 + 3 * 3 + 5 * 5 + 3 * 3
    copies = [shown["note"] for shown in inside if " is a copy of " in shown["note"]]
    assert len(copies) == 5 * 5 - 4 * 4
    assert copies[0].startswith("x[−3,−3] is a copy of x[−2,−2]. x[−2,−2] is used by these outputs: ")
    for shown in inside:
        assert_gradient(shown)


def outputs(seen: Seen) -> Iterator[str]:
    """The indices of all outputs, as addresses have them."""
    for name in seen.played[0]["outputs"]:
        yield name.partition("[")[2].rstrip("]").replace("−", "-")


def test_a_mark_is_the_same_in_all_views(seen: dict[str, tuple[View, Seen]]) -> None:
    """Pointing at a product, a row, a cell of the laid kernel or the matrix marks the same pixel everywhere."""
    found = seen["hovered"][1].played
    assert len(found) == 3 + 8 + 3 + 13
    for shown in found:
        assert shown["hash"] == "#op=conv&at=-1,0"
        assert_derived(shown)
        assert_one_mark(shown)
    chosen = [[name for name, cell in shown["outputs"].items() if "chosen" in cell["looks"]] for shown in found]
    rows = [name for name in found[0]["outputs"] for _ in range(16)]
    assert chosen == [["y[−1,0]"]] * 14 + [[name] for name in rows[::5]]


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


def test_what_is_shown_can_be_clicked(seen: dict[str, tuple[View, Seen]]) -> None:
    """A cell stays what it is between pointing and clicking, so that a slow press on its number chooses it."""
    found = seen["hand"][1].played
    image, chosen = found[:-4], found[-4:]
    assert len(image) == len({shown["note"] for shown in image}) == 5 * 5
    assert len({shown["hash"] for shown in image}) == 4 * 4
    assert [shown["hash"].partition("&mark")[0] for shown in chosen] == [
        f"#op=conv&at={at}" for at in outputs(seen["keys numbers"][1])
    ]


def test_keys_work_wherever_the_focus_is(seen: dict[str, tuple[View, Seen]]) -> None:
    """Arrows move the output where nothing has the focus, and what has it keeps it when views are drawn again."""
    moved, kept, lower, let_go = seen["body"][1].played
    assert moved["hash"] == "#op=conv&at=-1,0"
    assert moved["focus"].startswith("y[−1,0]")
    for shown in (kept, lower):
        assert shown["focus"].partition("]")[0] + "]" in meant(shown["image"])
    assert meant(lower["image"]) != meant(kept["image"])
    assert meant(let_go["image"]) == []


def test_what_is_far_is_brought_near(seen: dict[str, tuple[View, Seen]]) -> None:
    """What is chosen stands in its box, the bar has the sum where that is not seen, and what is outside has a value."""
    start, seen_above, moved, brief, outside = seen["far"][1].played
    assert start == moved == [True, True]
    assert (seen_above, brief) == ("", "y[11] = 1·x[−12] + 0·x[−11] − 1·x[−10] = 7")
    assert outside == ["5", "7"]


def test_the_state_is_in_the_address(seen: dict[str, tuple[View, Seen]]) -> None:
    """A page opens where its address says, also by the back button; an address that says nonsense is the start."""
    first, changed, stepped, pinned, let_go, back, nonsense, other = seen["states"][1].played
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
    assert nonsense["hash"] == "#op=conv&at=0,0"
    assert other["hash"] == "#op=xcorr-reflected&at=0,0"
    assert other["said"].startswith("Cross-correlation (reflected form): image 7×7, kernel 3×3 y[0,0] = ")
    for shown in (let_go, nonsense, other):
        assert_derived(shown)


def test_menus_that_work_show_what_the_commands_derive(seen: dict[str, tuple[View, Seen]]) -> None:
    """Each choice is drawn at once, keeps the focus and is in the address; without any output, it is a command."""
    _, each = seen["menus"]
    *shown, valid, none = each.played
    menus = [" ".join(state["menus"]) for state in each.played]
    assert menus[:6] == [
        *("2 1 zero valid", "2 1 zero full", "2 1 wrap full", "2 1 wrap full", "2 2 wrap full", "2 2 wrap full")
    ]
    assert menus[6:] == ["2 2 wrap full", "2 1 wrap full", "2 1 wrap valid", "2 3 wrap valid"]
    assert [state["focus"] for state in (*shown[:3], shown[4])] == [0, 3, 2, 1]
    for state in (*shown, valid):
        assert_derived(state)
        assert state["other"] == ""
        words = record(state["command"])
        assert [f"{words['stride'][0]} {words['dilation'][0]} {words['boundary']}"] == [" ".join(state["menus"][:3])]
    assert shown[5]["hash"] == shown[6]["hash"]
    assert shown[4]["hash"].startswith("#op=xcorr-sliding&at=")
    assert none["other"].startswith("convtrace explore xcorr --form sliding --menus all --image ")
    assert none["other"].endswith(" --stride 2 --dilation 3 --pad wrap --mode valid -o page.html")
    assert none["hash"] == valid["hash"]


def test_copies_and_commands(seen: dict[str, tuple[View, Seen]]) -> None:
    """The buttons copy what is shown, with or without a clipboard; what the page can't do is a command that can."""
    (found,) = seen["copies"][1].played
    command = "convtrace conv --at=0,2"
    assert found["Copy the command"] == found["fallback"] == [command, "Copied."]
    tex = found["Copy the sum as TeX"][0]
    assert tex.startswith(r"y[0,2] = \mathrm{i} \cdot x[-1,1] + \mathrm{h} \cdot x[0,1] + ")
    steps = found["Copy the steps"][0].splitlines()
    assert record(command)["result"] in steps
    assert {line.strip() for line in lines(command) if line.startswith("x[")} < {line.strip() for line in steps}
    assert command in found["nothing"][1]
    assert found["unfolded"]
    made, _, file = found["other"].partition(" -o ")
    assert file == "page.html"
    assert record(made)["stride"] == [2, 2]
    assert "--at" not in made
    assert found["reset"] == ["1", True]
    assert found["rule"].endswith(" --pad edge --at=0,2 -o page.html")
    assert (found["shift"], found["chosen"]) == (0, ["zero", True, "#op=conv&at=-2,-2"])


def test_pages_can_be_read_and_touched_by_everybody(seen: dict[str, tuple[View, Seen]]) -> None:
    """From a phone to a wide screen, light and dark: what can be touched is large, and no grid is cut off."""
    for view, each in list(seen.values())[-9:]:
        assert_readable(view, each)
        assert each.played == [], view
