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
equations.append(Eq(y[m, n], Sum(Sum(x[i, j]*h[m - i, n - j], (i, -3, 3)), (j, -3, 3)),
    evaluate=False))

# 5. Result
equations.append(Eq(y[m, n], h_i*x[m - 1, n - 1] + h_h*x[m, n - 1] + h_g*x[m + 1, n - 1] + h_f*x[m -
    1, n] + h_e*x[m, n] + h_d*x[m + 1, n] + h_c*x[m - 1, n + 1] + h_b*x[m, n + 1] + h_a*x[m + 1, n +
    1], evaluate=False))
