from sympy import Eq, IndexedBase, Sum, Symbol

i = Symbol("i", integer=True)
m = Symbol("m", integer=True)
h = IndexedBase("h")
x = IndexedBase("x")
y = IndexedBase("y")
h_a = Symbol("a")
h_b = Symbol("b")
h_c = Symbol("c")

equations = []

# Flip: turning the kernel makes one operation of the other
equations.append(Eq(y[m], Sum(x[i]*h[m - i], (i, -2, 1)), evaluate=False))
equations.append(Eq(Sum(x[i]*h[m - i], (i, -2, 1)), Sum(x[i]*h[-(i - m)], (i, -2, 1)),
    evaluate=False))
equations.append(Eq(y[0], h_c*x[-1] + h_b*x[0] + h_a*x[1], evaluate=False))
