"""How much is read, worked out and written at most: every limit, each with its reason; and checks that need no more."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from convtrace.errors import ConvtraceError

# numbers, sizes and indices: two lines of a terminal, so that a message can show all of it
MAX_TEXT_LENGTH = 120
# differences and products of two indices still have fewer digits than a column of a table holds
MAX_INDEX = 10**9
# all positions between the smallest and the largest index
MAX_SIZE = 2 * MAX_INDEX + 1
# a stride or a dilation beyond it steps over every image that can be drawn
MAX_STEP = 10**6
# two for the picture, batch and channels, and some to spare: slices of more are not readable
MAX_AXES = 8

# exact numbers: enough for the digits of a double and for a product of three of them
MAX_DIGITS = 30
MAX_NUMBER = 10**MAX_DIGITS - 1
# ten to this power still has fewer than MAX_DIGITS digits
MAX_EXPONENT = 16
# so many terms, or so many factors in one of them, once a typed formula is multiplied out: an instant
MAX_FORMULA_TERMS = MAX_FORMULA_FACTORS = 100
# the terms of a sum of formulas that is multiplied out: a few seconds
MAX_EXPANDED_TERMS = 10**4
# digits of a difference that may cancel before what is left counts as nothing: more than numbers of MAX_DIGITS lose
MAX_CANCELLED_DIGITS = 100
# sums of roots below a fraction line that are made rational: a hundredth of a second each
MAX_RATIONALISED = 20

# a file of values, or as much text: a thousand rows of a thousand small numbers
MAX_FILE_BYTES = 10**6
# pixels with values, outputs or pixels listed in a table: a million rows are written in seconds
MAX_PIXELS = 10**6
# rows of a table for which no --window asks: those of a kernel of 99x99
MAX_ROWS_UNASKED = 100 * 100
# rows of a table that would have more: some screens, and of each axis as many positions
ROWS_OF_A_CUT = 400
# elements of a kernel, and products of one sum: 99x99 fill a hundred screens
MAX_ELEMENTS = 99 * 99
# places outside the image that a gradient looks at: a second
MAX_PLACES = 10**5
# positions of an axis that are all measured to find a column's width; of more, where the digits change
MAX_MEASURED_SIDE = 64
# whole outputs of a library function: what fits into memory
MAX_OUTPUTS = 10**7
# outputs times kernel elements on one axis of sums that are worked out: a gigabyte
MAX_MEETINGS = 2 * 10**7
# positions of an axis that are held in memory; a longer one stays a range
MAX_COPIED_SIDE = 4096
# sizes of an image that are tried to name one that gives an output: a moment
MAX_SIZES_TRIED = 1000

# two library functions are compared position by position: a second
MAX_COMPARED_SIDE = 1000
MAX_COMPARED_PRODUCTS = 10**6
# amounts of padding that are tried one by one for a recipe; of more only those that the windows need
MAX_PADS_TRIED = 12
# products of all readings of a question that are tried for a claim, the simplest first: a few seconds
MAX_READ_PRODUCTS = 10**5
# combinations of steps that are tried for a recipe: a second
MAX_WAYS_TRIED = 99
# all pads, rules and flips are tried on an axis this short, where pixels meet by chance
MAX_TRIED_SIDE = 10
MAX_TRIED_PADS = 6

# --check expands the double sum over these positions: a few seconds
MAX_CHECKED_POSITIONS = 10**6
MAX_CHECKED_SIDE = 10**4
# a law multiplies out so many products in some ten seconds, all laws in a minute
MAX_PROVED_PRODUCTS = 300_000
# larger images need not be suggested: with two axes none of them can be proved
MAX_SUGGESTED_SIDE = 200
# the case of a law that is shown has so many terms at most: one or two lines
MAX_EXAMPLE_TERMS = 12

# Python's compiler nests a+b+c once for each term, and gives up at some 3000
MAX_CHAIN_TERMS = 500
# longer sums of a proof are shown with their middle left out: three lines
MAX_TERMS_SHOWN = 24
# combinations of options that are tried for a recipe
MAX_OPTIONS_TRIED = 200
MOST_CHANGED = 3
# letters of a kernel whose sum divides are all written up to 5x5
MAX_SCALE_TERMS = 25
# outputs along one axis whose patches are drawn: a screen
MAX_OUTPUTS_DRAWN = 7
# products of all sums of a call that stand below its output: a screen
MAX_PRODUCTS_LISTED = 64
# sums of a page that shows all outputs: two screens
MAX_SUMS_SHOWN = 100
# an image with so many pixels along an axis is drawn whole; of a larger one the part that matters
MAX_SIDE_DRAWN_WHOLE = 15
# cells along one axis of a drawing with two symbols a cell: a line of 80 columns
MAX_SIDE_DRAWN = 41
# cells of one drawing, slices and all: a second
MAX_CELLS_DRAWN = 2500
# rows and columns of a matrix that is shown whole unless told: an image of 7x7, and what one page of paper takes
MAX_MATRIX_SIDE = 50
# rows that are shown of a larger one, and twice as many columns: they can still be read on paper
SHOWN_OF_MATRIX = 25
# cells of a matrix that is shown whole because it was asked for: some seconds
MAX_CELLS_ASKED = 250_000
# outputs of a page that one can point at: 20x20 fill a screen, and the page has every step of each
MAX_LIVE_OUTPUTS = 400
# the same with all choices of its menus: three megabytes, and ten seconds to make
MAX_LIVE_OUTPUTS_IN_ALL = 5_000
# cells of a matrix that are dots of a picture: a megabyte
MAX_DOTS = 250_000
# places that a sentence lists before it says "more places"
MAX_PLACES_NAMED = 4
# channels of a page that have a grid of their own: three stand side by side in 80 columns
MAX_SLICES_DRAWN = 3
# rows of the table of one line of one channel, of which the others have the same
MAX_ROWS_FOLDED = 12
# runs of outputs that a sentence lists before it says "…"
MAX_RUNS_NAMED = 4
# rich holds a whole table in memory and takes a hundredth of a second for each ten rows
MAX_RICH_ROWS = 200
# rows that are read twice, so that all are measured; of more only those that are thought to be widest
MAX_MEASURED_ROWS = 200
# rows of a table on one page of LaTeX; longer ones go over pages
MAX_TABULAR_ROWS = 40

# outputs whose values stand beside the image in a window: a quarter of a screen, worked out in an instant
MAX_VALUES_BESIDE = 150
# frames of a picture that moves: more than two minutes at a second each, and some twenty seconds to make a GIF of them
MAX_FRAMES = 144
# the cells of all its frames: as long
MAX_CELLS_OF_FRAMES = 100_000
# nobody reads what is shown for a shorter time
MAX_FRAMES_A_SECOND = 5
# seconds for a frame
MAX_PACE = 60

# --width: below it tables can't be folded; beyond it no terminal is wider
MIN_WIDTH, MAX_WIDTH = 40, 10_000
# lines of a window in which the output moves: the answer, the image of 7x7 and the keys
MIN_LINES = 12
# as many digits as MAX_WIDTH has; COLUMNS may hold anything
MAX_WIDTH_DIGITS = 5
# characters of a message that quotes an unknown option or command
MAX_MESSAGE_LENGTH = 200
# characters of an answer that is kept as one text, not written as it is made: some seconds
MAX_LENGTH_IN_MEMORY = 10**8
# what the least generous terminals take: https://chromium.googlesource.com/apps/libapps (hterm)
MAX_CLIPBOARD_LENGTH = 100_000
# a clipboard program answers at once, or never
MAX_CLIPBOARD_SECONDS = 10
# a pipe whose writer says nothing for so long is read as it is
MAX_PIPE_SECONDS = 1


def check_term_count(meetings: Iterable[int]) -> None:
    """Refuse a sum of more products than can be written out, given how many there are on each axis."""
    count = prod(meetings)
    if count > MAX_ELEMENTS:
        message = f"{count} products, with those outside the image, are too many to write out (at most {MAX_ELEMENTS})"
        raise ConvtraceError(message, hint="Choose a smaller kernel or a smaller --dilation, or leave --pad out.")
