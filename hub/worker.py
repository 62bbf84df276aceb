"""One worker of `panoramix serve --workers N`, started by its parent: `python -m hub.worker NUMBER`.

A whole hub, except that the database and the bus are given, the port is shared, and only WebSocket is offered:
a client that polls would come to a different worker each time.
"""

from __future__ import annotations

import os
import sys
import threading
import time

READY = "ready\n"
"""What a worker says on its standard output once it serves; whatever else it says there is passed on."""
LONGEST_STOP_S = 3.0
"""What a worker may take to end without its parent."""


def say_ready() -> None:
    """Tell the parent that this worker serves."""
    sys.stdout.write(READY)
    sys.stdout.flush()


def end_with_parent() -> None:
    """Make sure that this process ends when its parent does, also while it is too busy to be told.

    The kernel tells it to stop then, which it may be unable to do: its database has gone with the parent.
    """

    def watch() -> None:
        # Our end of a pipe that the parent never writes to. Not through `sys.stdin`: a thread that waits in there
        # holds its lock, and the interpreter then ends with a fatal error instead of our status.
        while os.read(0, 1):
            pass
        time.sleep(LONGEST_STOP_S)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def main() -> int:
    """Serve until told to stop; return the exit status."""
    from hub.cannot_start import CannotStart
    from hub.log import configure_logging
    from hub.serving import serve_until_told
    from hub.settings import Settings

    end_with_parent()
    number = int(sys.argv[1])
    settings = Settings()
    configure_logging(settings.log_format, settings.log_level, worker=number)
    try:
        serve_until_told(settings, worker=number)
    except CannotStart as fault:
        sys.stderr.write(f"[{number}] {fault.what}\n→ {fault.advice}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
