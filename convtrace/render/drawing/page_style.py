"""Style sheets: of a page for a phone, a wide screen and paper, and of a part inside somebody else's page."""

from __future__ import annotations

from convtrace.document.spans import Role
from convtrace.render.drawing.colors import FACES, MONO, MONOSPACED, SANS, Scheme
from convtrace.render.drawing.elements import on, rules, styles, variables
from convtrace.render.drawing.picture_file import DARK_SCREEN

# a part takes its ink from the page around it, whatever its ground is; a hue is mixed into it
HUES = {
    Role.IMAGE.value: "#1a7fd4",
    Role.KERNEL.value: "#c2379f",
    Role.VALUE.value: "#c2379f",
    Role.GRADIENT.value: "#b87a00",
    Role.YES.value: "#1f9a48",
    Role.NO.value: "#d93a30",
}
PALE = {"faint": 75, "edge": 25, "cell": 35, "window": 10, "outside": 65, "soft": 8, "card": 0, "ground": 0}
# names that JupyterLab's themes have
JUPYTER = {"edge": "--jp-border-color2", "cell": "--jp-border-color1", "soft": "--jp-layout-color2"}

PHONE = 700
CONTENT = f"""
.convtrace .equation,.convtrace pre,.convtrace .grid{{font-family:{MONO}}}
.convtrace p{{margin:.6rem 0;max-width:46rem;overflow-wrap:anywhere}}
.convtrace p span,.convtrace td span{{font-size:.94em}}
.convtrace .equation{{max-width:none;padding-left:3.5em;text-indent:-2em;}}
.convtrace .equation span,.convtrace .grid span{{font-size:1em}}
.convtrace .answer{{font-size:1.3em;padding-left:2em;line-height:1.6}}
.convtrace .whole{{display:inline-block;max-width:100%;text-indent:0;white-space:pre-wrap}}
.convtrace pre{{margin:.6rem 0;padding:.6rem .9rem;background:var(--ct-soft);color:inherit;border-radius:8px}}
.convtrace pre code{{background:none;color:inherit;white-space:pre-wrap;overflow-wrap:anywhere}}
.convtrace a{{color:var(--ct-image);text-decoration:underline}}
.convtrace figure{{margin:1.5rem 0}}
.convtrace figcaption{{margin-top:.6rem;color:var(--ct-faint)}}
.convtrace .ct-svg{{display:block;max-width:100%;height:auto}}
.convtrace .narrow{{display:none}}
.convtrace .wide{{overflow-x:auto;max-width:100%}}
.convtrace table{{border-collapse:collapse;margin:.6rem 0;font-size:.95em}}
.convtrace thead th{{text-align:left;font-weight:600;color:var(--ct-faint);border-bottom:2px solid var(--ct-edge)}}
.convtrace th,.convtrace td{{text-align:left;padding:.22rem 1.1rem .22rem 0;white-space:nowrap;max-width:none}}
.convtrace tbody tr:nth-child(n){{background:none}}
.convtrace .group td{{border-top:1px solid var(--ct-edge)}}
.convtrace .grids{{display:flex;flex-wrap:wrap;align-items:flex-end;gap:1.25rem 2.5rem;margin:1rem 0}}
.convtrace .grid{{border-collapse:separate;border-spacing:3px;font-size:.85em;line-height:1.4}}
.convtrace .grid caption{{text-align:left;color:inherit;font:600 1.08em/1.5 {SANS}}}
.convtrace .grid th,.convtrace .grid thead td{{border:0;font-weight:400;text-align:center;padding:.1rem .3rem}}
.convtrace .grid th,.convtrace .grid thead td{{color:var(--ct-faint)}}
.convtrace .grid tbody th{{text-align:right}}
.convtrace .grid td{{text-align:center;padding:.1rem .35rem}}
.convtrace .grid .ct-edge{{border-left:1px solid var(--ct-faint)}}
.convtrace .grid .ct-below th,.convtrace .grid .ct-below td{{border-top:1px solid var(--ct-faint)}}
.convtrace .ruled tbody td{{min-width:2.5rem;height:2.5rem;padding:.25rem .5rem;border-radius:5px}}
.convtrace .ruled .ct-cell,.convtrace .ruled .ct-window{{border:1px solid var(--ct-cell)}}
.convtrace .ruled .ct-window{{background:var(--ct-window)}}
.convtrace .ruled .ct-patch{{border:2px solid var(--ct-patch)}}
.convtrace .ruled .ct-outside{{border:2px dashed var(--ct-outside)}}
@media (max-width:{PHONE}px){{
.convtrace .answer{{font-size:1.05rem}}
.convtrace .narrow{{display:block}}
.convtrace .narrow .ct-svg{{max-width:none}}
.convtrace .broad{{display:none}}
}}
"""
PAGE = f"""
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;text-size-adjust:100%}}
body{{margin:0;background:var(--ct-ground);color:var(--ct-ink);font:16px/1.55 system-ui,{SANS}}}
main{{max-width:1340px;margin:0 auto;padding:2rem 2rem 4rem}}
h1,h2{{overflow-wrap:anywhere}}
h1{{font-size:1.15rem;font-weight:600;line-height:1.3;margin:0 0 .75rem;color:var(--ct-faint)}}
h2{{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--ct-edge)}}
@media (max-width:{PHONE}px){{
main{{padding:1rem 1rem 3rem}}
}}
@media print{{
body{{font-size:11pt}}
main{{max-width:none;padding:0}}
.convtrace .wide{{overflow:visible}}
h1,h2,caption{{break-after:avoid}}
h2{{margin-top:1.5rem}}
figure,.grid,tr,pre,.equation{{break-inside:avoid}}
thead{{display:table-header-group}}
rect,td{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
"""


def page_style(theme: str) -> str:
    """The style sheet of a page on a light or a dark ground, or on that of the reader's screen; paper is light."""
    light = f":root{{color-scheme:light;{on(Scheme.LIGHT)}}}\n"
    dark = f":root{{color-scheme:dark;{on(Scheme.DARK)}}}\n"
    ground = {
        "light": light,
        "dark": f"{light}@media screen{{{dark}}}\n",
        "auto": f"{light}{DARK_SCREEN}{{{dark}}}\n",
    }
    return ground[theme] + _text_rules() + styles() + rules() + CONTENT + PAGE


def part_style() -> str:
    """The style sheet of a part, whose ink is that of the page around it; never by what the reader's screen is."""
    # twice the name: it counts more than what a notebook says of every table
    content = CONTENT.replace(".convtrace ", ".convtrace.convtrace ")
    return f".convtrace{{{variables(_inherited)}}}\n{_text_rules()}{rules()}{content}"


def _inherited(name: str) -> str:
    """A colour that can be read wherever the ink of the page around can."""
    if name in HUES:
        return f"color-mix(in srgb,currentColor 50%,{HUES[name]})"
    if name not in PALE:
        return "currentColor"
    mixed = f"color-mix(in srgb,currentColor {PALE[name]}%,transparent)"
    return f"var({JUPYTER[name]},{mixed})" if name in JUPYTER else mixed


def _text_rules() -> str:
    """The looks of the roles in text, and of text on a pastel."""
    faces = "".join(
        f".ct-{role.value}{{{''.join(f'{name}:{value};' for name, value in face.items())}}}\n"
        for role, face in FACES.items()
    )
    mono = ",".join(f".ct-{role.value}" for role in MONOSPACED)
    return f".ct-on{{color:var(--ct-ink)}}\n{mono}{{font-family:{MONO}}}\n{faces}"
