"""What a withdrawal changes, told before it is confirmed, and what is left to do by hand.

`coding.withdrawal` takes the words out; here the tables are counted before and after, and
`left_behind` searches the folder for what the program never writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis import left_behind
from transfo_analysis.coding import withdrawal, withdrawal_plan
from transfo_analysis.corpus import pseudonyms, withdrawn
from transfo_analysis.corpus.canonical import fold
from transfo_analysis.tables.kinds import POSTED, posted_words
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    from transfo_analysis.coding.erasing import Eraser
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.looking import Looking

__all__ = ["Leaving", "withdraw"]

_COUNTED = {
    "people": ("personne entendue", "personnes entendues"),
    "observed": ("personne observée", "personnes observées"),
    "excerpts": ("extrait", "extraits"),
    "wall_rows": posted_words(POSTED),
    "studies": ("étude", "études"),
}


@dataclass(frozen=True)
class Leaving:
    """A withdrawal that waits to be confirmed.

    Parameters
    ----------
    plan : what goes
    counts : how many acts of each kind go, or lose some words
    changes : what changes in cells and findings, before → after
    raw : files of data/raw that hold them, each with where
    by_hand : other files that the program cannot clean
    """

    plan: withdrawal.Plan
    counts: Counter[str]
    changes: Sequence[str]
    raw: Sequence[str]
    by_hand: Sequence[str]

    @property
    def who(self) -> str:
        """What is typed again to confirm."""
        return self.plan.who

    @property
    def is_empty(self) -> bool:
        """Whether the program holds nothing of theirs any more."""
        return self.plan.is_empty

    def lines(self) -> list[str]:
        """Say in French what goes and what changes."""
        plan, counts = self.plan, self.counts
        turns = sum(len(ranks) for ranks in plan.theirs.values())
        spoken = plural(turns, "tour de parole", "tours de parole")
        said = [
            f"{plan.who} : {spoken} dans {plural(len(plan.theirs), 'document')}.",
            f"Disparaissent pour toujours : {listed(self._going())}. Du journal il reste des "
            "identifiants, vides. Tout data/processed est effacé.",
        ]
        if plan.resumed:
            said.insert(1, "Ce retrait avait été interrompu : il reprend où il en était.")
        if counts["reworded"]:
            kept = plural(
                counts["reworded"],
                "acte garde sa place, ses mots masqués",
                "actes gardent leur place, leurs mots masqués",
            )
            said.append(f"{kept} là où la personne était citée ou nommée.")
        others = [path.relative_to(plan.folder).as_posix() for path in plan.others()]
        said += _listed("Fichiers où ses mots ou son nom sont masqués", others)
        said += _listed("Ce qui change dans les tableaux", self.changes)
        doubts = [
            f"{path} : {plural(count, 'ligne')} sans nom, peut-être de cette personne. Écrivez-y qui "
            "parle avant de confirmer, ou retirez le document (--document)."
            for path, count in plan.doubts.items()
        ]
        said += _listed("Le programme ne peut pas savoir", [*doubts, *self._gone()])
        return said

    def _going(self) -> list[str]:
        numbers = [
            (
                len(self.plan.texts()),
                "texte gardé où ses mots sont masqués",
                "textes gardés où ses mots sont masqués",
            ),
            (self.counts["coding_added"], "codage", "codages"),
            (self.counts["memo_written"], "mémo", "mémos"),
            (_rest(self.counts), "autre acte du journal", "autres actes du journal"),
        ]
        return [plural(count, one, many) for count, one, many in numbers if count] or ["rien"]

    def todo(self) -> list[str]:
        """Say in French what a person has to delete or destroy by hand."""
        said = _listed(
            "À supprimer à la main dans data/raw (le programme n’y écrit jamais ; d’ici là, ces "
            "paroles restent hors de l’analyse)",
            self.raw,
        )
        said += _listed("À détruire à la main", self.by_hand)
        said.append(
            "Et toute copie ailleurs : sauvegardes, autres machines, courriels, papiers, accrochage. "
            "Fermez les notebooks et redémarrez leurs noyaux : ils ont encore les textes en mémoire. "
            "Puis faites une nouvelle sauvegarde (« transfo backup »)."
        )
        return said

    def carry_out(self) -> list[str]:
        """Take the words out; return what there is to say once it is done.

        Raises
        ------
        WriteError
            If something could not be written; done again, it goes on from there.
        """
        self.plan.carry_out(self.counts)
        left = [
            left_behind.shown(path, self.plan.folder) for path in left_behind.holding(self.plan)
        ]
        said = ["C’est fait, et noté sans nom ni contenu."]
        new = [path for path in left if path not in self.by_hand]
        said += _listed("Ces fichiers en gardent une trace : détruisez-les à la main", new)
        return said + self.todo()

    def _gone(self) -> list[str]:
        return [
            f"« {name} » n’est plus dans data/raw et personne ne sait plus qui y parle. Si c’est "
            "cette personne, remettez le fichier le temps du retrait."
            for name in self.plan.unknown
        ]


def withdraw(project: Looking, person: str = "", document: str = "") -> Leaving:
    """Return what taking out a person, or a document, would change; nothing is written.

    Raises
    ------
    CodingError
        If nobody and nothing is called so.
    """
    from transfo_analysis import corpus as room
    from transfo_analysis.coding import journal, state

    material, settings = project._material(), project.settings  # noqa: SLF001
    book = project._codebook()[0]  # noqa: SLF001
    codes = list(book.with_created(project.state().created).codes) if book else []
    plan = withdrawal_plan.plan(
        project.folder, material, person=person, document=document, codes=codes, key=project.key()
    )
    before = journal.read(project.folder / "data/coding/journal")[0]
    after = state.replay(plan.events(before))
    records = [r for r in withdrawn.read(project.folder) if r.id != plan.record.id]
    corpus = room.build(material, settings, [*records, plan.record], project.key())
    corpus = room.named(corpus, room.former_names(corpus, after.coded_texts))
    changes = []
    if book is not None:
        now = _counted(project, project.corpus(), project.state())
        changes = _changes(project, plan.eraser, now, _counted(project, corpus, after))
    raw = [*_unread(project), *left_behind.raw_files(project.raw, plan)]
    cleaned = set(plan.others())
    by_hand = [
        left_behind.shown(path, plan.folder)
        for path in left_behind.elsewhere(plan)
        if path not in cleaned
    ]
    by_hand += [
        f"{pseudonyms.FILE}, {line.place} : à retirer une fois data/raw nettoyé (d’ici là elle "
        "cache le nom dans ce que d’autres disent)"
        for line in project.key().lines
        if fold(line.pseudonym) == fold(plan.who)
    ]
    return Leaving(plan, plan.counts(before), changes, raw, by_hand)


# -- the tables, before and after ------------------------------------------------------------------


@dataclass(frozen=True)
class _Counts:
    """Cells by (case, row, column) and findings by identifier: column → value."""

    cells: Mapping[tuple[str, str, str], Mapping[str, Any]]
    findings: Mapping[str, Mapping[str, Any]]


def _counted(project: Looking, corpus: Corpus, state: State) -> _Counts:
    from transfo_analysis import crosstable, findings
    from transfo_analysis.coding import table, textstore

    store = textstore.TextStore(project.folder / "data/coding/textes")
    codings, book = table.codings(state, corpus, store), project.codebook
    cells: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    worded: dict[str, Mapping[str, Any]] = {}
    for case in project.cases:
        crossed = crosstable.cross_table(corpus, codings, state, None, None, book, case)
        for row in crossed.cells.to_dict("records"):
            cells[row["case"], row["row"], row["column"]] = {str(k): v for k, v in row.items()}
        found = findings.findings(corpus, codings, state, book, case, table=crossed)
        for row in found.to_dict("records"):
            worded[row["finding_id"]] = {str(k): v for k, v in row.items()}
    return _Counts(cells, worded)


def _changes(project: Looking, eraser: Eraser, before: _Counts, after: _Counts) -> list[str]:
    said = []
    for (case, *codes), old in before.cells.items():
        # a code made of their words has another name afterwards
        row, column = (eraser.code(code) for code in codes)
        if counts := _differences(old, after.cells.get((case, row, column), {})):
            labels = [eraser.prose(project.codebook.label(code)) for code in codes]
            said.append(f"Case {' × '.join(labels)} : {counts}")
    for name, old in before.findings.items():
        new = after.findings.get(name, old)
        told = [_differences(old, new)]
        if old["statement"] != new["statement"]:
            told.insert(0, "à reformuler, cette personne y est citée ou nommée")
        if any(told):
            said.append(
                f"Constat « {new['statement']} » ({name}) : {', '.join(filter(None, told))}"
            )
    return said


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{old[column]} → {plural(int(new.get(column, 0)), *words)}"
        for column, words in _COUNTED.items()
        if column in old and old[column] != new.get(column, 0)
    )


def _rest(counts: Counter[str]) -> int:
    return counts.total() - sum(
        counts[kind] for kind in ("coding_added", "memo_written", "reworded")
    )


def _listed(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"  - {item}" for item in items]
    return [f"{title} :", *lines] if lines else []


def _unread(project: Looking) -> list[str]:
    notices = project._material().notices  # noqa: SLF001
    return [
        f"{note.path} : illisible, à vérifier vous-même"
        for note in notices
        if note.severity == "erreur" and note.path
    ]
