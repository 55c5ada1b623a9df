from sympy import Eq, IndexedBase, Sum, Symbol

i = Symbol("i", integer=True)
m = Symbol("m", integer=True)
p = Symbol("p", integer=True)
h = IndexedBase("h")
x = IndexedBase("x")
y = IndexedBase("y")

equations = []

# Commute: image and kernel may change places
equations.append(Eq(y[m], Sum(x[i]*h[m + i], (i, -2, 1)), evaluate=False))
equations.append(Eq(Sum(x[i]*h[m + i], (i, -2, 1)), Sum(h[p]*x[m + p], (p, -1, 1)), evaluate=False))
