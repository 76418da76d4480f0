"""The same talk in every format, through the readers, has one canonical text."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from transfo_analysis.corpus import build
from transfo_analysis.sources import read_material

TALK = [
    ("E", "Et pour venir, vous faites comment ?"),
    ("R", "J'prends l’vélo… enfin [pause] quand il pleut pas. « Jamais » la voiture."),
    ("E", "Et le bus ?"),
    ("R", "Le bus, non : il passe à 7 h 12, ou pas. Voilà [rire]."),
]


def as_text(turns, stamps=False):
    stamp = [f"[00:{n:02}:{n:02}] " if stamps else "" for n in range(len(turns))]
    return "".join(f"{s}{who} : {said}\n" for s, (who, said) in zip(stamp, turns, strict=True))


def write_docx(path, turns):
    import docx

    made = docx.Document()
    for who, said in turns:
        made.add_paragraph(f"{who}\u00a0: {said}")
    made.save(str(path))


def read_one(folder, settings, name, content):
    path = Path(folder) / "entretiens" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content(path)
    else:
        path.write_text(content, encoding="utf-8")
    corpus = build(read_material(Path(folder)), settings)
    path.unlink()
    assert len(corpus.texts) == 1, corpus.notices
    return corpus


@pytest.fixture
def read(tmp_path, settings):
    return lambda name, content: read_one(tmp_path, settings, name, content)


def renamed(turns, names):
    return [(names[who], said) for who, said in turns]


NAMES = {"E": "Zoé (ENQ)", "R": "Ana"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", as_text(TALK, stamps=True)),
        ("a.txt", as_text(renamed(TALK, NAMES))),
        ("a.txt", "\ufeff" + as_text(TALK).replace("\n", "\r\n")),
        ("a.md", as_text(TALK).replace("\n", "\n\n")),
        ("a.md", f"---\ntitre: Un échange\nenquete: Ana\n---\n\n{as_text(TALK)}"),
        ("a.docx", lambda path: write_docx(path, TALK)),
        ("a.docx", lambda path: write_docx(path, renamed(TALK, NAMES))),
    ],
)
def test_going_from_one_format_to_another_moves_no_offset(read, name, content):
    plain = read("a.txt", as_text(TALK))
    other = read(name, content)
    assert other.texts == plain.texts
    assert plain.text("a").split("\n") == [said for _, said in TALK]
    columns = ["passage_id", "text", "role", "evidence", "question"]
    assert other.passages[columns].values.tolist() == plain.passages[columns].values.tolist()


SAID = st.lists(
    st.sampled_from(
        [
            "le",
            "vélo",
            "bus,",
            "jamais.",
            "euh",
            "[pause]",
            "[rire]",
            "vou-",
            "«",
            "oui",
            "»",
            "j'sais",
            "c’est",
            "où",
            "?",
            "😀",
        ]
    ),
    min_size=2,
    max_size=30,
).map(" ".join)


@rounds(
    max_examples=25 if os.environ.get("TRANSFO_FULL") else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(SAID, min_size=4, max_size=8))
def test_timecodes_names_and_word_move_no_offset_of_any_talk(tmp_path, settings, said):
    turns = [("ER"[n % 2], words) for n, words in enumerate(said)]
    kept = [" ".join(words.split()) for words in said]
    forms = [
        ("a.txt", as_text(turns)),
        ("a.txt", as_text(turns, stamps=True)),
        ("a.txt", as_text(renamed(turns, NAMES))),
        ("a.docx", lambda path: write_docx(path, turns)),
    ]
    for name, content in forms:
        text = read_one(tmp_path, settings, name, content).text("a")
        assert text.split("\n") == kept


def test_header_then_sources_csv_then_folder(tmp_path, settings):
    talks = tmp_path / "entretiens" / "vague-2"
    talks.mkdir(parents=True)
    (talks / "a.txt").write_text(as_text(TALK), encoding="utf-8")
    (talks / "b.md").write_text(
        f"---\nenquete: Bea\nvague: 3\n---\n{as_text(TALK)}", encoding="utf-8"
    )
    (tmp_path / "sources.csv").write_text(
        "fichier;enquete;enqueteur\n"
        "entretiens/vague-2/a.txt;Ana;Zoé\nentretiens/vague-2/b.md;Ana;Zoé\n",
        encoding="utf-8",
    )
    documents = build(read_material(tmp_path), settings).documents.set_index("document_id")
    columns = ["wave", "respondents", "interviewers"]
    assert documents.loc["a", columns].tolist() == ["vague-2", "Ana", "Zoé"]
    assert documents.loc["b", columns].tolist() == ["vague-3", "Bea", "Zoé"]


def test_notes_read_from_a_file_keep_their_marks_out_of_the_text(read):
    notes = (
        "---\nenquete: Ana\nenqueteur: Zoé\nprise: notes\n---\n"
        "vient à vélo, « parce que c’est plus vite »\n"
        "Q : et quand il pleut ?\n"
        "« le bus, quand il passe »\n"
        "Remarque : elle rit\n"
        "Vu : un casque\n"
    )
    corpus = read("n.md", notes.replace("\n", "\n\n").replace("---\n\n", "---\n", 1))
    text = read("n.txt", notes).text("n")
    assert text.split("\n") == [
        "vient à vélo, « parce que c’est plus vite »",
        "et quand il pleut ?",
        "« le bus, quand il passe »",
        "elle rit",
        "un casque",
    ]
    assert corpus.text("n") == text
    assert corpus.passages["person"].tolist() == ["Ana", "Zoé", "Ana", "", "Ana"]
    assert not re.search("Remarque|Vu|Q :", text)
