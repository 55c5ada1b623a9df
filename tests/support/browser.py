"""Pages in a real browser, many in one process: what it says of them, how they look and behave, what axe-core finds."""

from __future__ import annotations

import base64
import fcntl
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

import pytest

from tests.support.pictures import CONTRAST, RGB, contrast
from tests.support.processes import TIMEOUT

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
Ink: TypeAlias = tuple[str, RGB, RGB]
PACKAGES = {"puppeteer-core": "24", "axe-core": "4"}


class View(NamedTuple):
    """A file, the window it is opened in, whether that is to be a dark one, and what is asked for that takes long.

    `hash` ends its address; `played` is a function of Puppeteer's page, which uses it as somebody would.
    """

    file: Path
    width: int = 1000
    height: int = 1400
    dark: bool = False
    pictured: bool = True
    accessible: bool = False
    hash: str = ""
    played: str = ""


class Seen(NamedTuple):
    """What a browser made of a view: its console, what else it asked for, its picture, what axe-core finds.

    `width` is that of all that can be reached by scrolling; `inks` has some text in each colour on each ground;
    `played` is what the function that used the page found there.
    """

    console: list[str]
    requests: list[str]
    picture: bytes
    violations: list[str]
    width: int
    inks: list[Ink]
    played: Any


LOOK = r"""
const inks = () => {
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const mixed = colors => {
    for (const color of ["#fff", ...colors]) { pixel.fillStyle = color; pixel.fillRect(0, 0, 1, 1); }
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const grounds = element => element
    ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : [];
  // frames of a moving picture that are not its turn lie over each other
  const shown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const boxes = [...document.querySelectorAll("svg rect")].filter(shown).map(box => [box, box.getBoundingClientRect()]);
  const under = (svg, {x, y, width, height}) => boxes.filter(([box, place]) => svg.contains(box)
    && place.left <= x + width / 2 && x + width / 2 <= place.right
    && place.top <= y + height / 2 && y + height / 2 <= place.bottom)
    .map(([box]) => getComputedStyle(box).fill).filter(fill => fill !== "none");
  const found = {};
  for (const element of document.querySelectorAll(".convtrace *, svg *")) {
    const text = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("").trim();
    const place = element.getBoundingClientRect();
    if (!text || !place.width || !shown(element) || ["STYLE", "title"].includes(element.tagName)) continue;
    const svg = element.closest("svg"), style = getComputedStyle(element);
    const ground = [...grounds(svg ? svg.parentElement : element), ...(svg ? under(svg, place) : [])];
    const pair = [mixed([...ground, svg ? style.fill : style.color]), mixed(ground)];
    found[JSON.stringify(pair)] ??= [text.slice(0, 40), ...pair];
  }
  return Object.values(found);
};
const puppeteer = require("puppeteer-core");
const axe = require("axe-core").source;
const {browser: executablePath, folder, views} = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"];
  const browser = await puppeteer.launch({executablePath, args, userDataDir: folder, protocolTimeout: 600000});
  const seen = [];
  for (const {url, width, height, dark, pictured, accessible, played} of views) {
    const page = await browser.newPage();
    const console = [], requests = [];
    page.on("console", message => console.push(message.text()));
    page.on("pageerror", error => console.push(error.message));
    page.on("request", request => request.url().startsWith("http") && requests.push(request.url()));
    await page.setViewport({width, height});
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: dark ? "dark" : "light"}]);
    await page.goto(url);
    const answer = played ? await eval(played)(page) : null;
    const picture = pictured ? await page.screenshot({encoding: "base64"}) : "";
    let violations = [];
    if (accessible) {
      await page.evaluate(axe);
      violations = await page.evaluate(async () => (await axe.run({resultTypes: ["violations"]})).violations.flatMap(
        found => found.nodes.map(node => `${found.id}: ${node.html} ${node.failureSummary}`)));
    }
    const reached = await page.evaluate(() => document.documentElement.scrollWidth);
    const found = await page.evaluate(inks);
    seen.push({console, requests, picture, violations, width: reached, inks: found, played: answer});
    await page.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})().catch(error => { process.stderr.write(String(error.stack)); process.exit(1); });
"""


def looked_at(config: pytest.Config, folder: Path, views: Sequence[View]) -> list[Seen]:
    """What the browser made of each view; skips where there is none."""
    if BROWSER is None:
        pytest.skip("pages are not opened: Chromium is not installed")
    packages = from_npm(config, folder, "browser", PACKAGES)
    asked = [{**view._asdict(), "url": view.file.as_uri() + view.hash} for view in views]
    words = {"browser": BROWSER, "folder": str(folder / "profile"), "views": asked}
    done = subprocess.run(
        ["node", "-e", LOOK], cwd=packages, input=json.dumps(words, default=str), capture_output=True, text=True,
        timeout=2 * TIMEOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [_seen(**each) for each in found]


def _seen(picture: str, inks: list[tuple[str, list[int], list[int]]], **more: Any) -> Seen:
    shown = [(text, (*ink,), (*ground,)) for text, ink, ground in inks]
    return Seen(picture=base64.b64decode(picture), inks=cast("list[Ink]", shown), **more)


def from_npm(config: pytest.Config, folder: Path, name: str, packages: dict[str, str]) -> Path:
    """The folder with packages from npm, where node is; they are kept from run to run."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("pages are not looked at: node and npm are not installed")
    cache = getattr(config, "cache", None)
    place = cache.mkdir(name) if cache else folder
    with (place / "lock").open("w") as lock:
        # tests that run at the same time wait for the first of them
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not all((place / "node_modules" / package / "package.json").exists() for package in packages):
            wanted = [f"{package}@{version}" for package, version in packages.items()]
            words = [npm, "install", "--prefix", str(place), "--no-audit", "--no-fund", *wanted]
            if subprocess.run(words, capture_output=True, check=False).returncode:
                pytest.skip("pages are not looked at: npm can't install what opens them")
    return place


def assert_readable(view: View, seen: Seen) -> None:
    """Nothing reaches beyond the window, and every text can be told from its ground."""
    assert seen.width <= view.width, view
    assert seen.inks
    assert [ink for ink in seen.inks if contrast(*ink[1:]) < CONTRAST] == [], view
