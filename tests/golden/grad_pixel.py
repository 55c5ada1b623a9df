from sympy import Eq, IndexedBase, Sum, Symbol

i = Symbol("i", integer=True)
j = Symbol("j", integer=True)
m = Symbol("m", integer=True)
n = Symbol("n", integer=True)
dL_dx = IndexedBase("dL/dx")
g = IndexedBase("g")
h = IndexedBase("h")
h_a = Symbol("a")
h_b = Symbol("b")
h_c = Symbol("c")
h_d = Symbol("d")
h_e = Symbol("e")
h_f = Symbol("f")
h_g = Symbol("g")
h_h = Symbol("h")
h_i = Symbol("i")

equations = []

# 1. Equation
equations.append(Eq(dL_dx[i, j], Sum(Sum(g[m, n]*h[m - i, n - j], (m, -2, 2)), (n, -2, 2)),
    evaluate=False))
equations.append(Eq(dL_dx[1, 1], Sum(Sum(g[m, n]*h[m - 1, n - 1], (m, -2, 2)), (n, -2, 2)),
    evaluate=False))

# 5. Result
equations.append(Eq(dL_dx[1, 1], h_a*g[0, 0] + h_b*g[1, 0] + h_c*g[2, 0] + h_d*g[0, 1] + h_e*g[1, 1]
    + h_f*g[2, 1] + h_g*g[0, 2] + h_h*g[1, 2] + h_i*g[2, 2], evaluate=False))
