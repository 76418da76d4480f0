"""Key terms: said more here than elsewhere, by enough people, never by suggestion."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.errors import TableError
from transfo_analysis.settings import Settings
from transfo_analysis.tables import TABLES, frame, split_ids
from transfo_analysis.tagging.annotations import Annotations, Tagging
from transfo_analysis.tagging.keyterms import key_terms, read_lists

BOOK = Codebook.model_validate(
    {
        "familles": [
            {
                "id": "mode",
                "libelle": "Modes",
                "codes": [{"id": "velo", "libelle": "Vélo", "mots": ["vélo"]}],
            }
        ]
    }
)


def settings(part=0, corpus=0, people=3):
    return Settings.model_validate(
        {
            "titre": "Essai",
            "cas": [{"id": "c", "titre": "C", "lignes": "mode", "colonnes": "categorie"}],
            "seuils": {
                "termes_mots_de_la_partie": part,
                "termes_mots_du_corpus": corpus,
                "termes_personnes": people,
            },
        }
    )


def empty_row(name, **values):
    blank = {"text": "", "int": 0, "float": math.nan, "bool": True}
    return {c.name: blank[c.type] for c in TABLES[name].columns} | values


def material(lines):
    """Make a corpus and its annotations from (person, wave, [(word, lemma, pos), …])."""
    passages, documents = [], {}
    for rank, (person, wave, tokens) in enumerate(lines):
        text = " ".join(form for form, _, _ in tokens)
        document = f"d{rank}"
        passages.append(
            empty_row(
                "passages",
                passage_id=f"{document}@0-{len(text)}",
                document_id=document,
                person=person,
                wave=wave,
                role="respondent",
                start=0,
                end=len(text),
                text=text,
                words=len(tokens),
            )
        )
        strings, rows, at = [""], [], 0
        for form, lemma, pos in tokens:
            ranks = []
            for string in (form, lemma, pos):
                strings.append(string)
                ranks.append(len(strings) - 1)
            rows.append((at, at + len(form), *ranks, 0))
            at += len(form) + 1
        documents[document] = Tagging(
            np.array([(0, len(text), 0, len(rows))], dtype=np.int32),
            np.array(rows, dtype=np.int32),
            tuple(strings),
        )
    people = [empty_row("people", person=p, grade="C" if p < "d" else "A") for p in "abcdef"]
    corpus = SimpleNamespace(passages=frame("passages", passages), people=frame("people", people))
    return corpus, Annotations(documents)


HELMET = [("casques", "casque", "NOUN"), ("vélo", "vélo", "NOUN"), ("euh", "euh", "INTJ")]
RAIN = [("pluie", "pluie", "NOUN"), ("froide", "froid", "ADJ"), ("trucs", "truc", "NOUN")]
LINES = [(p, "vague-1", HELMET * 3) for p in "abc"] + [(p, "vague-2", RAIN * 3) for p in "def"]


def coding(document, end=6, evidence=True):
    return empty_row(
        "codings",
        coding_id=document,
        document_id=document,
        start=0,
        end=end,
        code="mode:velo",
        evidence=evidence,
    )


def run(tmp_path, codings=(), lines=LINES, **floors):
    corpus, annotations = material(lines)
    table = frame("codings", codings)
    return key_terms(corpus, annotations, table, BOOK, settings(**floors), tmp_path)


def test_a_term_opens_to_its_passages_and_says_how_many_people(tmp_path):
    terms = run(tmp_path)
    row = terms[(terms.part == "vague-1") & (terms.term == "casque")].iloc[0]
    assert (row["count"], row["total"], row["people"]) == (9, 9, 3)
    assert row["specificity"] > 2
    assert len(split_ids(row["passage_ids"])) == 3
    assert set(terms[terms.part == "grade A"].term) == {
        "pluie",
        "pluie froid",
        "froid",
        "froid truc",
        "truc",
    }


def test_a_term_of_two_people_is_not_listed(tmp_path):
    lines = [*LINES[:2], ("a", "vague-1", HELMET * 3), *LINES[3:]]
    assert "casque" not in set(run(tmp_path, lines=lines).term)


def test_under_the_floor_no_score_is_given(tmp_path):
    assert run(tmp_path, part=3000)["specificity"].isna().all()
    assert run(tmp_path, corpus=20000)["specificity"].isna().all()
    assert not run(tmp_path, part=3000).empty


def test_a_code_is_described_from_validated_codings_without_its_own_keywords(tmp_path):
    assert "code" not in set(run(tmp_path).part_kind)
    assert "code" not in set(run(tmp_path, [coding("d0", evidence=False)]).part_kind)
    terms = run(tmp_path, [coding(d) for d in ("d0", "d1", "d2")])
    of_code = terms[terms.part_kind == "code"]
    assert "casque" in set(of_code.term)
    assert "vélo" not in set(of_code.term)


def test_the_lists_of_the_project_are_followed(tmp_path):
    (tmp_path / "mots-vides.txt").write_text("truc  # rien à dire\n", encoding="utf-8")
    (tmp_path / "lemmes.csv").write_text("forme,lemme\ncasques,heaume\n", encoding="utf-8")
    terms = set(run(tmp_path).term)
    assert "heaume" in terms
    assert not terms & {"truc", "casque"}


def test_a_mistake_in_a_list_names_its_line(tmp_path):
    (tmp_path / "lemmes.csv").write_text("forme,lemme\ncasques;heaume\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_lists(tmp_path)
    assert caught.value.place == "ligne 2"


def test_a_list_saved_in_windows_encoding_is_read(tmp_path):
    (tmp_path / "mots-vides.txt").write_bytes("déjà\nété\n".encode("cp1252"))
    assert read_lists(tmp_path).stop == {"déjà", "été"}
