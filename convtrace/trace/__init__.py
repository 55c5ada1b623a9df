"""One question → what meets what, and the sum. Knows the law and the values, but no library and no words.

A further question is a `Problem`; all are answered by `derivation`.
"""
