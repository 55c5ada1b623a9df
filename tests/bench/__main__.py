"""All measurements: `python -m tests.bench`."""

from __future__ import annotations

from tests.bench import startup


def main() -> None:
    startup.main()
    # only now: the peak of a child counts what its parent held when it was started
    from tests.bench import evaluation, pages, sums

    sums.main()
    evaluation.main()
    pages.main()


if __name__ == "__main__":
    main()
