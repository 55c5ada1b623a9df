"""Where the text goes and in which format: settled before anything is computed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from convtrace.cli.choices import Parameters
from convtrace.cli.environment import COLORS
from convtrace.cli.output_options import LOOKS, OPEN, SCREEN_LOOKS, format_option
from convtrace.cli.stream import target, write
from convtrace.errors import ConvtraceError, shortened
from convtrace.render import rendering
from convtrace.values import typed_text
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from convtrace.document.blocks import Document, Target
    from convtrace.document.streamed_sums import Sums

STDOUT = "-"
Sink = Callable[[Iterable[str | bytes]], None]


class FormatChoice(Frozen):
    """The formats of a command: what writes them, the one taken unless told, and the options beside --format.

    A page that is `browsed` is of no use in a terminal. Where nothing is named that writes, the answer is drawn in the
    terminal, and there is no --format.
    """

    writers: tuple[str, ...]
    default: str
    looks: Parameters
    browsed: bool = False

    @property
    def options(self) -> Parameters:
        """The options about the text."""
        named = (format_option(partial(rendering.formats, *self.writers), self.default),) if self.writers else ()
        return (*named, *self.looks)


PAGES = FormatChoice(
    writers=(rendering.PAGES, rendering.IMAGES, rendering.CELLS), default=rendering.DEFAULT, looks=LOOKS
)
BROWSED_PAGES = FormatChoice(writers=PAGES.writers, default="html", looks=(*LOOKS, OPEN), browsed=True)
DRAWN = FormatChoice(writers=(), default=rendering.DEFAULT, looks=SCREEN_LOOKS)
SUM_FORMATS = PAGES.replace(writers=(*PAGES.writers, rendering.SUMS), default="text")


class Destination(NamedTuple):
    """The function that takes the text, none for the clipboard, and the stream that shows it, if one does.

    `opened` is the file that a browser is to show then.
    """

    sink: Sink | None = None
    stream: TextIO | None = None
    opened: str | None = None


class Output(NamedTuple):
    """A format, what it may use, and where its text goes."""

    format_name: str
    target: Target
    destination: Destination

    def write(self, answer: Document | Sums) -> None:
        """Write the answer; a bar shows how far the sums are, if they take long."""
        from convtrace.document.blocks import Document  # only here: whoever has a document has loaded it

        if self.destination.sink is None:
            from convtrace.cli.copying import copy_answer

            copy_answer(answer, self.format_name, self.target)
        elif not isinstance(answer, Document):
            from convtrace.cli.progress import tracked  # only here: pages come at once

            made = rendering.pieces(answer, self.format_name, self.target)
            # closed, so that a bar leaves the terminal whatever happens
            with closing(tracked(made, answer.count, self.destination.stream)) as lines:
                self.destination.sink(lines)
        else:
            self.destination.sink(rendering.contents(answer, self.format_name, self.target))
        if self.destination.opened is not None:
            from convtrace.cli.browser import show

            show(self.destination.opened)


class OutputOptions(Frozen):
    """The options about the text, as they are typed; those that a command does not have stay as they are here.

    `usual` has those that come from the environment: they count where nothing is typed and the format takes them.
    """

    format_name: str | None = None
    output: str | None = None
    force: bool = False
    copy: bool = False
    pager: bool = False
    opens: bool = False
    standalone: bool = False
    ascii_only: bool = False
    theme: str | None = None
    color: str = COLORS[0]
    width: str | None = None
    usual: Mapping[str, Any] = {}

    def settled(self, choice: FormatChoice) -> Output:
        """The output that the options ask for; raises ConvtraceError where they contradict."""
        places = (("--output", self.output is not None), ("--copy", self.copy), ("--pager", self.pager))
        named = [option for option, given in places if given]
        if len(named) > 1:
            raise ConvtraceError(f"{named[0]} and {named[1]} both say where the text goes", hint="Keep one of the two.")
        file = None if self.output == STDOUT else self.output
        if file is not None:
            from convtrace.cli.files import check_writable

            check_writable(file, self.force)
        if self.opens and file is None:
            raise ConvtraceError("--open needs a file to open", hint="Name it, for example: --output page.html")
        name = self._format(choice, file)
        destination = self._destination(name, file, browsed=choice.browsed and name == choice.default)
        return Output(name, self._target(name, choice, destination.stream), destination)

    def _format(self, choice: FormatChoice, file: str | None) -> str:
        if self.format_name is not None:
            return rendering.checked_format("--format", self.format_name, *choice.writers)
        if file is None:
            usual = self.usual.get("format_name")
            return usual if usual and rendering.writes(usual, *choice.writers) else choice.default
        known = rendering.suffixes(*choice.writers)
        fitting = [suffix for suffix in known if os.path.basename(file).lower().endswith(suffix)]
        if fitting:
            return known[max(fitting, key=len)]
        from convtrace.cli.files import refuse

        suffix = os.path.splitext(file)[1]
        message = f"no format ends in {shortened(suffix)}"
        hint = f"Name the format with --format, or end in one of: {', '.join(known)}"
        raise refuse(file, message if suffix else "the name needs an ending that tells the format", hint)

    def _destination(self, format_name: str, file: str | None, *, browsed: bool) -> Destination:
        if self.copy:
            return Destination()
        if file is not None:
            from convtrace.cli.files import save

            return Destination(lambda made: save(file, made, self.force), opened=file if self.opens else None)
        stream = sys.stdout
        if (browsed or rendering.writes(format_name, rendering.IMAGES)) and stream is not None and stream.isatty():
            hint = f"Name a file: --output page{rendering.suffixes_of(format_name)[0]}"
            raise ConvtraceError(f"a terminal can't show the format {format_name}", hint=hint)
        if self.pager:
            from convtrace.cli.pager import write_paged

            return Destination(write_paged, stream)
        return Destination(write, stream)

    def _target(self, format_name: str, choice: FormatChoice, stream: TextIO | None) -> Target:
        color = typed_text.typed("--color", self.usual.get("color", self.color)).one_of(COLORS)
        found = target(stream, color, self._columns(), os.environ)
        for option, given, takes in (
            ("--standalone", self.standalone, rendering.takes_standalone),
            ("--theme", self.theme is not None, rendering.takes_theme),
        ):
            if given and not takes(format_name):
                takers = ", ".join(filter(takes, rendering.formats(*choice.writers)))
                message = f"{option} changes nothing in the format {format_name}"
                raise ConvtraceError(message, hint=f"Leave it out, or choose a format that it changes: {takers}")
        theme = self.usual.get("theme") if rendering.takes_theme(format_name) else None
        if self.theme is not None:
            theme = rendering.checked_theme(self.theme)
        unicode = found.unicode and not self.usual.get("ascii_only", self.ascii_only)
        return found.replace(unicode=unicode, standalone=self.standalone or None, theme=theme)

    def _columns(self) -> int | None:
        return self.usual.get("width") if self.width is None else rendering.checked_width(self.width)
