"""Reads out of sources which reasons they can give, as templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
HOLE = re.compile(r"\{([qw]?)\d+\}")
DEEPEST = 6
"""So far a reason is followed to where it is written."""
Constants = Mapping[str, list[ast.expr]]

SAYS: Mapping[str, int] = {
    "Unfit": 0,
    "OddValue": 0,
    "Refused": 0,
    "_refused": 0,
    "ValueError": 0,
    "NotThisFormat": 0,
    "BadLine": 1,
    "Note": 1,
    "end": 1,
    "skipped": 2,
    "noted": 2,
    "_refuse": 2,
    "_stays": 2,
}
"""What is called with a reason, and which of its arguments that is."""
PASSED_ON = frozenset(
    {
        "'; '.join(fault.errors.values())",
        "None",
        "fault",
        "found.why",
        "item.why",
        "left[ready.line]",
        "lost",
        "lost[one.row['_id']]",
        "note",
        "odd",
        "row.why",
        "why",
    }
)
"""What was collected where it was made."""
FREE = frozenset({"fault.detail", "first['msg']", "wrong.detail"})
"""What operations and pydantic say of a value: it stays as it is."""


class Reasons:
    """The reasons that one file can give.

    A hole is `{0}` for what is shown as it is, `{q0}` for what stands in quotation marks as Python writes them, and
    `{w0}` for another reason.
    """

    def __init__(self, name: str, text: str, constants: Constants | None = None) -> None:
        """Read it.

        Args:
            name: What the file is called.
            text: What stands in it.
            constants: Of all files; without them those of this one.
        """
        self._name = name
        tree = ast.parse(text)
        self._constants = constants if constants is not None else constants_of([text])
        functions = [one for one in ast.walk(tree) if isinstance(one, FUNCTIONS)]
        self._functions = {one.name: one for one in functions}
        self._faults = {one.name for one in ast.walk(tree) if isinstance(one, ast.ExceptHandler) and one.name}
        self._within: ast.AST = tree
        self.found: set[str] = set()
        self.unknown: set[str] = set()
        """Where a reason comes from that could not be read."""
        for function in functions:
            self._within = function
            for said in self._said(function):
                if not self._read(said) and not self._is_passed_on(said):
                    self.unknown.add(f"{name}: {ast.unparse(said)}")

    def _said(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
        """What stands where reasons stand."""
        if "fault" in function.name:
            yield from (one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value)
        for one in ast.walk(function):
            match one:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in SAYS:
                    yield from args[SAYS[name] : SAYS[name] + 1]
                    yield from (named.value for named in one.keywords if named.arg in ("why", "error"))
                case ast.Call(func=ast.Attribute(value=ast.Name(id="stays")), args=[ast.Tuple(elts=[_, said])]):
                    yield said
                case ast.Call(func=ast.Attribute(attr="append", value=held), args=[said]):
                    named = ast.unparse(held).removeprefix("self.").removeprefix("doc.")
                    if named == "lost" or (named == "notes" and self._name == "rows.py"):
                        yield said
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="lost"))], value=said):
                    yield said
                case ast.Dict(keys=[*names], values=[*values]):
                    pairs = zip(names, values, strict=True)
                    yield from (
                        said for name, said in pairs if isinstance(name, ast.Constant) and name.value == "error"
                    )
                case _:
                    pass

    def _read(self, said: ast.expr, depth: int = 0) -> bool:
        """Keep what an expression can say; whether it says anything of its own."""
        if depth == DEEPEST:
            return False
        match said:
            case ast.Constant(value=str(text)):
                parts = [text]
            case ast.JoinedStr(values=pieces):
                parts = [self._hole(n, piece, depth) for n, piece in enumerate(pieces)]
            case _:
                read = [self._read(one, depth + 1) for one in self._behind(said)]
                return any(read)
        text = "".join(parts)
        if not re.search("[a-z]", HOLE.sub("", text)) and "{w" not in text:
            return False  # it says nothing itself: what is in it comes from pydantic
        self.found.add(_counted(text))
        return True

    def _hole(self, n: int, piece: ast.expr, depth: int) -> str:
        if not isinstance(piece, ast.FormattedValue):
            assert isinstance(piece, ast.Constant)
            return str(piece.value)
        if piece.conversion == ord("r"):
            return f"{{q{n}}}"
        value = piece.value
        written_here = isinstance(value, ast.Name) and not value.id.isupper() and self._read(value, depth + 1)
        another = written_here or (self._is_passed_on(value) and ast.unparse(value) not in FREE)
        return f"{{w{n}}}" if another else f"{{{n}}}"

    def _behind(self, said: ast.expr) -> Iterator[ast.expr]:
        """What an expression stands for."""
        match said:
            case ast.IfExp(body=one, orelse=other):
                yield from (one, other)
            case ast.Dict(values=values):
                yield from values
            case ast.Name(id=name):
                yield from self._given(name)
                yield from self._constants.get(name, ())
            case ast.Call(func=ast.Attribute(attr="get", value=ast.Name() as listed), args=[_, otherwise]):
                yield from (listed, otherwise)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in self._functions:
                returned = (one for one in ast.walk(self._functions[name]) if isinstance(one, ast.Return))
                yield from (one.value for one in returned if one.value is not None)
            case _:
                pass

    def _given(self, name: str) -> Iterator[ast.expr]:
        """What is given to a name in the function at hand."""
        for one in ast.walk(self._within):
            match one:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    yield value
                case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                    yield value
                case _:
                    pass

    def _is_passed_on(self, said: ast.expr) -> bool:
        match said:
            case ast.IfExp(body=one, orelse=other):
                return self._is_passed_on(one) and self._is_passed_on(other)
            case (
                ast.Call(func=ast.Name(id="str"), args=[one])
                | ast.Subscript(value=ast.Call() as one, slice=ast.Slice())
            ):
                return self._is_passed_on(one)
            case ast.JoinedStr(values=pieces):
                return all(
                    not isinstance(one, ast.Constant) or not re.search("[a-z]", str(one.value)) for one in pieces
                )
            case _:
                return ast.unparse(said) in PASSED_ON | FREE | self._faults


def _counted(text: str) -> str:
    """A template with its holes counted from 0."""
    place = count()
    return HOLE.sub(lambda hole: f"{{{hole[1]}{next(place)}}}", text)


def constants_of(texts: Iterable[str]) -> Constants:
    """What stands in capitals at the top of some files, by name."""
    found: dict[str, list[ast.expr]] = {}
    for text in texts:
        for one in ast.parse(text).body:
            match one:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper():
                    found.setdefault(name, []).append(value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name.isupper():
                    found.setdefault(name, []).append(value)
                case _:
                    pass
    return found
