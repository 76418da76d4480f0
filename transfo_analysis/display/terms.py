"""Key terms: what is said more here than elsewhere, part by part, with who says it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from transfo_analysis.display.page import (
    NOTHING_CODED,
    Chart,
    alternative,
    figures,
    open_page,
    wave_words,
)
from transfo_analysis.display.sheet import Sheet, fit, width_of
from transfo_analysis.display.style import A3, A4, FIELD, INK, RULE, SOFT
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.display.page import Page

__all__ = ["key_terms"]

TITLE = "Ce qui se dit plus ici qu’ailleurs"
# panels across and down, terms in each
_SHAPE = {A4: (3, 3, 6), A3: (4, 5, 7)}
_BETWEEN = 9.0
_PART_KINDS = ("wave", "group", "code")


def key_terms(matter: Matter) -> Chart:
    """Draw the terms said more in each part: specificity, or frequencies below the floor."""
    data = _data(matter)
    names = list(dict.fromkeys(zip(data["part_kind"], data["part"], strict=True)))
    paper = A4 if len(names) <= _SHAPE[A4][0] * _SHAPE[A4][1] else A3
    across, down, most = _SHAPE[paper]
    shown = names[: across * down]
    limits = matter.settings.thresholds
    note = (
        f"Un terme est dit par {plural(limits.term_people, 'personne')} au moins. Spécificité de "
        "Lafon : ordre de grandeur (log10) de la chance de trouver autant d’occurrences par hasard. "
        f"Elle n’est calculée qu’à partir de {figures(str(limits.part_words))} mots dans la partie "
        f"et {figures(str(limits.corpus_words))} dans le matériau."
    )
    if len(shown) < len(names):
        rest = plural(len(names) - len(shown), "autre partie", "autres parties")
        note += f" Dans le fichier CSV aussi : {rest}."
    page = open_page(
        matter, paper, TITLE, _subtitle(data), note=note, caution=_caution(matter, data)
    )
    if data.empty:
        _nothing(page, matter)
    rows = -(-len(shown) // across)
    width = (page.width - _BETWEEN * (across - 1)) / across
    height = min(page.height / max(1, rows), 9 + most * 6.4 + 6)
    for rank, (kind, part) in enumerate(shown):
        here = data[(data["part_kind"] == kind) & (data["part"] == part)].head(most)
        x = page.left + rank % across * (width + _BETWEEN)
        y = page.top + rank // across * height
        step = min(6.2, (height - 12) / most)
        _panel(page.sheet, x, y, width, step, part_label(matter, kind, part), here, matter)
    return Chart("termes-cles", TITLE, (page.sheet,), data, _alt(matter, data))


def part_label(matter: Matter, kind: str, part: str) -> str:
    """Return the name of a part for a person: a code's label, a wave, a group."""
    if kind == "code":
        return matter.codebook.label(part)
    if kind == "wave":
        words = wave_words([part])
        return words[:1].upper() + words[1:]
    return part[:1].upper() + part[1:].replace(":", " : ") if part else "Groupe sans nom"


def _data(matter: Matter) -> pd.DataFrame:
    data = matter.key_terms
    if not matter.every_case:
        foreign = matter.settings.foreign([matter.case.id])
        family = data["part"].str.split(":").str[0]
        data = data[(data["part_kind"] != "code") | ~family.isin(foreign)]
    data = data.copy()
    order = {kind: rank for rank, kind in enumerate(_PART_KINDS)}
    codes = {name: rank for rank, name in enumerate(matter.codebook.codes)}
    data["order"] = data["part_kind"].map(lambda kind: order.get(kind, 9))
    data["code"] = data["part"].map(lambda part: codes.get(part, -1))
    data["known"] = -data["specificity"].fillna(-1e9)
    data["often"] = -data["count"]
    data = data.sort_values(["order", "code", "part", "known", "often", "term"], kind="stable")
    data["by_person"] = [
        " ; ".join(f"{person} {count}" for person, count in _by_person(matter, ids))
        for ids in data["passage_ids"]
    ]
    data.insert(2, "part_label", [
        part_label(matter, kind, part)
        for kind, part in zip(data["part_kind"], data["part"], strict=True)
    ])  # fmt: skip
    return data.drop(columns=["order", "code", "known", "often"]).reset_index(drop=True)


def _by_person(matter: Matter, passage_ids: str) -> list[tuple[str, int]]:
    """Return in how many passages each person says a term, most first."""
    persons = Counter(
        matter.person_of.get(one, "") or "non identifié" for one in split_ids(passage_ids)
    )
    return sorted(persons.items(), key=lambda item: (-item[1], item[0]))


def _subtitle(data: pd.DataFrame) -> str:
    if data.empty:
        return "Les termes propres à un code, à un groupe, à une vague."
    return (
        "Barre pleine : spécificité. Barre en segments : sous "
        "le seuil, passages où le terme est dit, un segment par personne. À droite : occurrences, "
        "puis personnes."
    )


def _caution(matter: Matter, data: pd.DataFrame) -> str | None:
    if len(data) and data["specificity"].isna().all():
        words = (
            "Trop peu de mots pour calculer une spécificité : des fréquences seulement, "
            "à lire personne par personne."
        )
        return f"{NOTHING_CODED} {words}" if matter.own_codings.empty else words
    return None


def _nothing(page: Page, matter: Matter) -> None:
    limits = matter.settings.thresholds
    words = (
        "Aucun terme clé pour l’instant. Un terme paraît ici quand "
        f"{plural(limits.term_people, 'personne')} au moins le disent dans une même partie ; "
        "les parties par code attendent des codages validés."
    )
    page.sheet.paragraph(page.left, page.top + 10, 150, words, 11, colour=INK)


def _panel(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    step: float,
    title: str,
    terms: pd.DataFrame,
    matter: Matter,
) -> None:
    lines, size = fit(title, width, 5, 9.5, "bold", 7)
    sheet.block(x, y, lines[:1], size, face="bold", colour=INK)
    y += 5.4
    sheet.line(x, y, x + width, y, colour=INK, line=0.8)
    y += 0.8
    label, numbers = width * 0.4, 25.0
    room = width - label - numbers - 2
    scored = terms["specificity"].notna().any()
    top = float(terms["specificity"].max()) if scored else 0.0
    passages = max((len(split_ids(ids)) for ids in terms["passage_ids"]), default=1)
    for one in terms.to_dict("records"):
        middle = y + step / 2
        shown, size = fit(str(one["term"]), label - 2, step, 8.2, smallest=6)
        sheet.text(x, middle, shown[0], size, down="middle")
        at = x + label
        count, people = int(one["count"]), int(one["people"])
        if one["specificity"] == one["specificity"]:
            score = float(one["specificity"])
            length = room * 0.78 * max(score, 0) / max(top, 1e-9)
            sheet.rect(at, middle - 1.3, length, 2.6, fill=FIELD)
            sheet.text(
                at + length + 1,
                middle,
                f"{score:.1f}".replace(".", ","),
                7,
                face="bold",
                down="middle",
            )
        else:
            _segments(
                sheet, at, middle, room, passages, _by_person(matter, str(one["passage_ids"]))
            )
        sheet.text(
            x + width, middle, f"{count} fois, {people} pers.", 7, colour=SOFT, across="right",
            down="middle",
        )  # fmt: skip
        y += step
        sheet.line(x, y, x + width, y, colour=RULE, line=0.3)


def _segments(
    sheet: Sheet, x: float, middle: float, room: float, most: int, persons: list[tuple[str, int]]
) -> None:
    for _, count in persons:
        length = room * count / max(1, most)
        sheet.rect(x, middle - 1.3, length, 2.6, fill="#ffffff", edge=FIELD, line=0.8)
        words = str(count)
        if length > width_of(words, 6) + 0.6:
            sheet.text(x + length / 2, middle, words, 6, across="center", down="middle")
        x += length


def _alt(matter: Matter, data: pd.DataFrame) -> str:
    lines = [] if len(data) else ["Aucun terme clé."]
    for label, part in data.groupby("part_label", sort=False):
        said = []
        for one in part.to_dict("records"):
            score = one["specificity"]
            known = f", spécificité {score:.1f}".replace(".", ",") if score == score else ""  # noqa: PLR0124
            people = plural(int(one["people"]), "personne")
            said.append(f"{one['term']} {one['count']} fois, {people}{known}")
        lines.append(f"{label} : {' ; '.join(said)}.")
    return alternative(matter, TITLE, lines)
