"""The readable text in JSON that is still being written, for showing it as it comes."""

from __future__ import annotations

import json

_SILENT = frozenset({"cites", "id", "ref", "kind"})


class Spelt:
    """Takes JSON piece by piece and gives back what its strings say, one a line.

    Names of members are left out, and so is what stands under a name that a reader has no use for.
    """

    def __init__(self) -> None:
        self._inside: list[str] = []
        """The brackets that are open."""
        self._names: list[str] = []
        """The member that each open object is at."""
        self._text: list[str] | None = None
        """The string that is being read: of a name, all of it; of a value, what is not told yet."""
        self._escape = ""
        self._naming = False
        self._awaits_name = False
        self._told = False

    def feed(self, piece: str) -> str:
        """The words that the next piece of JSON brings."""
        words: list[str] = []
        for char in piece:
            if self._text is not None:
                words.append(self._in_string(char))
            else:
                words.append(self._between(char))
        return "".join(words)

    def _between(self, char: str) -> str:
        if char == "{":
            self._inside.append(char)
            self._names.append("")
            self._awaits_name = True
        elif char == "[" and self._inside:
            self._inside.append(char)
            self._awaits_name = False
        elif char in "}]" and self._inside:
            if self._inside.pop() == "{":
                self._names.pop()
            self._awaits_name = False
        elif char == ",":
            self._awaits_name = bool(self._inside) and self._inside[-1] == "{"
        elif char == ":":
            self._awaits_name = False
        elif char == '"' and self._inside:
            self._text = []
            self._naming = self._awaits_name
            if not self._naming and self._audible() and self._told:
                return "\n"
        return ""

    def _in_string(self, char: str) -> str:
        assert self._text is not None
        if self._escape:
            return self._escaped(char)
        if char == "\\":
            self._escape = char
            return ""
        if char != '"':
            return self._say(char)
        if self._naming:
            self._names[-1] = "".join(self._text)
        self._text = None
        return ""

    def _escaped(self, char: str) -> str:
        self._escape += char
        if self._escape[1] == "u" and len(self._escape) < 6:
            return ""
        written, self._escape = self._escape, ""
        try:
            return self._say(str(json.loads(f'"{written}"')))
        except ValueError:
            return ""  # Broken JSON: the whole answer will be refused; what is shown is only a preview.

    def _say(self, text: str) -> str:
        assert self._text is not None
        if self._naming:
            self._text.append(text)
            return ""
        # Half of a character beyond the 16-bit ones cannot be sent.
        if not self._audible() or "\ud800" <= text <= "\udfff":
            return ""
        self._told = True
        return text

    def _audible(self) -> bool:
        return bool(self._names) and self._names[-1] not in _SILENT
