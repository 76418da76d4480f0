"""A name is added to the key: codings follow, and older texts lose it once all is answered for."""

from __future__ import annotations

import pytest

from transfo_analysis import open_project
from transfo_analysis.errors import CodingError

TALK = """---
titre: Chez Anne Durand
enquete: Durand
enqueteur: Iris
---
Iris : Et le vélo, Mme Durand, vous le prenez ?
Durand : Je prends le vélo avec Anne Lopez tous les jours de la semaine.
Iris : Et la voiture l’hiver ?
Durand : La voiture, je la laisse devant la porte du dépôt, comme Karim.
Durand : Le bus ne passe jamais à l’heure où je finis mon service.
"""
BOOK = """familles:
  - id: mode
    libelle: Modes
    codes:
      - {id: velo, libelle: Vélo}
      - {id: voiture, libelle: Voiture}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: frein, libelle: Frein}
"""
SETTINGS = "titre: Essai\ncas:\n  - {id: mobilites, titre: T, lignes: mode, colonnes: categorie}\n"


@pytest.fixture
def project(tmp_path):
    """Return a project with three codings: beside names, on a name, before a name."""
    for name, text in {
        "projet.yaml": SETTINGS,
        "data/coding/codebook.yaml": BOOK,
        "data/raw/entretiens/durand.txt": TALK,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    opened = open_project(tmp_path, coder="Zoé")
    desk = opened.coding
    desk.add("durand", "mode:velo", quote="Je prends le vélo")
    desk.add("durand", "mode:voiture", quote="devant la porte du dépôt, comme Karim.")
    desk.add("durand", "categorie:frein", quote="Le bus ne passe jamais")
    desk.memo("code", "mode:velo", "Voir ce que dit Karim.")
    return opened


def kept(project):
    texts = project.folder / "data/coding/textes"
    return "".join(path.read_text(encoding="utf-8") for path in sorted(texts.iterdir()))


def test_names_of_one_file_hidden_one_after_the_other_lose_no_coding(project):
    """Coded while one of the two names of its file was hidden, and the other one not yet."""
    path = project.folder / "data/raw/entretiens/durand-et-karim.txt"
    path.write_text(TALK.replace("vélo", "tram"), encoding="utf-8")
    project.pseudonymise("Karim", "P7")
    new = open_project(project.folder, coder="Zoé")
    (coded,) = (one for one in new.corpus().texts if "et" in one)
    assert "karim" not in coded
    new.coding.add(coded, "mode:velo", quote="Je prends le tram")
    new.pseudonymise("Anne Durand", "P12")
    last = open_project(project.folder, coder="Zoé").codings()
    assert set(last["status"]) == {"exact", "retouché"}  # the words that held a name
    assert set(last["document_id"]) == {"durand", coded}


def test_a_name_added_loses_no_coding_and_leaves_older_texts_at_last(project):
    before = {c.id: c.code for c in project.state().codings.values()}
    project.pseudonymise("Anne Durand", "P12")
    project.pseudonymise("Karim", "P7")
    corpus = project.corpus()
    assert "Durand" not in corpus.text("durand")
    assert "Karim" not in corpus.text("durand")
    assert set(corpus.documents["title"]) == {"Chez P12"}
    assert {"Iris", "P12"} == set(corpus.turns["person"])
    # the document keeps the name that codings give it, and it is said
    assert any("n’est pas à montrer" in note.what for note in corpus.notices)
    codings = project.codings().set_index("code")
    assert {c.id: c.code for c in project.state().codings.values()} == before
    assert codings.loc["mode:velo", "status"] == "exact"
    assert codings.loc["mode:voiture", "quote"] == "devant la porte du dépôt, comme P7."
    assert set(codings["person"]) == {"P12"}

    waits = project.scrub_names(confirm=True)
    assert not waits.texts
    assert "votre réponse" in "".join(waits.waiting.values())
    assert "Karim" in kept(project)

    project.coding.settle_anchors(project.to_review()["coding_id"])
    told = project.scrub_names()
    assert not told.done
    assert "Karim" in kept(project)
    done = project.scrub_names(confirm=True)
    assert done.done
    assert "à effacer" not in str(done)
    for name in ("Karim", "Durand", "Anne"):
        assert name not in kept(project)
    # the memo is a person's: said, and left
    assert any("mémo" in str(trace) for trace in done.traces)
    assert any("identifiant de document" in str(trace) for trace in done.traces)

    again = open_project(project.folder, coder="Zoé")
    after = again.codings().set_index("code")
    assert list(after["start"]) == list(codings.loc[after.index, "start"])
    assert list(after["end"]) == list(codings.loc[after.index, "end"])
    assert again.to_review().empty
    assert not again.scrub_names().texts


def test_a_desk_and_tables_see_the_key_at_once(project):
    project.pseudonymise("Karim", "P7", forms=["Kiki"])
    assert "P7" in project.coding.corpus.text("durand")
    key = project.folder / "data/coding/pseudonymes.csv"
    key.unlink()
    assert "Karim" in project.coding.corpus.text("durand")
    assert list(project.codings()["status"]) == ["exact"] * 3


@pytest.mark.parametrize(
    ("name", "pseudonym"),
    [("", "P1"), ("Karim", ""), ("Karim", "P 8"), ("Karim", "P9"), ("Léa", "P7"), ("Léa", "Karim"),
     ("Léa", "Léa"), ("P7", "Léa")],
)  # fmt: skip
def test_a_contradiction_is_refused_and_nothing_is_written(project, name, pseudonym):
    project.pseudonymise("Karim", "P7")
    key = project.folder / "data/coding/pseudonymes.csv"
    before = key.read_bytes()
    with pytest.raises(CodingError):
        project.pseudonymise(name, pseudonym)
    assert key.read_bytes() == before


def test_what_is_no_name_is_not_proposed_again(project):
    assert "Karim" in set(project.names(model=False)["form"])
    project.not_a_name("Karim")
    assert "Karim" not in set(project.names(model=False)["form"])
    assert "Karim" in project.corpus().text("durand")


def test_who_withdrew_stays_out_when_the_key_changes(project):
    project.pseudonymise("Anne Durand", "P12")
    leaving = project.withdraw("P12")
    assert any("pseudonymes.csv" in line for line in leaving.by_hand)
    leaving.carry_out()
    opened = open_project(project.folder, coder="Zoé")
    said = "vélo avec"
    assert all(said not in text for text in opened.corpus().texts.values())
    # a name of their turns gets a pseudonym: they are recognised all the same, and without the key
    opened.pseudonymise("Karim", "P7")
    opened.pseudonymise("Anne Lopez", "P8")
    assert all(said not in text for text in opened.corpus().texts.values())
    (project.folder / "data/coding/pseudonymes.csv").unlink()
    assert all(said not in text for text in opened.corpus().texts.values())
