from __future__ import annotations

import pytest

VTT = """WEBVTT

NOTE interne

1
00:00:01.500 --> 00:00:03.000
<v Maud (ENQ)>Et le bus ?</v>

00:00:03.000 --> 00:00:05.000
<v.fort Nadia>Jamais, &amp; c’est <i>long</i>

00:00:05.000 --> 00:00:06.000
<v Nadia>trop long.
"""
SRT = "\ufeff1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Je prends</i> le vélo.\r\n\r\n2\r\n00:00:03,100 --> 00:00:04,000\r\nEt toi ?\r\n\r\n3\r\n00:00:09,000 --> 00:00:10,000\r\nLe bus.\r\n"
GRID = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 9
tiers? <exists>
size = 3
item []:
    item[1]:
        class = "IntervalTier"
        name = "Maud (ENQ)"
        xmin = 0
        xmax = 9
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 2
            text = "et le ""bus"" ?"
        intervals [2]:
            xmin = 2
            xmax = 6
            text = ""
        intervals [3]:
            xmin = 6
            xmax = 9
            text = "ah"
    item [2]:
        class = "IntervalTier"
        name = "Nadia"
        xmin = 0
        xmax = 9
        intervals: size = 2
        intervals [1]:
            xmin = 2.5
            xmax = 4
            text = "jamais"
        intervals [2]:
            xmin = 4
            xmax = 6
            text = "trop long"
    item [3]:
        class = "IntervalTier"
        name = "mots Nadia"
        xmin = 0
        xmax = 9
        intervals: size = 1
        intervals [1]:
            xmin = 2.5
            xmax = 4
            text = "jamais"
"""
SHORT_GRID = """File type = "ooTextFile"
Object class = "TextGrid"

0
9
<exists>
1
"IntervalTier"
"Nadia"
0
9
1
0
9
"jamais"
"""


def said(document):
    return [(turn.speaker, turn.mark, turn.words) for turn in document.turns]


@pytest.mark.parametrize("extension", ["txt", "md", "docx", "odt", "rtf", "pdf"])
def test_a_transcript_is_the_same_in_every_word_processor(material, make, extension):
    lines = [
        "Maud (ENQ) : Et le bus, Hélène ?",
        "Hélène : « Jamais », c’est 8:30.",
        "Maud (ENQ) : ah",
    ]
    result = material({f"entretiens/vague-1/a.{extension}": make.transcript(extension, lines)})
    document = result.documents[0]
    assert said(document) == [
        ("Maud", "ENQ", "Et le bus, Hélène ?"),
        ("Hélène", "", "« Jamais », c’est 8:30."),
        ("Maud", "ENQ", "ah"),
    ]
    assert (document.format, document.kind) == (extension, "interview")
    assert document.metadata == {"vague": "vague-1", "prise": "enregistré"}


def test_voices_of_webvtt_are_turns_with_their_times(material):
    document = material({"entretiens/a.vtt": VTT}).documents[0]
    assert said(document) == [
        ("Maud", "ENQ", "Et le bus ?"),
        ("Nadia", "", "Jamais, & c’est long trop long."),
    ]
    assert [(turn.start, turn.end) for turn in document.turns] == [(1.5, 3.0), (3.0, 6.0)]


def test_subtitles_without_voice_group_until_a_silence(material):
    document = material({"entretiens/a.srt": SRT}).documents[0]
    assert [(t.speaker, t.words, t.start, t.end) for t in document.turns] == [
        ("", "Je prends le vélo. Et toi ?", 1.5, 4.0),
        ("", "Le bus.", 9.0, 10.0),
    ]


def test_names_written_in_subtitles_are_speakers(material):
    cues = ["Maud : et le bus ?", "Nadia : jamais", "c’est long", "Maud : ah"]
    text = "\n\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}" for n, cue in enumerate(cues, 1)
    )
    document = material({"entretiens/a.srt": text}).documents[0]
    assert [(t.speaker, t.words, t.end) for t in document.turns] == [
        ("Maud", "et le bus ?", 1.9),
        ("Nadia", "jamais c’est long", 3.9),
        ("Maud", "ah", 4.9),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_tiers_merge_in_time_order_and_a_tier_of_words_is_left_out(material, encoding):
    result = material({"entretiens/a.TextGrid": GRID.encode(encoding)})
    turns = result.documents[0].turns
    assert [(t.speaker, t.mark, t.words, t.start, t.end) for t in turns] == [
        ("Maud", "ENQ", 'et le "bus" ?', 0, 2),
        ("Nadia", "", "jamais trop long", 2.5, 6),
        ("Maud", "ENQ", "ah", 6, 9),
    ]
    assert ["mots Nadia" in notice.place for notice in result.notices] == [True]


def test_the_short_form_of_textgrids_is_read_too(material):
    document = material({"entretiens/a.textgrid": SHORT_GRID}).documents[0]
    assert said(document) == [("Nadia", "", "jamais")]


def test_a_transcript_laid_out_in_a_word_table(material, make):
    rows = [["Maud (ENQ)", "Et le bus ?"], ["Nadia", "Jamais."], ["Maud (ENQ)", "Ah."]]
    document = material({"entretiens/a.docx": make.docx([], rows)}).documents[0]
    assert said(document) == [
        ("Maud", "ENQ", "Et le bus ?"),
        ("Nadia", "", "Jamais."),
        ("Maud", "ENQ", "Ah."),
    ]


def test_tables_of_words_are_read_in_order_with_the_rest(material, make):
    rows = [
        ["un tableau de phrases plus longues que cela", "deux"],
        ["trois mots et puis encore", "quatre"],
    ]
    document = material({"veille/a.docx": make.docx(["avant"], rows)}).documents[0]
    assert [turn.words for turn in document.turns] == ["avant", *map(" ".join, rows)]


def test_inserted_words_are_read_and_deleted_ones_are_not(material):
    import io

    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_paragraph("Nadia : je prends ")
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>le vélo</w:t></w:r></w:ins>'
        )
    )
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>le bus</w:delText></w:r></w:del>'
        )
    )
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Maud : ah</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    buffer = io.BytesIO()
    document.save(buffer)
    read = material({"entretiens/a.docx": buffer.getvalue()}).documents[0]
    assert said(read) == [("Nadia", "", "je prends le vélo"), ("Maud", "", "ah")]


def test_the_address_of_a_link_in_rtf_is_no_word(material):
    text = rb'{\rtf1\ansi {\field{\*\fldinst{HYPERLINK "http://exemple.fr"}}{\fldrslt{le site}}} du bus\par}'
    document = material({"veille/a.rtf": text}).documents[0]
    assert [turn.words for turn in document.turns] == ["le site du bus"]


def test_lines_of_a_pdf_join_into_paragraphs_and_pages_are_named(material, make):
    first = [
        "Le vélo gagne du terrain dans les villes moyennes depuis dix",
        "ans, dit l’étude. Fin.",
    ]
    result = material({"veille/a.pdf": make.pdf([[*first, "1"], [], ["Une autre page."]])})
    turns = result.documents[0].turns
    assert [(turn.words, turn.place) for turn in turns] == [
        (" ".join(first), "page 1"),
        ("Une autre page.", "page 3"),
    ]
    assert ["2" in notice.what for notice in result.notices] == [True]


def test_titles_of_a_transcript_are_layout_unless_they_ask(material):
    text = (
        "# Entretien\n\n## Le trajet\n\nNadia : oui\n\n### Et le bus ?\n\nNadia : non\n\nMaud : ah"
    )
    document = material({"entretiens/a.md": text}).documents[0]
    assert said(document) == [
        ("Nadia", "", "oui"), ("Q", "", "Et le bus ?"), ("Nadia", "", "non"), ("Maud", "", "ah"),
    ]  # fmt: skip


def test_a_table_shown_during_a_talk_is_said_by_nobody(material, make):
    lines = ["Maud (ENQ) : Et la semaine ?", "Nadia : Regardez."]
    rows = [["Jour", "Visites", "Mode"], ["Lundi", "4", "vélo"], ["Mardi", "4", "voiture"]]
    (document,) = material({"entretiens/a.docx": make.docx(lines, rows)}).documents
    assert said(document)[2:] == [
        ("", "vu", "Jour Visites Mode"), ("", "vu", "Lundi 4 vélo"), ("", "vu", "Mardi 4 voiture"),
    ]  # fmt: skip


def test_a_column_of_timecodes_in_a_table_is_kept_as_times(material, make):
    rows = [["0:01", "Maud", "Et le bus ?"], ["0:05", "Nadia", "Non."], ["0:09", "Maud", "Ah."]]
    (document,) = material({"entretiens/a.docx": make.docx([], rows)}).documents
    assert [(turn.speaker, turn.start) for turn in document.turns] == [
        ("Maud", 1.0), ("Nadia", 5.0), ("Maud", 9.0),
    ]  # fmt: skip
