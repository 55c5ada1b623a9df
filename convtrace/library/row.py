"""Rows for library functions: a law per axis, the options, and how the call is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from convtrace.law.axis import Relation
from convtrace.law.scaling import Biases, Offset, Scale
from convtrace.library.axis_call import AxisCall, AxisLaw
from convtrace.library.call_template import CallTemplate
from convtrace.library.option import Along, Option
from convtrace.library.option_kinds import Options
from convtrace.library.requirements import CallSizes, Refusal
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.law.channels import Layout
    from convtrace.library.channels import Channels
    from convtrace.library.complex_values import Conjugated
    from convtrace.library.missing import Treating
    from convtrace.library.notes import Note
    from convtrace.library.number_types import Casting
    from convtrace.library.requirements import Empty, Requirement
    from convtrace.library.spreading import Spreading


class LibraryFunction(Frozen):
    """A library function: one law per number of axes, over the options that the law takes.

    `other_options` leave the relation alone. `min_outputs` is the least number of outputs on an axis that the library
    returns. A sum is multiplied by the `scale` of the options, and their `offset` is added; `trims_zeros` leaves out
    zeros at the end of the output. `conjugates` names the array whose conjugate is used for complex numbers, and is
    None where the library takes none; `cast` is what becomes of a sum in an array of whole numbers, `nan` what is done
    with pixels that are nan, as which infinite ones count where `infinite_is_nan`, and `spreads` in which products
    these and infinite ones count; without both they are refused. The constants were measured with `version`. `page` is
    the library's own, with {name} and its {last} part in it, and `also` are other names that its documentation has for
    the function. Indices of its arrays count from `base`. One that is not `measured` was taken from its documentation.
    A function with a `window` takes that option, the size of a window, in the place of a kernel, whose elements are
    all 1 then. One that `picks` a value of its window is no sum and is refused; that is what it picks, in words.
    The option `along` names the axes that are filtered. `empty` gives the size of the output where an array has no
    elements, None where that is refused. One with `columns` makes these of images (unfold), or images of them (fold).
    With `layouts`, arrays may have a batch and channels; options that lay them decide which layouts these are.
    """

    name: str
    library: str
    version: str
    page: str
    laws: Mapping[int, AxisLaw]
    options: tuple[Option, ...] = ()
    other_options: tuple[Option, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    notes: tuple[Note, ...] = ()
    min_outputs: int = 1
    scale: Callable[[Options], Scale] = lambda _: 1
    offset: Callable[[Options], Offset | Biases] = lambda _: 0
    trims_zeros: Callable[[Options], bool] = lambda _: False
    conjugates: Callable[[CallSizes], Conjugated] | None = None
    cast: Casting = lambda *_: None
    nan: Treating | None = None
    infinite_is_nan: bool = False
    spreads: Spreading = lambda _: None
    template: CallTemplate = CallTemplate(text="{name}({x}, {h}{options})")
    also: tuple[str, ...] = ()
    base: int = 0
    measured: bool = True
    window: str = ""
    picks: str = ""
    along: Along | None = None
    empty: Empty = lambda _: None
    columns: str = ""
    layouts: Callable[[Options], tuple[Layout, ...]] | None = None

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.name.replace(":", ".").rpartition(".")[2]

    def lags(self, relations: Iterable[Relation], output: Sequence[int]) -> tuple[int, ...]:
        """The lag of an output on each axis; none unless the library calls the function a correlation."""
        lags = [relation.lag(m) for relation, m in zip(relations, output, strict=True)] * ("correlate" in self.last)
        return tuple(lag for lag in lags if lag is not None) if None not in lags else ()

    @property
    def source(self) -> str:
        """The address of the library's own page of the function."""
        return self.page.format(name=self.name, last=self.last)

    @property
    def all_options(self) -> tuple[Option, ...]:
        """The options that the law takes, then the others."""
        return *self.options, *self.other_options

    @property
    def spellings(self) -> dict[str, Option]:
        """All options by every name that they have."""
        return {name: option for option in self.all_options for name in (option.name, *option.also)}

    @property
    def choices(self) -> dict[str, Option]:
        """The library's own options that may have another value than the default, by every name that they have."""
        return {name: option for name, option in self.spellings.items() if not (option.only_here or option.fixed)}

    @property
    def examples(self) -> dict[str, object]:
        """Values that one could give for the options without a default, by their names."""
        return {option.name: option.default for option in self.options if option.required}

    def offset_at(self, options: Options, channel: int = 0) -> Offset:
        """The constant behind every sum of an output channel."""
        offset = self.offset(options)
        return offset.values[channel] if isinstance(offset, Biases) else offset

    def refusal(self, sizes: CallSizes) -> Refusal | None:
        """The first requirement that a call does not meet, in words."""
        return next((refusal for required in self.requirements if (refusal := required(sizes))), None)

    def notes_on(self, sizes: CallSizes) -> tuple[str, ...]:
        """The notes that concern a call."""
        return tuple(sentence for note in self.notes for sentence in note(sizes))

    def call(
        self,
        options: Options,
        image: str,
        kernel: str,
        flips: Sequence[bool] = (),
        outputs: Sequence[int] = (),
        channels: Channels | None = None,
        *,
        planes: bool = False,
    ) -> str:
        """The call as it is typed, the kernel flipped along some axes; lines before the last one prepare it.

        With `channels` the arrays have all axes that the library has; arrays of `planes` have the input channels alone.
        Options that are as by default are left out.
        """
        template, layout = self.template, channels.layout if channels else self.usual_layout(options)
        h, index = template.flip(kernel, flips), ""
        text = template.whole or template.text if channels and self.layouts else template.text
        if layout is not None and (planes or not text):
            text, image, h, index = template.whole, *layout.lifted(image, h, planes=planes)
        known = [option for option in self.all_options if option.name in options]
        typed = {option.name: self.typed(option, options, channels) for option in known}
        more, one = template.more(options), {"into": "1", "out": "1", "each": "1", "sides": f"{kernel}.shape"}
        others = "".join(
            f", {option.name}={typed[option.name]}"
            for option in self.chosen(options)
            if option.name not in more and f"{{{option.name}}}" not in text
        )
        arrays = {"x": image, "h": h, "outputs": ", ".join(map(str, outputs)), "options": others}
        counts = channels.texts if channels else one
        typed = {name: value.replace("{out}", counts["out"]) for name, value in typed.items()}
        return text.format(**{**typed, **counts, **more, **arrays, "name": self.name, "last": self.last}) + index

    def typed(self, option: Option, options: Options, channels: Channels | None = None) -> str:
        """The values of an option as they stand in a call."""
        layout = channels.layout if channels else self.usual_layout(options)
        return option.typed(options[option.name], layout, channels.counts if channels else {})

    def usual_layout(self, options: Options) -> Layout | None:
        """The layout of arrays with channels by the options, of which some may not be known."""
        if self.layouts is None:
            return None
        values = {option.name: option.default_values(1) for option in self.all_options if option.lays}
        return self.layouts({**values, **options})[0]

    @property
    def imports(self) -> str:
        """The line that makes the function's module known in Python."""
        return self.template.imports or f"import {self.name.rpartition('.')[0]}"

    def axis_calls(self, sizes: CallSizes) -> tuple[AxisCall, ...]:
        """The relation of every axis, worked out from its sizes and options."""
        law = self.laws[len(sizes.image)]
        return tuple(law(**axis) for axis in sizes.axes(option.name for option in self.options))

    def chosen(self, options: Options) -> tuple[Option, ...]:
        """The library's own options whose values are not their defaults, and those that have none."""
        known = (option for option in self.all_options if not (option.only_here or option.counts))
        return tuple(option for option in known if option.name in options and option.differs(options[option.name]))

    @property
    def kind(self) -> str:
        """`conv` where the relation flips the kernel, `corr` where it does not; for the default options."""
        return "conv" if self.typical().relation.flipped("i", "k") else "corr"

    def typical_notes(self) -> tuple[str, ...]:
        """The notes on the call of `typical`, the default options being left out."""
        axes = min(self.laws)
        options = {option.name: option.default_values(axes) for option in self.all_options}
        return self.notes_on(CallSizes((5,) * axes, (3,) * axes, options))

    def typical(self, n: int = 5, k: int = 3) -> AxisCall:
        """One axis of n pixels and k kernel elements under the default options, or examples where there is none."""
        axes = min(self.laws)
        options = {option.name: option.default_values(axes) for option in self.options}
        return self.laws[axes](n=n, k=k, **{name: values[0] for name, values in options.items()})
