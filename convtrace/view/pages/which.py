"""From numbers to the convention, or to the slip, that made them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from convtrace.document.blocks import (
    Block,
    Code,
    Document,
    Heading,
    Paragraph,
)
from convtrace.errors import ConvtraceError
from convtrace.search.channel_probe import Mixed
from convtrace.search.channel_slips import nearly_unmixed
from convtrace.search.explanation import Explanation
from convtrace.search.given import MAX_SEARCHED_AXES, GivenArray, read_array, read_question
from convtrace.search.outputs import call_of, predicted
from convtrace.search.probes import PROBES
from convtrace.search.unmixing import unmixed
from convtrace.search.which import Answer, Verdict, which, which_of_channels, which_of_line
from convtrace.view import phrases
from convtrace.view.channel_words import axes_of_arrays, channel_sentences
from convtrace.view.convention_words import (
    EITHER,
    EITHER_WAY,
    capitalized,
    chance,
    convention,
    deciding,
    entry,
    is_either,
    operation,
    page_command,
    parts,
    rarity,
    slip_sentence,
    surprise,
    why_same,
)
from convtrace.view.page import PageResult, Read, Section, chosen, page_of
from convtrace.view.page import Question as Asked
from convtrace.view.pages.which_record import record
from convtrace.view.sections.outputs_compared import compared, differing_places
from convtrace.view.sections.slip import slip_table

NO_OUTPUT_DECIDES = "More of these outputs would not tell them apart; another image and kernel would"
# what else may be wrong with the output of a probe
AFTER_PROBE = (
    "Compare the line that ran with the one of convtrace probe: image and kernel must be the same.",
    "Run it with floats, without an activation, a clip or whole numbers of 8 bits, and paste all that it prints.",
)
# the numbers of axes with which all conventions are searched in a moment
SEARCHED_FAST = (1, 2)
TITLES: dict[Verdict, str] = {
    "found": "These numbers are from {}",
    "too_few": "Too few numbers to be sure",
    "none": "No convention gives these numbers",
}


def page_result(asked: Asked, only: str | None, read: Read) -> PageResult:
    """The page of an image, a kernel and a result; what was asked holds where an explanation is found."""
    given = (asked["image"], asked["kernel"], asked["result"], read)
    answer = answered(*given, probe=asked["probe"], channels=asked["channels"])
    return PageResult(document(answer, chosen(only, SECTIONS)), answer.verdict == "found")


def answered(
    image: object, kernel: object, result: object, read: Read | None = None, *, probe: bool, channels: bool
) -> Answer:
    """The answer to three arrays, or to a result and the probe that has as many axes, perhaps beside `channels`."""
    if channels and not probe:
        raise ConvtraceError("--channels needs --probe", hint="Give --probe --channels, or arrays of one channel.")
    if not probe:
        return which_of_line(read_question(image, kernel, result, read))
    if image is not None or kernel is not None:
        raise ConvtraceError("--probe has its own image and kernel", hint="Leave out --image and --kernel, or --probe.")
    if channels:
        answer = _of_channels(read_array("result", result, read=read))
        if answer.verdict != "found" and _has_none(answer.mixed, result, read):
            raise ConvtraceError("--result has no batch and channels", hint="Leave --channels out.")
        return answer.replace(probed=True)
    given = read_array("result", result, read=read)
    sides = [side for side in given.shape if side > 1]
    if len(sides) > MAX_SEARCHED_AXES or (len(sides) > 1 and _has_channels(given)):
        message = f"--result has {len(given.shape)} axes, with batch or channels among them"
        raise ConvtraceError(message, hint="Add --channels, here and where the probe is printed.")
    return _of_probe(result, read).replace(probed=True)


def _of_probe(result: object, read: Read | None) -> Answer:
    axes = len(read_question([1], [1], result, read).output_shape)
    return which(read_question(PROBES[axes].image, PROBES[axes].kernel, result, read))


def _has_none(mixed: Mixed | None, result: object, read: Read | None) -> bool:
    """True where a result without a way to mix channels is that of the probe without them."""
    plain = mixed is not None and mixed.mixing is None and sum(side > 1 for side in mixed.shape) in SEARCHED_FAST
    return plain and _of_probe(result, read).verdict == "found"


def _has_channels(given: GivenArray) -> bool:
    return any(mixed.mixing for mixed, _ in unmixed(given))


def _of_channels(given: GivenArray) -> Answer:
    """The answer to a result of the probe with channels, perhaps with some wrong numbers."""
    if _has_channels(given):
        return which_of_channels(unmixed(given))
    return which_of_channels(nearly_unmixed(given) or unmixed(given))


def document(answer: Answer, only: Collection[str] = ()) -> Document:
    """The page, or the sections named in `only`."""
    return page_of(answer, SECTIONS, only, _title, compared, record)


def _title(answer: Answer) -> Iterator[Block]:
    title = TITLES[answer.verdict]
    if answer.explanations:
        first = answer.explanations[0]
        of_channels = " with channels" if answer.mixed else ""
        either = is_either(answer.question, first)
        said, colon, why = (EITHER if either else operation(first)).partition(":")
        title = title.format(said + of_channels) + _besides(first, answer.mixed) + (colon + why) * either
    yield Heading((title,), level=1)


def _answer(answer: Answer) -> Iterator[Block]:
    """What it is, the call that does it, what is unusual about it."""
    if answer.verdict == "too_few":
        known = len(answer.question.known)
        numbers = "1 number decides" if known == 1 else f"{known} numbers decide"
        yield Paragraph((f"{numbers} nothing here: many conventions give {'it' if known == 1 else 'them'} by chance.",))
        return
    if answer.folded:
        rows, columns = answer.question.output_shape
        yield Paragraph((f"The {rows * columns} numbers in one line are read as {rows}×{columns}.",))
    if answer.mixed is not None:
        yield from (Paragraph((sentence,)) for sentence in channel_sentences(answer.mixed))
        if answer.mixed.mixing is None:
            return
    if not answer.explanations:
        yield Paragraph(("No convention that convtrace knows, and no single slip, gives these numbers.",))
        yield Paragraph((f"{answer.tried} conventions were tried.{_nearest(answer)}",))
        return
    found = answer.explanations[0]
    either = is_either(answer.question, found)
    yield Paragraph((f"{capitalized(convention(found, either=either))}.",))
    if found.slip is not None:
        lead = "But" if found.slip.kind == "outputs" else "One slip:"
        yield Paragraph((f"{lead} {slip_sentence(answer.question, found.slip)}",))
    call = call_of(answer.question, found, answer.mixed)
    if call is not None:
        yield Code(call.text)
        if call.channels is not None:
            yield Paragraph((axes_of_arrays(call.channels),))
    if found.output.name == "rotated_180" and found.kernel.name == "as_is" and max(found.stride) == 1:
        yield Paragraph(("This is the reflected form of the cross-correlation, as convtrace xcorr has it by itself:",))
        image, kernel = (
            "x".join(map(str, each)) for each in (answer.question.image_shape, answer.question.kernel_shape)
        )
        yield Code(f"convtrace xcorr --image {image} --kernel {kernel}", "sh")
    yield Paragraph((EITHER_WAY if either else surprise(found),))


def _besides(found: Explanation, mixed: Mixed | None) -> str:
    """What the convention does not explain, for the title."""
    if found.slip is None and mixed is not None and mixed.missed:
        return f", but for {phrases.counted(len(mixed.missed), 'number')}"
    if found.slip is None:
        return ""
    if found.slip.kind != "outputs":
        return ", with one slip"
    return f", but for {phrases.counted(1 + len(found.slip.others), 'output')}"


def _nearest(answer: Answer) -> str:
    if answer.nearest is None:
        return ""
    found, matched = answer.nearest
    return f" The nearest gives {matched} of {len(answer.question.known)} outputs: {convention(found)}."


def _evidence(answer: Answer) -> Iterator[Block]:
    """The outputs as given and as the convention gives them, and a slip where it is; what too few numbers may be."""
    shown = [*compared(answer)]
    yield from shown or [Paragraph(("Nothing fits, so there is nothing to compare.",))]
    found = answer.explanations[0] if answer.explanations else None
    if found is not None and found.slip is not None:
        differing = differing_places(answer.question, predicted(answer.question, found))
        yield from slip_table(answer.question, found, found.slip, differing)


def _others(answer: Answer) -> Iterator[Block]:
    """The explanations that fit as well, and why."""
    if len(answer.explanations) < 2:
        yield Paragraph(("No other explanation is as simple." if answer.explanations else "There is none to compare.",))
        return
    best, *others = answer.explanations
    usual = set(parts(best))
    yield Paragraph((f"{chance(answer.evidence - best.bits)}",))
    for other in others:
        instead = ", ".join(part for part in parts(other) if part not in usual) or "the same convention"
        slip = "" if other.slip is None or other.slip == best.slip else f" {slip_sentence(answer.question, other.slip)}"
        why = why_same(answer.question, best, other)
        yield Paragraph((f"{rarity(other.bits - best.bits)}: {instead}.{slip} {why}.",))


def _next(answer: Answer) -> Iterator[Block]:
    """What one more number would decide, and the page to read next."""
    question = answer.question
    if len(answer.explanations) > 1:
        tied = [predicted(question, each) for each in answer.explanations]
        found = deciding(question, tied)
        if found is None:
            yield Paragraph((f"{NO_OUTPUT_DECIDES}:",))
            yield Code("convtrace probe scipy.signal.convolve2d", "sh")
        else:
            index, values = found
            yield Paragraph((f"{entry('y', index)} would decide: the explanations give {', '.join(values)}.",))
    elif answer.probed and answer.verdict != "found":
        yield from (Paragraph((sentence,)) for sentence in AFTER_PROBE)
    elif answer.verdict != "found":
        yield Paragraph(("More outputs would help; so would a probe, an image and a kernel that tell all apart:",))
        yield Code("convtrace probe scipy.signal.convolve2d", "sh")
    if answer.nearest is not None and 2 * answer.nearest[1] >= len(question.known):
        yield Paragraph(("The page of the nearest convention:",))
        yield Code(page_command(question, answer.nearest[0], answer.mixed), "sh")
    if answer.explanations:
        yield Code(page_command(question, answer.explanations[0], answer.mixed), "sh")


SECTIONS: dict[str, Section[Answer]] = {
    "answer": _answer,
    "evidence": _evidence,
    "others": _others,
    "next": _next,
}
