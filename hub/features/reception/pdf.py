"""Papers as PDF, drawn with a typeface that has the letters of every European language."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import font_roboto
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from hub.features.reception.papers import Paper

FACE = "Roboto"
MARGIN, SMALL, TEXT, TITLE = 15, 8, 9.5, 17
INK, PALE, BAND = (30, 32, 38), (105, 110, 120), (238, 240, 243)
LINE = 4.2
"""Millimetres from one line of a table to the next."""
MOST_LINES = 30
"""Of one cell: a row stays on its page."""
BOX_HEIGHT = 26
"""Millimetres that a signature takes."""

logging.getLogger("fontTools").setLevel(logging.WARNING)


class _Page(FPDF):
    """A4 pages with their number at the foot."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self._paper = paper
        for style, file in (("", "Roboto"), ("B", "RobotoBold")):
            self.add_font(FACE, style, font_roboto.font_files[file])
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, 18)
        self.set_text_color(*INK)
        self.set_draw_color(*PALE)

    def footer(self) -> None:
        """Whose page it is, and which."""
        self.set_y(-13)
        self.set_font(FACE, size=SMALL)
        self.set_text_color(*PALE)
        self.cell(self.epw / 2, 5, self._paper.made)
        number = self._paper.page.format(page=self.page_no(), pages="{nb}")
        self.cell(self.epw / 2, 5, number, align="R")
        self.set_text_color(*INK)


def drawn(paper: Paper, at: datetime) -> bytes:
    """A paper as PDF. It takes a second for a few hundred rows: not for the event loop."""
    page = _Page(paper)
    page.set_creation_date(at)
    page.set_title(_plain(f"{paper.title} {paper.name}"))
    page.set_lang(paper.locale)
    page.add_page()
    _head(page, paper)
    if paper.rows:
        _table(page, paper)
    if paper.notes.strip():
        page.ln(4)
        page.set_font(FACE, size=TEXT)
        page.multi_cell(0, 5, _plain(paper.notes), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if paper.signed:
        _boxes(page, paper)
    return bytes(page.output())


def _head(page: _Page, paper: Paper) -> None:
    page.set_font(FACE, size=TEXT)
    page.set_text_color(*PALE)
    page.cell(0, 5, _plain(paper.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_text_color(*INK)
    page.set_font(FACE, "B", TITLE)
    page.multi_cell(0, 8, _plain(paper.name), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(2)
    for fact in paper.facts:
        page.set_font(FACE, size=TEXT)
        page.set_text_color(*PALE)
        page.cell(38, 5.5, _plain(fact.name))
        page.set_text_color(*INK)
        page.multi_cell(0, 5.5, _plain(fact.says), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(4)


def _table(page: _Page, paper: Paper) -> None:
    """The table, its head again on every page.

    Cell by cell: fpdf's own tables lay out each cell several times, and took 9 s for a thousand rows.
    """
    whole = sum(column.width for column in paper.columns)
    widths = [page.epw * column.width / whole for column in paper.columns]
    aligned = ["R" if column.right else "L" for column in paper.columns]

    def row(cells: Sequence[str], style: str, fill: bool) -> None:
        page.set_font(FACE, style, SMALL)
        lines = [_wrapped(page, _plain(cell), width - 2) for cell, width in zip(cells, widths, strict=True)]
        height = LINE * max(len(one) for one in lines) + 1.6
        if page.will_page_break(height):
            page.add_page()
            head()
            page.set_font(FACE, style, SMALL)
        top = page.get_y()
        if fill:
            page.set_fill_color(*BAND)
            page.rect(page.l_margin, top, page.epw, height, style="F")
        left = page.l_margin
        for place, some in enumerate(lines):
            for number, line in enumerate(some):
                if line:
                    page.set_xy(left, top + 0.8 + number * LINE)
                    page.cell(widths[place], LINE, line, align=aligned[place])
            left += widths[place]
        page.line(page.l_margin, top + height, page.l_margin + page.epw, top + height)
        page.set_xy(page.l_margin, top + height)

    def head() -> None:
        row([column.head for column in paper.columns], "B", True)

    page.set_line_width(0.1)
    page.c_margin = 1
    head()
    for cells in paper.rows:
        row(cells, "", False)
    if paper.last:
        row(paper.last, "B", True)


def _wrapped(page: _Page, text: str, width: float) -> list[str]:
    """Text in lines that fit; a word that does not fit by itself is cut."""
    if page.get_string_width(text) <= width:
        return [text]
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if page.get_string_width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for char in word:
            if line and page.get_string_width(line + char) > width:
                lines.append(line)
                line = ""
            line += char
    return [*lines, line][:MOST_LINES]


def _boxes(page: _Page, paper: Paper) -> None:
    """Room for signatures, side by side and never on two pages."""
    if page.will_page_break(BOX_HEIGHT + 8):
        page.add_page()
    page.ln(8)
    top, width = page.get_y(), page.epw / len(paper.signed)
    page.set_font(FACE, size=SMALL)
    for place, who in enumerate(paper.signed):
        left = page.l_margin + place * width
        page.rect(left, top, width - 4, BOX_HEIGHT)
        page.set_xy(left + 2, top + 1.5)
        page.cell(width - 8, 5, _plain(who))


def _plain(text: str) -> str:
    """Text without what turns lines around or cannot be drawn; line breaks stay."""
    kept = (char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return "".join(kept)
