"""Draws docs/conv_1_1.svg, the picture in the README, from what the program really prints.

Run it from anywhere inside the project's environment: python scripts/picture.py
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "conv_1_1.svg"
COMMAND = ("convtrace", "conv", "--m", "1", "--n", "1")
WIDTH = 80
TITLE = "Title"
SHOWN = (TITLE, "Table", "Drawing", "Result")
# every name between braces is filled in by rich; no font and no script is fetched from anywhere
TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{
  font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: 18px;
  font-weight: bold;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """The same SVG each time: the title of the page and the sections in SHOWN, in colour."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), _environ={})
    console.print(_excerpt(Text.from_ansi(_output())))
    drawn = console.export_svg(title=" ".join(COMMAND), code_format=TEMPLATE, unique_id=COMMAND[0])
    # each text is stretched to its columns with its letters, so that ruled lines have no gaps in any font
    stretched = drawn.replace(" textLength=", ' lengthAdjust="spacingAndGlyphs" textLength=')
    # rich clips each line by itself, which the template leaves out: no line is longer than the picture
    whole = re.sub(r' clip-path="url\(#\w+-line-\d+\)"', "", stretched).replace("</text><text", "</text>\n<text")
    return "\n".join(line.strip() for line in whole.splitlines() if line.strip()) + "\n"


def _output() -> str:
    """What the command prints on a terminal of WIDTH columns."""
    words = [sys.executable, "-m", *COMMAND, "--color", "always", "--width", str(WIDTH)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


def _excerpt(page: Text) -> Text:
    """The lines of the parts in SHOWN."""
    kept = []
    part = TITLE
    for line in page.split("\n", allow_blank=True):
        heading = re.match(r"\d+\. (\w+)", line.plain)
        part = heading[1] if heading else part
        if part in SHOWN:
            kept.append(line)
    return Text("\n").join(kept)


def main() -> None:
    """Writes the picture where the README looks for it."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
