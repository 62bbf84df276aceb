"""The kernel stays small, and knows nobody (docs/adr/0007)."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

KERNEL = Path(__file__).parents[2] / "hub" / "kernel"
MOST_LINES = 700
VENDORS = {"aiohttp", "socketio", "beanie", "mcp", "pymongo", "openai", "ollama", "qdrant_client"}


def code_lines(source: str) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            documented.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - documented)


def test_the_kernel_is_small() -> None:
    total = sum(code_lines(path.read_text(encoding="utf-8")) for path in KERNEL.glob("*.py"))
    assert total <= MOST_LINES, total


def test_the_kernel_knows_no_vendor_and_nothing_else_of_ours() -> None:
    for path in KERNEL.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                assert name.split(".")[0] not in VENDORS, (path.name, name)
                assert not name.startswith(("hub.", "agents.", "connectors.")) or name.startswith("hub.kernel")
