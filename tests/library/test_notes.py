"""Notes on library functions: only those that concern a call, with its numbers, and true."""

from __future__ import annotations

from typing import Any

import pytest

from convtrace import evaluate
from convtrace.cli import run
from convtrace.library.posed_call import pose_call

# function, image, kernel, options, notes
NOTES: list[tuple[str, str, str, str, list[str]]] = [
    ("torch.nn.functional.conv_transpose2d", "7x7", "3x3", "padding=1,2 stride=2 output_padding=1", [
        "padding=1 removes 1 output at each end on axis 0.",
        "padding=2 removes 2 outputs at each end on axis 1.",
        "output_padding=1 adds 1 output at the end only on each axis.",
    ]),
    ("torch.nn.functional.conv_transpose2d", "7x7", "3x3", "", []),
    ("torch.nn.functional.conv2d", "7x7", "4x4", "padding=same", [
        "padding='same' adds 1 zero at the start and 2 zeros at the end on each axis.",
    ]),
    ("torch.nn.functional.conv2d", "7x7", "3x3", "padding=same", []),
    ("torch.nn.Conv2d", "7x7", "3x3", "padding=1 padding_mode=reflect bias=False", [
        "padding_mode='reflect' mirrors without the edge pixel: SciPy calls that 'mirror'.",
    ]),
    ("torch.nn.grad.conv1d_weight", "7", "3", "weight_size=3 stride=2", [
        "The kernel here is grad_output.",
        "stride=2 and dilation=1 change places: see the relation.",
    ]),
    ("numpy.correlate", "7", "3", "", [
        "The default mode is 'valid', not 'full'.",
    ]),
    ("numpy.correlate", "7", "3", "mode=valid", []),
    ("numpy.correlate", "3", "5", "mode=valid", [
        "mode='valid' moves the image of 3 over the longer kernel of 5.",
    ]),
    ("numpy.convolve", "3", "5", "mode=same", [
        "mode='same' gives 5 outputs, as many as the kernel has elements; SciPy's gives 3.",
    ]),
    ("scipy.signal.convolve", "3", "5", "mode=same", [
        "mode='same' gives 3 outputs, though the kernel has 5 elements; NumPy gives 5.",
    ]),
    ("scipy.signal.correlate2d", "7x7", "4x3", "mode=same", [
        "With a kernel of even size 4, y[m] here is y[m+1] of scipy.signal.correlate on axis 0.",
    ]),
    ("scipy.signal.correlate", "7x7", "4x3", "mode=same", [
        "With a kernel of even size 4, y[m+1] here is y[m] of scipy.signal.correlate2d on axis 0.",
    ]),
    ("scipy.signal.correlate", "7", "4", "mode=same", []),
    ("scipy.signal.convolve2d", "7x7", "3x3", "mode=valid boundary=wrap", [
        "mode='valid' ignores boundary and fillvalue.",
    ]),
    ("scipy.ndimage.convolve", "7", "4", "mode=wrap", [
        "With a kernel of even size 4, y[m] here is y[m+1] of scipy.signal.convolve in mode='same'.",
    ]),
    ("scipy.ndimage.convolve", "7", "3", "", [
        "mode='reflect' repeats the edge pixel, as NumPy's 'symmetric' does; NumPy's 'reflect' is 'mirror' here.",
    ]),
    ("scipy.ndimage.convolve", "7x7", "3x3", "mode=wrap origin=1,0", [
        "origin=1 moves the windows by 1 to higher indices on axis 0; in correlate, to lower ones.",
    ]),
    ("scipy.ndimage.correlate", "1 2 3", "1/2 1", "origin=-1 mode=wrap", [
        "SciPy cuts the outputs to whole numbers where the image is an array of whole numbers.",
        "origin=-1 moves the windows by 1 to higher indices; in convolve, to lower ones.",
    ]),
    ("skimage.filters.correlate_sparse", "7", "3", "mode=wrap", []),
    ("astropy.convolution.convolve", "7", "3", "boundary=None normalize_kernel=False", [
        "boundary=None puts 0 into 1 output at each end.",
    ]),
    ("astropy.convolution.convolve_fft", "1 2 3", "1 -1 2 -3", "boundary=wrap normalize_kernel=False", [
        "convolve refuses a kernel of even size, such as 4; convolve_fft takes it.",
        "boundary=wrap repeats the image after 4 pixels, with 1 zero between: the period is that of the longer array.",
    ]),
    ("astropy.convolution.convolve_fft", "7", "3", "boundary=None", [
        "Astropy divides the kernel by its sum, unless normalize_kernel=False is given.",
        "With boundary=None convolve_fft does what it does with boundary='fill'.",
    ]),
    ("torch.nn.Conv1d", "7", "3", "", [
        "The layer adds its bias b, which is drawn at random when it is made, unless bias=False is given.",
    ]),
    ("keras.layers.Conv1D", "7", "3", "", [
        "The bias is 0 at first; bias_initializer=3 makes it 3.",
    ]),
    ("cv2.filter2D", "1 2; 3 4", "1 2 3;", "anchor=0,1", [
        "The default border mirrors without the edge pixel: NumPy calls that 'reflect'.",
        "The anchor is given as row, column here; OpenCV's call has anchor=(1, 0).",
        "OpenCV clips the outputs to the image's dtype: an image of bytes gives 0 to 255.",
    ]),
    ("cv2.filter2D", "7x7", "3x3", "borderType=BORDER_DEFAULT", []),
    ("tf.nn.conv2d", "7x7", "3x3", "padding=SAME strides=2", [
        "With a stride of 2, 'same' adds 1 zero before and 1 after 7 pixels on each axis; other sizes may get others.",
    ]),
    ("tf.nn.conv3d", "9x9x9", "1x1x1", "padding=SAME strides=3", [
        "With a stride of 3, 'same' adds 0 zeros before and 0 after 9 pixels on each axis; other sizes may get others.",
        "The first window begins at pixel 1 on each axis, not at 0 as in tf.nn.conv2d.",
    ]),
    ("tf.nn.conv1d_transpose", "7", "3", "padding=SAME strides=2 output_shape=13", [
        "output_shape=13 decides how many outputs are removed at the start: 1.",
    ]),
    ("keras.layers.Conv1D", "6", "3", "padding=same strides=2 use_bias=False", [
        "With a stride of 2, 'same' adds 0 zeros before and 1 after 6 pixels; other sizes may get others.",
    ]),
    ("keras.layers.Conv1DTranspose", "7", "3", "padding=same strides=3 output_padding=1 bias=2", [
        "output_padding=1 also changes how many outputs are removed at the start; PyTorch's adds some at the end.",
    ]),
    ("onnxruntime:ConvTranspose", "7", "3", "output_shape=9", [
        "With output_shape=9 onnxruntime works out the pads as for SAME_LOWER, whatever pads says.",
    ]),
    ("onnxruntime:ConvTranspose", "7", "2", "auto_pad=SAME_UPPER strides=3", [
        "The kernel is shorter than the stride: the output has 20 elements, not 21.",
    ]),
    ("onnx.reference:ConvTranspose", "7", "2", "auto_pad=SAME_UPPER strides=3", [
        "The kernel is shorter than the stride: the output has 21 elements; onnxruntime's has fewer.",
    ]),
    ("onnx.reference:Conv", "7", "3", "auto_pad=SAME_UPPER pads=1,1", [
        "auto_pad is used and pads is not; onnxruntime refuses both together.",
    ]),
    ("jax.lax.conv_transpose", "7", "3", "strides=1 padding=VALID", [
        "The kernel is not flipped; transpose_kernel=True flips it, as other libraries do.",
    ]),
    ("jax.lax.conv_general_dilated", "7", "3", "window_strides=1 padding=-1,-2", [
        "Negative padding takes away 1 pixel at the start and 2 pixels at the end.",
    ]),
    ("sympy.convolution", "1 0", "1 2", "", [
        "The result ends with 0: SymPy leaves zeros at the end out.",
    ]),
    ("sympy.convolution", "1 1", "1 2", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("function", "image", "kernel", "options", "notes"), NOTES)
def test_the_notes_of_a_call(function: str, image: str, kernel: str, options: str, notes: list[str]) -> None:
    call, *_ = pose_call(function, image=image, kernel=kernel, options=options.split())
    assert [*call.notes] == notes


IMAGE, EVEN = [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3]], [[1, 2, 3, 4]]


def moved(name: str, other: str, **options: Any) -> None:
    """Assert that y[m] of one function is y[m+1] of the other along the last axis."""
    one, later = evaluate(name, IMAGE, EVEN, **options), evaluate(other, IMAGE, EVEN, mode="same")
    assert [row[:-1] for row in one] == [row[1:] for row in later]  # type: ignore[index]


def test_kernels_of_even_size_are_one_output_off() -> None:
    moved("scipy.signal.correlate2d", "scipy.signal.correlate", mode="same")
    moved("scipy.ndimage.convolve", "scipy.signal.convolve", mode="constant")


def test_notes_of_both_calls_where_they_differ(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["library", "numpy.correlate", "--option", "mode=full", "--versus", "numpy.correlate"]
    run([*words, "--only", "conventions"])
    assert "\nNote on B: The default mode is 'valid', not 'full'.\n" in capsys.readouterr().out
    run(["library", "numpy.correlate", "--versus", "numpy.correlate", "--only", "conventions"])
    assert "Note on" not in capsys.readouterr().out
