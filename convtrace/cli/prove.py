"""The command `prove`: the laws of one operation, and whether they hold."""

from __future__ import annotations

from typing import Any

import click

from convtrace.cli.answer import answer
from convtrace.cli.options import ANSWER, HELP, Decorator, decorated
from convtrace.law.operations import OPERATIONS, names
from convtrace.trace.given import operation_of

FORMS = "|".join(row.form for row in OPERATIONS if row.form is not None)
HELP_TEXT = """Proves the laws of an operation, or one LAW, for all values of an image and a kernel.

A law that does not hold is refuted by an example, and the exit code is then 1.

\b
Laws: flip, reflect, commute, associate, distribute,
      shift, impulse, adjoint, gradient
"""

QUESTION: tuple[Decorator[Any], ...] = (
    click.argument("law", required=False),
    click.option(
        "--of",
        metavar="|".join(names()),
        default=names()[0],
        show_default=True,
        help="The operation that they are about.",
    ),
    click.option("--form", metavar=FORMS, help="How the sum of xcorr is written.  [default: reflected]"),
    click.option("--image", metavar="SIZE", help="5x5 (columns x rows), 5, 4x3x2.  [default: 5 on each axis]"),
    click.option("--kernel", metavar="SIZE", help="3x3, 2, 2x2x2.  [default: 3 on each axis]"),
    click.option("--kernel-origin", metavar="P,Q,..", help="The element called 0, counted from 0.  [default: centre]"),
    click.option(
        "--axes", metavar="xy|rc", default="xy", show_default=True, help="First index: column (xy) or row (rc, NumPy)."
    ),
)


def _prove(*, law: str | None, of: str, **given: Any) -> bool:
    wanted = {option: given.pop(option) for option in answer.__annotations__ if option in given}
    ready = answer(**wanted)
    operation_of(of, given["form"], option="--of")

    from convtrace.proof import proving
    from convtrace.view.pages.prove import document

    found = proving.prove_all(of, **given) if law is None else (proving.prove(law, of, **given),)
    ready.give(document(found))
    return all(proof.holds for proof in found)


prove = click.command("prove", add_help_option=False, help=HELP_TEXT)(decorated(_prove, (*QUESTION, *ANSWER, HELP)))
