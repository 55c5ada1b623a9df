"""Write the golden files and what documents show: `python -m tests.write`; the tests say what differs."""

from __future__ import annotations

from tests.support.kept_files import GOLDEN, ROOT, kept


def main() -> None:
    """Write what differs and remove what no command prints any more; each is named."""
    expected = dict(kept())
    for path in (each for each in GOLDEN.iterdir() if each not in expected):
        print(path.relative_to(ROOT))
        path.unlink()
    for path, text in expected.items():
        if not path.exists() or path.read_text("utf-8") != text:
            print(path.relative_to(ROOT))
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
