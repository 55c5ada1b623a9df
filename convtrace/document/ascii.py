"""ASCII spellings of the signs on pages and in messages; any other character is written as Python escapes it."""

from __future__ import annotations

import re

SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "·": "*",
        "⋅": "*",
        "∙": "*",
        "×": "x",
        "÷": "/",
        "∕": "/",
        "⁄": "/",
        "√": "sqrt",
        "π": "pi",
        "…": "...",
        "≤": "<=",
        "⇒": "=>",
        "→": "->",
        "←": "<-",
        "≠": "!=",
        "↓": "\\/",
        "°": " degrees",
        "Σ": "sum",
        "∂": "d",
        "✓": "ok",
        "✗": "!",
        "■": "#",
        "□": "o",
        "\N{NO-BREAK SPACE}": " ",
        "─": "-",
        "│": "|",
        **dict.fromkeys("┌┬┐├┼┤└┴┘", "+"),
        **{subscript: f"_{letter}" for subscript, letter in zip("ᵢⱼₖₘₙₒ", "ijkmno", strict=True)},
        **{chr(0x2080 + digit): str(digit) for digit in range(10)},
    }
)
# a stream that takes all of them takes what pages and messages consist of
GLYPHS = "".join(map(chr, SIGNS))
# what a root is taken of, where no parentheses say it
RADICAND = re.compile(r"√(\w+)")
# a sum over a letter that has no sign below the line
SUM_OVER = re.compile(r"Σ(?=[a-z]\b)")


def in_ascii(text: str) -> str:
    r"""Text in ASCII, whatever it holds.

    >>> in_ascii("−√2·x[i₂] = é"), in_ascii("2√(1+a)"), in_ascii("Σc Σᵢ x[c,i]")
    ('-sqrt(2)*x[i2] = \\xe9', '2sqrt(1+a)', 'sum_c sum_i x[c,i]')
    """
    if text.isascii():
        return text
    signs = SUM_OVER.sub("Σ_", RADICAND.sub(r"√(\1)", text))
    return signs.translate(SIGNS).encode("ascii", "backslashreplace").decode("ascii")
