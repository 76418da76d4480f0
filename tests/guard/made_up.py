"""Small made-up projects, in two waves: who was heard, who says what of which mode.

Everybody says the same words of the same thing, so that nothing but who says it differs. Each
project goes its whole way: files, codings, a finding, a careful person who clears, two waves
published.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field

from transfo_analysis import open_project, showing
from transfo_analysis.guard import waiting
from transfo_analysis.guard.counts import Table

ROWS = {"mode:velo": "Vélo", "mode:bus": "Bus", "mode:train": "Train", "mode:taxi": "Taxi"}
COLUMNS = {"categorie:frein": "Freins", "categorie:usage": "Usages", "categorie:idee": "Idées"}
STARTS = (3, 5, 10, 15)
CELLS = list(itertools.product(ROWS, COLUMNS))
# of this mode one person alone speaks
ONLY = "mode:train"


@dataclass(frozen=True)
class World:
    """Who was heard in which wave, what everybody knows of them, and what they say.

    Parameters
    ----------
    people : person → (sex, grade)
    wave : person → 1 or 2
    says : person → cells
    """

    people: dict[str, tuple[str, str]]
    wave: dict[str, int]
    says: dict[str, frozenset[tuple[str, str]]] = field(hash=False)

    def heard(self, wave: int) -> frozenset[str]:
        """Return everybody heard until a wave."""
        return frozenset(p for p, w in self.wave.items() if w <= wave)

    def table(self, wave: int) -> Table:
        """Return the people of every cell until a wave, as they are."""
        heard = self.heard(wave)
        people = {c: frozenset(p for p in heard if c in self.says[p]) for c in CELLS}
        return Table(tuple(ROWS), tuple(COLUMNS), people, heard)

    def users(self, row: str) -> frozenset[str]:
        """Return who speaks of a mode."""
        return frozenset(p for p, said in self.says.items() if any(c[0] == row for c in said))

    def without(self, row: str, instead: str = "") -> World:
        """Return the same world where nobody speaks of a mode, or somebody else does."""
        cells = {c for said in self.says.values() for c in said if c[0] == row}
        says = {
            p: frozenset(c for c in said if c[0] != row) | (cells if p == instead else set())
            for p, said in self.says.items()
        }
        return World(self.people, self.wave, says)


def world(seed: int, most: int = 12) -> World:
    """Return a world of few people, in which one person alone speaks of `ONLY`."""
    chance = random.Random(seed)
    size = chance.randint(5, most)
    names = [f"P{n:02}" for n in range(size)]
    first = chance.randint(3, size - 1)
    usual = [cell for cell in CELLS if cell[0] in ("mode:velo", "mode:bus")]
    says = {
        name: {chance.choice(usual), *chance.sample(usual, chance.randint(0, 4))} for name in names
    }
    # heard once in the first wave, or once in the second
    only = chance.choice(names[:first] if seed % 2 else names[first:])
    says[only] |= {(ONLY, column) for column in chance.sample(list(COLUMNS), 2)}
    # one more for a second mode, and a newcomer who joins them
    says[names[0]].add(("mode:taxi", "categorie:frein"))
    says[names[-1]].add(("mode:taxi", "categorie:frein"))
    return World(
        {name: (chance.choice("FH"), chance.choice("BC")) for name in names},
        {name: 1 if rank < first else 2 for rank, name in enumerate(names)},
        {name: frozenset(said) for name, said in says.items()},
    )


def words(cell: tuple[str, str]) -> str:
    """Return what everybody says of a cell, in the same words."""
    return f"Je le dis du {ROWS[cell[0]].lower()}, pour les {COLUMNS[cell[1]].lower()}."


def project(made: World, folder, *, counts: bool):
    """Write a project's settings, codebook and people; its waves come by `arrive`."""
    (folder / "data/coding").mkdir(parents=True)
    (folder / "data/raw").mkdir()
    (folder / "projet.yaml").write_text(
        "titre: Essai\ncas:\n  - {id: m, titre: Mobilités, lignes: mode, colonnes: categorie}\n"
        f"diffusion: {{comptes: {str(counts).lower()}, fourchettes: {list(STARTS)}}}\n",
        encoding="utf-8",
    )
    families = [("mode", "Modes", ROWS), ("categorie", "Catégories", COLUMNS)]
    book = "familles:\n" + "".join(
        f"  - id: {family}\n    libelle: {label}\n    codes:\n"
        + "".join(f"      - {{id: {c.split(':')[1]}, libelle: {la}}}\n" for c, la in codes.items())
        for family, label, codes in families
    )
    (folder / "data/coding/codebook.yaml").write_text(book, encoding="utf-8")
    lines = ["pseudonyme,roles,grade,sexe,consentement_analyse,consentement_citation,"
             "consentement_affichage"]  # fmt: skip
    lines += [f"{p},enquêté,{grade},{sex},oui,oui,oui" for p, (sex, grade) in made.people.items()]
    (folder / "data/raw/participants.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def arrive(made: World, folder, wave: int):
    """Bring a wave in, code it, and clear what a careful person would; return the project."""
    talks = folder / f"data/raw/entretiens/vague-{wave}"
    talks.mkdir(parents=True)
    for person in [p for p, w in made.wave.items() if w == wave]:
        said = " ".join(words(cell) for cell in sorted(made.says[person]))
        text = (
            f"---\nenquete: {person}\nprise: enregistré\n---\nPaul : Alors ?\n{person} : {said}\n"
        )
        (talks / f"{person}.md").write_text(text, encoding="utf-8")
    found = open_project(folder, coder="Ana")
    desk = found.coding
    linked = []
    for person in [p for p, w in made.wave.items() if w == wave]:
        document = desk.document(person)
        text = found.corpus().texts[document]
        for cell in sorted(made.says[person]):
            start = text.index(words(cell))
            for code in cell:
                coding = desk.add(document, code, start=start, end=start + len(words(cell)))
                linked.append(coding)
        desk.names_reviewed(document)
    if wave == 1:
        finding = desk.word_finding("On en parle.", "lesson")
        desk.clear_finding(finding)
    finding = next(iter(found.state().findings))
    for coding in linked:
        desk.link_evidence(finding, coding)
    # what is warned of is kept off
    for row in waiting.to_clear(showing.parts(found)).to_dict("records"):
        if row["kind"] == "quote" and row["target"] in linked:
            keep = row["obstacle"] or row["warnings"]
            (desk.unclear_quote if keep else desk.clear_quote)(row["target"])
    return found
