"""Two publications, attacked as files: whoever has both works out nothing about anybody.

The projects are made up and small; the files are those that hang, lie on a table, or are put
on a site. What is read from one kind of file is what is read from every other.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis.guard.counts import Count, Known
from transfo_analysis.guard.releases import read

HERE = Path(__file__).parent
made, reader, attacker = (
    SimpleNamespace(**runpy.run_path(str(HERE / f"{name}.py")))
    for name in ("made_up", "adversary", "attacker")
)
SEEDS = range(1, 41 if os.environ.get("TRANSFO_FULL") else 3)
# each world with counts or without; with both in the full run
PAIRS = [(n, c) for n in SEEDS for c in (False, True) if len(SEEDS) > 2 or c == bool(n % 2)]
CELLS = [(made.ROWS[row], made.COLUMNS[column]) for row, column in made.CELLS]


def published(world, folder, *, counts):
    """Publish two waves of a made-up project; return its folder."""
    made.project(world, folder, counts=counts)
    for wave in (1, 2):
        made.arrive(world, folder, wave).publish(folder / f"vague {wave}")
    return folder


@pytest.fixture(scope="module", params=PAIRS, ids=str)
def pair(request, tmp_path_factory):
    seed, counts = request.param
    world = made.world(seed)
    return world, published(world, tmp_path_factory.mktemp("paire") / "projet", counts=counts)


def hung(world, folder, wave):
    """Return what is read of a publication, and who everybody knows was heard."""
    files, heard = folder / f"vague {wave}", world.heard(wave)
    table = reader.of_the_page(files)
    said = {made.words(cell): named for cell, named in zip(made.CELLS, CELLS, strict=True)}
    bands = {name: reader.span(band, len(heard)) for name, band in table.bands.items()}
    quotes = frozenset((said[q.words], q.speaker) for q in reader.quotes(files))
    return attacker.Hung(heard, table.shown, bands, quotes)


def signed(world):
    return {
        person: f"{'une agente' if sex == 'F' else 'un agent'}, catégorie {grade}"
        for person, (sex, grade) in world.people.items()
    }


@pytest.mark.parametrize("wave", [1, 2])
def test_every_export_shows_the_same_cells_and_the_same_bands(pair, wave):
    _, folder = pair
    files = folder / f"vague {wave}"
    table = reader.of_the_page(files)
    assert len(table.rows) == 4  # a mode that nobody shows is a row like the others
    assert reader.of_the_workbook(files) == table
    assert reader.of_the_document(files) == table
    assert reader.of_the_phone(files) == table.shown
    cells = {name: band for name, band in table.bands.items() if all(name)}
    for name in ("graphiques/tableau", "collegues/diapositive-tableau"):
        assert reader.of_the_csv(files, f"{name}.csv") == (table.shown, cells)
        assert reader.of_the_words(files, f"{name}.alt.txt") == table.shown
    assert reader.of_the_drawing(files, table) == table.shown
    for paper in ("A3", "A2", "A1", "A0"):
        sheet = reader.of_the_sheet((files / f"feuilles/tableau-{paper}.pdf").read_bytes())
        assert (sheet.rows, sheet.columns, sheet.shown) == (table.rows, table.columns, table.shown)
        assert sheet.bands == table.bands
    assert {(q.row, q.column) for q in reader.quotes(files)} - {("", "")} <= table.shown


def test_what_is_remembered_is_what_the_files_show(pair):
    """The next publication reckons with this one: it must know all that this one told."""
    world, folder = pair
    for wave, known in enumerate(read(folder), start=1):
        seen, one = hung(world, folder, wave), known.tables["m"]
        name = {"": ""} | made.ROWS | made.COLUMNS
        assert {(name[row], name[column]) for row, column in one.shown} == seen.shown
        told = {tuple(name[code] for code in n.split(" ")): one.counts[n] for n in one.told}
        assert {n: (count.low, count.high) for n, count in told.items()} == seen.bands
        fits = {
            ((name[row], name[column]), who)
            for cell, voices in one.voices.items()
            for row, column in [cell.split(" ")]
            for who in voices
        }
        label = signed(world)
        assert fits == {
            (cell, frozenset(p for p in one.heard if label[p] == words))
            for cell, words in seen.quotes
            if cell in CELLS
        }


def test_nobody_is_worked_out_from_either_nor_from_the_pair(pair):
    world, folder = pair
    one, two = (hung(world, folder, wave) for wave in (1, 2))
    for seen in ([one], [two], [one, two]):
        assert attacker.everybody(seen, CELLS, signed(world), 3) == []


def test_every_quote_could_be_of_two_people_heard(pair):
    world, folder = pair
    for wave in (1, 2):
        for quote in reader.quotes(folder / f"vague {wave}"):
            could = [p for p in world.heard(wave) if signed(world)[p] == quote.speaker]
            assert len(could) >= 2, quote


def test_every_hidden_count_keeps_its_whole_band_in_the_files(pair):
    world, folder = pair
    code = {label: name for name, label in (made.ROWS | made.COLUMNS).items()} | {"": ""}
    publications = []
    for wave in (1, 2):
        seen = hung(world, folder, wave)
        bands = {f"{code[row]} {code[c]}": band for (row, c), band in seen.bands.items()}
        publications.append(
            Known(
                seen.heard,
                frozenset((code[row], code[column]) for row, column in seen.shown),
                {name: Count(*band, *band) for name, band in bands.items()},
                told=frozenset(bands),
            )
        )
    tables = [world.table(wave) for wave in (1, 2)]
    assert attacker.narrowed(tables, publications, made.STARTS, 3) == []


@pytest.mark.usefixtures("inked_once")
@pytest.mark.parametrize("seed", SEEDS[: len(SEEDS) // 2])
def test_the_only_user_of_a_mode_changes_no_byte(tmp_path, seed):
    """Whoever it is, or nobody: the files of both publications are the same.

    Without counts: a column's margin counts the people of cells that are not shown too.
    """
    world = made.world(seed)
    (only,) = world.users(made.ONLY)
    others = [p for p in sorted(world.people) if p != only and world.wave[p] == world.wave[only]]
    worlds = {"elle": world, "personne": world.without(made.ONLY)}
    if others:  # a wave can be of one person
        worlds["une autre"] = world.without(made.ONLY, instead=others[0])
    folders = [published(one, tmp_path / name, counts=False) for name, one in worlds.items()]
    seen = [
        {
            str(path.relative_to(folder)): path.read_bytes()
            for wave in (1, 2)
            for path in sorted((folder / f"vague {wave}").rglob("*"))
            if path.is_file()
        }
        for folder in folders
    ]
    assert len(seen[0]) > 30
    for one in seen[1:]:
        assert [name for name in seen[0] if seen[0][name] != one.get(name)] == []


def test_the_attacker_finds_what_a_careless_wall_gives_away(pair):
    """With the cell of the only user shown, or a quote that one person could have signed."""
    world, folder = pair
    two = hung(world, folder, 2)
    (only,) = world.users(made.ONLY)
    label = signed(world)[only]
    alone = {p: label if p == only else "quelqu’un d’autre" for p in world.people}
    cell = next((r, c) for r, c in CELLS if r == made.ROWS[made.ONLY])
    quoted = attacker.Hung(two.heard, two.shown | {cell}, {}, frozenset({(cell, label)}))
    assert any(only in one for one in attacker.everybody([quoted], CELLS, alone, 3))
