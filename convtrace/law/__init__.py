"""d·k = α·m + β·i + γ on each axis, its one solver, and the data over it: rows of operations, boundary rules, kernels.

A further operation is a row of `operations`, a further boundary rule a row of `boundary`.
"""
