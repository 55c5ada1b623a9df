"""Calls of ONNX operators as they are typed, a node for the reference, a model for onnxruntime; shared options."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from convtrace.law.scaling import Biases
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates
from convtrace.library.functions.shared_options import BIAS as ANY_BIAS
from convtrace.library.functions.shared_options import bias_of
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, OptionValues, choice, whole_numbers


def listed(values: OptionValues) -> str:
    """Values of all axes as an attribute has them: pads as all before, then all after.

    >>> listed((1, 2)), listed(((1, 2), (0, 3)))
    ('[1, 2]', '[1, 0, 2, 3]')
    """
    if isinstance(values[0], tuple):
        values = tuple(pad for end in (0, 1) for pad in (pads[end] for pads in values))  # type: ignore[index]
    return str(list(values))


def _bias(options: Options) -> Mapping[str, str]:
    """The places of a call where a bias stands, empty without one."""
    bias = bias_of(options)
    if bias == 0:
        return dict.fromkeys(("b_name", "b_letter", "b_value", "b_fed"), "")
    numbers = f"np.array([{', '.join(map(str, bias.values))}])" if isinstance(bias, Biases) else "b"
    return {"b_name": ', "b"', "b_letter": "b", "b_value": ', values["b"]', "b_fed": f', "b": {numbers}{{cast}}'}


def _places(cast: str) -> Callable[[Options], Mapping[str, str]]:
    """The texts for the places of a bias and of the type of the arrays' numbers."""

    def texts(options: Options) -> Mapping[str, str]:
        found = _bias(options) if BIAS.name in options else {}
        return {"cast": cast, "bias": "", **{place: text.format(cast=cast) for place, text in found.items()}}

    return texts


_NODE = 'onnx.helper.make_node("{last}", ["x", "h"{b_name}], ["y"]{options})'
_FEED = '.run(None, {{"x": {x}{cast}, "h": {h}{cast}{b_fed}}})[0]'
BY_REFERENCE = CallTemplate(
    whole=f"onnx.reference.ReferenceEvaluator({_NODE}){_FEED}",
    more=_places(""),
    imports="import onnx.reference",
    common=False,
)
RUNTIME = CallTemplate(
    whole="node = "
    + _NODE
    + """
names = "xh{b_letter}y"
values = {{name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names}}
graph = onnx.helper.make_graph([node], "graph", [values["x"], values["h"]{b_value}], [values["y"]])
model = onnx.helper.make_model(graph)
onnxruntime.InferenceSession(model.SerializeToString())"""
    + _FEED,
    more=_places('.astype("float32")'),
    imports="import onnx\nimport onnxruntime",
    common=False,
)


def without_kernel(template: CallTemplate) -> CallTemplate:
    """The call of an operator that takes the image alone."""
    whole = template.whole
    for place in (', "h"{b_name}', ', values["h"]{b_value}', ', "h": {h}{cast}{b_fed}', "h{b_letter}"):
        whole = whole.replace(place, "")
    return template.replace(whole=whole)


# the third input of a node, which is no attribute
BIAS = ANY_BIAS.replace(also=("B",), only_here=True)
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
