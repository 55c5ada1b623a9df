"""The parameters about library functions, and about the matrix of a function or of an operation."""

from __future__ import annotations

from functools import partial

from convtrace.cli.choices import FILES, Choice, Made, Parameters, Word, functions, kernels, option, settings
from convtrace.cli.options import CHECK, CLAIM
from convtrace.law.operations import names

OPERATION_OR_FUNCTION = partial(
    Word,
    "operation",
    "OPERATION|FUNCTION",
    lambda context: (*names(), *functions(context)),
    f"One of: {', '.join(names())}; or a library's function, such as numpy.convolve.",
)


def settings_option(declarations: list[str], function: str, text: str) -> Made:
    """An option NAME=VALUE, which may be repeated, of the library function that a parameter names."""
    return option(declarations, multiple=True, metavar="NAME=VALUE", type=Choice(settings(function)), help=text)


FUNCTION_OPTION = settings_option(
    ["--option", "options"], "operation", "An option of the library's function: --option mode=same. May be repeated."
)
MATRICES: Parameters = (
    option(["--transpose"], is_flag=True, help="Its transpose as well, from the outputs back to the pixels."),
    option(
        ["--im2col", "patches"],
        is_flag=True,
        help="The kernel times a matrix of patches as well: y = h·P.",
    ),
    option(["--whole"], is_flag=True, help="All rows and columns, also where there are more than 50."),
)

FUNCTION: Parameters = (
    partial(
        Word,
        "function",
        "[FUNCTION]",
        functions,
        "Such as numpy.convolve; for a list: nothing, or a library.",
        required=False,
    ),
    settings_option(
        ["--option", "options"], "function", "An option of the function: --option mode=same. May be repeated."
    ),
    option(
        ["--versus"],
        metavar="FUNCTION",
        type=Choice(functions),
        help="A second function: where both agree, and how each gives the other.",
    ),
    settings_option(["--versus-option", "others"], "versus", "An option of the second function. May be repeated."),
    option(
        ["--at"],
        metavar="R,C,..",
        type=Choice(lambda _: ("all",)),
        help="Index of the output, from 0; all: the whole output.  [default: the middle one]",
    ),
    option(["--grad"], is_flag=True, help="The gradient of the pixel --at R,C instead."),
    option(
        ["--weight"],
        metavar="R,C,..",
        help="The gradient of this kernel element instead; b,4: of the bias of output channel 4.",
    ),
    CLAIM,
    CHECK,
)
FUNCTION_ARRAYS: Parameters = (
    option(
        ["--image"],
        metavar="SIZE|VALUES",
        type=FILES,
        help="A size: 5x7 (5 rows, 7 columns), 7; or values: '1 2; 3 4', a file."
        "  [default: 7 on each axis, less with more than 3]",
    ),
    option(
        ["--kernel"],
        metavar="SIZE|VALUES",
        type=Choice(kernels, files=True),
        help="A size: 3x3, 3; or values: '1 0 -1', a file, a name such as sobel-x."
        "  [default: 3 on each axis, 2 with more than 4]",
    ),
)
