"""Replace this process by a command that ends when its parent does. Run as a script, never imported.

Usage: `ends_with_parent.py PARENT_PID SIGNAL COMMAND [ARGUMENT…]`. A separate small program rather than
`preexec_fn`, which may deadlock in a process that has threads, as ours has.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h; survives exec


def main() -> None:
    """Ask the kernel for the signal, make sure that it is not already too late, become the command."""
    parent, number, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)
    try:
        os.execv(command[0], command)  # noqa: S606 - the caller gives an absolute path
    except OSError as error:
        sys.stderr.write(f"cannot run {command[0]}: {error.strerror}\n")
        sys.exit(127)


main()
