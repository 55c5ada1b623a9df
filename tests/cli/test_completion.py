"""Completion in real shells: what a TAB makes of a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.effort import CI
from tests.support.kept_files import ROOT
from tests.support.processes import TIMEOUT, command, environment, python, terminal

# what is typed before the TAB → the line after it
COMPLETED = {
    "border": "borders",
    "conv --kernel-o": "conv --kernel-origin",
    "conv -f git": "conv -f github",
    "conv --format=git": "conv --format=github",
    "expand conv -f jsonl": "expand conv -f jsonl",
    "library numpy.convolve --versus scipy.signal.convolve2d --only rec": (
        "library numpy.convolve --versus scipy.signal.convolve2d --only recipe"
    ),
    "library numpy.convolve --at al": "library numpy.convolve --at all",
    "library numpy.convolve --at all --only out": "library numpy.convolve --at all --only outputs",
    "conv --only table,re": "conv --only table,result",
    "conv --only=table,re": "conv --only=table,result",
    "conv --claim 3 --only result,cl": "conv --claim 3 --only result,claim",
    "map conv --mode sa": "map conv --mode same",
    "conv --pad refl": "conv --pad reflect",
    "conv --pad=refl": "conv --pad=reflect",
    "conv --kernel lapl": "conv --kernel laplacian",
    "conv --axes r": "conv --axes rc",
    "xcorr --form sl": "xcorr --form sliding",
    "map xc": "map xcorr",
    "compare conv xc": "compare conv xcorr",
    "prove ref": "prove reflect",
    "help bord": "help borders",
    "library scipy.signal.fftc": "library scipy.signal.fftconvolve",
    "library onnxruntime:ConvT": "library onnxruntime:ConvTranspose",
    "library numpy.convolve --option mode=sa": "library numpy.convolve --option mode=same",
    "library numpy.convolve --option=mode=sa": "library numpy.convolve --option=mode=same",
    "library torch.nn.functional.conv2d --option padding=va": (
        "library torch.nn.functional.conv2d --option padding=valid"
    ),
    "library numpy.convolve --option mo": "library numpy.convolve --option mode=",
    "library numpy.convolve --versus torch.nn.Conv2d --versus-option padding_mode=cir": (
        "library numpy.convolve --versus torch.nn.Conv2d --versus-option padding_mode=circular"
    ),
    "conv -o note": "conv -o notes.md",
}
# what shells break in their own ways, and two lines that none breaks: the others are alike in all shells
BROKEN_BY_SHELLS = {
    line: whole for line, whole in COMPLETED.items() if set("=,:") & {*line} or line in ("border", "conv -o note")
}
START = {
    "bash": (["--norc", "--noprofile", "-i"], "set +o history; PS1='$ '"),
    "zsh": (["-f", "-i"], "PS1='$ '; autoload -Uz compinit; compinit -D"),
}
SWITCH_ON = {
    "bash": 'eval "$(_CONVTRACE_COMPLETE=bash_source convtrace)"',
    "zsh": 'eval "$(_CONVTRACE_COMPLETE=zsh_source convtrace)"',
    "fish": "_CONVTRACE_COMPLETE=fish_source convtrace | source",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, and with a `convtrace` that completes as the program does but else keeps its words."""
    (tmp_path / "notes.md").touch()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "convtrace"
    program.write_text(
        "#!/bin/sh\n"
        f'[ -n "$_CONVTRACE_COMPLETE" ] && exec {shlex.join(command())} "$@"\n'
        f'echo "$*" >> {shlex.quote(str(tmp_path / "kept"))}\n'
    )
    program.chmod(0o755)
    return tmp_path


def shell_environment(folder: Path) -> dict[str, str]:
    return environment(PATH=f"{folder / 'bin'}:{os.environ['PATH']}", PYTHONPATH=str(ROOT), HOME=str(folder))


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"the shell {shell} is not installed")
    return found


@pytest.mark.parametrize("shell", START)
def test_a_tab_completes_the_line(shell: str, folder: Path) -> None:
    program, (options, start) = needs(shell), START[shell]
    own, theirs = terminal(200)
    with subprocess.Popen(
        [program, *options],
        cwd=folder,
        env=shell_environment(folder),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as child:
        os.close(theirs)
        try:
            kept = folder / "kept"
            typed(own, f"{start}; {SWITCH_ON[shell]}; convtrace started\r", kept, 1)
            for count, line in enumerate(BROKEN_BY_SHELLS, start=2):
                typed(own, f"convtrace {line}\t\r", kept, count)
        finally:
            child.kill()
            os.close(own)
    found = kept.read_text().splitlines()[1:]
    # a word that is complete has a blank after it
    assert dict(zip(BROKEN_BY_SHELLS, map(str.rstrip, found), strict=True)) == BROKEN_BY_SHELLS


def typed(own: int, text: str, kept: Path, count: int) -> None:
    """Type, and wait until so many lines are kept."""
    os.write(own, text.encode())
    os.set_blocking(own, False)
    end, shown = time.monotonic() + TIMEOUT / 5, b""
    while not kept.exists() or kept.read_text().count("\n") < count:
        assert time.monotonic() < end, shown.decode()
        time.sleep(0.02)
        try:
            shown += os.read(own, 65536)
        except BlockingIOError:
            continue


def test_fish_completes_the_line(folder: Path) -> None:
    """All lines in CI, as fish takes them at once."""
    typed = COMPLETED if CI else BROKEN_BY_SHELLS
    lines = "; ".join(f"complete -C {shlex.quote(f'convtrace {line}')}; echo end" for line in typed)
    done = subprocess.run(
        [needs("fish"), "--no-config", "-c", f"{SWITCH_ON['fish']}; {lines}"],
        cwd=folder,
        env=shell_environment(folder),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers = [answer.split("\n") for answer in done.stdout.removesuffix("end\n").split("end\n")]
    for (line, completed), answer in zip(typed.items(), answers, strict=True):
        words = [word.partition("\t")[0] for word in answer if word]
        last = completed.rpartition(" ")[2]
        assert last in words or (words and last.endswith("=")), line
        assert all(word.startswith(last) for word in words), line


def test_a_shell_loads_neither_sympy_nor_rich() -> None:
    code = (
        "import os, sys; from convtrace.cli import run\n"
        "for line in {lines!r}:\n"
        "    os.environ.update(_CONVTRACE_COMPLETE='bash_complete', COMP_LINE=line, COMP_WORDBREAKS='')\n"
        "    try: run([])\n"
        "    except SystemExit as end: assert end.code == 0\n"
        "print({{'sympy', 'rich'}} & {{*sys.modules}})"
    )
    lines = [f"convtrace {line}" for line in COMPLETED]
    assert python(code.format(lines=lines)).splitlines()[-1] == "set()"


@pytest.mark.parametrize("shell", SWITCH_ON)
def test_the_document_says_how_to_switch_it_on(shell: str) -> None:
    assert f"_CONVTRACE_COMPLETE={shell}_source convtrace" in (ROOT / "docs" / "shell.md").read_text("utf-8")
