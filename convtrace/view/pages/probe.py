"""The line to run in a library, whose output tells its convention."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from convtrace.document.blocks import Block, Code, Document, Heading, Paragraph
from convtrace.errors import ConvtraceError, shortened
from convtrace.law.channels import ARRAYS, Layout
from convtrace.library.catalogue import find, known
from convtrace.library.row import LibraryFunction
from convtrace.search.channel_probe import laid_array
from convtrace.search.probes import PROBES
from convtrace.values.frozen import Frozen
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of
from convtrace.view.probe_lines import ENVIRONMENTS, environment_line, row_line

# axes of the probe, where a function takes several: a plane tells most
PREFERRED = (2, 1, 3)


# what people call a library, and the function of it that is probed then
USUAL = {
    "numpy": "numpy.convolve",
    "scipy": "scipy.signal.convolve2d",
    "pytorch": "torch.nn.functional.conv2d",
    "torch": "torch.nn.functional.conv2d",
    "opencv": "cv2.filter2D",
    "cv2": "cv2.filter2D",
    "tensorflow": "tf.nn.conv2d",
    "keras": "keras[tensorflow].layers.Conv2D",
    "jax": "jax.lax.conv",
    "onnx": "onnx.reference:Conv",
    "onnxruntime": "onnxruntime:Conv",
    "astropy": "astropy.convolution.convolve",
    "skimage": "skimage.filters.correlate_sparse",
    "scikit-image": "skimage.filters.correlate_sparse",
    "sympy": "sympy.convolution",
    "octave": "octave.conv2",
    "matlab": "octave.conv2",
    "julia": "DSP.conv",
    "dsp": "DSP.conv",
    "imagefiltering": "ImageFiltering.imfilter",
    "nnlib": "NNlib.conv",
    "flux": "NNlib.conv",
}


class ProbeLine(Frozen):
    """A line to run, in what, and the probe that it runs on: with batch and channels where it has a `layout`."""

    title: str
    axes: int
    line: str
    layout: Layout | None = None


def page_result(question: Question, only: str | None, _read: Read) -> PageResult:
    line = probe_line(question["library"], question["ndim"], channels=question["channels"])
    return PageResult(document(line, chosen(only, SECTIONS)))


def probe_line(name: str, ndim: int | None = None, *, channels: bool = False) -> ProbeLine:
    """The line for a library, a function of one, or a language, on arrays of `ndim` axes; ConvtraceError where none is.

    With `channels` the arrays have a batch and channels beside these axes.

    >>> probe_line("Octave").line[-20:], probe_line("np.convolve").axes
    (' conv2(x, h, "full")', 1)
    """
    wanted = name.strip().lower().removesuffix(".jl")
    for each in ENVIRONMENTS:
        if wanted in each.names:
            _check_axes(each.title, ndim, (2,))
            if channels:
                raise ConvtraceError(f"{each.title} has no probe of channels", hint="Leave --channels out.")
            line = environment_line(each, PROBES[2])
            return ProbeLine(title=each.title, axes=2, line=line)
    row = known(USUAL.get(wanted, name)) or _refused(name)
    usable = [axes for axes in PREFERRED if axes in row.laws]
    _check_axes(row.name, ndim, usable)
    axes = ndim or usable[0]
    if channels and row.usual_layout({}) is None:
        message = f"{shortened(name.strip())} takes arrays without batch and channels"
        raise ConvtraceError(message, hint="Leave --channels out, or name a function such as pytorch or tensorflow.")
    line = row_line(row, PROBES[axes], channels=channels)
    return ProbeLine(title=row.name, axes=axes, line=line, layout=row.usual_layout({}) if channels else None)


def _check_axes(name: str, ndim: int | None, usable: Sequence[int]) -> None:
    """Refuse a number of axes that the function does not take, or no probe has."""
    if ndim is not None and ndim not in usable:
        counts = " or ".join(map(str, sorted(usable)))
        raise ConvtraceError(
            f"{name} has no probe of {ndim} {'axis' if ndim == 1 else 'axes'}", hint=f"Give --ndim {counts}."
        )


def _refused(name: str) -> LibraryFunction:
    try:
        return find(name)
    except ConvtraceError as error:
        others = [each.names[0] for each in ENVIRONMENTS]
        hint = f"{error.hint} Further names: {', '.join([*USUAL, *others])}."
        raise ConvtraceError(f"convtrace has no probe for {shortened(name.strip())}", hint=hint) from None


def document(found: ProbeLine, only: Collection[str] = ()) -> Document:
    """The page of one probe, or the sections named in `only`."""
    return page_of(found, SECTIONS, only, _title, _run, _record)


def _title(found: ProbeLine) -> Iterator[Block]:
    yield Heading((f"A probe of {found.title}{', with channels' * bool(found.layout)}",), level=1)


def _run(found: ProbeLine) -> Iterator[Block]:
    yield Paragraph(("Run this line:",))
    yield Code(found.line, "text", whole=True)


def _then(found: ProbeLine) -> Iterator[Block]:
    yield Paragraph(("Paste what it prints, or name a file with it:",))
    yield Code(f'convtrace which --probe {"--channels " * bool(found.layout)}--result "..."', "sh")
    size = "×".join(map(str, PROBES[found.axes].image_shape))
    if found.layout is None:
        tells = f"Every usual convention gives another output for this image of {size}"
        yield Paragraph((f"{tells}; change options in the line at will.",))
        return
    image, kernel = (found.layout.spelled(unknown, found.axes) for unknown in ARRAYS[1:])
    yield Paragraph((f"x has the axes {image}, h {kernel}: N images, C input channels, O output channels.",))
    told = "how batch and channels lie in it, whether input channels are summed, and the rest of the convention"
    yield Paragraph((f"The output tells {told}; change options in the line at will.",))


SECTIONS: dict[str, Section[ProbeLine]] = {"run": _run, "then": _then}


def _record(found: ProbeLine) -> Mapping[str, object]:
    probe = PROBES[found.axes]
    image, kernel = probe.image, probe.kernel
    if found.layout is not None:
        image, kernel = (laid_array(found.layout, unknown, probe) for unknown in ARRAYS[1:])
    return {"probe": found.title, "line": found.line, "image": image, "kernel": kernel}


def names() -> Collection[str]:
    """What `probe` takes beside the names of functions."""
    return (*USUAL, *(name for each in ENVIRONMENTS for name in each.names))
