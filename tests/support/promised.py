"""What pyproject.toml promises, for `.ci/run`: `python -m tests.support.promised pythons`, or `lowest` for pip."""

from __future__ import annotations

import sys
import tomllib
from typing import Any

from tests.support.kept_files import ROOT

# what is needed only for work on the project
OF_WORK = ("test", "readers", "bench", "dev")


def project() -> dict[str, Any]:
    """The table of the project."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def pythons() -> list[str]:
    """The versions of Python, the lowest first."""
    named = (line.rpartition(" :: ")[2] for line in project()["classifiers"] if line.startswith("Programming Language"))
    return [version for version in named if "." in version]


def lowest() -> list[str]:
    """The lowest version of everything that the program needs or can use."""
    extras = (needed for extra, needed in project()["optional-dependencies"].items() if extra not in OF_WORK)
    wanted = dict.fromkeys(needed for group in (project()["dependencies"], *extras) for needed in group)
    return [needed.replace(">=", "==") for needed in wanted]


if __name__ == "__main__":
    print(*{"pythons": pythons, "lowest": lowest}[sys.argv[1]](), sep="\n")
