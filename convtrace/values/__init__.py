"""What people type, and exact values; nothing of it is ever run. Knows nothing of the law.

A further way to give values is a reader here and its line in `operand`.
"""
