"""The file of notes, as Anki's manual says that it is read, and read by Anki itself."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.kept_files import printed
from tests.support.processes import environment
from tests.support.questions import EVERY_PAGE

CONV = "conv --m 1 --n 1"
NUMBERS = "conv --at 1 --image '1 2 3' --kernel '5 7 11'"


class Row(NamedTuple):
    """A note with its identity and its deck."""

    guid: str
    deck: str
    front: str
    back: str


def written(words: str) -> str:
    """The file of a command."""
    shown = printed(f"{words} -f anki-notes")
    assert shown.errors == ""
    return shown.output


def headers(text: str) -> dict[str, str]:
    """The lines of keys and values at the start."""
    lines = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return {name.removeprefix("#"): value for name, _, value in (line.partition(":") for line in lines)}


def notes(words: str) -> list[Row]:
    """The notes of a command: fields between tabs, in quotes where they go over lines."""
    text = written(words)
    body = text.split("\n", len(headers(text)))[-1]
    return [Row(*fields) for fields in csv.reader(io.StringIO(body), delimiter="\t")]


def test_the_headers_say_what_the_columns_are() -> None:
    found = headers(written(CONV))
    assert (found["separator"], found["html"], found["notetype"]) == ("tab", "true", "Basic")
    columns = found["columns"].split("\t")
    assert columns[int(found["guid column"]) - 1] == "guid"
    assert columns[int(found["deck column"]) - 1] == "deck"
    assert [name for name in columns if name[0].isupper()] == ["Front", "Back"]
    assert found["tags"] == "convtrace"


@pytest.mark.parametrize("words", EVERY_PAGE)
def test_every_page_gives_notes_of_its_own(words: str) -> None:
    found = notes(words)
    assert found
    assert len({note.guid for note in found}) == len(found)
    assert all(note.front.strip() and note.back.strip() and note.front != note.back for note in found)


def test_a_value_is_asked_with_blanks() -> None:
    (note,) = notes(CONV)
    assert r"x[3,3] \cdot h[1-3,1-3]" in note.front
    assert "<td></td><td></td>" in note.front
    assert r"y[1,1] = \mathrm{?}" in note.front
    for answer in (r"x[3,3] \cdot h[-2,-2]", "✓", "✗", r"\mathrm{i} \cdot x[0,0]", "rotated"):
        assert answer not in note.front
        assert answer in note.back


def test_what_is_given_stands_in_front() -> None:
    (note,) = notes(NUMBERS)
    assert all(rf"<td>\({number}\)</td>" in note.front for number in (1, 2, 3, 5, 7, 11))
    assert r"11 \cdot 2 + 7 \cdot 3" not in note.front
    assert "43" not in note.front
    assert r"11 \cdot 2 + 7 \cdot 3" in note.back
    assert "43" in note.back


def test_a_table_of_hundreds_of_rows_is_not_asked() -> None:
    (note,) = notes("conv --at 0,0 --image 31x31 --window all --only table")
    assert "plugged in" not in note.front
    assert "plugged in" in note.back


def test_a_map_asks_for_every_output() -> None:
    found = notes("map conv --image 4x4 --mode same")
    assert len(found) == 16
    assert all("Which pixels does" in note.front for note in found)
    assert [note.back for note in notes("map conv --image 4")] == ["<p>\\(i\\) = −2…0</p>\n", "<p>\\(i\\) = −1…1</p>\n"]


def test_the_identity_comes_from_the_question() -> None:
    (whole,), (part,), (wide,) = notes(CONV), notes(f"{CONV} --only result"), notes("conv --at 1,1 --window all")
    assert whole.guid == part.guid == wide.guid
    assert whole.back != part.back
    asked = (
        "xcorr --m 1 --n 1",
        "conv --m 1 --n 0",
        f"{CONV} --pad edge",
        f"{CONV} --kernel sobel-x",
        f"{CONV} --axes rc",
    )
    others = [note.guid for words in asked for note in notes(words)]
    functions = [note.guid for name in ("numpy.convolve", "scipy.signal.convolve") for note in notes(f"library {name}")]
    assert len({whole.guid, *others, *functions}) == 1 + len(asked) + 2


def test_the_title_is_asked_whatever_sections_are_behind_it() -> None:
    (whole,), (part,) = notes("borders"), notes("borders --only names")
    assert (whole.guid, whole.front) == (part.guid, part.front)
    assert whole.back != part.back


def test_tables_have_borders() -> None:
    (note,) = notes(CONV)
    assert note.front.count("<table") == note.front.count('<table border="1" cellpadding="4" style=') > 0


IMPORT = """
import json, sys
from anki.collection import Collection, ImportCsvRequest
collection, found = Collection(sys.argv[1]), []
for path in sys.argv[2:]:
    read = collection.get_csv_metadata(path=path, delimiter=None)
    log = collection.import_csv(ImportCsvRequest(path=path, metadata=read)).log
    found.append([len(log.new), len(log.updated), len(log.duplicate)])
note = collection.get_note(collection.find_notes("rotated")[0])
print(json.dumps([found, note.fields, note.tags, [each.name for each in collection.decks.all_names_and_ids()]]))
"""


def anki(folder: Path) -> Path:
    """Anki without its windows, where CI installed it."""
    if not (folder / "anki").exists():
        if not os.environ.get("CI"):
            pytest.skip("notes are not imported: only CI installs Anki")
        words = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), "anki"]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("notes are not imported: pip can't install Anki")
    return folder


def test_anki_imports_them_once(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The second time they are known, the third time brought up to date."""
    cache = getattr(pytestconfig, "cache", None)
    folder = anki(cache.mkdir("anki") if cache else tmp_path / "anki")
    files = {"value": CONV, "map": "map conv --image 4x4", "part": f"{CONV} --only result,drawing"}
    for name, words in files.items():
        (tmp_path / f"{name}.txt").write_text(written(words), encoding="utf-8")
    paths = [str(tmp_path / f"{name}.txt") for name in ("value", "map", "value", "part")]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(tmp_path / "collection.anki2"), *paths],
        capture_output=True,
        env=environment(PYTHONPATH=str(folder)),
        check=True,
    )
    found, (front, back), tags, decks = json.loads(done.stdout)
    assert found == [[1, 0, 0], [4, 0, 0], [0, 0, 1], [0, 1, 0]]
    (note,) = notes(files["part"])
    assert (front, back) == (note.front, note.back)
    assert tags == ["convtrace"]
    assert "convtrace" in decks
