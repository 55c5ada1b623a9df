"""The parameters about pictures: how much they draw, and how they move."""

from __future__ import annotations

from convtrace.cli.choices import Choice, Parameters, one_of, option
from convtrace.cli.options import ARRAY_OPTIONS, CHANNELS, output_options

# of `convtrace.library.slides`, which most commands don't load
PATHS = ("rows", "columns", "snake")

ZOOM = option(["--zoom"], is_flag=True, help="Draw only the pixels of the window: the patch and its neighbours.")

# of commands that show sums over space alone: refused in a sentence, so no help lists it
NO_CHANNELS = option(["--channels"], hidden=True, help="")
SPACE_OPTIONS = tuple(NO_CHANNELS if each is CHANNELS else each for each in ARRAY_OPTIONS)

MENUS = option(
    ["--menus"],
    metavar="NAME,..",
    type=Choice(lambda _: ("stride", "dilation", "pad", "mode", "all"), listed=True),
    help="Menus that work in the page itself: stride, dilation, pad, mode; or all. Each makes the page larger.",
)

MOTION: Parameters = (
    *output_options("the picture begins with the first of the path"),
    option(["--pace"], metavar="SECONDS", default="1", show_default=True, help="How long each frame is seen."),
    one_of("--path", PATHS, f"The order of the outputs: {', '.join(PATHS)} (rows, there and back).", PATHS[0]),
    option(["--strip"], is_flag=True, help="All frames side by side in one picture, for paper and Beamer."),
)
