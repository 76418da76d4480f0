"""Names in the key leave every table, however they are written; nothing else changes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.corpus import canonical, pseudonyms
from transfo_analysis.corpus.build import build
from transfo_analysis.corpus.canonical import plain
from transfo_analysis.corpus.keyfile import lines, written
from transfo_analysis.corpus.nameforms import SOMEONE, NameForms
from transfo_analysis.corpus.pseudonyms import Key
from transfo_analysis.errors import TableError
from transfo_analysis.settings import Settings
from transfo_analysis.sources import Document, Material, Participant, Reference, Turn

KEY = {
    "Anne Durand": "P12",
    "Marie-Claude Le Goff": "P7",
    "Rose Petit": "P3",
    "Pierre": "P4",
    "Mamadou N’Diaye": "P21",
    "Hélène Lefèvre": "P22",
    "J.B.": "P20",
}
# every way of writing that a person was promised would be found
WRITTEN = [
    ("Anne Durand", "P12"), ("ANNE DURAND", "P12"), ("anne durand", "P12"),
    ("Durand Anne", "P12"), ("DURAND Anne", "P12"), ("Durand", "P12"), ("durand", "P12"),
    ("Anne", "P12"), ("A. Durand", "P12"), ("A.Durand", "P12"), ("Anne D.", "P12"),
    ("Durand A.", "P12"), ("Anne-Durand", "P12"), ("Anne\u00a0Durand", "P12"),
    ("Mme Durand", "Mme P12"), ("madame Durand", "madame P12"), ("les Durand", "les P12"),
    ("les Durands", "les P12"), ("d’Anne", "d’P12"), ("l'Anne", "l'P12"), ("qu’Anne", "qu’P12"),
    ("cette Anne-là", "cette P12-là"),
    ("Marie-Claude", "P7"), ("Marie Claude", "P7"), ("MARIE CLAUDE", "P7"),
    ("marieclaude", "P7"), ("M.-C. Le Goff", "P7"), ("MC Le Goff", "P7"), ("Le Goff", "P7"),
    ("madame le goff", "madame P7"), ("Marie‑Claude", "P7"),
    ("Rose", "P3"), ("Rose Petit", "P3"), ("mme petit", "mme P3"), ("M. Petit", "M. P3"),
    ("R. Petit", "P3"), ("Pierre", "P4"), ("monsieur Pierre", "monsieur P4"),
    ("monsieur pierre", "monsieur P4"),
    ("N’Diaye", "P21"), ("Ndiaye", "P21"), ("N'DIAYE", "P21"), ("M. N’Diaye", "M. P21"),
    ("Hélène", "P22"), ("Helene", "P22"), ("HELENE LEFEVRE", "P22"), ("H. Lefevre", "P22"),
    ("Hé\u00adlène", "P22"), ("J.B.", "P20"), ("JB", "P20"), ("J. B.", "P20"),
]  # fmt: skip
# what looks like a name and is none
LEFT = [
    "Durandal", "la rose", "une pierre", "petit à petit", "Anne-Marie", "Sainte-Anne",
    "Annecy", "l’année", "Pierre-Yves", "jb", "le goffrage", "un rosé", "Marie", "claude",
]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("name", "expected"), WRITTEN)
def test_every_written_form_is_found(name: str, expected: str, form: str) -> None:
    words = unicodedata.normalize(form, f"Alors {name}, hier 🚲, disait non.")
    told = unicodedata.normalize("NFC", f"Alors {expected}, hier 🚲, disait non.")
    assert canonical(words, KEY) == told


@pytest.mark.parametrize("words", LEFT)
def test_words_that_only_look_like_a_name_stay(words: str) -> None:
    text = canonical(f"alors {words} est là", {})
    assert canonical(text, KEY) == text


def _before(words: str) -> str:
    # canonical text as it was made before any key existed, written out again
    seen = re.sub(
        "[\ufeff\u00ad\u200b\u2060\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]", "", words
    )
    return " ".join(unicodedata.normalize("NFC", seen).split())


@given(st.text())
def test_an_empty_key_changes_not_a_byte(words: str) -> None:
    assert canonical(words, {}) == _before(words)


_PIECES = st.sampled_from(
    ["le vélo", "Paris,", "et", "il dit :", "« non »", "euh", "c’est", "🚲", "Marc-Antoine", "8 h."]
)
_NAMES = st.sampled_from(WRITTEN)


@given(st.lists(st.one_of(_PIECES, _NAMES), max_size=12), st.sampled_from(["NFC", "NFD"]))
def test_names_go_and_nothing_else_changes(pieces: list[str | tuple[str, str]], form: str) -> None:
    # commas: two pieces side by side must not make a third name, nor end a sentence
    words = " , ".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)
    told = " , ".join(piece if isinstance(piece, str) else piece[1] for piece in pieces)
    words, told = f"{words} , fin", f"{told} , fin"
    found = canonical(unicodedata.normalize(form, words), KEY)
    assert found == canonical(told, {})
    assert canonical(found, KEY) == found


@given(st.text(alphabet="anedurANEDUR -.'’\n\u0301éÉ", max_size=40))
def test_done_twice_it_is_the_same(words: str) -> None:
    once = canonical(words, {"Anne Durand": "P12"})
    assert canonical(once, {"Anne Durand": "P12"}) == once


@given(st.text(alphabet="Anne Durand\n P,.", max_size=40))
def test_names_go_before_or_after_white_space_is_settled(words: str) -> None:
    key = Key({"Anne Durand": "P12"})
    assert canonical(key.replaced(words), {}) == canonical(words, key.mapping())
    # in notes a line is a turn
    assert key.replaced(words).count("\n") == plain(words).count("\n")


def test_a_name_of_two_people_is_neither() -> None:
    names = NameForms({"Anne Durand": "P1", "Anne Lopez": "P2"})
    assert names.replaced("Anne et Anne D. et Mme Lopez") == f"{SOMEONE} et P1 et Mme P2"
    assert names.shared == {"Anne": ("P1", "P2")}


def test_husband_and_wife_are_told_apart_by_their_title() -> None:
    names = NameForms({"Mme Martin": "P8", "M. Martin": "P9"})
    said = names.replaced("Madame Martin, M. Martin, monsieur martin, Martin")
    assert said == f"Madame P8, M. P9, monsieur P9, {SOMEONE}"


def test_what_is_nobodys_name_stays_where_it_is_written_so() -> None:
    names = NameForms({"Anne Durand": "P1", "Anne Frank": "Anne Frank"})
    assert names.replaced("place Anne-Frank, chez Anne") == "place Anne-Frank, chez P1"


# -- the file ---------------------------------------------------------------------------------------


def _write(folder: Path, data: bytes) -> Path:
    path = folder / pseudonyms.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_key_is_read_however_excel_saved_it(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    rows = [["Nom", "Pseudonyme", "Formes"], ["Hélène Lefèvre", "P22", "Léna | HL"]]
    text = "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    _write(tmp_path, text.encode(encoding))
    key = pseudonyms.read(tmp_path)
    assert key.notices == ()
    assert key.mapping() == {"Hélène Lefèvre": "P22", "Léna": "P22", "HL": "P22"}


def test_no_key_is_an_empty_one(tmp_path: Path) -> None:
    key = pseudonyms.read(tmp_path)
    assert not key
    assert key.replaced("Anne") == "Anne"


@pytest.mark.parametrize(
    ("rows", "said", "hidden"),
    [
        ("Anne;P1\nAnne;P2\n", "deux pseudonymes", "P1"),
        ("Anne;Paul\nPaul;P2\n", "contient un nom de la clé", SOMEONE),
        ("Anne;\n", "n’a pas de pseudonyme", SOMEONE),
        ("Anne;Anne\n", "contient un nom de la clé", SOMEONE),
        (";P3\nAnne;P1\n", "n’a pas de nom", "P1"),
        ("Anne;P1\nLéa;P1\n", "déjà le pseudonyme", "P1"),
    ],
)
def test_a_doubtful_line_is_told_and_hides_the_name_all_the_same(
    tmp_path: Path, rows: str, said: str, hidden: str
) -> None:
    _write(tmp_path, f"nom;pseudonyme\n{rows}".encode())
    key = pseudonyms.read(tmp_path)
    assert any(said in notice.what for notice in key.notices)
    assert key.replaced("chez Anne") == f"chez {hidden}"


def test_a_key_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    _write(tmp_path, b"qui;quoi\nAnne;P1\n")
    with pytest.raises(TableError) as error:
        pseudonyms.read(tmp_path)
    assert error.value.path == pseudonyms.FILE
    assert "des noms seraient montrés" in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_line_is_added_and_the_others_stay_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    own = (
        'nom;pseudonyme;formes;remarque\r\n# à revoir;;;\r\n"Roy; Zoé";P1;;"dit\r\nnon"\r\nJo;P2;;x'
    )
    path = _write(tmp_path, own.encode(encoding))
    assert written(tmp_path, "Hélène", "P3", ["Léna"])
    data = path.read_bytes()
    assert data.startswith(own.encode(encoding))
    assert [one.name for one in lines(data)] == ["# à revoir", "Roy; Zoé", "Jo", "Hélène"]
    assert written(tmp_path, "Jo", "P2", ["Joseph"])
    assert not written(tmp_path, "Jo", "P2", ["joseph"])
    assert lines(path.read_bytes())[2].forms == ("Joseph",)
    assert b"Jo;P2;Joseph;x\r\n" in path.read_bytes()


# -- the tables ---------------------------------------------------------------------------------------


def _material() -> Material:
    header = {
        "titre": "Entretien avec Anne Durand",
        "lieu": "chez Mme Durand",
        "enquete": "Anne Durand",
        "enqueteur": "Pierre",
    }
    talk = Document(
        "entretiens/vague-1/anne_durand.txt", "interview", "a" * 64, "txt", header,
        (
            Turn("Et vous, Anne, le vélo ?", "Pierre"),
            Turn("J’ai dit à Pierre que chez les Durand on marche.", "Durand"),
            Turn("Et le bus, Mme Durand ?", "Pierre"),
            Turn("Non, le bus, jamais.", "Durand"),
        ),
    )  # fmt: skip
    notes = Document(
        "entretiens/vague-1/notes-durand.txt", "interview", "b" * 64, "txt",
        {"prise": "notes"},
        (Turn("Durand : le bus est plein\nvu avec Anne\nDurand au dépôt"),),
    )  # fmt: skip
    wall = Document(
        "tableaux/mur.csv", "wall_table", "c" * 64, "csv", {},
        (Turn("Anne vient à pied", fields={"source": "Durand", "group": "chez Pierre",
              "row": "marche", "column": "usage", "situation": "trajet d’Anne"}),),
    )  # fmt: skip
    study = Document(
        "veille/durand.md", "literature_note", "d" * 64, "md", {"reference": "durand2020"},
        (Turn("Une étude de A. Durand."),),
    )  # fmt: skip
    person = Participant("Durand", ("enquêté",), "B", "jardinière chez Pierre", "", "", (), "", True, True, False, "")  # fmt: skip
    reference = Reference("durand2020", "Avec Anne", ("Durand, Anne",), "2020")
    return Material((talk, notes, wall, study), {"durand2020": reference}, (person,))


NAMED = re.compile(r"anne|durand|pierre", re.IGNORECASE)
TWO = {"Anne Durand": "P12", "Pierre": "P4"}


def test_no_table_holds_a_name_of_the_key(settings: Settings) -> None:
    corpus = build(_material(), settings, key=Key(TWO))
    for table in (
        corpus.documents.drop(columns="path"),
        corpus.turns,
        corpus.passages,
        corpus.people,
    ):
        for column in table.columns:
            found = [one for one in table[column].astype(str) if NAMED.search(one)]
            assert not found, (column, found)
    assert not any(NAMED.search(text) for text in corpus.texts.values())
    assert all(NAMED.search(path) for path in corpus.documents["path"][:2])
    talk = corpus.turns[corpus.turns["document_id"] == "p12"]
    assert list(talk["person"]) == ["P4", "P12", "P4", "P12"]
    assert list(talk["role"]) == ["interviewer", "respondent"] * 2
    assert list(corpus.people["person"]) == ["P12"]
    notes = corpus.turns[corpus.turns["document_id"] == "notes-p12"]
    assert list(notes["person"]) == ["P12", "", ""]
    assert corpus.renamed == {
        "p12": ("anne_durand",),
        "notes-p12": ("notes-durand",),
        "p12-2": ("durand",),
    }


def test_a_file_of_two_names_gave_other_identifiers_while_one_was_hidden(
    settings: Settings,
) -> None:
    talk = Document("debats/anne-et-pierre.txt", "interview", "a", "txt", {}, (Turn("Oui."),))
    corpus = build(Material((talk,)), settings, key=Key({"Anne": "P12", "Pierre": "P4"}))
    assert corpus.renamed == {"p12-et-p4": ("anne-et-pierre", "p12-et-pierre", "anne-et-p4")}


def test_an_empty_key_leaves_the_corpus_as_it_was(settings: Settings) -> None:
    plainly, empty = build(_material(), settings), build(_material(), settings, key=Key())
    assert plainly.texts == empty.texts
    for name in ("documents", "turns", "passages", "people"):
        assert getattr(plainly, name).equals(getattr(empty, name))


def test_files_that_only_a_name_tells_apart_are_both_read(settings: Settings) -> None:
    turn = (Turn("le bus est plein"),)
    files = tuple(
        Document(f"entretiens/{name}.txt", "interview", name, "txt", {}, turn)
        for name in ("anne", "durand", "a-durand")
    )
    corpus = build(Material(files), settings, key=Key(TWO))
    assert len(corpus.texts) == 3
    assert not any(NAMED.search(name) for name in corpus.texts)
