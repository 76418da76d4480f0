"""Who was heard: one dot per person, by grade, trade and usual mode."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from transfo_analysis.corpus.people import is_resident
from transfo_analysis.display.grid import Key, draw_keys
from transfo_analysis.display.page import Chart, alternative, open_page
from transfo_analysis.display.sheet import LEADING, Sheet, fit
from transfo_analysis.display.style import A4, FIELD, INK, RULE, SOFT
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["people_heard"]

TITLE = "Qui avons-nous entendu ?"
HEARD, VOICE, SILENT = "entendue", "paroles non codées", "non entendue"
_MEANING = {
    HEARD: "personne entendue : ses paroles portent un codage",
    VOICE: "ses paroles sont dans le matériau, rien n’en est codé",
    SILENT: "participante ou participant, aucune parole recueillie",
}
UNTOLD = "non renseigné"
_LINE = 6.6
_LABEL = 8.2
_MANY = 18


def people_heard(matter: Matter) -> Chart:
    """Draw who was heard, and who was not, by grade, trade and usual mode."""
    data = _data(matter)
    by_mode = (data["by"] == "mode").any()
    several = " ; une personne peut avoir plusieurs modes habituels." if by_mode else "."
    page = open_page(
        matter,
        A4,
        TITLE,
        "Un rond par personne. Les personnes observées et celles que personne n’a identifiées "
        "n’y sont pas" + several,
        note=f"{plural(len(matter.observed), 'personne')} observée"
        f"{'s' * (len(matter.observed) > 1)}, comptée{'s' * (len(matter.observed) > 1)} à part."
        if matter.observed
        else "",
    )
    counts = data.groupby(["by", "value"], sort=False)
    groups: dict[str, list[tuple[str, list[int]]]] = {}
    for (by, _), part in counts:
        states = [int((part["state"] == state).sum()) for state in _MEANING]
        groups.setdefault(str(by), []).append((str(part["label"].iloc[0]), states))
    keys = [
        Key(3, _dot(state), f"{words} ({int(_once(data, state))})")
        for state, words in _MEANING.items()
    ]
    draw_keys(page.sheet, page.left, page.top - 2, page.width, keys[:2])
    top = draw_keys(page.sheet, page.left, page.top + 3.4, page.width, keys[2:]) + 3
    half = (page.width - 12) / 2
    y = _panel(page.sheet, page.left, top, half, page.bottom, "Par grade", groups.get("grade", []))
    if modes := groups.get("mode"):
        _panel(page.sheet, page.left, y + 4, half, page.bottom, "Par mode habituel", modes)
    right = page.left + half + 12
    trades = groups.get("trade", [])
    # many trades stand in two columns under one title
    columns = 2 if len(trades) > _MANY else 1
    share, width = -(-len(trades) // columns), (half - 6 * (columns - 1)) / columns
    for rank in range(columns):
        here = trades[rank * share : (rank + 1) * share]
        title = "Par métier" if not rank else ""
        _panel(page.sheet, right + rank * (width + 6), top, width, page.bottom, title, here)
    return Chart("personnes-entendues", TITLE, (page.sheet,), data, _alt(matter, data))


def _once(data: pd.DataFrame, state: str) -> int:
    return int(data.loc[data["state"] == state, "person"].nunique())


def _data(matter: Matter) -> pd.DataFrame:
    import pandas as pd

    table = matter.corpus.people
    # whoever runs the sessions is not met in the field, unless their words are there
    known = {
        one["person"]: one
        for one in table.to_dict("records")
        if one["person"] in matter.heard | matter.voices or not is_resident(str(one["roles"]))
    }
    nobody = {"grade": "", "trade": "", "modes": ""}
    everyone = [*known, *sorted((matter.heard | matter.voices) - set(known))]
    family = matter.case.row_family
    # usual modes are told of a case whose rows they are
    by_mode = any(
        f"{family}:{m}" in matter.codebook.codes for m in split_ids(" ".join(table["modes"]))
    )
    rows = []
    for person in everyone:
        one = known.get(person, nobody)
        state = HEARD if person in matter.heard else VOICE if person in matter.voices else SILENT
        modes = [f"{family}:{mode}" for mode in split_ids(str(one["modes"]))]
        for by, values in (
            ("grade", [one["grade"]]),
            ("trade", [one["trade"]]),
            *((("mode", modes or [""]),) if by_mode else ()),
        ):
            for value in values:
                name = matter.codebook.label(str(value)) if by == "mode" else str(value)
                label = name or UNTOLD
                rows.append((by, str(value), label, person, state))
    data = pd.DataFrame(rows, columns=["by", "value", "label", "person", "state"])
    order = {name: rank for rank, name in enumerate(matter.codebook.codes)}
    size = data.groupby(["by", "value"])["person"].transform("size")
    data["rank"] = [
        (by_rank, not value, -n if by == "trade" else 0, order.get(value, 999), value.casefold())
        for (by, value, n) in zip(data["by"], data["value"], size, strict=True)
        for by_rank in (("grade", "trade", "mode").index(by),)
    ]
    states = list(_MEANING)
    data["depth"] = data["state"].map(states.index)
    ordered = data.sort_values(["rank", "depth"], kind="stable").drop(columns=["rank", "depth"])
    return ordered.reset_index(drop=True)


def _dot(state: str) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: _draw_dot(sheet, x + 1.5, y, 1.35, state)


def _draw_dot(sheet: Sheet, x: float, y: float, radius: float, state: str) -> None:
    if state == HEARD:
        sheet.circle(x, y, radius, fill=FIELD, edge=FIELD, line=0.7)
    elif state == VOICE:
        sheet.circle(x, y, radius, fill="#ffffff", edge=FIELD, line=0.9)
        sheet.circle(x, y, radius * 0.4, fill=FIELD)
    else:
        sheet.circle(x, y, radius, fill="#ffffff", edge=SOFT, line=0.6, dashed=True)


def _panel(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    bottom: float,
    title: str,
    lines: list[tuple[str, list[int]]],
) -> float:
    """Draw one panel from y down to `bottom` at most; return where it ends."""
    y = sheet.block(x, y, [title], 10, face="bold", colour=INK) + 0.8
    sheet.line(x, y, x + width, y, colour=INK, line=0.9)
    y += 1.2
    if not lines:
        sheet.paragraph(
            x, y + 1, width, "Personne n’est décrit dans participants.csv.", 8.5, face="italic"
        )
        return y + 6
    step = min(_LINE, max(3.9, (bottom - y) / len(lines)))
    room = max(1, int((bottom - y + 0.01) / step))
    shown = lines if len(lines) <= room else lines[: room - 1]
    most = max(sum(states) for _, states in lines)
    narrow = width < 80
    # so few dots are counted at a glance: their room goes to the labels
    told = 0 if narrow and most <= 3 else 16
    label = (
        min(46.0, width * 0.42) if not narrow else max(width * 0.4, width - 3.5 * most - told - 2)
    )
    pitch = min(3.5, (width - label - told) / max(1, most))
    for words, states in shown:
        _row(sheet, x, y, words, states, (label, step, pitch, width), told=told > 0)
        y += step
    if len(shown) < len(lines):
        hidden = lines[len(shown) :]
        persons = sum(sum(states) for _, states in hidden)
        rest = f"et {len(hidden)} autres ({plural(persons, 'personne')}) : voir le fichier CSV"
        sheet.text(x, y + step / 2, rest, 7.5, face="italic", colour=SOFT, down="middle")
        y += step
    return y


def _row(
    sheet: Sheet,
    x: float,
    y: float,
    words: str,
    states: list[int],
    sizes: tuple[float, float, float, float],
    *,
    told: bool,
) -> None:
    label, step, pitch, width = sizes
    middle = y + step / 2
    lines, size = fit(words, label - 3, step - 0.2, _LABEL)
    tall = len(lines) * size * LEADING
    sheet.block(x, middle - tall / 2, lines, size, colour=INK)
    at = x + label + pitch / 2
    for count, state in zip(states, _MEANING, strict=True):
        for _ in range(count):
            _draw_dot(sheet, at, middle, min(1.35, pitch * 0.4), state)
            at += pitch
    if told:
        total = f"{states[0]} sur {sum(states)}"
        sheet.text(x + width, middle, total, 7.5, colour=SOFT, across="right", down="middle")
    sheet.line(x, y + step, x + width, y + step, colour=RULE, line=0.3)


def _alt(matter: Matter, data: pd.DataFrame) -> str:
    lines = [
        f"{_once(data, HEARD)} personnes entendues, {_once(data, VOICE)} dont les paroles ne sont "
        f"pas codées, {_once(data, SILENT)} dont aucune parole n’est recueillie."
    ]
    titles = {"grade": "Par grade", "trade": "Par métier", "mode": "Par mode habituel"}
    for by, title in titles.items():
        if by == "mode" and not (data["by"] == by).any():
            continue
        lines.append(f"{title} (entendues sur le total) : " + _said(data[data["by"] == by]) + ".")
    return alternative(matter, TITLE, lines)


def _said(part: pd.DataFrame) -> str:
    def words() -> Iterable[str]:
        for label, group in part.groupby("label", sort=False):
            heard = int((group["state"] == HEARD).sum())
            yield f"{label} {heard} sur {len(group)}"

    return " ; ".join(words())
