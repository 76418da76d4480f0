"""The warning is for who is unique in a list where we know who is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from transfo_analysis.corpus.nameforms import NameForms
from transfo_analysis.guard.singling import Crowd, Said, rare_words, speaker_label
from transfo_analysis.tables import frame

# Zoé is the only woman of grade C who cycles; Ana and Bea share everything but the commune
PEOPLE = [
    ("Ana", "C", "agente d’accueil", "Accueil", "Brancelle", "transport_urbain", "F"),
    ("Bea", "C", "agente d’accueil", "Accueil", "Lussange", "transport_urbain", "F"),
    ("Zoé", "C", "agente d’accueil", "Accueil", "Brancelle", "velo", "F"),
    ("Tom", "C", "ripeur", "Collecte", "Brancelle", "velo", "H"),
    ("Max", "C", "agent d’entretien", "Accueil", "Brancelle", "velo", "H"),
]


@pytest.fixture
def people():
    return frame(
        "people",
        [
            {
                "person": person, "roles": "enquete", "grade": grade, "trade": trade,
                "service": service, "commune": commune, "modes": modes, "sex": sex, "language": "",
                "consent_analysis": True, "consent_quotation": True, "consent_display": True,
            }
            for person, grade, trade, service, commune, modes, sex in PEOPLE
        ],
    )  # fmt: skip


def warned(people, *quotes, shown=("sexe", "grade"), **more):
    return Crowd(people, shown, **more).warnings(quotes)


def said(person, words="Je pars tôt le matin.", modes=(), label="une agente, catégorie C", name=""):
    return Said(name or person, person, words, label, frozenset(modes))


def test_who_is_unique_is_warned_of_and_who_is_not_is_not(people):
    found = warned(
        people,
        said("Ana", modes=["transport_urbain"]),
        said("Bea", modes=["transport_urbain"]),
        said("Zoé", modes=["velo"]),
    )
    assert not found["Ana"]
    assert not found["Bea"]
    assert "une seule des personnes entendues" in found["Zoé"][0]
    assert "velo" in found["Zoé"][0]


def test_a_participant_who_was_not_heard_hides_nobody(people):
    """Who reads the wall knows who was heard."""
    ana = said("Ana", modes=["transport_urbain"])
    assert not warned(people, ana, heard=["Ana", "Bea"])["Ana"]
    assert "une seule des personnes" in warned(people, ana, heard=["Ana", "Tom"])["Ana"][0]


def test_two_quotes_of_one_label_say_together_what_none_says_alone(people):
    alone = warned(people, said("Ana", modes=["transport_urbain"]))["Ana"]
    bus = said("Ana", modes=["transport_urbain"], name="bus")
    home = said("Ana", "J’habite Brancelle depuis toujours.", name="home")
    found = warned(people, bus, home)
    assert not alone
    assert any("autres extraits de même signature" in line for line in found["bus"])


def test_speaking_of_a_mode_that_is_not_ones_own_says_nothing_of_who_speaks(people):
    assert not warned(people, said("Ana", modes=["velo"]))["Ana"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Le ripeur que je suis se lève tôt.", "métier"),
        ("À Brancelle, le bus ne passe pas.", "commune"),
        ("C’est Zoé qui m’a prêté le sien.", "le pseudonyme Zoé"),
        ("Mme DURAND nous l’a refusé.", "un nom de la clé"),
    ],
)
def test_words_that_tell_who_speaks(people, words, expected):
    names = NameForms({"Anne Durand": "Zoé"})
    found = warned(people, said("Tom", words, label="un agent, catégorie C"), names=names)
    assert any(expected in line for line in found["Tom"])


def test_a_word_of_ones_own_is_rare_and_everybody_s_is_not(people):
    rare = {"chariot": "Tom"}
    words = "Le chariot reste dehors."
    assert any("chariot" in one for one in warned(people, said("Tom", words), rare=rare)["Tom"])
    assert not any("chariot" in one for one in warned(people, said("Max", words), rare=rare)["Max"])


@dataclass
class _Tokens:
    form: list[str]
    lemma: list[str]
    pos: list[str]


@dataclass
class _Tagged:
    said: dict = field(default_factory=dict)

    def passage(self, document, start, end):
        return self.said.get(document)


def test_rare_words_are_nouns_of_one_mouth(people):
    class Corpus:
        passages = frame(
            "passages",
            [
                {
                    "passage_id": f"{doc}@0-9", "document_id": doc, "case": "c", "kind": "interview",
                    "wave": "", "turn": 0, "speaker": person, "person": person,
                    "role": "respondent", "register": "mot à mot", "start": 0, "end": 9,
                    "text": "", "question": "", "start_time": float("nan"), "situation": "",
                    "study": "", "evidence": True, "words": 3,
                }
                for doc, person in (("un", "Tom"), ("deux", "Max"))
            ],
        )  # fmt: skip

    tagged = _Tagged(
        {
            "un": _Tokens(["chariots", "vélo", "pousse"], ["chariot", "vélo", "pousser"],
                          ["NOUN", "NOUN", "VERB"]),
            "deux": _Tokens(["vélos", "cabas"], ["vélo", "cabas"], ["NOUN", "NOUN"]),
        }
    )  # fmt: skip
    assert rare_words(Corpus, tagged, frozenset(["cabas"])) == {"chariots": "Tom"}


def test_what_is_written_under_a_quote_is_what_the_project_shows(people):
    ana = people.to_dict("records")[0]
    assert speaker_label(ana, ["sexe", "grade"]) == "une agente, catégorie C"
    assert speaker_label(ana, ["metier"]) == "agente d’accueil"
    assert speaker_label(ana, []) == ""
