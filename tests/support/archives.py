"""What the built archives must hold: `python -m tests.support.archives FOLDER`."""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

INSTALLED = ("convtrace/py.typed", "share/man/man1/convtrace.1", "entry_points.txt", "licenses/LICENSE")
SOURCE = ("tests/conftest.py", "tests/golden/conv_1_1.md", "docs/formats.md", "hatch_build.py", "CHANGELOG.md")


def main(folder: Path) -> None:
    """Raise AssertionError for what is missing, and for tests that would be installed."""
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    modules = {path.as_posix() for path in Path("convtrace").rglob("*.py")}
    assert modules == {name for name in names if name.endswith(".py")}
    for ending in INSTALLED:
        assert sum(name.endswith(ending) for name in names) == 1, ending
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"convtrace"}
    with tarfile.open(source) as archive:
        paths = {name.partition("/")[2] for name in archive.getnames()}
    assert paths >= {*SOURCE, *modules}
    assert not [path for path in paths if path.startswith((".ci", ".git/", "dist"))]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
