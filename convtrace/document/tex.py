r"""How TeX spells formulas: for LaTeX itself, and for the readers of Markdown that set mathematics.

Only what survives Markdown is used: no braces before an underscore, no `\,`, brackets around indices.
"""

from __future__ import annotations

import re
from functools import lru_cache

from convtrace.document.ascii import GREEK, in_ascii
from convtrace.document.blocks import Line, line_text
from convtrace.document.notation import Notation, Signs
from convtrace.document.plain import PLAIN_DIGITS
from convtrace.document.spelling import written
from convtrace.values.formula import Formula

# signs of mathematics; in words each stands between dollar signs
MATHS = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "≤": r"\le",
    "⇒": r"\Rightarrow",
    "→": r"\to",
    "←": r"\leftarrow",
    "≠": r"\ne",
    "↓": r"\downarrow",
    "√": r"\sqrt{}",
    "∂": r"\partial",
    "°": r"^\circ",
    "Σ": r"\sum",
    "…": r"\dots",
    "⋯": r"\cdots",
    "⋮": r"\vdots",
    "⋱": r"\ddots",
    "ᵀ": r"^{\mathsf{T}}",
    "✓": r"\checkmark",
    "✗": r"\boxtimes",
    "■": r"\blacksquare",
    "□": r"\square",
    "₋": "_-",
    **{chr(0x2080 + digit): f"_{digit}" for digit in range(10)},
    **{subscript: f"_{letter}" for subscript, letter in zip("ᵢⱼₖₘₙₒ", "ijkmno", strict=True)},
}
TEX_WORDS = str.maketrans(
    {
        **{sign: f"${spelled}$" for sign, spelled in MATHS.items()},
        "…": r"\dots{}",
        "–": "--",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "_#$%&{}"},
    }
)
PARTS = f"([{''.join(MATHS)}])"
# a root in words, and what it is taken of
ROOT = r"\\sqrt\{\}\$((?:\w|\\_)+)"
# what TeX has no words for
OTHERS = f"[^\x00-\x7f{''.join(MATHS)}–]+"
# the Greek letters that TeX knows by their names
LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
    " omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK_NAMES = frozenset(LETTERS.split(" "))
# a name of letters, and its number
NAME = r"(.*?[^\W\d_])(\d+)"
# the same few names stand in every row of a table
REMEMBERED = 1024
OF_LOSS = "∂L/∂"


def tex_words(text: str) -> str:
    r"""Words as text that TeX shows as they are, in ASCII.

    >>> tex_words("2×2 & 180°")
    '2$\\times$2 \\& 180$^\\circ$'
    """
    if text.isascii():
        return text.translate(TEX_WORDS)
    return rooted(re.sub(OTHERS, lambda found: in_ascii(found[0]), text).translate(TEX_WORDS))


def rooted(words: str) -> str:
    r"""Words in which roots reach over what they are taken of.

    >>> rooted(r"constant:$\sqrt{}$2")
    'constant:$\\sqrt{2}$'
    """
    return re.sub(ROOT, r"\\sqrt{\1}$", words) if "sqrt" in words else words


@lru_cache(maxsize=REMEMBERED)
def _symbol(name: str) -> str:
    r"""The name of an index or of an array, its number and what stands behind an underscore below the line.

    >>> print(*map(_symbol, ("i₁", "I", "alpha", "θ2", "row_ij")))
    i_{1} I \alpha \theta_{2} \mathit{row_{ij}}
    """
    base, lower = _parts(name.translate(PLAIN_DIGITS), numbered=True)
    if base.startswith("\\") or len(base) <= 1:
        return base + lower
    return rf"\mathit{{{base}{lower}}}"


def _array(name: str) -> str:
    """The name of an array, or of the gradient of one."""
    if name.startswith(OF_LOSS):
        return rf"\partial L/\partial {_symbol(name.removeprefix(OF_LOSS))}"
    return _symbol(name)


@lru_cache(maxsize=REMEMBERED)
def _name(name: str) -> str:
    """A value's name, upright: Greek letters by their names, and what stands behind an underscore below the line."""
    base, lower = _parts(name)
    # fonts of mathematics lack an upright form of the small Greek letters
    return f"{{{base}{lower}}}" if base.startswith("\\") else rf"\mathrm{{{base}{lower}}}"


def _parts(name: str, *, numbered: bool = False) -> tuple[str, str]:
    """What stands on the line, and what below it; a number behind Greek letters, or behind all, is `numbered`."""
    base, *below = name.split("_")
    if not all((base, *below)):
        return tex_words(name), ""
    found = re.fullmatch(NAME, base) if base[-1].isdigit() else None
    if found is not None and (numbered or _greek(found[1])):
        base, *below = found[1], found[2], *below
    base = _greek(base) or tex_words(base)
    return base, f"_{{{','.join(below)}}}" if below else ""


def _greek(name: str) -> str:
    """A Greek letter by its name in TeX; nothing for any other name."""
    name = GREEK.get(name, name)
    return f"\\{name}" if name in GREEK_NAMES else ""


TEX = Notation(
    number=str,
    unit=r"\mathrm{i}",
    symbol=_symbol,
    value=_name,
    array=_array,
    comma=",",
    plugged_comma=",",
    times=r" \cdot ",
    tight=Signs("-", "-", "+"),
    loose=Signs("-", " - ", " + "),
    over=(r"\frac{", "}"),
    slash="",
    under=("{", "}"),
    root=r"\sqrt",
    radicand=("{", "}"),
    exponent=("^{", "}"),
    modulo=r" \bmod ",
    conjugate=(r"\overline{", "}"),
    sum_over=lambda symbol, _: (rf"\sum_{{{_symbol(symbol)}}} ", ""),
    signs={"=": " = ", "≤": r" \le ", "⇒": r" \Rightarrow ", "…": r"\cdots"},
)


def tex(formula: Formula) -> str:
    r"""The formula on one line: kernel values upright, indices italic, pure ASCII.

    >>> from convtrace.values.formula import Entry, Product, Symbol, Value
    >>> tex(Product((Value("i"), Entry("x", (Symbol("i"), -1)))))
    '\\mathrm{i} \\cdot x[i,-1]'
    """
    return written(formula, TEX)


def tex_line(line: Line) -> str:
    r"""A line of words and formulas, inside a formula.

    >>> tex_line(("no pixel",))
    '\\text{no pixel}'
    """
    return line_text(line, _words_inside, tex)


def _words_inside(text: str) -> str:
    """Words inside a formula: signs of mathematics stand as such, as a dollar sign would end the formula."""
    return "".join(
        f"{MATHS[part]} " if part in MATHS else rf"\text{{{tex_words(part)}}}" for part in re.split(PARTS, text) if part
    )
