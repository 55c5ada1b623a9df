"""python -m convtrace, and the `convtrace` command: starts the command line, which Ctrl-C ends quietly."""

from __future__ import annotations

import sys

from convtrace import end_by_interrupt


def main() -> int:
    """The exit code; Ctrl-C ends the process as the shell expects, even while modules are being loaded."""
    end_by_interrupt()
    import gc

    gc.disable()  # a short life that makes no cycles worth finding: a tenth of the run
    try:
        from convtrace.cli import run

        return run(sys.argv[1:])
    finally:
        gc.freeze()  # nor is there anything to find at the end


if __name__ == "__main__":
    sys.exit(main())
