"""Files in a real browser: nothing goes wrong, nothing else is asked for, something is seen."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

import convtrace
from convtrace import derive, pose
from tests.support.processes import TIMEOUT

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
WITH_BROWSER = pytest.mark.skipif(BROWSER is None, reason="pages are not opened: Chromium is not installed")
# makes a page say what it loaded besides itself
TELL = """<script>
addEventListener("load", () => {
  console.log("asked for: " + performance.getEntriesByType("resource").map(each => each.name));
});
</script>"""


def opened(folder: Path, file: Path) -> tuple[list[str], bytes]:
    """What the browser's console says of a file, and its picture as PNG."""
    picture = folder / "picture.png"
    words = [
        BROWSER or "",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr",
        "--force-device-scale-factor=1",
        "--hide-scrollbars",
        "--window-size=1000,1400",
        f"--user-data-dir={folder / 'profile'}",
        f"--screenshot={picture}",
        file.as_uri(),
    ]
    env = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=TIMEOUT, check=True)
    return re.findall(r'CONSOLE.*?\] "(.*)", source:', done.stderr), picture.read_bytes()


def levels(png: bytes) -> int:
    """How many different bytes the pixels of a picture are made of; a blank one has few."""
    data, place = b"", 8
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place : place + 8])
        data += png[place + 8 : place + 8 + size] if kind == b"IDAT" else b""
        place += size + 12
    return len(set(zlib.decompress(data)))


@WITH_BROWSER
def test_a_page_asks_for_nothing_and_shows_something(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(convtrace.render(derive(pose("conv", m=1, n=1)), "html") + TELL, encoding="utf-8")
    said, picture = opened(tmp_path, file)
    assert said == ["asked for: "]
    assert levels(picture) > 200


@WITH_BROWSER
def test_a_picture_shows_something(tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    file.write_text(convtrace.render(derive(pose("conv", m=1, n=1)), "svg"), encoding="utf-8")
    said, picture = opened(tmp_path, file)
    assert said == []
    assert levels(picture) > 200


@WITH_BROWSER
def test_the_browser_says_what_goes_wrong_or_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    image = "https://example.org/x.png"
    file.write_text(f'<!doctype html><title>x</title><img hidden src="{image}"><script>nothing()</script>{TELL}')
    said, picture = opened(tmp_path, file)
    assert said == ["Uncaught ReferenceError: nothing is not defined", f"asked for: {image}"]
    assert levels(picture) < 100
