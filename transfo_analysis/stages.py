"""The stages of a run, one after the other, and what each leaves in `data/processed`.

    read ─► cut ─► tag ─► propose ─► replay the journal ─► cross ─► gather ─► draw

A stage that cannot be done (no codebook, say) leaves its tables empty and says so; the
others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from transfo_analysis import files
from transfo_analysis.coding import coherence
from transfo_analysis.corpus import withdrawn
from transfo_analysis.errors import Notice, SourceError, TransfoError
from transfo_analysis.rerun import certificate, manifest, standing
from transfo_analysis.rerun.filechanges import file_changes
from transfo_analysis.rerun.summary import Summary
from transfo_analysis.tables import frame, validate
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.display.drawn import Drawn
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.display.press import Press
    from transfo_analysis.exercises import Exercised
    from transfo_analysis.project import Project
    from transfo_analysis.rerun.changes import Changes

    Progress = Callable[[str, int, int], None]

Made = TypeVar("Made")

__all__ = ["STAGES", "export", "notices", "run_all"]

STAGES = (
    "Lecture du matériau",
    "Découpage en passages",
    "Étiquetage de la langue",
    "Suggestions",
    "Relecture du journal",
    "Termes clés",
    "Croisement",
    "Paquets",
    "Graphiques",
)
# the tables that a run writes, in the order of the work
WRITTEN = (
    "documents",
    "turns",
    "passages",
    "people",
    "staff",
    "stances",
    "suggestions",
    "suggested_crossings",
    "codings",
    "anchors",
    "key_terms",
    "cross_table",
    "asked",
    "bundles",
    "findings",
)


class _Run:
    """What the stages of one run pass on."""

    def __init__(self, project: Project, progress: Progress) -> None:
        self.project = project
        self.progress = progress
        self.tables: dict[str, pd.DataFrame] = {}
        self.matters: list[Matter] = []
        self.exercised: Exercised | None = None
        self.notices: list[Notice] = []
        # one for each closed wave, the last one last
        self.changes: list[Changes] = []

    def stage(self, name: str) -> None:
        self.progress(name, STAGES.index(name), len(STAGES))

    def attempt(self, make: Callable[[], Made]) -> Made | None:
        """Do one stage; what it cannot do is listed and stops nothing else."""
        try:
            return make()
        except TransfoError as error:
            note = error.notice()
            if note not in self.notices:
                self.notices.append(note)
            return None


def run_all(project: Project, progress: Progress) -> Summary:
    """Run every stage, write every table and chart, and return what there is to say.

    Raises
    ------
    SourceError
        If there was material and none of it could be read.
    SettingsError
        If nothing usable is left of `projet.yaml`.
    """
    from transfo_analysis.coding.consensus import counted
    from transfo_analysis.crosstable.count import heard
    from transfo_analysis.display.press import Press

    inputs, last = manifest.inputs(project.folder), manifest.read(project.processed)
    # what draws beside is loaded while the material is read
    with Press() as press:
        run = _gather(project, progress)
        _keep_readings(project)
        run.stage("Graphiques")
        written = _write_tables(run)
        drawn = _drawn_before(project, last)
        written += _draw(run, drawn, press)
    written += _write_changes(run)
    codings, cells = run.tables["codings"], run.tables["cross_table"]
    own = heard(counted(codings[codings["evidence"]]))
    summary = Summary(
        documents=len(run.tables["documents"]),
        passages=len(run.tables["passages"]),
        people=len(set(own) - {""}),
        codings=len(codings),
        suggestions=len(run.tables["suggestions"]),
        cells=int((cells["coding_ids"] != "").sum()),
        findings=int((run.tables["findings"]["status"] == "retenu").sum()),
        files=tuple(path.relative_to(project.folder).as_posix() for path in written),
        notices=tuple(run.notices),
    )
    _forget_leftovers(project, written)
    written.append(certificate.write(project.folder, inputs, project.settings, written))
    documents = run.tables["documents"]
    material = manifest.material(
        project.folder,
        inputs,
        dict(zip(documents["path"], documents["text_sha256"], strict=True)),
        project._material().unreadable,  # noqa: SLF001
    )
    made = manifest.Manifest(
        inputs,
        manifest.program(),
        summary=summary.remember(),
        material=material,
        drawn=drawn.keys if drawn else {},
    )
    manifest.write(project.processed, made, written)
    run.progress("Terminé", len(STAGES), len(STAGES))
    since = file_changes(last.material, material) if last and last.material else None
    return replace(summary, since=tuple(since.lines()) if since else ())


def _keep_readings(project: Project) -> None:
    """Keep what was parsed for the next run, but no word of anybody who said no.

    Speed is not worth a doubt: where somebody withdrew, nothing is kept at all.
    """
    readings = project._readings()  # noqa: SLF001
    if withdrawn.read(project.folder):
        readings.settle((), lambda _: False)
        return
    corpus, key = project.corpus(), project.key()
    table, material = corpus.documents, project._material()  # noqa: SLF001
    refusing = corpus.index.refusing()
    told = zip(table["document_id"], table["path"], strict=True)
    names = {path for document, path in told if document not in refusing}
    names |= {reference.path for reference in material.references.values()}
    readings.settle(names, lambda text: not key.holds(text))


def notices(project: Project) -> list[Notice]:
    """Do everything but writing, and return what is doubtful."""
    from transfo_analysis.display import look

    # the style stops nothing: what is wrong in it is told last
    said = look.read(project.folder)[1]
    run = _gather(project, lambda *_: None, check=True)
    if len(project.cases) > 1:
        names = ("documents", "turns", "codings", "findings")
        said = [*standing.case_notices(project.cases, *(run.tables[n] for n in names)), *said]
    return [*run.notices, *said]


def export(project: Project, folder: Path | None = None) -> list[Path]:
    """Write the working papers of a project into a new folder.

    Raises
    ------
    WriteError
        If the folder cannot be written.
    """
    from transfo_analysis import display
    from transfo_analysis.display import look
    from transfo_analysis.display.exercises import draw_exercises
    from transfo_analysis.display.exercises.fieldwork import fieldwork_papers
    from transfo_analysis.display.exercises.plan import plan_papers

    run = _gather(project, lambda *_: None)
    target = folder or files.dated(project.folder / "exports", "-documents-de-travail")
    written = [
        path
        for matter in run.matters
        for path in display.working_papers(matter, target / matter.folder_name)
    ]
    if run.exercised is not None:
        written += draw_exercises(run.exercised, run.matters, target / "exercices")
        style = look.read(project.folder)[0]
        written += fieldwork_papers(run.exercised, run.matters, style, target / "exercices")
        written += plan_papers(run.exercised, run.matters, style, target / "exercices")
    return written


def _gather(project: Project, progress: Progress, *, check: bool = False) -> _Run:
    """Do every stage but writing; a check goes on where nothing could be read."""
    run = _Run(project, progress)
    run.notices += project._settings()[1]  # noqa: SLF001 — the stages are the project's own
    run.stage("Lecture du matériau")
    material = project._material()  # noqa: SLF001
    run.notices += material.notices
    left_out = [note for note in material.notices if note.severity == "erreur"]
    if left_out and not material.documents and not check:
        raise _nothing_read(left_out)
    if not material.documents and not left_out:
        cure = "Posez des fichiers dans data/raw/entretiens, observations, veille ou tableaux."
        what = "Il n’y a encore rien à lire."
        run.notices.append(Notice("data/raw", "", what, cure, "attention"))
    run.stage("Découpage en passages")
    corpus = project.corpus()
    # who withdrew is named by no message, though data/raw may name them still
    run.notices = [*corpus.gone.discreet(run.notices), *corpus.notices]
    if check:
        run.notices += coherence.of_staff(corpus.people, project.raw)
    for name in ("documents", "turns", "passages", "people", "staff", "stances"):
        run.tables[name] = getattr(corpus, name)
    for name in WRITTEN:
        run.tables.setdefault(name, frame(name, []))
    book, said = run.attempt(project._codebook) or (None, [])  # noqa: SLF001
    run.notices += said
    if book is None:
        _replay(run)
        _say_uncounted(run)
    else:
        _interpret(run)
    return run


def _nothing_read(left_out: list[Notice]) -> SourceError:
    first, others = left_out[0], sorted({note.path for note in left_out[1:]} - {left_out[0].path})
    what = f"Aucun fichier du matériau n’a pu être lu. {first.what}"
    if others:
        what += f" De même pour {listed(others)} (« transfo check » dit pourquoi)."
    return SourceError(what, path=first.path, place=first.place, cure=first.cure)


def _replay(run: _Run) -> None:
    from transfo_analysis.coding import alike, anchored

    run.stage("Relecture du journal")
    project = run.project
    run.notices += project._journal()[1]  # noqa: SLF001
    run.tables["codings"] = project.codings()
    run.tables["anchors"] = project.anchors()
    kept = project.state(), project.corpus(), project.text_store
    run.notices += [*anchored.lost_texts(*kept), *alike.lookalikes(*kept)]
    run.notices += coherence.of_codings(run.tables["codings"], run.project.settings)
    run.notices += coherence.of_anchors(run.tables["anchors"])


def _say_uncounted(run: _Run) -> None:
    """Say that human work stands though no table shows it: an empty table is no verdict."""
    codings, findings = len(run.tables["codings"]), len(run.project.state().findings)
    if codings or findings:
        what = (
            f"{plural(codings, 'codage')} et {plural(findings, 'constat')} sont intacts dans le "
            "journal, mais rien ne peut être croisé ni rassemblé."
        )
        cure = "Corrigez d’abord le livre de codes et projet.yaml, puis relancez."
        run.notices.append(Notice("data/coding", "", what, cure, "attention"))


def _interpret(run: _Run) -> None:
    """Propose, replay, cross and gather: all that needs a codebook."""
    import pandas as pd

    from transfo_analysis.coding.rereading import orphans

    project = run.project
    settings, book = project.settings, project.codebook
    run.notices += coherence.of_settings(project.folder, settings, book)
    run.notices += coherence.of_purposes(run.tables["documents"], settings, book)
    run.notices += coherence.of_people(run.tables["people"], settings, book)
    run.stage("Étiquetage de la langue")
    run.attempt(project.annotations)
    run.stage("Suggestions")
    if proposed := run.attempt(project._suggested):  # noqa: SLF001
        run.tables["suggestions"], run.tables["suggested_crossings"] = proposed
    _replay(run)
    run.notices += orphans(run.tables["codings"], project.state(), book)
    run.stage("Termes clés")
    terms = run.attempt(project.key_terms)
    if terms is not None:
        run.tables["key_terms"] = terms
    run.stage("Croisement")
    families = {family.id for family in book.families}
    crossed = {
        case.id: table
        for case in project.cases
        # a family that is not there has its notice, with the line of projet.yaml
        if {case.row_family, case.column_family} <= families
        and (table := run.attempt(lambda case=case: project.cross_table(case=case.id))) is not None  # type: ignore[misc]
    }
    if len(crossed) < len(project.cases):
        _say_uncounted(run)
    for table in crossed.values():
        run.notices += [note for note in table.notices if note not in run.notices]
    run.stage("Paquets")
    bundles = {case_id: project.bundles(case_id) for case_id in crossed}
    findings = {case_id: project.findings(case_id) for case_id in crossed}
    if crossed:
        run.tables["cross_table"] = _stacked(pd, "cross_table", [t.cells for t in crossed.values()])
        run.tables["asked"] = _stacked(pd, "asked", [t.asked for t in crossed.values()])
        run.tables["bundles"] = _stacked(pd, "bundles", list(bundles.values()))
        run.tables["findings"] = _stacked(pd, "findings", list(findings.values()))
    run.exercised = run.attempt(lambda: project.exercised(crossed))
    if run.exercised is not None:
        run.tables |= run.exercised.tables()
        run.notices += run.exercised.notices
    run.attempt(lambda: _compare(run, crossed))
    run.matters = [
        _matter(run, case_id, table, bundles[case_id], findings[case_id])
        for case_id, table in crossed.items()
    ]


def _compare(run: _Run, crossed: Mapping[str, CrossTable]) -> None:
    """Say what changed since each wave that a person closed."""
    from transfo_analysis import returning
    from transfo_analysis.rerun import snapshot

    closed, said = snapshot.read_all(run.project.folder)
    run.notices += said
    if closed:
        now = returning.picture(run.project, tables=crossed)
        run.changes = [
            returning.changes_since(run.project, one, now, tables=crossed) for one in closed
        ]


def _stacked(pd: ModuleType, name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    return validate(name, pd.concat(parts, ignore_index=True))


def _matter(
    run: _Run,
    case_id: str,
    table: CrossTable,
    bundles: pd.DataFrame,
    findings: pd.DataFrame,
) -> Matter:
    from transfo_analysis import returning
    from transfo_analysis.coding.consensus import counted
    from transfo_analysis.display.matter import Matter

    project = run.project
    return Matter(
        settings=project.settings,
        codebook=project.codebook,
        case=project.settings.case(case_id),
        corpus=project.corpus(),
        codings=counted(run.tables["codings"]),
        suggestions=run.tables["suggestions"],
        key_terms=run.tables["key_terms"],
        cross_table=table,
        bundles=bundles,
        findings=findings,
        appearance=returning.appearance(project, {case_id: table}),
        changes=run.changes[-1] if run.changes else None,
    )


def _write_tables(run: _Run) -> list[Path]:
    folder = run.project.processed / "tables"
    written = []
    for name in run.tables:
        path = folder / f"{name}.csv"
        # a table read by pandas, not opened by Excel: words stay exactly as they are
        text = run.tables[name].to_csv(index=False, lineterminator="\n")
        files.write_text(path, text)
        written.append(path)
    return written


def _drawn_before(project: Project, last: manifest.Manifest | None) -> Drawn | None:
    """Return what the last run drew; where somebody withdrew, nothing is kept of it."""
    from transfo_analysis.display.drawn import Drawn

    if withdrawn.read(project.folder):
        return None
    before = (last.drawn, last.outputs) if last else ({}, {})
    return Drawn(project.processed, manifest.program(), *before)


def _draw(run: _Run, drawn: Drawn | None, press: Press) -> list[Path]:
    from transfo_analysis import display
    from transfo_analysis.display.exercises import draw_exercises

    folder = run.project.processed / "charts"
    several = len(run.matters) > 1
    written = [
        path
        for matter in run.matters
        for path in display.draw_charts(
            matter,
            folder / matter.folder_name if several else folder,
            drawn=drawn,
            press=press,
        )
    ]
    if run.exercised is not None:
        written += draw_exercises(run.exercised, run.matters, folder, drawn=drawn, press=press)
    return written


def _write_changes(run: _Run) -> list[Path]:
    """Write the page of what changed since each closed wave."""
    written = []
    for changes in run.changes:
        path = run.project.processed / "changements" / f"{changes.wave}.html"
        files.write_text(path, changes.page())
        written.append(path)
    return written


def _forget_leftovers(project: Project, written: list[Path]) -> None:
    """Remove tables, charts and pages that an earlier run made and this one did not."""
    kept = set(written)
    for name in ("tables", "charts", "changements"):
        for path in sorted((project.processed / name).rglob("*")):
            if path.is_file() and path not in kept:
                path.unlink()
    # what a run that was killed left of a file it was writing
    for path in sorted(project.processed.rglob(".transfo-*")):
        path.unlink(missing_ok=True)
