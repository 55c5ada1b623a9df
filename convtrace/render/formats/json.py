"""json: the record of the answer as one object, a row or a term a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from convtrace.document.blocks import Document, Target

SUFFIXES = (".json",)
LINE_EACH = ("rows", "terms", "patches", "sums", "frames", "matrix", "transpose")


def render(document: Document, target: Target) -> Iterator[str]:
    separator = "{\n"
    for name, value in document.record().items():
        yield f"{separator}  {json.dumps(name)}: "
        if name in LINE_EACH and isinstance(value, Iterable):
            yield from _lines(value, target)
        else:
            yield _dump(value, target)
        separator = ",\n"
    yield "\n}\n"


def _lines(items: Iterable[object], target: Target) -> Iterator[str]:
    separator = "["
    for item in items:
        yield f"{separator}\n    {_dump(item, target)}"
        separator = ","
    yield "[]" if separator == "[" else "\n  ]"


def _dump(value: object, target: Target) -> str:
    return json.dumps(value, ensure_ascii=not target.unicode)
