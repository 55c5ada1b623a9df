"""Write the golden files and what documents show: `python -m tests.write`; with --check, only name what differs."""

from __future__ import annotations

import sys

from tests.support.kept_files import GOLDEN, ROOT, kept


def main(check: bool) -> int:
    """Write what differs, or give back 1 where something does."""
    expected = dict(kept())
    left_over = [path for path in GOLDEN.iterdir() if path not in expected]
    differing = [path for path, text in expected.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in (*differing, *left_over):
        print(path.relative_to(ROOT))
    if not check:
        for path in differing:
            path.write_text(expected[path], encoding="utf-8")
        for path in left_over:
            path.unlink()
    return int(check and bool(differing or left_over))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
