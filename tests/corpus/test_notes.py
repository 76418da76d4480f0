"""Notes, shadowing, reading notes, wall rows: registers, roles, who counts."""

from transfo_analysis.sources.document import Reference, Turn
from transfo_analysis.tables import DESCRIPTION, REMARK, REPORTED, VERBATIM

NOTES = (
    ("", "Prend le vélo, « parce que le bus passe quand il veut »."),
    ("", "« Jamais la voiture. »"),
    ("", "Q : et le train ?"),
    ("", "Trop cher."),
    ("", "Remarque : elle a ri."),
    ("", "Vu : un casque sur l’armoire."),
    ("", "Important : la côte."),
)


def test_each_line_of_notes_has_its_register_and_role(corpus_of, document):
    corpus = corpus_of(document(*NOTES, enquete="Ana", enqueteur="Zoé"))
    rows = corpus.passages[["role", "person", "register", "evidence", "question"]].values.tolist()
    train = "et le train ?"
    assert rows == [
        ["respondent", "Ana", REPORTED, True, ""],
        ["respondent", "Ana", VERBATIM, True, ""],
        ["interviewer", "Zoé", REPORTED, False, ""],
        ["respondent", "Ana", REPORTED, True, train],
        ["interviewer", "", REMARK, False, ""],
        ["observed", "Ana", DESCRIPTION, True, train],
        ["respondent", "Ana", REPORTED, True, train],
    ]
    assert corpus.passages["text"].tolist()[2:] == [
        "et le train ?",
        "Trop cher.",
        "elle a ri.",
        "un casque sur l’armoire.",
        "Important : la côte.",
    ]
    assert not corpus.documents["recorded"].any()


def test_marks_already_read_by_the_reader_say_the_same(corpus_of, document):
    read = [
        Turn("et le train ?", "", "q"),
        Turn("elle a ri", "", "remarque"),
        Turn("un casque", "", "vu"),
        Turn("Trop cher."),
    ]
    turns = corpus_of(document(*read, enquete="Ana", prise="notes")).turns
    assert turns["role"].tolist() == ["interviewer", "interviewer", "observed", "respondent"]
    assert turns["register"].tolist() == [REPORTED, REMARK, DESCRIPTION, REPORTED]


def test_two_people_in_one_note_are_told_by_name_or_count_nobody(corpus_of, document):
    talk = (("Kévin", "Le vélo."), ("Josiane", "Et les outils ?"), ("", "Ils rient."))
    corpus = corpus_of(document(*talk, prise="notes", enquete=("Kévin", "Josiane")))
    assert corpus.passages["person"].tolist() == ["Kévin", "Josiane", ""]
    assert any("Kévin et Josiane" in notice.what for notice in corpus.notices)


def test_lines_that_may_be_of_someone_who_refused_stay_out(corpus_of, document, participant):
    people = [participant("Éric"), participant("Rosalie", consent=False)]
    talk = (("Éric", "En covoiturage."), ("Rosalie", "Pareil."), ("", "Le train, trois semaines."))
    corpus = corpus_of(document(*talk, prise="notes", enquete=("Éric", "Rosalie")), people=people)
    assert corpus.passages["text"].tolist() == ["En covoiturage."]
    assert "Pareil." in corpus.text("essai")


def test_a_shadowing_describes_and_its_people_are_observed(corpus_of, document):
    lines = (
        ("", "Elle pousse le vélo jusqu’au feu."),
        ("Nadia", "« J’ai mis dix minutes. »"),
        ("Maud", "Tu passes toujours là ?"),
        ("", "Remarque : il pleut."),
    )
    told = {"observe": "Nadia", "observateur": "Maud", "titre": "Tournée à vélo"}
    made = document(*lines, kind="observation", path="observations/o.md", **told)
    corpus = corpus_of(made)
    assert corpus.passages[["role", "person", "register", "evidence"]].values.tolist() == [
        ["observed", "Nadia", DESCRIPTION, True],
        ["observed", "Nadia", VERBATIM, True],
        ["observer", "Maud", REPORTED, False],
        ["interviewer", "", REMARK, False],
    ]
    assert set(corpus.passages["situation"]) == {"Tournée à vélo"}
    assert corpus.documents.loc[0, ["respondents", "interviewers"]].tolist() == ["Nadia", "Maud"]


def test_notes_of_one_study_are_one_study_and_nobody(corpus_of, document):
    reference = Reference("petit2020", "Le vélo", ("Petit, Ana",), "2020")
    told = [{"reference": "petit2020"}, {"etude": "petit2020"}, {"reference": "absente"}, {}]
    notes = [
        document(("", f"Note {n}"), kind="literature_note", path=f"veille/{n}.md", **one)
        for n, one in enumerate(told)
    ]
    corpus = corpus_of(*notes, references={"petit2020": reference})
    assert corpus.documents["study"].tolist() == ["petit2020", "petit2020", "absente", "3"]
    assert corpus.documents.loc[0, "reference"] == "Petit (2020), « Le vélo »"
    assert set(corpus.passages["person"]) == {""}
    assert set(corpus.passages["role"]) == {"author"}
    assert [notice.path for notice in corpus.notices] == ["data/raw/veille/2.md"]


def test_a_wall_row_is_a_passage_of_its_wave_and_adds_nobody(corpus_of, document, participant):
    rows = [
        Turn("Panne dans la côte", fields={"wave": "1", "row": "vélo", "source": "solene"}),
        Turn("« Jamais de place »", fields={"wave": "Vague 2", "situation": "Guichet"}),
        Turn("Elle refuse", fields={"source": "Rosalie"}),
        Turn("mot " * 80),
    ]
    people = [participant("Solène"), participant("Rosalie", consent=False)]
    made = document(*rows, kind="wall_table", path="tableaux/mur.xlsx")
    corpus = corpus_of(made, people=people)
    passages = corpus.passages
    assert passages[["wave", "role", "person", "register", "situation"]].values.tolist() == [
        ["vague-1", "wall", "", REPORTED, ""],
        ["vague-2", "wall", "", VERBATIM, "Guichet"],
        ["", "wall", "", REPORTED, ""],
    ]
    assert corpus.turns["wall_source"].tolist() == ["Solène", "", "Rosalie", ""]
    assert corpus.turns.loc[0, "wall_row"] == "vélo"
    assert corpus.documents.loc[0, "respondents"] == ""
