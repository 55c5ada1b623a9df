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
        "ω": "omega",
        "…": "...",
        "⋯": "...",
        "⋮": ":",
        "⋱": ":.",
        "ᵀ": "^T",
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
        "₋": "-",
        **{chr(0x2080 + digit): str(digit) for digit in range(10)},
    }
)
# from the first letter on; the one without a name stands at the end of words
GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho -
    sigma tau upsilon phi chi psi omega"""
GREEK = {
    chr(first + number): name.capitalize() if first == 0x391 else name
    for first in (0x391, 0x3B1)
    for number, name in enumerate(GREEK_NAMES.split())
    if name != "-"
}
# a stream that takes all of them takes what pages and messages consist of
GLYPHS = "".join(map(chr, SIGNS))
# in SIGNS Σ is the sign of a sum
GREEK_SIGNS = str.maketrans(GREEK)
# what a root is taken of, where no parentheses say it; compiled when it is needed
RADICAND = r"√(\w+)"
# a sum over a letter that has no sign below the line
SUM_OVER = r"Σ(?![ᵢⱼₖₘₙₒ])(?=[^\W\d_])"


def in_ascii(text: str) -> str:
    r"""Text in ASCII, whatever it holds.

    >>> in_ascii("−√2·x[i₂] = é"), in_ascii("2√(1+a)"), in_ascii("Σc Σᵢ θ[c,i]")
    ('-sqrt(2)*x[i2] = \\xe9', '2sqrt(1+a)', 'sum_c sum_i theta[c,i]')
    """
    if text.isascii():
        return text
    signs = re.sub(RADICAND, r"√(\1)", text) if "√" in text else text
    if "Σ" in signs:
        signs = re.sub(SUM_OVER, "Σ_", signs)
    return signs.translate(SIGNS).translate(GREEK_SIGNS).encode("ascii", "backslashreplace").decode("ascii")
