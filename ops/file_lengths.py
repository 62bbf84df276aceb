"""House rule: a source file does one thing and stays within 400 lines. Run as `python -m ops.file_lengths`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT = 400
SUFFIXES = {".py", ".ts", ".tsx", ".css"}
# Written by a program, read by nobody.
GENERATED = ("web_widget/src/contract/generated.ts",)


def too_long(root: Path) -> Iterator[tuple[Path, int]]:
    """Yield each source file of the repository that is over the limit, with its length in lines."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git from the PATH
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        path = root / name
        if path.suffix in SUFFIXES and not name.startswith(GENERATED) and path.is_file():
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LIMIT:
                yield Path(name), lines


def main() -> int:
    """Print every offender; return 1 if there is one."""
    found = sorted(too_long(Path(__file__).resolve().parent.parent))
    for path, lines in found:
        sys.stdout.write(f"{path}: {lines} lines, {LIMIT} are allowed\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
