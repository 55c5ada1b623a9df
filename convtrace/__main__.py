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


def program() -> int:
    """The whole process: it ends at once, and takes apart nothing of what it has in memory, unless somebody watches."""
    code = main()
    import atexit
    import os
    import threading

    watched = sys.gettrace() or sys.getprofile() or sys.flags.inspect or threading.active_count() > 1
    if not watched:
        atexit._run_exitfuncs()  # noqa: SLF001 -- what waits for the end of the process
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(program())
