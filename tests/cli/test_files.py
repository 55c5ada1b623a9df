"""Answers in files: written whole or not at all, and in the format that the name tells."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.cli.files import save
from convtrace.cli.stream import Unwritable
from convtrace.render import rendering
from convtrace.render.rendering import CELLS, DEFAULT, IMAGES, PAGES, formats, suffixes, takes_standalone
from convtrace.values.limits import MIN_WIDTH
from tests.support.messages import marks
from tests.support.processes import (
    CONV,
    LEFT_OUT,
    LONG,
    PLAIN_LOCALE,
    TIMEOUT,
    XCORR,
    command,
    environment,
    piped,
)

Capture = pytest.CaptureFixture[str]
OLD = "what was here before\n"
EXISTS = "--output: this file exists"
REPLACE = "Type --force to replace it, or name another file."
NO_FOLDER = "--output: there is no such folder"
MAKE = "Make the folder first, or name a file elsewhere."
NO_FILE = "--output: this is not a file that can be replaced"
REDIRECT = "Leave --output out and use > instead."
ELSEWHERE = "Name a file in a folder that you may write to."
NO_ENDING = "--output: the name needs an ending that tells the format"
ENDINGS = f"Name the format with --format, or end in one of: {', '.join(suffixes(PAGES, IMAGES, CELLS))}"
TEXT = (*CONV, "-f", "text")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an environment without what changes the output."""
    for name in LEFT_OUT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: Capture, *words: str) -> str:
    """The output of a command that succeeds and says nothing else."""
    assert run(words) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


def written(capsys: Capture, name: str, *words: str) -> str:
    """What a command that prints nothing leaves in a file."""
    assert printed(capsys, *words, "--output", name) == ""
    return Path(name).read_bytes().decode()


def refused(capsys: Capture, *words: str) -> str:
    """The message of a command that does nothing else."""
    before = sorted(os.listdir())
    assert run(words) == 2
    output, errors = capsys.readouterr()
    assert output == ""
    assert sorted(os.listdir()) == before
    return errors


def about(message: str, shown: str, hint: str) -> str:
    """A message that marks the whole name, as it is shown."""
    return marks(message, f"--output {shown}".rstrip(), len("--output "), max(1, len(shown)), hint)


def permissions(name: str) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(os.stat(name).st_mode)


# what is written


@pytest.mark.parametrize("words", [CONV, XCORR])
@pytest.mark.parametrize("name", formats())
def test_file_is_what_is_printed(capsys: Capture, folder: Path, name: str, words: tuple[str, ...]) -> None:
    """A file holds what stdout would, byte for byte, and nothing is left beside it."""
    text = written(capsys, "answer", *words, "-f", name)
    assert text == printed(capsys, *words, "-f", name)
    assert text.endswith("\n")
    assert "\r" not in text
    assert os.listdir(folder) == ["answer"]


def test_file_of_a_process(folder: Path) -> None:
    """Files are in UTF-8 whatever the locale of the process."""
    goal = folder / "answer.md"
    assert piped(*CONV, "-o", str(goal), **PLAIN_LOCALE) == ""
    assert goal.read_bytes().decode() == piped(*CONV, "-f", "markdown")
    assert not goal.read_text(encoding="utf-8").isascii()


@pytest.mark.parametrize("option", ["-o", "--output", "-o-", "--output=-"])
def test_dash_is_stdout(capsys: Capture, folder: Path, option: str) -> None:
    """- is the stream, not a file of that name."""
    words = (option,) if option.endswith("-") else (option, "-")
    assert printed(capsys, *CONV, *words) == printed(capsys, *CONV)
    assert os.listdir(folder) == []


def test_file_has_no_width_and_no_colour_unless_asked(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The options say, the terminal does not."""
    plain = printed(capsys, *CONV)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert written(capsys, "plain", *CONV, "-f", DEFAULT) == plain
    folded = written(capsys, "folded", *CONV, "-f", DEFAULT, "--width", str(MIN_WIDTH))
    assert max(map(len, folded.splitlines())) <= MIN_WIDTH < max(map(len, plain.splitlines()))
    assert "\x1b[" in written(capsys, "colored", *CONV, "-f", DEFAULT, "--color", "always")


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077, 0o002])
def test_permissions_follow_the_mask(capsys: Capture, mask: int) -> None:
    """A new file is as any program makes it, and the mask stays."""
    before = os.umask(mask)
    try:
        written(capsys, "answer.md", *CONV)
    finally:
        assert os.umask(before) == mask
    assert permissions("answer.md") == 0o666 & ~mask


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o444])
def test_force_keeps_permissions(capsys: Capture, mode: int) -> None:
    """A file that is replaced keeps its mode."""
    Path("answer.md").write_text(OLD)
    Path("answer.md").chmod(mode)
    assert written(capsys, "answer.md", *CONV, "--force") == printed(capsys, *CONV, "-f", "markdown")
    assert permissions("answer.md") == mode
    assert os.listdir() == ["answer.md"]


def test_force_needs_no_file(capsys: Capture) -> None:
    """--force allows, it does not demand."""
    assert written(capsys, "answer.md", *CONV, "--force") == printed(capsys, *CONV, "-f", "markdown")


def test_link_stays_and_its_target_is_replaced(capsys: Capture) -> None:
    """Whoever made a link wants it kept."""
    Path("there").mkdir()
    Path("there/target").write_text(OLD)
    Path("there/target").chmod(0o640)
    Path("link.md").symlink_to("there/target")
    assert refused(capsys, *CONV, "-o", "link.md") == about(EXISTS, "link.md", REPLACE)
    text = written(capsys, "link.md", *CONV, "--force")
    assert Path("link.md").readlink() == Path("there/target")
    assert Path("there/target").read_text(encoding="utf-8") == text
    assert permissions("there/target") == 0o640
    assert os.listdir("there") == ["target"]


def test_link_to_nothing_is_filled_by_force(capsys: Capture) -> None:
    """A link is a file that exists, wherever it leads."""
    Path("link.md").symlink_to("target")
    assert refused(capsys, *CONV, "-o", "link.md") == about(EXISTS, "link.md", REPLACE)
    text = written(capsys, "link.md", *CONV, "--force")
    assert Path("link.md").is_symlink()
    assert Path("target").read_text(encoding="utf-8") == text


# what is refused


@pytest.mark.parametrize("name", ["answer.md", "./answer.md", "sub/../answer.md"])
def test_existing_file_is_kept(capsys: Capture, folder: Path, name: str) -> None:
    """Nothing is lost without --force."""
    Path("sub").mkdir()
    Path("answer.md").write_text(OLD)
    assert refused(capsys, *CONV, "-o", name) == about(EXISTS, name, REPLACE)
    assert refused(capsys, *CONV, "-o", str(folder / name)).startswith(f"Error: {EXISTS}\n")
    assert Path("answer.md").read_text() == OLD


def test_existing_file_is_kept_by_a_process(folder: Path) -> None:
    """The exit code and the streams of a whole command."""
    goal = folder / "answer.md"
    goal.write_text(OLD)
    done = subprocess.run(
        command(*CONV, "-o", str(goal)), capture_output=True, env=environment(), timeout=TIMEOUT, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"Error: {EXISTS}\n  --output ")
    assert done.stderr.decode().endswith(f"\n{REPLACE}\n")
    assert goal.read_text() == OLD
    assert os.listdir(folder) == ["answer.md"]


def test_file_that_appears_meanwhile_is_kept(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last look is right before the file gets its name."""

    def slow(*_: object) -> Iterator[str]:
        yield "new\n"
        Path("answer.md").write_text(OLD)

    monkeypatch.setattr(rendering, "pieces", slow)
    assert run([*CONV, "-o", "answer.md"]) == 2
    assert capsys.readouterr() == ("", about(EXISTS, "answer.md", REPLACE))
    assert Path("answer.md").read_text() == OLD
    assert os.listdir() == ["answer.md"]


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    "name", ["answer.md/", "answer.md/.", "answer.md/..", "answer.md/x", "no/../answer.md", "no/", "no/x.md"]
)
def test_missing_folder(capsys: Capture, name: str, force: tuple[str, ...]) -> None:
    """A file is no folder, and a way through no folder leads nowhere: the file is kept even with --force."""
    Path("answer.md").write_text(OLD)
    assert refused(capsys, *TEXT, "-o", name, *force) == about(NO_FOLDER, name, MAKE)
    assert Path("answer.md").read_text() == OLD


def test_link_into_a_missing_folder(capsys: Capture) -> None:
    """Where the link leads must be a folder."""
    Path("link.md").symlink_to("no/target.md")
    assert refused(capsys, *CONV, "-o", "link.md", "--force") == about(NO_FOLDER, "link.md", MAKE)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a folder in use can't be removed")
def test_removed_working_folder(capsys: Capture, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the shell stands may be gone."""
    (folder / "gone").mkdir()
    monkeypatch.chdir(folder / "gone")
    (folder / "gone").rmdir()
    code = run([*CONV, "-o", "answer.md"])
    monkeypatch.chdir(folder)
    assert (code, *capsys.readouterr()) == (2, "", about(NO_FOLDER, "answer.md", MAKE))


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    ("name", "inside"), [("sub.md", "sub.md/notes.md"), ("sub.md/", "sub.md/notes.md"), (".", "./notes.md")]
)
def test_folder_as_file(capsys: Capture, name: str, inside: str, force: tuple[str, ...]) -> None:
    """A folder is never replaced."""
    Path("sub.md").mkdir()
    message = about("--output: this is a folder", name, f"Name a file in it: --output {inside}")
    assert refused(capsys, *TEXT, "-o", name, *force) == message
    assert os.listdir("sub.md") == []


def test_link_to_a_folder(capsys: Capture) -> None:
    """Nor is a link to one."""
    Path("sub").mkdir()
    Path("link.md").symlink_to("sub")
    assert refused(capsys, *CONV, "-o", "link.md", "--force") == about(
        "--output: this is a folder", "link.md", "Name a file in it: --output link.md/notes.md"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_unwritable_folder(capsys: Capture) -> None:
    """The reason is the system's."""
    message = "--output: it can't be written: No such file or directory"
    assert refused(capsys, *TEXT, "-o", "/proc/x") == about(message, "/proc/x", ELSEWHERE)


def test_forbidden_folder(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the folder belongs to somebody else."""

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("convtrace.cli.files._private", forbid)
    message = "--output: it can't be written: Permission denied"
    assert refused(capsys, *CONV, "-o", "answer.md") == about(message, "answer.md", ELSEWHERE)


def test_name_longer_than_the_file_system_takes(capsys: Capture) -> None:
    """The draft had room for its own name, and goes."""
    message = "--output: it can't be written: File name too long"
    assert refused(capsys, *CONV, "-o", f"{'x' * 300}.md") == about(message, f"{'x' * 60}…", ELSEWHERE)


def test_empty_name(capsys: Capture) -> None:
    """The mark stands where a name would."""
    for words in (CONV, (*TEXT, "--force")):
        message = marks("--output: a file name is missing", "--output", 9, 1, "Type, for example: --output notes.md")
        assert refused(capsys, *words, "-o", "") == message


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_device_stays_a_device(capsys: Capture, force: tuple[str, ...]) -> None:
    """Renaming onto /dev/null would take it from everybody."""
    assert refused(capsys, *TEXT, "-o", os.devnull, *force) == about(NO_FILE, os.devnull, REDIRECT)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_pipe_stays_a_pipe(capsys: Capture, force: tuple[str, ...]) -> None:
    """Nor is a named pipe replaced, or waited for."""
    os.mkfifo("pipe.md")
    assert refused(capsys, *CONV, "-o", "pipe.md", *force) == about(NO_FILE, "pipe.md", REDIRECT)
    assert stat.S_ISFIFO(os.stat("pipe.md").st_mode)


HOSTILE = {
    "a\x1b[2J.xyz": (r"a\x1b[2J.xyz", ".xyz"),
    "a\nError: b.xyz": (r"a\nError: b.xyz", ".xyz"),
    "a.\x1b]0;b\a": (r"a.\x1b]0;b\x07", r".\x1b]0;b\x07"),
    "a.m\nd": (r"a.m\nd", r".m\nd"),
    "a\u202eb.xyz": (r"a\u202eb.xyz", ".xyz"),
    os.fsdecode(b"\xff.xyz"): (r"\udcff.xyz", ".xyz"),
    f"a.{'y' * 100}": (f"a.{'y' * 58}…", f".{'y' * 59}…"),
}


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_spelled_out(capsys: Capture, name: str) -> None:
    """What a message shows does nothing to the terminal."""
    shown, suffix = HOSTILE[name]
    message = f"--output: no format ends in {suffix}"
    assert refused(capsys, *CONV, "-o", name) == about(message, shown, ENDINGS)
    Path(name).write_text(OLD)
    assert refused(capsys, *CONV, "-o", name) == about(EXISTS, shown, REPLACE)
    Path(name).unlink()
    Path(name).mkdir()
    inside = f"Name a file in it: --output {shown}/notes.md"
    assert refused(capsys, *CONV, "-o", name) == about("--output: this is a folder", shown, inside)


def test_hostile_names_are_names(capsys: Capture) -> None:
    """Whatever the system takes can be written."""
    assert written(capsys, "a\x1b[2J\nb.md", *CONV) == printed(capsys, *CONV, "-f", "markdown")


def test_output_and_clipboard_exclude_each_other(capsys: Capture) -> None:
    """Two places to go are one too many, even if one is stdout."""
    for name in ("answer.md", "-"):
        assert refused(capsys, *CONV, "-o", name, "--copy") == (
            "Error: --output and --copy both say where the text goes\nKeep one of the two.\n"
        )


def test_wrong_question_leaves_no_file(capsys: Capture) -> None:
    """Nothing is opened before there is something to write."""
    assert refused(capsys, "conv", "--m", "x", "--n", "1", "-o", "answer.md").startswith("Error: --m: x is not a whole")
    assert refused(capsys, *CONV, "--only", "x", "-o", "answer.md").startswith("Error: --only: x is not known\n")
    columns = marks(
        f"--width: 39 is not from {MIN_WIDTH} to 10000", "--width 39", 8, 2, "Type, for example: --width 80"
    )
    assert refused(capsys, *CONV, "--width", "39", "-o", "answer.md") == columns


# the format


@pytest.mark.parametrize("suffix", suffixes())
def test_ending_tells_the_format(capsys: Capture, suffix: str) -> None:
    """Capital letters or not."""
    text = printed(capsys, *CONV, "-f", suffixes()[suffix])
    assert written(capsys, f"a{suffix}", *CONV) == text
    assert written(capsys, f"b.c{suffix.upper()}", *CONV) == text


def test_format_wins_over_the_ending(capsys: Capture) -> None:
    """What is said goes before what is guessed."""
    assert written(capsys, "a.md", *CONV, "-f", "json") == printed(capsys, *CONV, "-f", "json")
    assert refused(capsys, *CONV, "-f", "x", "-o", "b.md").startswith("Error: --format: x is not known\n")


@pytest.mark.parametrize("name", ["answer", "md", "answer.d/x", "html"])
def test_no_ending(capsys: Capture, name: str) -> None:
    """A name alone tells nothing, nor does its folder's."""
    Path("answer.d").mkdir()
    assert refused(capsys, *CONV, "-o", name) == about(NO_ENDING, name, ENDINGS)


@pytest.mark.parametrize(("name", "suffix"), [("a.xyz", ".xyz"), ("a.md.XYZ", ".XYZ"), ("a.", "."), ("a.mdx", ".mdx")])
def test_unknown_ending(capsys: Capture, name: str, suffix: str) -> None:
    """The endings that would do are listed."""
    assert refused(capsys, *CONV, "-o", name) == about(f"--output: no format ends in {suffix}", name, ENDINGS)


@pytest.mark.parametrize("name", formats())
def test_standalone(capsys: Capture, name: str) -> None:
    """A whole file where a part is the custom; elsewhere there is nothing to ask for."""
    words = (*CONV, "-f", name, "--standalone")
    if takes_standalone(name):
        assert len(printed(capsys, *words)) > len(printed(capsys, *CONV, "-f", name))
    else:
        takers = ", ".join(filter(takes_standalone, formats()))
        hint = f"Leave it out, or choose a format that it changes: {takers}"
        message = f"Error: --standalone changes nothing in the format {name}\n{hint}\n"
        assert refused(capsys, *words) == refused(capsys, *words, "-o", "answer") == message


def test_standalone_latex(capsys: Capture) -> None:
    """From the class to the end of the document."""
    whole = written(capsys, "whole.tex", *CONV, "--standalone")
    assert r"\documentclass" in whole
    assert whole.endswith("\\end{document}\n")
    part = written(capsys, "part.tex", *CONV)
    assert r"\documentclass" not in part
    assert r"{document}" not in part


@pytest.mark.no_cover
@pytest.mark.parametrize("words", [CONV, XCORR])
@pytest.mark.parametrize("name", formats())
def test_ascii(capsys: Capture, name: str, words: tuple[str, ...]) -> None:
    """Every format can be spelled in ASCII, printed or written."""
    text = printed(capsys, *words, "-f", name, "--ascii")
    assert text.isascii()
    assert written(capsys, "answer", *words, "-f", name, "--ascii") == text


# what breaks off


@pytest.mark.parametrize("exists", [False, True])
def test_full_disk(folder: Path, exists: bool) -> None:
    """A disk without room is one line and exit code 1; the old file is there, half a new one is not."""
    goal = folder / "answer.txt"
    if exists:
        goal.write_text(OLD)
    done = subprocess.run(
        command(*LONG, "-o", str(goal), "--force"),
        capture_output=True,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        timeout=TIMEOUT,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"Error: cannot write output: File too large\n"
    assert os.listdir(folder) == (["answer.txt"] if exists else [])
    assert not exists or goal.read_text() == OLD


def breaks(error: BaseException) -> Iterator[str]:
    """A text that does not come to its end."""
    yield "new\n" * 10_000
    assert any(name.startswith(".convtrace-") for name in os.listdir())
    raise error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room(number: int) -> None:
    """All the ways in which a disk says that it is full."""
    Path("answer.md").write_text(OLD)
    with pytest.raises(Unwritable, match=r"^no room$"):
        save("answer.md", breaks(OSError(number, "no room")), force=True)
    assert os.listdir() == ["answer.md"]
    assert Path("answer.md").read_text() == OLD


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()], ids=repr)
def test_interrupt_leaves_no_draft(error: BaseException) -> None:
    """Ctrl-C while writing leaves the folder as it was."""
    Path("answer.md").write_text(OLD)
    with pytest.raises(type(error)):
        save("answer.md", breaks(error), force=True)
    assert os.listdir() == ["answer.md"]
    assert Path("answer.md").read_text() == OLD


def test_interrupt_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reaches whoever started the command, under its own name."""
    monkeypatch.setattr(rendering, "pieces", lambda *_: breaks(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        run([*CONV, "-o", "answer.md"])
    assert os.listdir() == []
