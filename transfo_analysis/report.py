"""The notebooks, executed and written as pages to read: code hidden, results shown.

`rapports/<date>/index.html` and one page a notebook. A page stands alone: no script, nothing
fetched, no path of this machine. The notebooks on disk are read, never written.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis import files
from transfo_analysis.errors import MissingFileError
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from transfo_analysis.project import Project

    Progress = Callable[[str, int, int], None]

__all__ = ["FOLDER", "Page", "make"]

FOLDER = "rapports"
# seconds that one cell may take; a first run reads and tags everything
PATIENCE = 1_800
_WINDOW = "application/vnd.jupyter.widget-view+json"
_ONLY_THERE = "Ici s’ouvre une fenêtre de travail ; elle ne vit que dans JupyterLab."
# a page shows and does nothing else, whatever words of a source stand in it
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
body{font:16px/1.5 "Source Sans 3","Segoe UI",system-ui,sans-serif;color:#1b1b1b;background:#fff;
  max-width:72rem;margin:2rem auto;padding:0 1.5rem}
h1,h2,h3{line-height:1.2;margin:2rem 0 .6rem} h1{margin-top:.5rem}
a{color:#0b4f8a} code,pre{font-family:ui-monospace,Consolas,monospace;font-size:.9em}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.apart{color:#555;border-bottom:1px solid #ccc;padding-bottom:.6rem}
.failed{border-left:4px solid #a40000;padding:.3rem 1rem;background:#fbeeee}
.window{border-left:4px solid #888;padding:.3rem 1rem;color:#555}
.methods{border:1px solid #ccc;padding:.3rem 1.2rem;margin:1.5rem 0}
.jp-OutputArea-child{overflow-x:auto;margin:.5rem 0} img,svg{max-width:100%;height:auto}
table{border-collapse:collapse;font-size:.9em}
td,th{text-align:left;vertical-align:top;padding:.2rem .7rem .2rem 0;border-bottom:1px solid #ddd}
caption{text-align:left;color:#555;padding:.3rem 0}
ul{list-style:none;padding:0}
.anchor-link{display:none} summary{cursor:pointer}
@media print{body{max-width:none;margin:0}a{color:inherit;text-decoration:none}}
"""


@dataclass(frozen=True)
class Page:
    """One notebook as it was executed.

    Parameters
    ----------
    name : of its file, without ending
    title : its first heading
    body : HTML of what it shows
    failure : where and why it stopped, in French ("" when it did not)
    """

    name: str
    title: str
    body: str
    failure: str = ""


class _Names:
    """What stands for this machine's own paths."""

    def __init__(self, project: Path) -> None:
        places = {project: "", Path(__file__).parent: "transfo_analysis/", Path.home(): "~/"}
        places |= {Path(prefix): "python/" for prefix in (sys.prefix, sys.base_prefix)}
        places[Path(tempfile.gettempdir())] = "temporaire/"
        self.swaps: dict[str, str] = {}
        for path, name in places.items():
            for written in (str(path), path.as_posix(), str(path.resolve())):
                # as it is, as Python shows it between quotes, as HTML writes it
                for form in (written, repr(written)[1:-1], escape(written)):
                    if len(form) > 3:  # "/" or "C:\\" would take every separator away
                        self.swaps.setdefault(form, name)
        # the longest first: the project may lie in the home folder
        forms = "|".join(map(re.escape, sorted(self.swaps, key=lambda form: -len(form))))
        self.pattern = re.compile(rf"(?<![\w.])({forms})(?:[/\\]+|(?![\w.-]))")

    def hidden(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.pattern.sub(lambda found: self.swaps[found[1]], value)
        if isinstance(value, list):
            return [self.hidden(item) for item in value]
        if isinstance(value, dict):
            # a picture's bytes are letters too, and name nothing
            pictures = {k for k in value if k.startswith("image/") and k != "image/svg+xml"}
            return {k: v if k in pictures else self.hidden(v) for k, v in value.items()}
        return value


def make(project: Project, progress: Progress, notebooks: Path | None = None) -> Path:
    """Execute the project's notebooks and write them as pages; return the index page.

    A notebook that fails stops at its cell and is told in the index; the others go on.

    Parameters
    ----------
    progress : called with the notebook's name, how many are done, and how many there are
    notebooks : folder they are in (default: the project's `notebooks`)

    Raises
    ------
    MissingFileError
        If there is no notebook.
    WriteError
        If the pages cannot be written.
    """
    from markdown_it import MarkdownIt

    folder = notebooks or project.folder / "notebooks"
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise MissingFileError(
            "Il n’y a aucun notebook à exécuter.",
            path="notebooks",
            cure="Copiez ceux d’un projet neuf (« transfo new »).",
        )
    names = _Names(project.folder)
    pages = []
    for rank, path in enumerate(paths):
        progress(path.stem, rank, len(paths))
        pages.append(_page(path, names))
    progress("Terminé", len(paths), len(paths))
    target = files.dated(project.folder / FOLDER)
    told = project.methods()
    files.write_text(target / "methode.md", told)
    index = _index(pages, MarkdownIt("commonmark", {"html": False}).render(told))
    for page in [index, *pages]:
        files.write_text(target / f"{page.name}.html", _document(project, page))
    return target / "index.html"


# -- executing ---------------------------------------------------------------------------------


def _page(path: Path, names: _Names) -> Page:
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception:  # whatever nbformat stumbles over, the others go on
        return Page(path.stem, path.stem, "", "Ce fichier n’est pas un notebook lisible.")
    failure = _execute(notebook, path.parent)
    _prepare(notebook, names)
    title = _title(notebook) or path.stem
    return Page(path.stem, title, _rendered(notebook), names.hidden(failure))


def _execute(notebook: NotebookNode, folder: Path) -> str:
    """Run a notebook's cells in a kernel of its own; return why it stopped, or ""."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        extra_arguments=["--HistoryManager.enabled=False", "--log-level=40"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        why = f"{error.ename} : {error.evalue}"
    except CellTimeoutError:
        why = "la cellule a dépassé une demi-heure"
    except DeadKernelError:
        why = "le noyau Python s’est arrêté (mémoire ?)"
    except (NoSuchKernel, OSError, RuntimeError) as error:
        return f"Le notebook n’a pas pu être lancé ({error})."
    else:
        return ""
    return _where(notebook, why)


def _where(notebook: NotebookNode, why: str) -> str:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    done = [rank for rank, cell in enumerate(code) if cell.execution_count or cell.outputs]
    rank = done[-1] if done else 0
    last = next(iter(reversed(code[rank].source.strip().splitlines())), "")
    return f"Arrêt à la cellule de code n° {rank + 1}, qui finit par « {last} » : {why}"


def _prepare(notebook: NotebookNode, names: _Names) -> None:
    """Take out of the results what a page does not show: windows, tracebacks, paths."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            kept = [out for out in cell.outputs if out.output_type != "error"]
            cell.outputs = [_still(output, names) for output in kept]


def _still(output: NotebookNode, names: _Names) -> NotebookNode:
    output = names.hidden(output)
    data = output.get("data", {})
    if _WINDOW in data:
        output["data"] = {"text/html": f'<p class="window">{escape(french(_ONLY_THERE))}</p>'}
    data.pop("application/javascript", None)
    from nbformat import from_dict

    made: NotebookNode = from_dict(output)  # type: ignore[no-untyped-call]
    return made


def _title(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.match(r"#\s+(.+)", cell.source)):
            return found[1].strip()
    return ""


# -- writing -----------------------------------------------------------------------------------


def _rendered(notebook: NotebookNode) -> str:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body: str = exporter.from_notebook_node(notebook)[0]
    return body


def _index(pages: list[Page], methods: str) -> Page:
    items = []
    for page in pages:
        line = f'<a href="{escape(page.name)}.html">{escape(french(page.title))}</a>'
        if page.failure:
            line += f'<p class="failed">{escape(french(page.failure))}</p>'
        items.append(f"<li>{line}</li>")
    failed = sum(bool(page.failure) for page in pages)
    count = plural(len(pages), "notebook exécuté", "notebooks exécutés")
    if failed:
        count += f", dont {failed} en échec" if failed < len(pages) else ", en échec"
    body = f"<h1>Rapport</h1><p>{count}.</p><ul>{''.join(items)}</ul>"
    return Page("index", "Rapport", f'{body}<div class="methods">{methods}</div>')


def _document(project: Project, page: Page) -> str:
    settings = project.settings
    apart = ["Document de travail : ne pas afficher."]
    if settings.fictional:
        apart.append("Projet fictif, écrit pour la démonstration.")
    if page.name != "index":
        apart.append("Le code est masqué ; il est dans le notebook.")
    head = [escape(french(settings.title))]
    if page.name != "index":
        head.append('<a href="index.html">Rapport et méthode</a>')
    stopped = f'<p class="failed">{escape(french(page.failure))}</p>' if page.failure else ""
    title = escape(french(f"{page.title} — {settings.title}"))
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{_STYLE}</style></head>\n<body>\n"
        f'<p class="apart">{" · ".join(head)}<br>{escape(french(" ".join(apart)))}</p>\n'
        f"<main>{stopped}{page.body}</main>\n</body></html>\n"
    )
