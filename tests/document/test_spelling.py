"""Spans and breaks of formulas, whatever the notation."""

from __future__ import annotations

from convtrace.document.plain import PLAIN
from convtrace.document.spelling import Break, Role, Span, tokens
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
