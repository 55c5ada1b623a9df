"""Shapes as elements of SVG that look right by their own attributes, and the style sheet that may override these.

Where a style sheet is sure to be there, as in a page of our own, the elements have its classes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from convtrace.document.spans import Role, Span
from convtrace.render.drawing.colors import FACES, GROUNDS, INKS, MONO, MONOSPACED, SANS, Scheme
from convtrace.render.drawing.shapes import FONTS, LOOKS, STROKES, Box, Font, Kind, Letters, Path, Rule, Shape
from convtrace.render.xml_text import escaped

# classes for text that has its middle or its end at its place
ANCHORS = {"start": "", "middle": " ct-m", "end": " ct-e"}


def element(shape: Shape, scheme: Scheme | None) -> str:
    """The shape as an element, with its colours on one ground and the class by which a style sheet finds it.

    Without a ground the page's style sheet has all looks.
    """
    match shape:
        case Box(look, x, y, width, height, radius, own):
            attributes = _looks(look, scheme, own)
            return f'<rect {attributes} x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}"/>\n'
        case Rule(x, y, width):
            return f'<line {_looks("rule", scheme)} x1="{x:g}" y1="{y:g}" x2="{x + width:g}" y2="{y:g}"/>\n'
        case Path(look, x, y, scale, stroke, strokes, color):
            attributes = _looks(look, scheme) if color is None else f'class="ct-{look}" fill="none" stroke="{color}"'
            moved = f'transform="translate({x:g} {y:g}) scale({scale:.4g})"'
            return f'<path {attributes} {moved} stroke-width="{stroke:.3g}" d="{strokes}"/>\n'
        case Letters(parts, kind, x, y, anchor, filled):  # pragma: no branch -- mypy proves the match exhaustive
            if scheme is None:
                return _styled(parts, f"ct-{kind.value}{' ct-on' * filled}{ANCHORS[anchor]}", x, y)
            ground = Scheme.LIGHT if filled else scheme
            place = f'x="{x:g}" y="{y:g}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
            text = "".join(_part(part, kind, ground) for part in parts)
            return f"<text {_font(kind, ground, filled)} {place}>{text}</text>\n"


def _styled(parts: tuple[Span, ...], look: str, x: float, y: float) -> str:
    """A line of text whose looks are in the style sheet; of one role it has that itself."""
    if len(parts) == 1 and parts[0].role is not Role.PLAIN:
        look, text = f"{look} ct-{parts[0].role.value}", escaped(parts[0].text)
    else:
        text = "".join(
            escaped(part.text)
            if part.role is Role.PLAIN
            else f'<tspan class="ct-{part.role.value}">{escaped(part.text)}</tspan>'
            for part in parts
        )
    return f'<text class="{look}" x="{x:g}" y="{y:g}">{text}</text>\n'


@cache
def _looks(look: str, scheme: Scheme | None, own: str | None = None) -> str:
    if scheme is None:
        return _attributes(f"ct-{look}", {"fill": own} if own else {})
    colors = {"fill": "none", **{name: INKS[ink].on(scheme) for name, ink in LOOKS[look].items()}}
    return _attributes(f"ct-{look}", {**colors, **({"fill": own} if own else {}), **STROKES.get(look, {})})


@cache
def _font(kind: Kind, scheme: Scheme, filled: bool) -> str:
    font = FONTS[kind]
    looks = {**_family(font), "font-size": str(font.size), **font.face, "fill": INKS[font.ink].on(scheme)}
    return _attributes(f"ct-{kind.value}{' ct-on' * filled}", looks)


def _family(font: Font) -> Mapping[str, str]:
    return {} if font.family == MONO else {"font-family": font.family}


def _part(part: Span, kind: Kind, scheme: Scheme) -> str:
    text = escaped(part.text)
    return text if part.role is Role.PLAIN else f"<tspan {_role(part.role, kind, scheme)}>{text}</tspan>"


@cache
def _role(role: Role, kind: Kind, scheme: Scheme) -> str:
    font: Font = FONTS[kind]
    family = {"font-family": MONO} if role in MONOSPACED and font.family != MONO else {}
    return _attributes(f"ct-{role.value}", {**family, **FACES.get(role, {}), "fill": INKS[role.value].on(scheme)})


def _attributes(name: str, looks: Mapping[str, str]) -> str:
    return " ".join((f'class="{name}"', *(f'{key}="{value}"' for key, value in looks.items())))


def styles() -> str:
    """The rules of a style sheet for elements that have classes alone."""
    others = ",".join(f".ct-{kind.value}" for kind, font in FONTS.items() if font.family != MONO)
    kinds = "".join(
        f".ct-{kind.value}{{{_declared({'font-size': f'{font.size}px', **font.face})}}}\n"
        for kind, font in FONTS.items()
    )
    strokes = "".join(f".ct-{look}{{{_declared(stroke)}}}\n" for look, stroke in STROKES.items())
    anchors = "".join(f".{name.strip()}{{text-anchor:{anchor}}}\n" for anchor, name in ANCHORS.items() if name)
    return (
        f":where(rect,path):where(:not([fill])){{fill:none}}\n{others}{{font-family:{SANS}}}\n{kinds}{strokes}{anchors}"
    )


def _declared(looks: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in looks.items())


def variables(spell: Callable[[str], str]) -> str:
    """The colours as variables of a style sheet."""
    return "".join(f"--ct-{name}:{spell(name)};" for name in INKS)


def on(scheme: Scheme) -> str:
    """The variables of one ground."""
    return variables(lambda name: INKS[name].on(scheme))


def rules() -> str:
    """The rules of a style sheet that colour a drawing by variables; on a pastel the inks of light ground stay."""
    inks = "".join(f"--ct-{name}:{ink.light};" for name, ink in INKS.items() if name not in GROUNDS)
    looks = "".join(
        f".ct-{look}{{{''.join(f'{name}:var(--ct-{ink});' for name, ink in inks.items())}}}\n"
        for look, inks in LOOKS.items()
    )
    kinds = "".join(
        f"{','.join(f'.ct-{kind.value}' for kind in FONTS if FONTS[kind].ink == ink)}{{fill:var(--ct-{ink})}}\n"
        for ink in dict.fromkeys(font.ink for font in FONTS.values())
    )
    roles = "".join(
        f".ct-{role.value}{{color:var(--ct-{role.value});fill:var(--ct-{role.value})}}\n"
        for role in Role
        if role.value in INKS
    )
    return f".ct-on{{{inks}}}\n{looks}{kinds}{roles}"
