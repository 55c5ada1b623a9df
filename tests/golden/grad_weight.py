from sympy import Eq, IndexedBase, Sum, Symbol

m = Symbol("m", integer=True)
n = Symbol("n", integer=True)
p = Symbol("p", integer=True)
q = Symbol("q", integer=True)
dL_dh = IndexedBase("dL/dh")
g = IndexedBase("g")
x = IndexedBase("x")

equations = []

# 1. Equation
equations.append(Eq(dL_dh[p, q], Sum(Sum(g[m, n]*x[p - m, q - n], (m, -1, 1)), (n, 0, 1)),
    evaluate=False))
equations.append(Eq(dL_dh[1, 1], Sum(Sum(g[m, n]*x[1 - m, 1 - n], (m, -1, 1)), (n, 0, 1)),
    evaluate=False))

# 5. Result
equations.append(Eq(dL_dh[1, 1], g[-1, 0]*x[2, 1] + g[0, 0]*x[1, 1] + g[1, 0]*x[0, 1] + g[-1,
    1]*x[2, 0] + g[0, 1]*x[1, 0] + g[1, 1]*x[0, 0], evaluate=False))
