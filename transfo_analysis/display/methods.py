"""How it was done, in French, for an annex: what a person would have to look up to write it.

Counts, dates and rules, no quote and no name but the coders'. What people decided and what the
program proposed are told apart, and what was not done is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.tables import KIND_WORDS, REGISTERS, split_ids
from transfo_analysis.typography import french, listed, percent, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Settings

__all__ = ["Work", "methods"]

_HOW = {
    "hand": "{} à la main",
    "accepted": "{} en acceptant une à une des suggestions du programme",
    "accepted_bulk": "{} en acceptant des suggestions en lot",
    "imported": "{} importés d’un tableur ou d’un autre logiciel",
}
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What the paragraph is written from; the tables are those of `tables`.

    Parameters
    ----------
    codebook : None while there is none
    versions : name → version of what results depend on
    """

    settings: Settings
    codebook: Codebook | None
    corpus: Corpus
    codings: pd.DataFrame
    state: State
    agreement: pd.DataFrame
    suggestions: pd.DataFrame
    findings: pd.DataFrame
    versions: Mapping[str, str]


def methods(work: Work) -> str:
    """Return the methods of a project as Markdown: a title, then one paragraph a subject."""
    parts = (
        ("Matériau", _material(work)),
        ("Cas pratiques", _cases(work)),
        ("Registres", _registers(work)),
        ("Rôles", _roles(work)),
        ("Codage", _coding(work)),
        ("Accord", _agreement(work)),
        ("Ce que le programme a proposé", _proposed(work)),
        ("Ce que les personnes ont retenu", _decided(work)),
        ("Versions", _versions(work)),
    )
    told = [(title, " ".join(sentences)) for title, sentences in parts]
    said = ["# Méthode", *(f"**{title}.** {words}" for title, words in told if words)]
    return french("\n\n".join(said)) + "\n"


# -- the material ------------------------------------------------------------------------------


def _material(work: Work) -> Iterator[str]:
    documents = work.corpus.documents
    if documents.empty:
        yield "Il n’y a encore aucun document."
        return
    yield f"{_documents(documents, work.settings.fictional)}."
    recorded = int((documents[documents["kind"] == "interview"]["recorded"]).sum())
    notes = int((documents["kind"] == "interview").sum()) - recorded
    if recorded or notes:
        kinds = [
            plural(recorded, "entretien est une transcription", "entretiens sont des transcriptions"),
            plural(notes, "tient dans des notes prises sur le vif", "tiennent dans des notes prises sur le vif"),
        ]  # fmt: skip
        yield f"{listed([k for k, count in zip(kinds, (recorded, notes), strict=True) if count])}."
    studies = documents[documents["study"] != ""]["study"].nunique()
    if studies:
        yield f"Les notes de veille portent sur {plural(studies, 'étude')}."
    waves = [wave for wave in sorted(set(documents["wave"])) if wave]
    if len(waves) > 1:
        told = [f"{wave.replace('-', ' ')} : {_kinds(_of(documents, wave))}" for wave in waves]
        yield f"Par vague : {' ; '.join(told)}."
    dates = sorted(date for date in documents["date"] if date)
    if dates:
        untold = len(documents) - len(dates)
        without = f" ({plural(untold, 'document')} sans date)" if untold else ""
        span = _day(dates[0]) if dates[0] == dates[-1] else f"{_day(dates[0])} au {_day(dates[-1])}"
        yield f"{'Date' if dates[0] == dates[-1] else 'Dates'} : {span}{without}."


def _documents(documents: pd.DataFrame, fictional: bool) -> str:
    invented = ", fictif, écrit pour la démonstration" if fictional else ""
    words = plural(int(documents["words"].sum()), "mot")
    count = plural(len(documents), "document")
    return f"Le matériau{invented} : {count}, {_grouped(words)} ; {_kinds(documents)}"


def _kinds(documents: pd.DataFrame) -> str:
    counts = documents["kind"].value_counts()
    return listed(
        [plural(int(counts[k]), *words) for k, words in KIND_WORDS.items() if k in counts]
    )


def _of(documents: pd.DataFrame, wave: str) -> pd.DataFrame:
    return documents[documents["wave"] == wave]


def _day(date: str) -> str:
    year, month, day = date[:10].split("-")
    first = "1er" if int(day) == 1 else str(int(day))
    return f"{first} {_MONTHS[int(month) - 1]} {year}"


def _grouped(text: str) -> str:
    count, _, rest = text.partition(" ")
    return f"{int(count):,} {rest}".replace(",", " ")


def _cases(work: Work) -> Iterator[str]:
    """Say how the material and the codings share out over several cases."""
    cases = work.settings.cases
    if len(cases) < 2:
        return
    yield f"{len(cases)} cas : {listed([case.title for case in cases])}."
    documents, codings = work.corpus.documents["case"], work.codings["case"]
    told = [
        f"« {case.id} », {plural(int((documents == case.id).sum()), 'document')} et "
        f"{_grouped(plural(int((codings == case.id).sum()), 'codage'))}"
        for case in cases
    ]
    yield f"Par cas : {' ; '.join(told)}."
    yield "Un codage compte dans le cas qui croise la famille de son code ; personnes et vagues sont communes."


def _registers(work: Work) -> Iterator[str]:
    passages = work.corpus.passages
    counted = passages[passages["evidence"].astype(bool)]
    total = int(counted["words"].sum())
    if not total:
        yield "Aucun mot ne peut encore être compté comme preuve."
        return
    shares = counted.groupby("register")["words"].sum()
    told = [f"{percent(shares[r] / total)} {r}" for r in REGISTERS if r in shares]
    yield f"Des {_grouped(plural(total, 'mot'))} qui peuvent être comptés : {', '.join(told)}."
    yield (
        "Les questions et les remarques de qui enquête ne comptent jamais comme une preuve ; "
        "seul le mot à mot est cité entre guillemets."
    )
    marked = len(work.state.registers)
    if marked:
        yield f"{plural(marked, 'registre marqué', 'registres marqués')} à la main."


def _roles(work: Work) -> Iterator[str]:
    turns = work.corpus.turns
    told = []
    for role, one, many in (
        ("respondent", "personne enquêtée", "personnes enquêtées"),
        ("observed", "personne observée", "personnes observées"),
        ("interviewer", "personne qui enquête", "personnes qui enquêtent"),
    ):
        people = {p for p in turns[turns["role"] == role]["person"] if p}
        if people:
            told.append(plural(len(people), one, many))
    yield f"{listed(told).capitalize()}, sous pseudonyme." if told else "Personne n’est identifié."
    who = turns[turns["role"].isin(["respondent", "observed"]) & (turns["person"] == "")]
    if len(who):
        yield (
            f"{plural(len(who), 'tour de parole', 'tours de parole')} de personnes que rien "
            "n’identifie ne sont comptés pour personne."
        )
    guessed = turns[turns["role_origin"] == "deviné"]
    if len(guessed):
        yield (
            f"Dans {plural(guessed['document_id'].nunique(), 'document')}, le rôle de qui parle "
            "a été deviné par le programme."
        )


# -- the coding --------------------------------------------------------------------------------


def _coding(work: Work) -> Iterator[str]:
    codings = work.codings
    if work.codebook is not None:
        families = [
            f"{family.label} ({plural(len(family.codes), 'code')})"
            for family in work.codebook.families
        ]
        yield f"Livre de codes : {listed(families)}."
    if work.state.created:
        born = plural(len(work.state.created), "code est né", "codes sont nés")
        yield f"{born} pendant le codage."
    if codings.empty:
        yield "Rien n’est encore codé."
        return
    coded, all_of = codings["document_id"].nunique(), len(work.corpus.documents)
    yield f"{_grouped(plural(len(codings), 'codage'))} en vigueur, dans {coded} des {plural(all_of, 'document')}."
    waiting = int(codings["status"].isin(["à revoir", "absent"]).sum())
    if waiting:
        waits = plural(waiting, "codage attend", "codages attendent")
        yield f"{waits} une décision, leur texte ayant changé, et ne comptent pas."
    for coder, own in codings.groupby("coder", sort=True):
        counts = own["origin"].value_counts()
        how = [_HOW[origin].format(int(counts[origin])) for origin in _HOW if origin in counts]
        yield f"{coder} : {listed(how)}."
    shown = sum(coding.suggestions_shown for coding in work.state.codings.values())
    yield (
        f"{plural(shown, 'codage a été posé', 'codages ont été posés')} avec les suggestions du "
        "programme sous les yeux ; les autres sans les voir."
        if shown
        else "Aucun codage n’a été posé avec les suggestions du programme sous les yeux."
    )


def _agreement(work: Work) -> Iterator[str]:
    if work.codings.empty:
        yield "Sans codage, aucun accord ne se mesure."
        return
    table = work.agreement
    families = [f.id for f in work.codebook.families] if work.codebook else []
    found = table[(table["measure"] == "alpha") & table["target"].isin(families)]
    if found.empty:
        yield "Aucun document n’a été codé par deux personnes : aucun accord ne peut être mesuré."
        return
    first = found.iloc[0]
    yield (
        f"{plural(int(first['documents']), 'document')} ({plural(int(first['units']), 'tour de parole', 'tours de parole')}) "
        "codés par au moins deux personnes. Alpha de Krippendorff, intervalle à 95 % :"
    )
    labels = {family.id: family.label for family in work.codebook.families} if work.codebook else {}
    figures = [
        f"{labels[row['target']]} {_figure(row['value'])} "
        f"({_figure(row['low'])} à {_figure(row['high'])})"
        for row in found.to_dict("records")
    ]
    yield f"{' ; '.join(figures)}."
    yield f"Ce qu’il mesure : {first['meaning']}"
    settled = len(work.state.settled_turns)
    if settled:
        talked = plural(
            settled, "tour a été discuté et tranché", "tours ont été discutés et tranchés"
        )
        yield f"{talked} ensemble."


def _figure(value: float) -> str:
    return "non mesurable" if value != value else f"{value:.2f}".replace(".", ",").replace("-", "−")  # noqa: PLR0124


def _proposed(work: Work) -> Iterator[str]:
    count = len(work.suggestions)
    if not count:
        yield "Aucun code n’a été proposé."
        return
    answers = list(work.state.answers.values())
    accepted, refused = answers.count("accepted"), answers.count("refused")
    yield (
        f"Par mots clés et règles, avec une raison chacune : {plural(count, 'suggestion')}. "
        "Aucune n’est comptée tant qu’une personne ne l’a pas acceptée."
    )
    if accepted or refused:
        yield f"Réponses : {plural(accepted, 'acceptée')}, {plural(refused, 'refusée')}."
    else:
        yield "Aucune n’a encore reçu de réponse."


def _decided(work: Work) -> Iterator[str]:
    kept = work.findings[work.findings["status"] == "retenu"]
    if kept.empty:
        yield "Aucun constat n’a encore été rédigé."
        return
    yield f"{plural(len(kept), 'constat rédigé', 'constats rédigés')} par des personnes."
    columns = {c.id: c.label for case in work.settings.cases for c in case.sorting_columns}
    counts = {kind: sum(kind in split_ids(k) for k in kept["kind"]) for kind in columns}
    told = [f"{columns[kind].lower()} : {count}" for kind, count in counts.items() if count]
    if told:
        yield f"{' ; '.join(told).capitalize()}."
    against = int((kept["against_ids"] != "").sum())
    if against:
        yield (
            f"{plural(against, 'constat garde', 'constats gardent')} aussi ce qui va contre "
            f"{'lui' if against < 2 else 'eux'}."
        )


def _versions(work: Work) -> Iterator[str]:
    yield f"{listed([f'{name} {version}' for name, version in _sorted(work.versions)])}."
    seuils = work.settings.thresholds
    yield (
        f"Seuils : passages de {seuils.passage_words} mots ; spécificités à partir de "
        f"{_grouped(plural(seuils.part_words, 'mot'))} dans la partie, de "
        f"{_grouped(plural(seuils.corpus_words, 'mot'))} en tout et de "
        f"{plural(seuils.term_people, 'personne')}."
    )


def _sorted(versions: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return sorted(versions.items(), key=lambda item: (item[0] != "transfo-analysis", item[0]))
