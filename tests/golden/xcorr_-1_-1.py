from sympy import Eq, IndexedBase, Sum, Symbol

i = Symbol("i", integer=True)
j = Symbol("j", integer=True)
m = Symbol("m", integer=True)
n = Symbol("n", integer=True)
h = IndexedBase("h")
x = IndexedBase("x")
y = IndexedBase("y")
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
equations.append(Eq(y[m, n], Sum(Sum(x[i, j]*h[m + i, n + j], (i, -3, 3)), (j, -3, 3)),
    evaluate=False))
equations.append(Eq(y[-1, -1], Sum(Sum(x[i, j]*h[-1 + i, -1 + j], (i, -3, 3)), (j, -3, 3)),
    evaluate=False))

# 5. Result
equations.append(Eq(y[-1, -1], h_a*x[0, 0] + h_b*x[1, 0] + h_c*x[2, 0] + h_d*x[0, 1] + h_e*x[1, 1] +
    h_f*x[2, 1] + h_g*x[0, 2] + h_h*x[1, 2] + h_i*x[2, 2], evaluate=False))
