"""Two languages in one room: each word in the middle, who says it on either side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.display.grid import Key, draw_keys
from transfo_analysis.display.page import Chart, alternative, open_page, wave_words
from transfo_analysis.display.sheet import LEADING, Sheet, fit, width_of
from transfo_analysis.display.style import A3, A4, FIELD, INK, LITERATURE, RULE, SOFT, Face
from transfo_analysis.tables.kinds import ADMINISTRATION, INNOVATION, SIDES
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["two_languages"]

TITLE = "Deux langages dans une salle"
_GROUPS = {
    ADMINISTRATION: "Mots de l’administration",
    INNOVATION: "Mots de l’innovation",
    "": "Mots des deux, ou de personne encore",
}
_FOUND = "trouvé"
# words in a panel, one panel a group, by paper
_ROWS = {A4: 22, A3: 36}
_ROW, _WORD = 5.4, 8.2
_DOT, _PITCH = 1.25, 3.3
_BETWEEN = 8.0
_Draw = Callable[[Sheet, float, float], None]
_COLOURS = {ADMINISTRATION: FIELD, INNOVATION: LITERATURE}


@dataclass(frozen=True)
class _Word:
    """A row: the word, who says it on each side (in answers, in questions only), a passage over."""

    term: str
    group: str
    proposed: bool
    people: Mapping[str, tuple[int, int]]
    passed: str = ""
    towards: str = ""

    @property
    def total(self) -> int:
        return sum(sum(counts) for counts in self.people.values())


def two_languages(exercised: Exercised, matters: Sequence[Matter]) -> list[Chart]:
    """Draw the words that somebody of a known side says; nothing if nobody does."""
    words = _words(exercised)
    if not words:
        return []
    matter = matters[0].whole()
    groups = {
        group: [one for one in words if one.group == group]
        for group in _GROUPS
        if any(one.group == group for one in words)
    }
    paper = A4 if max(map(len, groups.values())) <= _ROWS[A4] else A3
    left = sum(max(0, len(some) - _ROWS[paper]) for some in groups.values())
    page = open_page(
        matter,
        paper,
        TITLE,
        "Sigles et mots de métier : à gauche qui les dit dans l’administration, à droite qui les dit "
        "du côté de l’innovation. Une flèche : dit d’un seul côté d’abord, repris par l’autre.",
        note=_note(exercised, words, left),
        caution="",
    )
    top = draw_keys(page.sheet, page.left, page.top - 2, page.width, _keys()) + 2.5
    width = (page.width - _BETWEEN * (len(groups) - 1)) / len(groups)
    # two panels are not stretched over the whole width
    width = min(width, (page.width - 2 * _BETWEEN) / 2)
    step = min(_ROW, (page.bottom - top) / (_ROWS[paper] + 1))
    for rank, (group, some) in enumerate(groups.items()):
        x = page.left + rank * (width + _BETWEEN)
        _panel(page.sheet, x, top, width, _GROUPS[group], some[: _ROWS[paper]], step)
    return [Chart("deux-langages", TITLE, (page.sheet,), _data(exercised), _alt(matter, words))]


def _note(exercised: Exercised, words: Sequence[_Word], left: int) -> str:
    note = "Une personne est comptée une fois par mot, qu’elle le dise dix fois ou une."
    if any(one.proposed for one in words):
        note += " En italique : repéré par le programme, personne ne l’a encore retenu."
    if noted := int((exercised.lexicon["in_notes"] > 0).sum()):
        note += f" Pour {plural(noted, 'mot')}, quelqu’un n’est connu que par nos notes."
    if left:
        note += f" Dans le fichier CSV aussi : {plural(left, 'autre mot', 'autres mots')}."
    return note


def _words(exercised: Exercised) -> list[_Word]:
    """Return the words that a known side says: group by group, the most shared first."""
    passing = exercised.passing_words.set_index("term")
    places = exercised.word_places
    said = places[(places["person"] != "") & (places["side"] != "")]
    people: dict[str, dict[str, tuple[int, int]]] = {}
    for (term, side), part in said.groupby(["term", "side"], sort=False):
        answering = part["person"][~part["asking"]].nunique()
        everybody = part["person"].nunique()
        people.setdefault(str(term), {})[str(side)] = (answering, everybody - answering)
    found = []
    for term, side, kind in exercised.lexicon[["term", "side", "kind"]].itertuples(index=False):
        if term in people:
            wave = passing["wave"].get(term, "")
            towards = passing["to_side"].get(term, "")
            group = side if side in SIDES else ""
            found.append(_Word(term, group, kind == _FOUND, people[term], wave, towards))
    order = list(_GROUPS)
    found.sort(
        key=lambda one: (
            order.index(one.group), one.proposed, -len(one.people), -one.total, one.term.casefold(),
        )
    )  # fmt: skip
    return found


def _keys() -> list[Key]:
    meanings = {
        ADMINISTRATION: "une personne de l’administration",
        INNOVATION: "une personne du côté de l’innovation",
    }

    def sign(side: str, at: float, *, asking: bool = False) -> _Draw:
        return lambda sheet, x, y: _sign(sheet, x + at, y, side, asking=asking)

    def hollow(sheet: Sheet, x: float, y: float) -> None:
        for at, side in ((1.5, ADMINISTRATION), (5.1, INNOVATION)):
            _sign(sheet, x + at, y, side, asking=True)

    keys = [Key(3, sign(side, 1.5), meaning) for side, meaning in meanings.items()]
    return [*keys, Key(6.6, hollow, "qui ne le dit que dans ses questions")]


def _sign(sheet: Sheet, x: float, y: float, side: str, *, asking: bool) -> None:
    colour = _COLOURS[side]
    fill = "#ffffff" if asking else colour
    if side == ADMINISTRATION:
        sheet.rect(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT, fill=fill, edge=colour, line=0.9)
    else:
        sheet.circle(x, y, _DOT, fill=fill, edge=colour, line=0.9)


def _panel(
    sheet: Sheet, x: float, y: float, width: float, title: str, words: Sequence[_Word], step: float
) -> None:
    middle, room = x + width / 2, min(46.0, width * 0.4)
    lines, size = fit(title, width, step, 9.5, "bold", smallest=7)
    sheet.text(middle, y + step / 2, lines[0], size, face="bold", across="center", down="middle")
    y += step + 0.6
    sheet.line(x, y, x + width, y, colour=INK, line=0.8)
    for one in words:
        centre = y + step / 2
        lines, size = fit(one.term, room - 7, step, _WORD, smallest=5.6)
        face: Face = "italic" if one.proposed else "plain"
        tall = len(lines) * size * LEADING
        sheet.block(middle, centre - tall / 2, lines, size, face=face, colour=INK, across="center")
        for side, way in ((ADMINISTRATION, -1), (INNOVATION, 1)):
            _side(sheet, middle + way * room / 2, centre, way, side, one, (width - room) / 2)
        y += step
        sheet.line(x, y, x + width, y, colour=RULE, line=0.3)


def _side(
    sheet: Sheet, edge: float, centre: float, way: int, side: str, one: _Word, room: float
) -> None:
    """Draw who says a word on one side, outwards from the word; then how many, and since when."""
    answering, asking = one.people.get(side, (0, 0))
    count = answering + asking
    if not count:
        return
    passed = bool(one.passed) and one.towards == side
    told = f"{count}, {wave_words([one.passed])}" if passed else str(count)
    if passed:
        arrow = "→" if way > 0 else "←"
        sheet.text(edge - way * 1.6, centre, arrow, 8, across="center", down="middle")
    pitch = min(_PITCH, (room - width_of(told, 7) - 3) / count)
    at = edge + way * (_DOT + 0.6)
    for rank in range(count):
        _sign(sheet, at, centre, side, asking=rank >= answering)
        at += way * pitch
    sheet.text(
        at + way * (0.9 - _DOT), centre, told, 7, colour=SOFT,
        across="left" if way > 0 else "right", down="middle",
    )  # fmt: skip


def _data(exercised: Exercised) -> pd.DataFrame:
    data = exercised.lexicon.merge(
        exercised.passing_words[["term", "from_side", "to_side", "wave"]], on="term", how="left"
    )
    return data.fillna({"from_side": "", "to_side": "", "wave": ""})


def _alt(matter: Matter, words: Sequence[_Word]) -> str:
    lines = []
    for group, title in _GROUPS.items():
        said = [_spoken(one) for one in words if one.group == group]
        if said:
            lines.append(f"{title} : {' ; '.join(said)}.")
    return alternative(matter, TITLE, lines)


def _spoken(one: _Word) -> str:
    parts = []
    for side in SIDES:
        answering, asking = one.people.get(side, (0, 0))
        if answering + asking:
            where = "dans l’administration" if side == ADMINISTRATION else "côté innovation"
            only = f", dont {asking} dans des questions seulement" if asking else ""
            parts.append(f"{plural(answering + asking, 'personne')} {where}{only}")
    passed = f", repris en {wave_words([one.passed])}" if one.passed else ""
    return f"{one.term} ({', '.join(parts)}{passed})"
