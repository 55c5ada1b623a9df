"""Whatever is typed or stands in a file: an answer or one readable message, and nothing of it unescaped."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import convtrace
from convtrace import derive, pose
from convtrace.render.rendering import formats
from tests.support.answers import answered
from tests.support.typed_values import HOSTILE, TEXTS

COMMANDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("conv", "--at", "0"), ("--image", "--kernel", "--at", "--pad", "--window", "--only", "--format", "--m")),
    (("xcorr", "--form", "sliding"), ("--image", "--kernel", "--kernel-origin", "--stride", "--form", "--axes")),
    (("compare", "--at", "0"), ("--image", "--kernel", "--at", "--dilation", "--only", "--width")),
    (("map", "conv"), ("--image", "--kernel", "--mode", "--stride", "--only", "--color")),
    (("grad", "conv"), ("--image", "--kernel", "--pixel", "--weight", "--only")),
    (("library", "numpy.convolve"), ("--image", "--kernel", "--at", "--option", "--only")),
    (("kernels",), ("--only", "--format", "--width", "--bogus")),
    (("expand", "conv"), ("--image", "--kernel", "--mode", "--format")),
    (("prove", "flip"), ("--image", "--kernel", "--form", "--of", "--axes")),
)
PLACES = [(words, option) for words, options in COMMANDS for option in options]
# entries that are read, so that pages are made of them
READ = st.lists(
    st.sampled_from(["1", "-2", "0", "1/3", ".5", "a", "b_2", "pi", "sqrt(2)/2", "-a", "1/(a+1)", ";", ";;", "-a*pi"]),
    min_size=1,
    max_size=9,
).map(" ".join)


def check(words: Sequence[str], typed: bytes = b"") -> None:
    """An answer, or one message: what is wrong, perhaps where, and what to type instead."""
    code, shown = answered(words, typed)
    assert code in (0, 2), shown
    assert all(sign == "\n" or unicodedata.category(sign)[0] != "C" for sign in shown)
    if code:
        assert shown.startswith("Error: ")
        assert len(shown.splitlines()) in (2, 4)
        assert len(shown) < 1500


@settings(max_examples=3 * settings().max_examples)
@given(st.sampled_from(PLACES), TEXTS | READ | st.sampled_from(sorted(HOSTILE)))
@example((("conv", "--at", "0"), "--kernel"), "../../etc/passwd")
@example((("library", "numpy.convolve"), "--option"), "mode=\x1b[2J<script>")
def test_any_text_in_any_option_is_answered(place: tuple[tuple[str, ...], str], text: str) -> None:
    words, option = place
    check([*words, f"{option}={text}"])


@given(st.lists(TEXTS, max_size=4))
def test_any_words_are_answered(words: list[str]) -> None:
    # a lone command may ask for a page, and -o would write one
    check([word for word in words if not word.startswith(("-o", "--o", "--copy"))])


@pytest.mark.no_cover
@settings(max_examples=3 * settings().max_examples // 2)
@given(
    st.sampled_from([words for words, options in COMMANDS if "--pad" in options or "--pixel" in options]), READ, READ
)
def test_values_of_any_shape_are_answered(words: tuple[str, ...], image: str, kernel: str) -> None:
    """Axes that differ, kernels larger than the image, pixels that stand in."""
    pad = ("--pad", "reflect") if words[0] == "conv" else ("--weight", "0")
    check([*words, *pad, f"--image={image}", f"--kernel={kernel}"])


@pytest.mark.no_cover
@settings(max_examples=3 * settings().max_examples // 2)
@given(
    st.binary()
    | READ.map(str.encode)
    | READ.map(lambda text: text.encode("utf-16"))
    | TEXTS.map(lambda text: text.encode(errors="surrogatepass"))
)
def test_any_file_and_any_input_is_answered(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "<script>$|`[red]\x1b[2J.csv"
        path.write_bytes(data)
        check(["conv", "--at", "0", "--kernel", str(path)])
    check(["map", "conv", "--image", "-"], data)


@pytest.mark.parametrize(
    "name", ["<b>\x1b[2J", "a/b", "$(x)", "x" * 300, "", ".", "\0", "\ud800.md", "a\nb.md", "x.exe"]
)
def test_any_name_of_an_output_is_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check(["conv", "--at", "0", "-o", name])


@pytest.mark.parametrize("option", ["--image", "--kernel"])
def test_files_that_are_none(option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    Path("large").write_bytes(b"1 2 3\n" * 400_000)
    for name in ("folder", "folder/", "loop", "large", "/dev/zero", os.devnull, "~", ".", "\0", "missing/x.csv"):
        code, shown = answered(["conv", "--at", "0", option, name])
        assert code == 2, name
        assert shown.startswith(f"Error: {option}: ")


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", formats())
@pytest.mark.parametrize("name", ["a__b__c", "script", "input", "textcolor", "a_", "_".join("abcdef"), "red", "END"])
def test_names_are_themselves_in_every_format(format_name: str, name: str) -> None:
    """Underscores are no emphasis, and subscripts only between letters and digits; no name is a command."""
    derivation = derive(pose("conv", at=0, image=f"1 2*{name} 3", kernel=f"{name} sqrt({name}) 1/{name}"))
    page = convtrace.render(derivation, format_name)
    spelled = name.replace("_", r"\_")
    first, _, subscripts = name.partition("_")
    subscripted = f"{first}_{{{subscripts.replace('_', ',')}}}"
    assert name in page or spelled in page or subscripted in page
    assert f"\\{name}" not in page
    if format_name == "latex":
        assert name == spelled or name not in page
