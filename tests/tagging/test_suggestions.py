"""What is proposed, to whom, and why."""

import pytest

from transfo_analysis.coding.codebook import Codebook


def codes(table):
    return set(table["code"])


def test_a_suggestion_keeps_its_place_its_words_and_its_reason(corpus_of, suggest_on):
    corpus = corpus_of(("respondent", "moi j'y vais à euh [pause] pied, le VÉLO est trop lourd"))
    found, _ = suggest_on(corpus)
    text = corpus.texts["doc"]
    for row in found.itertuples():
        assert text[row.start : row.end] == row.quote
        assert row.suggestion_id == f"doc@{row.start}-{row.end}={row.code}"
    reasons = dict(zip(found["quote"], found["reason"], strict=True))
    assert reasons["VÉLO"] == "lemme *vélo*"
    assert reasons["à euh [pause] pied"] == "expression *à pied*"


def test_several_mentions_are_several_suggestions(corpus_of, suggest_on):
    found, _ = suggest_on(corpus_of(("respondent", "le bus, toujours le bus")), ("mode",))
    assert len(found) == 2


def test_the_interviewer_and_remarks_get_nothing(corpus_of, suggest_on):
    corpus = corpus_of(
        ("interviewer", "Vous prenez le vélo, c’est dangereux ?"),
        ("respondent", "Oui."),
        ("observer", "Il a l’air de détester le bus"),
    )
    found, crossings = suggest_on(corpus)
    assert found.empty
    assert crossings.empty


def test_wall_rows_and_reading_notes_get_suggestions(corpus_of, suggest_on):
    corpus = corpus_of(("wall", "Le vélo est trop lourd"), ("author", "Le tramway reste trop cher"))
    found, _ = suggest_on(corpus)
    assert {"mode:velo", "mode:transport_urbain"} <= codes(found)


def test_the_mode_of_the_question_is_carried_when_the_answer_says_something_of_it(
    corpus_of, suggest_on
):
    corpus = corpus_of(
        ("interviewer", "Et le vélib’ ?"),
        ("respondent", "Il est trop lourd pour moi."),
        ("interviewer", "Et le bus ?"),
        ("respondent", "Ah oui, bonne question."),
    )
    found, crossings = suggest_on(corpus)
    carried = found[found["code"] == "mode:velo"]
    assert carried["reason"].tolist() == ["mode repris de la question"]
    assert "mode:transport_urbain" not in codes(found)
    assert crossings[["row", "column", "reason"]].values.tolist() == [
        ["mode:velo", "categorie:frein", "mode repris de la question"]
    ]


def test_the_mode_of_the_same_turn_is_carried_before_that_of_the_question(corpus_of, suggest_on):
    corpus = corpus_of(
        ("interviewer", "Et le bus ?"),
        ("respondent", ["Moi c’est le vélo.", "C’est trop dangereux par ici."]),
    )
    _, crossings = suggest_on(corpus)
    assert crossings[["row", "reason"]].values.tolist() == [["mode:velo", "mode repris du tour"]]


def test_a_mode_of_its_own_is_not_replaced_by_that_of_the_question(corpus_of, suggest_on):
    corpus = corpus_of(
        ("interviewer", "Et le bus ?"), ("respondent", "Le vélo c’est trop dangereux.")
    )
    _, crossings = suggest_on(corpus)
    assert crossings["row"].tolist() == ["mode:velo"]


def test_several_modes_and_a_category_are_to_settle(corpus_of, suggest_on):
    corpus = corpus_of(("respondent", "Le vélo ou le bus, c’est trop long"))
    _, crossings = suggest_on(corpus)
    assert crossings["to_settle"].tolist() == [True, True]


def test_a_sub_code_and_its_parent_are_one_mode(corpus_of, suggest_on):
    corpus = corpus_of(("respondent", "Le vélo électrique, c’est trop cher"))
    found, crossings = suggest_on(corpus)
    assert {"mode:velo", "mode:velo_electrique"} <= codes(found)
    assert crossings["to_settle"].tolist() == [False, False]
    assert set(crossings["row"]) == {"mode:velo", "mode:velo_electrique"}


def test_a_look_at_another_mode_needs_to_know_the_person_and_a_judgement(corpus_of, suggest_on):
    said = ("respondent", "Le vélo, c’est trop dangereux", "Nadia")
    name = "categorie:regard_autre_mode"
    found, _ = suggest_on(corpus_of(said, people=[("Nadia", "voiture")]))
    reason = found.loc[found["code"] == name, "reason"].item()
    assert "Nadia" in reason
    assert "voiture" in reason
    for people in ([("Nadia", "velo")], [("Nadia", "velo_electrique")], [("Nadia", "")], []):
        assert name not in codes(suggest_on(corpus_of(said, people=people))[0])
    calm = ("respondent", "Le vélo est dans la cour", "Nadia")
    assert name not in codes(suggest_on(corpus_of(calm, people=[("Nadia", "voiture")]))[0])


def test_an_inspiring_practice_is_never_proposed_whatever_its_words(corpus_of, suggest_on):
    book = Codebook.model_validate(
        {
            "familles": [
                {
                    "id": "mode",
                    "libelle": "Modes",
                    "codes": [{"id": "velo", "libelle": "Vélo", "mots": ["vélo"]}],
                },
                {
                    "id": "categorie",
                    "libelle": "C",
                    "codes": [
                        {"id": "pratique_inspirante", "libelle": "P", "mots": ["astuce"]},
                        {"id": "frein", "libelle": "F", "mots": ["lourd"]},
                    ],
                },
            ]
        }
    )
    corpus = corpus_of(("respondent", "Mon astuce pour le vélo lourd"))
    found, _ = suggest_on(corpus, book=book)
    assert codes(found) == {"mode:velo", "categorie:frein"}


def test_answers_are_kept(corpus_of, suggest_on):
    corpus = corpus_of(("respondent", "le bus"))
    place = ("doc", corpus.text_sha256("doc"), 3, 6)
    answers = {(*place, "mode:transport_urbain"): "refused"}
    found, _ = suggest_on(corpus, answers=answers)
    assert found["answered"].tolist() == ["refused"]


@pytest.mark.parametrize(
    ("mots", "sauf", "text", "count"),
    [
        (["covoiturage"], [], "du co-voiturage et du co voiturage", 2),
        (["co-voiturage"], [], "le covoiturage", 1),
        (["deux-roues"], [], "un deux roues", 1),
        (["garer"], [], "on se gare, c'est garé, nous garions", 3),
        (["prendre le vélo"], [], "j'prends euh le le vélo", 1),
        (["train"], ["en train de"], "en train de monter dans le train", 1),
        (["bus/tram"], [], "le bus, les trams", 2),
        (["aller (bien) vite"], [], "ça va vite, ça va bien vite", 2),
        (["perdre … temps"], [], "je perds beaucoup de temps", 1),
        (["en =marchant"], [], "en marchant, en marche", 1),
        (["ligne NOMBRE"], [], "la ligne 13, la ligne deux, la ligne droite", 2),
        (["conduire DET projet"], [], "conduire le projet, conduire mes projets", 2),
        (["VÉLO"], [], "un vélo", 1),
    ],
)
def test_what_a_keyword_may_be(mots, sauf, text, count, corpus_of, suggest_on):
    code = {"id": "a", "libelle": "A", "mots": mots, "sauf": sauf}
    book = Codebook.model_validate({"familles": [{"id": "mode", "libelle": "M", "codes": [code]}]})
    found, _ = suggest_on(corpus_of(("respondent", text)), book=book)
    assert len(found) == count


def test_nothing_to_propose_on_gives_empty_tables(corpus_of, suggest_on):
    found, crossings = suggest_on(corpus_of(("respondent", "[rire]")))
    assert found.empty
    assert crossings.empty
