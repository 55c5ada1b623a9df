"""The style sheet of a page: for a phone and a wide screen, light and dark, and for paper."""

from __future__ import annotations

from convtrace.render.drawing.colors import DARK, MONO, SANS
from convtrace.render.drawing.lettering import style_sheet

PAGE = f"""
:root{{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--faint:#5d6673;--line:#d5dae1;--soft:#f3f5f8;--mid:#e9ecf0}}
{DARK}{{:root{{--ground:#0e1116;--ink:#e6e9ef;--faint:#a3adba;--line:#343b45;--soft:#1a1f26;--mid:#2b323b}}}}
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;text-size-adjust:100%}}
body{{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 {SANS}}}
main{{max-width:1340px;margin:0 auto;padding:2rem 2rem 4rem}}
h1{{font-size:1.15rem;font-weight:600;line-height:1.3;margin:0 0 .75rem;color:var(--faint)}}
h2{{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}}
p{{margin:.6rem 0;max-width:46rem;overflow-wrap:anywhere}}
.ct-code,.ct-image,.ct-kernel,.ct-output,.ct-value,.ct-index,.equation,pre,.grid{{font-family:{MONO}}}
p .ct-code,p .ct-image,p .ct-kernel,p .ct-index,td .ct-image,td .ct-kernel{{font-size:.94em}}
.equation{{max-width:none;padding-left:3.5em;text-indent:-2em;overflow-wrap:normal;overflow-x:auto}}
.equation span{{font-size:1em}}
.answer{{font-size:1.35rem;padding-left:2em;line-height:1.6}}
.whole{{white-space:nowrap}}
pre{{margin:.6rem 0;padding:.6rem .9rem;background:var(--soft);border-radius:8px;overflow-x:auto;font-size:.95rem}}
figure{{margin:1.5rem 0}}
figcaption{{margin-top:.6rem;color:var(--faint)}}
.ct-svg{{display:block;max-width:100%;height:auto}}
.wide{{overflow-x:auto;max-width:100%}}
table{{border-collapse:collapse;font-size:.95rem}}
thead th{{text-align:left;font-weight:600;color:var(--faint);border-bottom:2px solid var(--line)}}
th,td{{padding:.22rem 1.1rem .22rem 0;white-space:nowrap;font-variant-numeric:tabular-nums}}
.group td{{border-top:1px solid var(--line)}}
.grids{{display:flex;flex-wrap:wrap;align-items:flex-end;gap:1.25rem 2.5rem;margin:1rem 0}}
.grid{{border-collapse:separate;border-spacing:3px;font-size:.85rem;line-height:1.4}}
.grid caption{{text-align:left;font:600 .92rem/1.5 {SANS}}}
.grid th,.grid thead td{{border:0;font-weight:400;text-align:center;color:var(--faint);padding:.1rem .3rem}}
.grid tbody th{{text-align:right}}
.grid td{{text-align:center;padding:.1rem .35rem}}
.ruled tbody td[class]{{min-width:2.5rem;height:2.5rem;padding:.25rem .5rem;border-radius:5px}}
.ruled .ct-cell,.ruled .ct-window{{border:1px solid var(--line)}}
.ruled .ct-window{{background:var(--mid)}}
.ruled .ct-patch{{border:2px solid var(--ink)}}
.ruled .ct-outside{{border:2px dashed var(--faint)}}
@media (max-width:700px){{
main{{padding:1rem 1rem 3rem}}
.answer{{font-size:1.05rem}}
.ct-svg{{max-width:none}}
}}
@media print{{
:root{{color-scheme:light;--ground:#fff;--ink:#000;--faint:#000;--line:#999;--soft:#fff;--mid:#eee}}
body{{font-size:11pt}}
main{{max-width:none;padding:0}}
[class^="ct-"]{{color:#000}}
text,tspan{{fill:#000!important}}
.wide,.equation,pre{{overflow:visible}}
h1,h2,caption{{break-after:avoid}}
h2{{margin-top:1.5rem}}
figure,.grid,tr,pre,.equation{{break-inside:avoid}}
thead{{display:table-header-group}}
td{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
"""


def page_style() -> str:
    """The drawings' style sheet and the page's own."""
    return style_sheet() + PAGE
