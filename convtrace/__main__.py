"""python -m convtrace, and the `convtrace` command: starts the command line inside a guard against Ctrl-C."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """The exit code; an interrupt ends the process as the shell expects, even while modules are being loaded."""
    try:
        gc.disable()  # a short life that makes no cycles worth finding: a tenth of the run
        from convtrace.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return _interrupted()
    finally:
        gc.freeze()  # nor is there anything to find at the end


def _interrupted() -> int:
    import os
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
