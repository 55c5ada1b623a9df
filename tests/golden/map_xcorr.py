from sympy import Eq, IndexedBase, Sum, Symbol

i = Symbol("i", integer=True)
j = Symbol("j", integer=True)
m = Symbol("m", integer=True)
n = Symbol("n", integer=True)
h = IndexedBase("h")
x = IndexedBase("x")
y = IndexedBase("y")

equations = []

# 1. Equation
equations.append(Eq(y[m, n], Sum(Sum(x[i, j]*h[m + i, n + j], (i, -3, 3)), (j, -3, 3)),
    evaluate=False))
