"""The page that one can point at: a page of HTML with its data, a script that reads them, and the script's style."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files

from convtrace.render.drawing.colors import MONO, SANS
from convtrace.render.xml_text import escaped

HEADING, END_OF_STYLE, END = "</h1>", "</style>", "</main>"
# of a frame: what a page takes on a laptop's screen
HEIGHT = "50rem"
OVER = f"position:absolute;top:0;left:0;width:100%;height:100%;min-height:{HEIGHT};border:0;background:Canvas"
# what stays as it is: texts, and patterns, which stand behind a bracket; what goes: comments, blanks, last semicolons
PARTS = re.compile(
    r"""(`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\])*"|(?<=\()/(?:\\.|[^/\\\n])+/)|//.*\n\s*|;\s*(?=})|\s*([{}()[\];,:?=!<>*|&]|\+(?!\s*\+)|-(?!\s*-))\s*|\s+"""
)

# what HTML does not need: ends of cells, rows and paragraphs, what a head is by itself, quotes around one word
OPTIONAL = re.compile('</(?:td|th|tr|thead|tbody|p)>| scope="col"|(?<=>)\n(?=<)')
TAG = re.compile("<[a-z][^>]*>")
QUOTES = re.compile('="([^\\s"\'=<>`]+)"(?=[ >])')
# classes have a prefix for the sake of pages around ours: here there is none, so a short one does; colours keep theirs
PREFIX, SHORT = re.compile(r"(?<![\w-])ct-(?=[a-z])"), "_"
CLASSES = re.compile(r'(?<= class=)(?:"[^"]*"|[^\s>]+)')
FUNCTION = re.compile(r"\bfunction (\w{3,})\(|const (\w{3,})=(?=\w+=>|\()")

# the inks on a pastel, which are those of a light ground
PASTEL, LIGHT = re.compile(r"\.ct-on\{(--[^}]*)\}"), ":root{color-scheme:light;"
# a rule of the style sheet for one class, and a colour by its name
RULE = re.compile(r"^(?:\.convtrace [^\n{,]*?)?\.(ct-\w+|narrow|broad)\b[^\n{,]*\{[^}]*\}\n", re.MULTILINE)
NAMED = re.compile(r"--(ct-\w+):[^;}]*;?")


def live_page(pieces: Iterable[str], data: Mapping[str, object], *, ascii_only: bool = False) -> Iterator[str]:
    """The pieces of a page, with the views above what it has without a script, which the script folds."""
    views = '<section id="xp" hidden></section>\n'
    script = f'<script type="application/json" id="xp-data">{_json(data, ascii_only)}</script>\n'
    script += f"<script>{PREFIX.sub(SHORT, compact(_own('explore.js')))}</script>\n"
    page = TAG.sub(_shorter, OPTIONAL.sub("", "".join(pieces)))
    for mark, before, after in (
        (END_OF_STYLE, _own("explore.css"), ""),
        (HEADING, "", views),
        (END, "", f"\n{script}"),
    ):
        page = page.replace(mark, f"{before}{mark}{after}", 1)
    style, _, body = page.partition(END_OF_STYLE)
    used = RULE.sub(lambda rule: rule[0] * (PREFIX.sub(SHORT, rule[1]) in body), style)
    for inks in PASTEL.findall(used):
        used = used.replace(f".ct-on{{{inks}}}", "").replace(LIGHT + inks, f":root,.ct-on{{{inks}}}{LIGHT}", 1)
    # the page is of convtrace throughout, and has a long name of its letters but once
    used = NAMED.sub(lambda color: color[0] * (f"var(--{color[1]})" in page), used)
    used = PREFIX.sub(SHORT, used.replace(".convtrace ", "").replace(";}", "}").replace("\n", ""))
    short = (used + END_OF_STYLE + body).replace(MONO, "var(--ct-mono)").replace(SANS, "var(--ct-sans)")
    yield short.replace(END_OF_STYLE, f":root{{--ct-mono:{MONO};--ct-sans:{SANS}}}{END_OF_STYLE}", 1)


def _shorter(tag: re.Match[str]) -> str:
    """A tag without quotes that it does not need, its classes short."""
    unquoted = QUOTES.sub(r"=\1", tag[0].replace('"/>', '" />'))
    return CLASSES.sub(lambda names: PREFIX.sub(SHORT, names[0]), unquoted)


def framed(page: str, picture: str, title: str) -> str:
    """The page in a frame of a notebook, over its picture, which is seen where frames and scripts are stripped."""
    source = b64encode(picture.encode()).decode()
    frame = f'<iframe title="{escaped(title)}" srcdoc="{escape(page)}" style="{OVER}"></iframe>'
    still = f'<img alt="{escaped(title)}" style="max-width:100%" src="data:image/svg+xml;base64,{source}">'
    return f'<div style="position:relative;min-height:{HEIGHT}">{still}{frame}</div>'


def _own(name: str) -> str:
    """One of the script's files."""
    return files("convtrace.render.drawing").joinpath(name).read_text(encoding="utf-8")


def compact(script: str) -> str:
    r"""The script without comments, blanks that only people need, and long names of functions that are only called.

    >>> compact('// one\nif (a > 1) {\n  say("a,  b", 2 + 3);\n}\n')
    'if(a>1){say("a,  b",2+3)}'
    >>> compact('const twice = n => 2 * n;\ntwice(twice(4));\n')
    'const $0=n=>2*n;$0($0(4));'
    """
    found = PARTS.sub(lambda part: part[1] or part[2] or (" " if part[0].isspace() else ""), script)
    for number, name in enumerate(sorted({"".join(names) for names in FUNCTION.findall(found)})):
        called = re.findall(rf"(?<![\w.$\"-]){name}(?=\()|(?<=[(,]){name}(?=\))|const {name}(?==)", found)
        if len(called) == len(re.findall(rf"\b{name}\b", found)):
            found = re.sub(rf"\b{name}\b", f"${number}", found)
    return found


def _json(data: Mapping[str, object], ascii_only: bool) -> str:
    """The data, in which nothing can end the element that holds them."""
    return json.dumps(data, ensure_ascii=ascii_only, separators=(",", ":")).replace("<", r"\u003c")
