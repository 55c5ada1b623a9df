"""What is made when the package is built: the manual page, of the same tables as the program's help."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Manual(BuildHookInterface):
    """Puts the page where `man` looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- as hatchling has it
        sys.path.insert(0, self.root)
        from convtrace.cli.manual import manual

        self.folder = Path(tempfile.mkdtemp())
        page = self.folder / "convtrace.1"
        page.write_text(manual(self.metadata.version), encoding="ascii")
        build_data["shared_data"][str(page)] = "share/man/man1/convtrace.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 -- as hatchling has it
        shutil.rmtree(self.folder)
