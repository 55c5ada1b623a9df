"""jsonl: every output's sum as an object on a line of its own."""

from __future__ import annotations

from convtrace.document.python import PYTHON
from convtrace.document.streamed_sums import Spelling

SUFFIXES = (".jsonl",)
SUMS = Spelling(
    # whole numbers and commas are as in Python
    notation=PYTHON,
    line='{{"output": [{output}], "terms": [{terms}]{value}}}\n',
    record='{{"pixel": [{pixel}], "kernel_index": [{kernel_index}], "weight": {weight}}}',
    value=', "value": {value}',
    nothing="",
)
