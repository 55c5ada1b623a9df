"""Calls of ONNX operators as they are typed, a node for the reference, a model for onnxruntime; shared options."""

from __future__ import annotations

from convtrace.library.functions import candidates
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionValues, choice, whole_numbers
from convtrace.library.row import CallTemplate


def listed(values: OptionValues) -> str:
    """Values of all axes as an attribute has them: pads as all before, then all after.

    >>> listed((1, 2)), listed(((1, 2), (0, 3)))
    ('[1, 2]', '[1, 0, 2, 3]')
    """
    if isinstance(values[0], tuple):
        values = tuple(pad for end in (0, 1) for pad in (pads[end] for pads in values))  # type: ignore[index]
    return str(list(values))


_NODE = 'onnx.helper.make_node("{last}", ["x", "h"], ["y"]{options})'
_FEED = '.run(None, {{"x": {x}[None, None]{cast}, "h": {h}[None, None]{cast}}})[0][0, 0]'
BY_REFERENCE = CallTemplate(
    text=f"onnx.reference.ReferenceEvaluator({_NODE}){_FEED}",
    more=lambda _: {"cast": ""},
    imports="import onnx.reference",
    common=False,
)
RUNTIME = CallTemplate(
    text="node = "
    + _NODE
    + """
values = {{name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in "xhy"}}
graph = onnx.helper.make_graph([node], "graph", [values["x"], values["h"]], [values["y"]])
model = onnx.helper.make_model(graph)
onnxruntime.InferenceSession(model.SerializeToString())"""
    + _FEED,
    more=lambda _: {"cast": '.astype("float32")'},
    imports="import onnx\nimport onnxruntime",
    common=False,
)


def without_kernel(template: CallTemplate) -> CallTemplate:
    """The call of an operator that takes the image alone."""
    text = template.text.replace(', "h"]', "]").replace(', values["h"]', "")
    return template.replace(text=text.replace(', "h": {h}[None, None]{cast}', "").replace('"xhy"', '"xy"'))


AUTO_PAD = Option(name="auto_pad", default="NOTSET", kind=choice("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
DILATIONS = Option(
    name="dilations",
    default=1,
    kind=whole_numbers(1),
    candidates=candidates.dilations,
    per_axis=True,
    in_python=listed,
)
STRIDES = DILATIONS.replace(name="strides", candidates=candidates.strides)
