"""Two languages: who says which word, which words pass, what is proposed and what never is."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transfo_analysis as ta
from transfo_analysis.coding import wordlists
from transfo_analysis.exercises.languages import in_order, passing_words, sides
from transfo_analysis.tables import frame, split_ids

PEOPLE = """\
pseudonyme;roles;grade;metier;service;commune;langage;consentement_analyse
Maud;ambassadeur;A;documentaliste;Doc;Brancelle;;oui
Simon;ambassadeur;C;reprographe;Moyens;Brancelle;;oui
Clarisse;ambassadeur;A;juriste;Droit;Brancelle;;oui
Inès;résidente;;designer;Résidence;;;oui
Ulysse;designer;;designer;Résidence;;;oui
Rosalie;enquêté;C;agente;Moyens;Brancelle;;non
"""


@pytest.fixture
def project(tmp_path):
    made = ta.new_project(tmp_path / "projet")
    (made.raw / "participants.csv").write_text(PEOPLE, encoding="utf-8")

    def told(*lines, wave="vague-1", name="tour", kind="entretiens", header=""):
        folder = made.raw / kind / wave
        folder.mkdir(parents=True, exist_ok=True)
        text = f"---\nprise: notes\n{header}---\n" + "\n".join(lines) + "\n"
        (folder / f"{name}-{wave}.md").write_text(text, encoding="utf-8")
        return made

    made.told = told
    return made


def row(table, term):
    (found,) = table[table["term"] == term].to_dict("records")
    return found


def test_a_word_is_counted_by_who_says_it_in_questions_too(project):
    project.told(
        "Inès : « on refait une itération »",
        "Maud : « une itération ? et le codir, il la voit quand ? »",
        "Simon : le codir ne voit rien",
        "Simon : « le codir »",
        name="atelier",
        header="enqueteur: Inès\nenquete: [Maud, Simon]\n",
    )
    lexicon = project.lexicon()
    iteration, codir = row(lexicon, "itération"), row(lexicon, "codir")
    assert (iteration["administration"], iteration["innovation"]) == (1, 1)
    assert (iteration["said_by"], iteration["side"]) == ("les deux", "innovation")
    assert iteration["in_questions"] == 1
    assert (codir["count"], codir["people"], codir["said_by"]) == (3, 2, "administration")
    assert codir["in_questions"] == 0
    assert codir["administration_persons"] == "Maud Simon"


def test_every_number_opens_to_the_words(project):
    project.told("Maud : « le PLU, la D.G.S. et le parapheur »", "Simon : « les parapheurs »")
    lexicon, places = project.lexicon(), project.word_places()
    texts, passages = project.corpus().texts, project.corpus().passages
    assert set(lexicon["term"]) == {"PLU", "DGS", "parapheur"}
    for one in places.to_dict("records"):
        assert texts[one["document_id"]][one["start"] : one["end"]] == one["said"]
    for one in lexicon.to_dict("records"):
        mine = places[places["term"] == one["term"]]
        assert len(mine) == one["count"]
        ids = split_ids(one["passage_ids"])
        assert ids == list(dict.fromkeys(mine["passage_id"]))
        assert set(ids) <= set(passages["passage_id"])
    opened = project.word_places("d.g.s.")
    assert opened["said"].tolist() == ["D.G.S."]
    assert opened["before"].iloc[0].endswith("la ")


def test_what_is_seen_read_or_pinned_is_said_by_nobody(project):
    project.told("Vu : Maud ouvre le parapheur", "Remarque : le codir encore",
                 header="observe: Maud\n", kind="observations")  # fmt: skip
    project.told("Le parapheur est étudié.", kind="veille", name="note")
    found = row(project.lexicon(), "parapheur")
    assert (found["count"], found["people"], found["said_by"]) == (2, 0, "")


def test_who_refuses_analysis_says_nothing_here(project):
    project.told("Rosalie : « le codir et le RIFSEEP »", "Maud : « rien »")
    assert project.lexicon().empty


def test_listed_words_take_the_forms_of_french(project):
    project.told(
        "Maud : « Les marchés publics, l'appel d’offres, des co-conceptions, nos référent·e·s »",
        "Simon : « on a mutualisé ; la délibération »",
    )
    said = dict(project.lexicon()[["term", "count"]].itertuples(index=False))
    assert said == {
        "marché public": 1, "appel d’offres": 1, "co-conception": 1, "référent": 1,
        "mutualiser": 1, "délibération": 1,
    }  # fmt: skip


def test_a_noun_and_its_verb_do_not_share_a_place(project):
    project.told("Maud : « un prototype, des prototypes »", "Simon : « nous prototypons »")
    said = dict(project.lexicon()[["term", "count"]].itertuples(index=False))
    assert said == {"prototype": 2, "prototyper": 1}


def test_a_listed_acronym_that_is_a_word_needs_its_capitals(project):
    project.told("Maud : « il a plu, cet été, plus que prévu ; le PLU et le CET »")
    said = dict(project.lexicon()[["term", "count"]].itertuples(index=False))
    assert said == {"PLU": 1, "CET": 1}


def test_small_letters_are_the_same_acronym(project):
    project.told("Maud : « la DGST »", "Simon : la dgst l’a dit, les dgsts aussi")
    assert row(project.lexicon(), "DGST")["count"] == 3


def test_what_texts_spell_out_is_proposed_never_a_meaning(project):
    project.told("Maud : « une demande d’intervention technique (DIT) »", "Simon : « la DIT »")
    found = row(project.lexicon(), "DIT")
    assert found["proposed"] == "demande d’intervention technique"
    assert (found["meaning"], found["status"]) == ("", "proposé")
    assert "développé dans le texte" in found["reason"]


def test_found_words_are_rare_in_everyday_french_and_say_why(project):
    project.told(
        "Maud : « la traçabilité, la voiture, la subsidiarité »",
        "Simon : « encore la traçabilité et la voiture »",
        "Clarisse : « la subsidiarité, la voiture »",
    )
    found = project.lexicon()
    assert set(found["term"]) == {"traçabilité", "subsidiarité"}
    assert set(found["kind"]) == {"trouvé"}
    assert all(
        re.search(r"dit 2 fois par 2 personnes ; .*parlé courant", r) for r in found["reason"]
    )
    assert set(found["status"]) == {"proposé"}


def test_names_places_and_the_subject_of_the_fieldwork_are_not_found(project):
    (project.folder / "data/coding/pseudonymes.csv").write_text(
        "nom;pseudonyme\nZoé Quernec;Simon\n"
    )
    project.told(
        *[
            f"{who} : « à Brancelle, Quernec, le covoiturage, Clarisse »"
            for who in ("Maud", "Simon")
        ]
    )
    assert project.lexicon().empty


def test_a_person_decides(project):
    project.told(
        "Maud : « la traçabilité et le DIT »", "Simon : « la traçabilité »", wave="vague-2"
    )
    assert set(project.lexicon()["term"]) == {"traçabilité", "DIT"}
    assert project.not_jargon("traçabilité")
    assert project.explain("D.I.T.", "une demande", "administration", by="Simon", show=True)
    # as the person writes it
    found = row(project.lexicon(), "D.I.T.")
    assert (found["meaning"], found["explained_by"], found["side"], found["kind"]) == (
        "une demande", "Simon", "administration", "sigle",
    )  # fmt: skip
    assert found["status"] == "à afficher"
    assert set(project.lexicon()["term"]) == {"D.I.T."}
    # a word that is explained before anybody says it stays in the glossary
    project.explain("persona", "quelqu’un d’inventé")
    assert row(project.lexicon(), "persona")["count"] == 0


def test_two_meanings_are_both_told(project):
    project.told("Maud : « les usagers »")
    project.explain("usager", "qui vient", "administration", by="Maud")
    project.explain("usager", "pour qui l’on conçoit", "innovation", by="Inès")
    found = row(project.lexicon(), "usager")
    assert found["meaning"] == "administration : qui vient ; innovation : pour qui l’on conçoit"
    assert (found["explained_by"], found["side"]) == ("Maud, Inès", "les deux")


def test_words_that_pass(project):
    project.told("Inès : « une itération, un prototype »", "Maud : « le parapheur, le prototype »")
    project.told("Simon : « l’itération »", "Ulysse : « le parapheur et le codir »", wave="vague-2")
    project.told("Clarisse : « l’itération »", "Inès : « le parapheur »", wave="vague-10")
    found = project.passing_words()
    assert found[["term", "from_side", "to_side", "wave", "persons", "earlier_persons"]].values.tolist() == [
        ["itération", "innovation", "administration", "vague-2", "Simon", "Inès"],
        ["parapheur", "administration", "innovation", "vague-2", "Ulysse", "Maud"],
    ]  # fmt: skip
    passages = set(project.corpus().passages["passage_id"])
    for ids in (*found["passage_ids"], *found["earlier_ids"]):
        assert split_ids(ids)
        assert set(split_ids(ids)) <= passages


def test_whoever_withdraws_takes_their_words_along(project):
    project.told(
        "Maud : « le RIFSEEP est versé en juin avec le solde de tout compte »",
        "Simon : « le codir »",
    )
    assert set(project.lexicon()["term"]) == {"RIFSEEP", "codir"}
    project.explain("codir", "la réunion du lundi", by="Maud")
    project.withdraw("Maud").carry_out()
    again = ta.open_project(project.folder)
    assert set(again.lexicon()["term"]) == {"codir"}
    assert row(again.lexicon(), "codir")["explained_by"] == ""
    assert "Maud" not in (project.folder / wordlists.GLOSSARY).read_text("utf-8-sig")


def test_a_bad_list_is_told_and_stops_nothing(project):
    (project.folder / wordlists.JARGON).write_text("mots\ncodir\n;;\n", encoding="utf-8")
    (project.folder / wordlists.GLOSSARY).write_bytes(b"\x00\x01")
    project.told("Maud : « le codir, le PLU »")
    assert set(project.lexicon()["term"]) == {"codir", "PLU"}
    said = [str(notice) for notice in project.check()]
    assert any(wordlists.GLOSSARY in one and "→" in one for one in said)


def test_a_new_project_starts_with_a_list_and_an_empty_glossary(new_project):
    words = wordlists.read(new_project)
    assert 80 <= len(words.jargon) <= 130
    assert {one.side for one in words.jargon} == {"administration", "innovation", "les deux"}
    assert words.glossary == ()
    assert words.notices == ()


def test_the_language_column_overrides_the_role():
    people = pd.DataFrame(
        {
            "person": ["A", "B", "C", "D"],
            "roles": ["ambassadeur", "resident", "resident enquete", ""],
            "language": ["innovation", "", "administration", ""],
        }
    )
    assert sides(people) == {
        "A": "innovation", "B": "innovation", "C": "administration", "D": "administration",
    }  # fmt: skip


PLACE = st.tuples(
    st.sampled_from(["mot", "autre"]),
    st.sampled_from(["", "vague-1", "vague-2", "vague-3"]),
    st.sampled_from(["", "administration", "innovation"]),
    st.sampled_from(["p1", "p2"]),
)


@given(st.lists(PLACE, max_size=12))
@settings(max_examples=60)
def test_a_word_passes_once_from_who_alone_said_it(said):
    rows = [
        {
            "term": term, "passage_id": f"d@{n}", "document_id": "d", "wave": wave, "start": n,
            "end": n + 1, "said": "x", "person": f"{person}-{side}" if side else "", "side": side,
            "asking": False, "register": "",
        }
        for n, (term, wave, side, person) in enumerate(said)
    ]  # fmt: skip
    places = frame("word_places", rows)
    found = passing_words(places, frame("lexicon", []))
    passed = {one["term"]: one for one in found.to_dict("records")}
    for term in ("mot", "autre"):
        told = [(wave, side) for t, wave, side, _ in said if t == term and wave and side]
        order = in_order(wave for wave, _ in told)
        first = {side: min(order.index(w) for w, s in told if s == side) for _, side in told}
        passes = len(first) == 2 and len(set(first.values())) == 2
        assert (term in passed) == passes
        if passes:
            one = passed[term]
            assert first[one["from_side"]] < first[one["to_side"]]
            assert one["wave"] == order[first[one["to_side"]]]
            assert one["people"] == len(set(split_ids(one["persons"])))
            # until then the other side had said nothing
            assert all(
                s == one["from_side"] for w, s in told if order.index(w) < first[one["to_side"]]
            )
