"""Who asks, who answers, and who they are."""

import pytest


def roles(corpus, document_id="essai"):
    turns = corpus.turns[corpus.turns["document_id"] == document_id]
    turns = turns.drop_duplicates("speaker")
    columns = (turns["speaker"], turns["role"], turns["role_origin"], turns["person"])
    return {
        speaker: (role, origin, person)
        for speaker, role, origin, person in zip(*columns, strict=False)
    }


def said(corpus):
    return " ".join(str(notice) for notice in corpus.notices)


TALK = (("E", "Et le bus ?"), ("R", "Jamais."))


def test_marks_tell_the_roles_without_a_guess(corpus_of, document):
    assert roles(corpus_of(document(*TALK))) == {
        "E": ("interviewer", "marque", ""),
        "R": ("respondent", "marque", ""),
    }


def test_one_respondent_of_the_header_is_the_one_who_answers(corpus_of, document, participant):
    one = document(*TALK, enquete="Ana", enqueteur="Zoé")
    corpus = corpus_of(one, people=[participant("Ana", "enquêté"), participant("Zoé")])
    assert roles(corpus)["R"] == ("respondent", "marque", "Ana")
    assert roles(corpus)["E"] == ("interviewer", "marque", "Zoé")
    assert corpus.documents.loc[0, ["respondents", "interviewers"]].tolist() == ["Ana", "Zoé"]
    assert corpus.notices == ()


def test_labels_are_the_people_that_the_header_says(corpus_of, document):
    told = {"locuteurs": "L1=Zoé;L2=Ana", "enqueteur": "Zoé", "enquete": "Ana"}
    assert roles(corpus_of(document(("L1", "Et le bus ?"), ("L2", "Jamais."), **told))) == {
        "L1": ("interviewer", "en-tête", "Zoé"),
        "L2": ("respondent", "en-tête", "Ana"),
    }


def test_a_header_that_names_who_answers_names_them_all(corpus_of, document):
    talk = document(("E", "Et ?"), ("Ana", "Oui."), ("Lundi 4", "deux."), enquete="Ana")
    assert roles(corpus_of(talk))["Lundi 4"] == ("respondent", "marque", "")


def test_a_role_may_be_told_for_a_label(corpus_of, document):
    one = document(("L1", "Non."), ("L2", "Oui."), locuteurs={"L2": "enquêteur", "L1": "P03"})
    assert roles(corpus_of(one)) == {
        "L1": ("respondent", "en-tête", "P03"),
        "L2": ("interviewer", "en-tête", ""),
    }


def test_a_pseudonym_is_known_without_its_case_and_accents(corpus_of, document, participant):
    people = [participant("Hélène", "enquêté"), participant("Zoé", "ambassadeur", "enquêteur")]
    corpus = corpus_of(document(("HELENE", "Jamais."), ("zoe", "Et ?")), people=people)
    assert roles(corpus) == {
        "HELENE": ("respondent", "participants", "Hélène"),
        "zoe": ("interviewer", "participants", "Zoé"),
    }


def test_marks_of_the_text_win_over_participants(corpus_of, document, participant):
    from transfo_analysis.sources.document import Turn

    talk = document(Turn("Et ?", "Ana", "ENQ"), ("Bea", "Oui."))
    assert roles(corpus_of(talk, people=[participant("Ana", "enquêté")])) == {
        "Ana": ("interviewer", "marque", "Ana"),
        "Bea": ("respondent", "marque", "Bea"),
    }


def test_who_asks_is_guessed_and_said(corpus_of, document):
    talk = [("L1", "Je prends le bus tous les matins depuis un an."), ("L2", "mh, mh.")] * 3
    corpus = corpus_of(document(*talk, ("L2", "et le soir ?"), ("L1", "le soir je rentre à pied")))
    assert roles(corpus) == {
        "L1": ("respondent", "deviné", ""),
        "L2": ("interviewer", "deviné", ""),
    }
    assert "« L2 » mène l’échange et « L1 » répond" in said(corpus).replace("\u202f", " ")
    assert len(corpus.notices) == 1


def test_nobody_is_made_an_interviewer_of_a_conversation(corpus_of, document):
    talk = [("L1", "moi je prends le bus."), ("L2", "moi le vélo, toute l’année.")] * 4
    assert {role for role, _, _ in roles(corpus_of(document(*talk))).values()} == {"respondent"}


def test_generic_labels_merge_nobody_across_files(corpus_of, document):
    files = [document(*TALK, ("L2", "Oui."), path=f"entretiens/{name}.txt") for name in "ab"]
    corpus = corpus_of(*files)
    assert set(corpus.turns["person"]) == {""}
    assert corpus.passages.query("role == 'respondent'")["evidence"].all()


def test_a_name_that_is_not_in_participants_is_someone_and_said_once(
    corpus_of, document, participant
):
    files = [
        document(("E", "Et ?"), ("Assia Berrada", "Voilà."), path=f"entretiens/{name}.txt")
        for name in "ab"
    ]
    corpus = corpus_of(*files, people=[participant("Ana")])
    assert set(corpus.turns["person"]) == {"", "Assia-Berrada"}
    assert [str(notice).count("Assia-Berrada") for notice in corpus.notices] == [1]


def test_two_respondents_and_one_name_identify_nobody(corpus_of, document):
    talk = document(("E", "Et ?"), ("L1", "Oui."), ("L2", "Non."), enquete="Ana")
    assert {person for _, _, person in roles(corpus_of(talk)).values()} == {""}


def test_interviewer_here_respondent_there_is_heard_only_where_they_answer(corpus_of, document):
    here = document(("Ana", "Et ?"), ("Bea", "Oui."), path="a/a.txt", enqueteur="Ana")
    there = document(("E", "Et ?"), ("Ana", "Jamais."), path="a/b.txt", enquete="Ana")
    passages = corpus_of(here, there).passages.query("person == 'Ana'")
    assert passages[["document_id", "role", "evidence"]].values.tolist() == [
        ["a", "interviewer", False],
        ["b", "respondent", True],
    ]


def test_the_question_is_the_one_before_and_a_mh_is_none(corpus_of, document):
    talk = document(
        ("E", "Et le vélib ?"), ("R", "Trop lourd."), ("E", "mh, d'accord."), ("R", "Voilà.")
    )
    passages = corpus_of(talk).passages
    assert passages["question"].tolist() == ["", "Et le vélib ?", "", "Et le vélib ?"]
    assert passages["evidence"].tolist() == [False, True, False, True]


def test_a_title_before_the_first_speaker_is_no_evidence(corpus_of, document):
    passages = corpus_of(document(("", "Entretien 3, à vélo"), *TALK)).passages
    assert passages["evidence"].tolist() == [False, False, True]


def test_without_labels_a_recording_counts_nobody(corpus_of, document):
    talk = document(("", "Je prends le vélo."), ("", "Ah oui ?"), prise="enregistré", enquete="Ana")
    passages = corpus_of(talk).passages
    assert set(passages["person"]) == {""}
    assert passages["evidence"].all()


@pytest.mark.parametrize("consent", [True, False])
def test_a_refusal_of_analysis_keeps_offsets_and_takes_the_words_out(
    corpus_of, document, participant, consent
):
    import pandas as pd

    talk = document(("E", "Et ?"), ("Ana", "Jamais de la vie."), ("Bea", "Oui."))
    corpus = corpus_of(talk, people=[participant("Ana", consent=consent), participant("Bea")])
    assert corpus.text("essai") == "Et ?\nJamais de la vie.\nOui."
    assert ("Jamais de la vie." in set(corpus.passages["text"])) is consent
    spans = pd.DataFrame({"document_id": ["essai"] * 2, "start": [5, 5], "end": [10, 27]})
    assert corpus.places(spans)["evidence"].tolist() == [consent, consent]
    assert ("refuse l’analyse" in said(corpus)) is not consent
