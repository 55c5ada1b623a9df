from sympy import Add, IndexedBase, S, Symbol

x, y = IndexedBase("x"), IndexedBase("y")
h_a = Symbol("a")
h_b = Symbol("b")
h_c = Symbol("c")
h_d = Symbol("d")
outputs = {
y[-2, -2]: h_a*x[1, 1],
y[-1, -2]: h_a*x[0, 1] + h_b*x[1, 1],
y[0, -2]: h_a*x[-1, 1] + h_b*x[0, 1],
y[1, -2]: h_a*x[-2, 1] + h_b*x[-1, 1],
y[2, -2]: h_b*x[-2, 1],
y[-2, -1]: h_a*x[1, 0] + h_c*x[1, 1],
y[-1, -1]: h_a*x[0, 0] + h_b*x[1, 0] + h_c*x[0, 1] + h_d*x[1, 1],
y[0, -1]: h_a*x[-1, 0] + h_b*x[0, 0] + h_c*x[-1, 1] + h_d*x[0, 1],
y[1, -1]: h_a*x[-2, 0] + h_b*x[-1, 0] + h_c*x[-2, 1] + h_d*x[-1, 1],
y[2, -1]: h_b*x[-2, 0] + h_d*x[-2, 1],
y[-2, 0]: h_a*x[1, -1] + h_c*x[1, 0],
y[-1, 0]: h_a*x[0, -1] + h_b*x[1, -1] + h_c*x[0, 0] + h_d*x[1, 0],
y[0, 0]: h_a*x[-1, -1] + h_b*x[0, -1] + h_c*x[-1, 0] + h_d*x[0, 0],
y[1, 0]: h_a*x[-2, -1] + h_b*x[-1, -1] + h_c*x[-2, 0] + h_d*x[-1, 0],
y[2, 0]: h_b*x[-2, -1] + h_d*x[-2, 0],
y[-2, 1]: h_c*x[1, -1],
y[-1, 1]: h_c*x[0, -1] + h_d*x[1, -1],
y[0, 1]: h_c*x[-1, -1] + h_d*x[0, -1],
y[1, 1]: h_c*x[-2, -1] + h_d*x[-1, -1],
y[2, 1]: h_d*x[-2, -1],
}
