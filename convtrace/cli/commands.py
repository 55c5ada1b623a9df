"""The table of commands: a further one is a row here and a page in `convtrace.view.pages`.

A page's module has `page_result(question, only, read)` and, where --only chooses among its sections, `SECTIONS`.
"""

from __future__ import annotations

from convtrace.cli.command import Command
from convtrace.cli.function_options import (
    FUNCTION,
    FUNCTION_ARRAYS,
    FUNCTION_OPTION,
    MATRICES,
    OPERATION_OR_FUNCTION,
)
from convtrace.cli.notation_options import NAMES, NOTATION
from convtrace.cli.number_options import LIBRARY, NDIM, NUMBERS, PROBE_CHANNELS
from convtrace.cli.operation_command import CLAIMED, operation_command
from convtrace.cli.options import (
    ARRAY_OPTIONS,
    AXES,
    CHECK,
    CLAIM,
    FIRST_OUTPUT,
    FORM,
    GRADIENT,
    MODE,
    OPERATION,
    OUTPUT,
    PAIR,
    PROOF,
    PROOF_ARRAYS,
    WINDOW,
)
from convtrace.cli.output import BROWSED_PAGES, DRAWN, SUM_FORMATS
from convtrace.cli.picture_options import MENUS, MOTION, SPACE_OPTIONS, ZOOM
from convtrace.law.operations import names

OTHERS = {
    row.name: row
    for row in (
        Command(
            name="compare",
            sentence="Two operations: the same output, and the same pixels.",
            examples=("compare --m 1 --n 1", "compare xcorr:reflected xcorr:sliding --at 1 --image 7"),
            question=(PAIR, *OUTPUT, MODE, *FORM),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="compare",
            sections="compare",
        ),
        Command(
            name="map",
            sentence="All outputs, and the pixels that each of them uses.",
            examples=("map conv", "map xcorr --image 5x4 --mode same --only outputs"),
            question=(OPERATION, MODE, *FORM),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="map",
            sections="map",
        ),
        Command(
            name="explore",
            sentence="All outputs on one page for your browser, to point at.",
            examples=("explore conv -o page.html --open", "explore numpy.convolve --image 9 --kernel 3 -o page.html"),
            question=(OPERATION_OR_FUNCTION, FUNCTION_OPTION, *FIRST_OUTPUT, MODE, *FORM),
            arrays=SPACE_OPTIONS,
            drawing=(AXES, MENUS),
            notation=NOTATION,
            page="explore",
            formats=BROWSED_PAGES,
        ),
        Command(
            name="step",
            sentence="In the terminal: the arrow keys move the output over the image.",
            examples=("step conv", "step numpy.convolve --image 9 --option mode=same"),
            question=(OPERATION_OR_FUNCTION, FUNCTION_OPTION, *FIRST_OUTPUT, MODE, *FORM),
            arrays=SPACE_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="step",
            formats=DRAWN,
        ),
        Command(
            name="slide",
            sentence="The kernel slides over the image: one frame for each output.",
            examples=("slide conv -o slide.gif", "slide xcorr --image 5x5 --path snake --pace 0.5 -o slide.svg"),
            question=(OPERATION_OR_FUNCTION, FUNCTION_OPTION, *MOTION, MODE, *FORM),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="slide",
        ),
        Command(
            name="matrix",
            sentence="All outputs as a matrix times the image: y = C·x.",
            examples=("matrix conv", "matrix xcorr --form sliding --at 0,0 --transpose"),
            question=(OPERATION_OR_FUNCTION, FUNCTION_OPTION, *OUTPUT, MODE, *MATRICES, *FORM),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="matrix",
            sections="matrix",
        ),
        Command(
            name="grad",
            sentence="Backwards: the gradient of one pixel or one kernel element.",
            examples=("grad conv --pixel 1,1", "grad xcorr --weight 0,1 --mode same --check"),
            question=(OPERATION, *GRADIENT, MODE, *FORM, CLAIM, CHECK),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES, WINDOW, ZOOM),
            notation=NAMES,
            page="gradient",
            sections="value",
            further_sections=CLAIMED,
        ),
        Command(
            name="borders",
            sentence="What x outside the image is, and what libraries call it.",
            examples=("borders", "borders --only names -f markdown"),
            page="borders",
            sections="borders",
        ),
        Command(
            name="kernels",
            sentence="The kernels that have names, such as sobel-x.",
            examples=("kernels", "kernels -f markdown -o kernels.md"),
            page="kernels",
            sections="kernels",
        ),
        Command(
            name="expand",
            sentence="The sum of every output, one on each line.",
            examples=("expand conv", "expand xcorr --image 5 --kernel 3 --mode full -f jsonl"),
            question=(OPERATION, MODE, *FORM),
            arrays=ARRAY_OPTIONS,
            drawing=(AXES,),
            notation=NOTATION,
            page="expand",
            formats=SUM_FORMATS,
        ),
        Command(
            name="prove",
            sentence="Prove the laws of an operation for all values, or show a counterexample (exit code 1).",
            examples=("prove flip", "prove commute --of xcorr --image 4 --kernel 2"),
            question=PROOF,
            arrays=PROOF_ARRAYS,
            drawing=(AXES,),
            page="prove",
        ),
        Command(
            name="which",
            sentence="Which convention, or which slip, gives these numbers (exit code 1 if none does)?",
            examples=(
                "which --image '1 2 3; 4 5 6' --kernel '1 1; 2 2' --result '15 21'",
                "which --image 1,2,3,4,5,6,7 --kernel 1,0,2 --result 7,10,10,16,19",
            ),
            question=NUMBERS,
            page="which",
            sections="which",
        ),
        Command(
            name="probe",
            sentence="The line to run in a library, whose output tells its convention.",
            examples=("probe scipy.signal.convolve2d", "probe pytorch --channels"),
            question=(LIBRARY, NDIM, PROBE_CHANNELS),
            page="probe",
            sections="probe",
        ),
        Command(
            name="library",
            sentence="A library function in its own indices, or beside another.",
            examples=(
                "library numpy.correlate --option mode=same --image 7 --at 3",
                "library scipy.signal.convolve2d --versus torch.nn.functional.conv2d",
            ),
            question=FUNCTION,
            arrays=FUNCTION_ARRAYS,
            page="library_pages",
            sections="library_function",
            other_sections={"versus": "versus", "at all": "library_outputs"},
            further_sections=CLAIMED,
        ),
    )
}


def commands() -> dict[str, Command]:
    """All rows by their names: one for each operation, then the others."""
    return {name: operation_command(name) for name in names()} | OTHERS
