"""Words of the page that one can point at: labels, and sentences whose {…} its script fills in."""

from __future__ import annotations

from collections.abc import Mapping

from convtrace.document.blocks import line_text
from convtrace.document.plain import plain
from convtrace.trace.problem import Problem
from convtrace.view.matrices import matrix_name
from convtrace.view.phrases import image_and_kernel
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import meaning_of_g
from convtrace.view.sections.table import last_head


def live_words(problem: Problem, *, has_matrix: bool) -> Mapping[str, object]:
    """All words that the script shows."""
    roles = Roles(problem)
    names, last, matrix = problem.naming, last_head(roles), matrix_name(problem)
    return {
        "operation": "Operation",
        "title": f"{{label}}: {image_and_kernel(problem)}",
        "output": f"Output {names.output}",
        "image": f"Image {names.image}",
        "kernel": f"Kernel {names.kernel}",
        "laid": f"{names.kernel} on the patch",
        "sum": "Sum",
        "table": "Table",
        **({"matrix": f"Matrix {matrix}: {names.output} = {matrix}·{names.image}"} if has_matrix else {}),
        "heads": ["plugged in", "solved", f"{last}, or why there is none"],
        "minus": "−",
        "plus": " + ",
        "dot": "·",
        "dots": "…",
        "equals": " = ",
        "nothing": "0",
        "below": f"The whole page for {plain(roles.asked)}",
        "help": "Point at anything, or use the arrow keys. Click or Enter keeps the mark, Escape removes it.",
        "copy_text": "Copy the steps",
        "copy_tex": "Copy the sum as TeX",
        "copy_command": "Copy the command",
        "copied": "Copied.",
        "not_copied": "This page may not copy. Copy the text yourself:",
        "other": "To see that, type:",
        "said_output": "{output}{sum}.",
        "said_many": "{output}: {count} products.",
        "said_change": "New pixels: {new}, gone: {gone}.",
        "said_pixel": "{element} is used by these outputs: {places}.",
        **({} if problem.boundary.constant else {"said_copy": "{element} is a copy of {pixel}. "}),
        "said_pixel_none": "No output uses {element}.",
        "said_kernel": "{element} meets a pixel in {count} of the outputs.",
        "said_kernel_none": "{element} meets no pixel.",
        "gradient": line_text(meaning_of_g(roles), str, plain),
        "said_pinned": "Kept.",
        "said_unpinned": "Mark removed.",
    }
