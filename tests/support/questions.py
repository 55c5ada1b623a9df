"""Command lines of every kind, each of which prints another page."""

from __future__ import annotations

EVERY_PAGE = (
    "conv --m 1 --n 1",
    "xcorr --m -1 --n -1 --axes rc",
    "conv-transpose --at 1,1 --image 3x3 --stride 2",
    "compare --m 1 --n 1",
    "map xcorr --image 5x4",
    "grad conv --pixel 1,1",
    "grad xcorr --weight 1,1 --image 5x4",
    "prove dft --of xcorr --image 4x3 --kernel 2x2",
    "prove commute --of xcorr --image 4 --kernel 3",
    "library",
    "library scipy.ndimage.correlate1d --at 0 --image 5 --kernel 3",
    "library torch.nn.functional.conv_transpose2d",
    "library scipy.signal.correlate2d --versus scipy.ndimage.correlate",
    "library scipy.signal.convolve2d --versus torch.nn.functional.conv2d",
    "borders",
    "kernels",
    "conv --m 0 --n -1 --image '1 2 3; 4 5 6; 7 8 9' --kernel sobel-x --pad reflect",
    "conv --at 0,0 --image 3x3 --kernel '1 -1/2 0; sqrt(2) alpha 1/16; (1+gamma)**2 w_02 pi' --pad constant:sqrt(2)",
    "conv --image 2x1x1x2 --kernel 1x1x1x2",
    "conv --at 0,0,0,0 --image 2x2x2x2 --kernel 1x1x1x2",
    "xcorr --at 0,0,1 --image 3x4x5 --kernel 2x3x2 --axes rc",
    "conv",
    "conv --at 100,1",
    "library torch.conv2d --image 1x3x6x6 --kernel 8x3x3x3 --option padding=1 --at all",
    "library scipy.ndimage.convolve --image '1 2 1/2; 3 4 -5' --kernel '1 1; 2 0' --at all",
    "xcorr --channels 2 --m 0 --n 1 --image 4x3 --kernel 2x2",
    "library torch.nn.Conv2d --image 1x3x6x6 --kernel 8x3x3x3 --weight b,4",
    "matrix conv --at 0,0 --transpose --im2col",
    "explore conv --image 4x4",
    "slide xcorr --image 3 --kernel 1,2 --mode full --pace 0.5",
    "matrix xcorr --image 12x12 --at 1,2 --transpose --im2col --pad edge --mode same",
    "conv --at 1,1 --image 4x4 --names theta,K_1,S --indices u,v,alpha,t,e1,e2 --letters w_{pq}",
    "xcorr --at 2,1 --image '1 2 3; 4 5 6; 7 8 9' --kernel '1 a; 2 b' --notation gonzalez-woods",
)
EVERY_SUM = ("expand xcorr --image 4x3 --kernel 2x2 --mode full", "expand conv --image 3 --kernel 'sqrt(2),1,alpha'")
# the first page of each command, one with numbers beyond the border, and one of many slices
COMMANDS = {question.split()[0]: question for question in reversed(EVERY_PAGE)}
EVERY_COMMAND = (*reversed(COMMANDS.values()), EVERY_PAGE[13], EVERY_PAGE[16], EVERY_PAGE[20])
PICTURES = (
    "conv --m 1 --n 1",
    "conv --m 0 --n -1 --image '1 2 3; 4 5 6; 7 8 9' --kernel sobel-x --pad reflect",
    "compare --m 1 --n 1 --only same-output",
    "grad conv --pixel 1,1",
    "map xcorr --image 5x4",
)
