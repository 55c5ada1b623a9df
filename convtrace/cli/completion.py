"""Completion in shells: values that follow a `=` are completed as well, in `--pad=re` and in `--option mode=sa`.

Loaded only when a shell asks.
"""

from __future__ import annotations

import os

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

# unlike click's, it has names and files beside each other, and passes on the line as it is, not broken at = and :
BASH = """\
%(complete_func)s() {
    local type value reply
    COMPREPLY=()
    reply=$(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1")
    while IFS=, read -r type value; do
        case $type in
            plain) COMPREPLY+=("$value") ;;
            file)
                compopt -o filenames
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]#=}") ;;
        esac
    done <<< "$reply"
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


# unlike click's, it takes values with a comma in them
FISH = """\
function %(complete_func)s
    for reply in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t) \
        %(prog_name)s)
        set -l parts (string split --max 1 "," -- $reply)
        switch $parts[1]
            case plain
                echo $parts[2]
            case file
                __fish_complete_path $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _WholeWord(ShellComplete):
    """Completes a word that begins with an option and = to a whole word; click leaves out the beginning."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        start = option + equals if equals and incomplete.startswith("-") else ""
        return [item if item.type == "file" else _with_value(item, start + item.value) for item in found]


class Bash(_WholeWord, BashComplete):
    """In bash a word ends at the characters of COMP_WORDBREAKS; only what follows the last of them is replaced."""

    source_template = BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)
        incomplete = "" if line[-1:].isspace() else words.pop()
        return words[1:], incomplete

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        breaks = [incomplete.rfind(mark) for mark in "=:" if mark in os.environ["COMP_WORDBREAKS"]]
        start = incomplete[: max(breaks, default=-1) + 1]
        return [_with_value(item, item.value.removeprefix(start)) for item in super().get_completions(args, incomplete)]


class Zsh(_WholeWord, ZshComplete):
    """In zsh a word has its = within it."""


class Fish(_WholeWord, FishComplete):
    """In fish a word has its = within it."""

    source_template = FISH


def _with_value(item: CompletionItem, value: str) -> CompletionItem:
    return CompletionItem(value, type=item.type, help=item.help)


def register() -> None:
    """Let click use these for its own."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell)
