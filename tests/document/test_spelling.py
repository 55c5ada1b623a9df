"""Spans and breaks of formulas, whatever the notation."""

from __future__ import annotations

import pytest

from convtrace.cli import run
from convtrace.document.plain import PLAIN, PLAIN_ASCII, PRINTED
from convtrace.document.python import PYTHON
from convtrace.document.spans import Break, Role, Span
from convtrace.document.spelling import tokens, written
from convtrace.document.tex import TEX
from convtrace.values.formula import Entry, Formula, Product, Signed, Sum, Value


def added(*terms: Formula) -> Sum:
    return Sum(tuple(Signed(False, term) for term in terms))


def test_parts_keep_their_roles_in_parentheses_and_are_not_broken_there() -> None:
    pixels = added(Entry("x", (0,)), Product((Value("a"), Entry("x", (1,)))))
    found = tokens(added(Product((2, pixels)), Entry("x", (2,))), PLAIN)
    spans = [token for token in found if isinstance(token, Span)]
    assert "".join(span.text for span in spans) == "2·(x[0] + a·x[1]) + x[2]"
    assert [span.text for span in spans if span.role is Role.IMAGE] == ["x[0]", "x[1]", "x[2]"]
    assert [span.text for span in spans if span.role is Role.VALUE] == ["a"]
    assert found.count(Break.TERM) == 1


@pytest.mark.parametrize(
    ("name", "printed", "tex_printed"),
    [("a_0", "a₀", r"\mathrm{a_{0}}"), ("aa_12", "aa₁₂", r"\mathrm{aa_{12}}"), ("w_0_1", "w₀,₁", r"\mathrm{w_{0,1}}")],
)
def test_the_number_of_a_name_is_below_the_line_where_people_read_it(name: str, printed: str, tex_printed: str) -> None:
    value = Value(name)
    by = {PRINTED: printed, PLAIN: name, PLAIN_ASCII: name, TEX: tex_printed, PYTHON: f"h_{name}"}
    assert {notation: written(value, notation) for notation in by} == by


def test_streams_that_lack_subscripts_have_the_number_behind_its_underscore(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("conv --at 0 --only result", "expand conv"):
        words = [*command.split(), "--image", "1", "--kernel", "[w_2]"]
        assert run([*words, "-f", "text"]) == 0
        assert "w₂·x[0]" in capsys.readouterr().out
        assert run([*words, "-f", "text", "--ascii"]) == 0
        assert "w_2*x[0]" in capsys.readouterr().out
