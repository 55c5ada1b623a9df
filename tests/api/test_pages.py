"""Every public value shows itself in every way: in notebooks, on consoles, as text, and in each format."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import convtrace
from convtrace import ConvtraceError, Page, render
from convtrace.api.explorer import Explorer
from convtrace.api.operations import Expansion
from convtrace.api.page import DrawnPage
from convtrace.cli import run
from convtrace.library.catalogue import all_functions
from convtrace.proof.laws import LAWS
from convtrace.render import rendering
from convtrace.render.rendering import CELLS, IMAGES, PAGES, SUMS, formats, suffixes
from convtrace.values.limits import MAX_SUMS_SHOWN
from convtrace.values.named_kernels import KERNELS
from tests.support.effort import some

# what the command line prints for the same question
VALUES: dict[str, tuple[Callable[..., Page], str]] = {
    "derive": (lambda **only: convtrace.derive("conv", m=1, n=1, **only), "conv --m 1 --n 1"),
    "derive, posed": (
        lambda **only: convtrace.derive(convtrace.pose("xcorr", at=(0, 1), form="sliding", stride=2), **only),
        "xcorr --at 0,1 --form sliding --stride 2",
    ),
    "general position": (lambda **only: convtrace.derive("conv-transpose", **only), "conv-transpose"),
    "numbers": (
        lambda **only: convtrace.derive("conv", at=0, image=[1, Fraction(1, 2)], kernel=[3, 4], pad="edge", **only),
        "conv --at 0 --image '1 1/2' --kernel '3 4' --pad edge",
    ),
    "gradient": (
        lambda **only: convtrace.gradient("xcorr", weight=(0, 0), image=(4, 5), **only),
        "grad xcorr --weight 0,0 --image 4x5",
    ),
    "check": (
        lambda **only: convtrace.check(convtrace.derive("conv", at=1, image=5), **only),
        "conv --at 1 --image 5 --check",
    ),
    "compare": (lambda **only: convtrace.compare(m=1, n=1, **only), "compare --m 1 --n 1"),
    "compare, form": (
        lambda **only: convtrace.compare("xcorr", "conv-transpose", at=0, image=5, form="sliding", **only),
        "compare xcorr conv-transpose --at 0 --image 5 --form sliding",
    ),
    "map": (
        lambda **only: convtrace.map_outputs("conv", image=(4, 3), mode="same", **only),
        "map conv --image 4x3 --mode same",
    ),
    "matrix": (
        lambda **only: convtrace.matrix("conv", at=(0, 0), transpose=True, patches=True, **only),
        "matrix conv --at 0,0 --transpose --im2col",
    ),
    "matrix, library": (
        lambda **only: convtrace.matrix("numpy.convolve", image=[1, 2], kernel=2, options={"mode": "same"}, **only),
        "matrix numpy.convolve --image '1 2' --kernel 2 --option mode=same",
    ),
    "explore": (lambda **only: convtrace.explore("conv", image=(4, 4), **only), "explore conv --image 4x4"),
    "slide": (
        lambda **only: convtrace.slide("conv", image=(4, 4), path="snake", pace=0.5, m=0, **only),
        "slide conv --image 4x4 --path snake --pace 0.5 --m 0",
    ),
    "library": (
        lambda **only: convtrace.library("numpy.correlate", mode="same", at=3, image=7, **only),
        "library numpy.correlate --option mode=same --at 3 --image 7",
    ),
    "library, gradient": (
        lambda **only: convtrace.library("scipy.signal.convolve2d", weight=(0, 1), **only),
        "library scipy.signal.convolve2d --weight 0,1",
    ),
    "library, blank": (
        lambda **only: convtrace.library("astropy.convolution.convolve", boundary="None", at=(0, 3), **only),
        "library astropy.convolution.convolve --option boundary=None --at 0,3",
    ),
    "library, all outputs": (
        lambda **only: convtrace.library("numpy.correlate", mode="same", at="all", image=7, **only),
        "library numpy.correlate --option mode=same --at all --image 7",
    ),
    "versus": (
        lambda **only: convtrace.versus(
            "scipy.signal.convolve2d", "torch.conv2d", options={"mode": "same"}, other_options={"padding": 1}, **only
        ),
        "library scipy.signal.convolve2d --versus torch.conv2d --option mode=same --versus-option padding=1",
    ),
    "list": (convtrace.library, "library"),
    "borders": (convtrace.borders, "borders"),
    "kernels": (convtrace.kernels, "kernels"),
    "prove": (
        lambda **only: convtrace.prove("commute", "xcorr", image=3, **only),
        "prove commute --of xcorr --image 3",
    ),
    "prove all": (
        lambda **only: convtrace.prove(image=2, kernel=2, **only),
        "prove --image 2 --kernel 2",
    ),
    "expand": (lambda **only: convtrace.expand("conv", image=(3, 4), **only), "expand conv --image 3x4"),
    "expand, numbers": (
        lambda **only: convtrace.expand("conv", image=[1, 2, "alpha"], kernel=[1, Fraction(1, 2)], **only),
        "expand conv --image '1 2 alpha' --kernel '1 1/2'",
    ),
}
REPRESENTATIONS = {"_repr_html_": "html", "_repr_markdown_": "markdown", "_repr_latex_": "latex", "_repr_svg_": "svg"}


@cache
def made(name: str) -> Page:
    return VALUES[name][0]()


@pytest.fixture(scope="module", params=VALUES)
def named(request: pytest.FixtureRequest) -> tuple[Page, list[str]]:
    return made(request.param), shlex.split(VALUES[request.param][1])


@pytest.mark.no_cover
def test_every_format_is_what_the_command_line_writes(
    named: tuple[Page, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    page, words = named
    written = formats("render", *([SUMS] if words[0] == "expand" else []))
    for name in some(written, 3):
        run([*words, "-f", name])
        assert render(page, name) == capsys.readouterr().out, name
    for name in {*formats(), *formats(SUMS)} - {*written}:
        with pytest.raises(ConvtraceError, match=f"{name} is not known"):
            render(page, name)


@pytest.mark.no_cover
def test_notebooks_show_parts(named: tuple[Page, list[str]]) -> None:
    page, _ = named
    for method, name in REPRESENTATIONS.items():
        if name != "svg" or isinstance(page, DrawnPage):
            shown = getattr(page, method)()
            if type(page) is Explorer and name == "html":
                assert f'srcdoc="{escape(render(page, "html"))}"' in shown
                continue
            assert type(page) is Expansion or shown == render(page, name, standalone=False)
            assert type(page) is not Expansion or "Convolution" in shown
        else:
            assert not hasattr(page, method)


def test_print_gives_the_text(named: tuple[Page, list[str]]) -> None:
    page, _ = named
    assert f"{page}\n" == render(page)


def test_consoles_show_it_as_wide_as_they_are(named: tuple[Page, list[str]]) -> None:
    page, _ = named
    shown = {}
    for system in ("standard", None):
        file = io.StringIO()
        Console(file=file, width=60, color_system=system, force_terminal=True, _environ={}).print(page)
        shown[system] = file.getvalue()
    assert max(map(len, str(shown[None]).splitlines())) <= 60
    assert ("\x1b[" in shown["standard"], "\x1b[" in shown[None]) == (True, False)
    assert type(page) is Expansion or shown[None].split() == render(page, "terminal", width=60).split()


def test_repr_is_short(named: tuple[Page, list[str]]) -> None:
    page, _ = named
    assert repr(page).startswith(f"<{type(page).__name__}: ")
    assert len(repr(page)) < 160
    assert "\n" not in repr(page)


@pytest.mark.no_cover
def test_sections_are_chosen_when_asked_and_when_shown(named: tuple[Page, list[str]]) -> None:
    page, _ = named
    if not page.sections:
        with pytest.raises(ConvtraceError, match="this page has no sections\nLeave only= out"):
            render(page, only="result")
        return
    assert type(page).__name__ == "LibraryList" or render(page) != render(page, only=[*page.sections][:1])
    for name in page.sections:
        assert str(page.replace(only=(name,))) + "\n" == render(page, only=name)
    with pytest.raises(ConvtraceError, match=r"^only: nowhere is not known\n  only=nowhere\n"):
        render(page, only="nowhere")


@pytest.mark.parametrize("name", VALUES)
def test_every_function_takes_sections(name: str) -> None:
    make, _ = VALUES[name]
    sections = [*make().sections]
    if not sections:
        with pytest.raises(ConvtraceError, match="this page has no sections"):
            make(only="result")
        return
    assert make(only=sections[-1]).only == (sections[-1],)
    assert str(make(only=sections[-1:])) == render(make(), only=sections[-1]).removesuffix("\n")


@pytest.mark.no_cover
@given(name=st.sampled_from([*VALUES]), format_name=st.text(max_size=9) | st.sampled_from([*formats(), *formats(SUMS)]))
def test_any_format_is_written_or_refused(name: str, format_name: str) -> None:
    known = {*formats(), *formats(IMAGES, CELLS), *(formats(SUMS) if name.startswith("expand") else ())}
    try:
        found = render(made(name), format_name)
    except ConvtraceError as error:
        found = error.hint
    asked = format_name.strip()
    ending = suffixes(PAGES, IMAGES, CELLS, *([SUMS] if name.startswith("expand") else [])).get(f".{asked.lower()}")
    assert ("Choose from" in str(found)) == (asked not in known and ending is None)


def test_every_page_has_a_record() -> None:
    for name in VALUES:
        assert isinstance(json.loads(render(made(name), "json")), dict)


@pytest.mark.parametrize("value", [convtrace.pose("conv"), [[1, 2]], "conv", None, convtrace.derive])
def test_what_has_no_page_is_refused(value: Any) -> None:
    with pytest.raises(ConvtraceError, match="has no page\nGive what derive"):
        render(value)


def test_render_takes_what_the_command_line_takes(capsys: pytest.CaptureFixture[str]) -> None:
    page = convtrace.derive("conv", m=1, n=1)
    takes: tuple[tuple[str, dict[str, Any]], ...] = (
        ("-f terminal --width 40", {"format_name": "terminal", "width": 40}),
        ("-f text --ascii", {"unicode": False}),
        ("-f svg --theme dark", {"format_name": "svg", "theme": "dark"}),
        ("-f latex --standalone", {"format_name": "latex", "standalone": True}),
    )
    for words, given_words in takes:
        assert run(["conv", "--m", "1", "--n", "1", *words.split()]) == 0
        assert render(page, **given_words) == capsys.readouterr().out
    wrongs: tuple[dict[str, Any], ...] = ({"width": 3}, {"width": "wide"}, {"theme": "pink"})
    for wrong in wrongs:
        with pytest.raises(ConvtraceError, match=next(iter(wrong))):
            render(page, **wrong)


def test_a_picture_in_pixels_is_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    page = convtrace.derive("conv", m=1, n=1)
    resvg = SimpleNamespace(svg_to_bytes=lambda svg_string, **_: svg_string.encode())
    monkeypatch.setitem(sys.modules, "resvg_py", resvg)
    assert render(page, "png") == render(page, "svg").encode()
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ConvtraceError, match=r"pip install 'convtrace\[png\]', or choose format_name=\"svg\""):
        render(page, "png")


# what the values hold


def test_maps_and_expansions_are_read_one_after_the_other() -> None:
    found = convtrace.map_outputs("conv", image=5)
    assert [(each.output, each.pixels) for each in found] == [((m,), (range(m - 1, m + 2),)) for m in (-1, 0, 1)]
    lines = convtrace.expand("conv", image=5)
    assert "\n".join(lines) == str(lines)
    assert (len(found), len(lines)) == (3, 3)


def test_a_page_of_very_many_sums_says_how_many_it_leaves_out() -> None:
    page = convtrace.expand("conv", image=MAX_SUMS_SHOWN + 3)._repr_markdown_()
    assert page.count("y[") == MAX_SUMS_SHOWN
    assert f"These are the first {MAX_SUMS_SHOWN} of {MAX_SUMS_SHOWN + 1} outputs." in page
    record = json.loads(render(convtrace.expand("conv", image=MAX_SUMS_SHOWN + 3), "json"))
    assert len(record["sums"]) == MAX_SUMS_SHOWN + 1


def test_a_slide_is_as_long_as_its_outputs_are_many() -> None:
    assert [*map(len, (convtrace.slide("conv", image=(5, 4)), convtrace.slide("conv", image=3)))] == [6, 1]


def test_the_record_of_sums_is_that_of_lines() -> None:
    page = convtrace.expand("xcorr", image=[1, Fraction(1, 2), 3], kernel=[1, 2], mode="full")
    lines = [json.loads(line) for line in render(page, "jsonl").splitlines()]
    sums = json.loads(render(page, "json"))["sums"]
    for line in lines:
        for term in line["terms"]:
            term["output"] = line["output"]
    assert [{name: each[name] for name in lines[0]} for each in sums] == lines


def test_comparisons_have_derivations_that_show_themselves() -> None:
    both = convtrace.compare(m=1, n=1)
    assert both.same_pixels is not None
    for each in (both.first, both.second, both.same_pixels):
        assert render(each) == render(convtrace.derive(each.problem))
    assert convtrace.compare("conv", "xcorr", at=1, image=5, kernel=2, stride=2).same_pixels is None


def test_checks_and_proofs_hold_or_not() -> None:
    assert repr(convtrace.check(convtrace.derive("conv", at=1, image=5))).startswith("<Check: holds. y[1]. Conv")
    wrong = convtrace.check(convtrace.derive("conv", at=1, image=5)).replace(holds=False, difference="a")
    assert repr(wrong).startswith("<Check: does not hold. ")
    assert "The difference is a" in str(wrong)
    proofs = convtrace.prove(operation="xcorr", image=2, kernel=2)
    assert (proofs.holds, len(proofs)) == (False, len(LAWS) - 1)
    assert repr([*proofs][1]).startswith("<Proof: commute does not hold. Cross")
    assert str(proofs.replace(only=("commute",))).count("The law") == 1


@pytest.mark.parametrize("value", [None, "conv", convtrace.pose("conv"), convtrace.borders()])
def test_only_derivations_are_checked(value: Any) -> None:
    with pytest.raises(ConvtraceError, match="is not a derivation\nGive what derive, gradient or library returns"):
        convtrace.check(value)


def test_a_check_shows_the_sections_of_its_derivation() -> None:
    derivation = convtrace.derive("conv", at=1, image=5, only="result")
    assert convtrace.check(derivation).only == ("result",)
    assert convtrace.check(derivation, only="table").only == ("table",)


def test_named_kernels_are_a_mapping() -> None:
    assert [*convtrace.kernels()] == [*KERNELS]
    assert dict(convtrace.kernels())["box-3"] == [[Fraction(1, 9)] * 3] * 3
    derivation = convtrace.derive("conv", m=1, n=1, kernel=convtrace.kernels()["sobel-y"])
    assert derivation.problem == convtrace.pose("conv", m=1, n=1, kernel="sobel-y")
    assert (len(convtrace.kernels()), "sobel" in convtrace.kernels()) == (len(KERNELS), False)


def test_a_problem_that_is_posed_takes_no_more_words() -> None:
    with pytest.raises(ConvtraceError, match="the problem is posed already"):
        convtrace.derive(convtrace.pose("conv"), m=1)


def test_the_name_of_a_library_alone_is_no_function() -> None:
    with pytest.raises(ConvtraceError, match=r'scipy is a library, .*\n.*convtrace.library\(only="scipy"\)'):
        convtrace.library("scipy")
    page = convtrace.library(only="jax")
    assert {name.partition(".")[0] for name in chosen(page)} == {"jax"}
    assert (*chosen(page),) == page.names
    assert repr(page) == f"<LibraryList: {len(page.names)} library functions>"
    assert convtrace.library().names == tuple(all_functions())


def chosen(page: Page) -> Iterable[str]:
    """The functions that a list shows."""
    return [row["name"] for row in json.loads(render(page, "json"))["functions"]]


def test_a_page_too_long_for_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MAX_LENGTH_IN_MEMORY", 100)
    with pytest.raises(ConvtraceError, match="more than 100 characters are too long to keep"):
        convtrace.render(convtrace.kernels(), "text")


def test_an_index_of_thousands_of_digits() -> None:
    with pytest.raises(ConvtraceError, match="at: this number is too large"):
        convtrace.derive("conv", at=(10**5000, 0))
