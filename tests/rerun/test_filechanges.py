"""What became of the files of data/raw between two runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.project import open_project
from transfo_analysis.rerun import manifest
from transfo_analysis.rerun.filechanges import file_changes
from transfo_analysis.rerun.manifest import FileRead

FATES = st.sampled_from(["same", "changed", "renamed", "removed", "resaved"])


@given(fates=st.lists(FATES, max_size=12), added=st.integers(0, 4))
def test_every_fate_is_told_as_it_was(fates, added):
    before, now, told = {}, {}, {"changed": [], "renamed": [], "removed": [], "added": []}
    for rank, fate in enumerate(fates):
        path, one = f"f{rank:02}.txt", FileRead(f"octets-{rank}", 1, "r", f"texte-{rank}")
        before[path] = one
        if fate == "same":
            now[path] = one
        elif fate == "changed":
            now[path] = FileRead(f"autres-{rank}", 1, "r", f"corrigé-{rank}")
            told["changed"].append(path)
        elif fate == "renamed":
            now[f"g{rank:02}.txt"] = one
            told["renamed"].append((path, f"g{rank:02}.txt"))
        elif fate == "resaved":  # another format, another name, the same text
            now[f"h{rank:02}.docx"] = FileRead(f"word-{rank}", 9, "r", f"texte-{rank}")
            told["renamed"].append((path, f"h{rank:02}.docx"))
        else:
            told["removed"].append(path)
    for rank in range(added):
        now[f"n{rank}.txt"] = FileRead(f"neuf-{rank}", 1, "r", f"neuf-{rank}")
        told["added"].append(f"n{rank}.txt")
    found = file_changes(before, now)
    assert {name: list(getattr(found, name)) for name in told} == {
        name: sorted(paths) for name, paths in told.items()
    }
    assert bool(found) == any(told.values())


def test_of_two_files_alike_nobody_is_taken_for_the_other():
    twin = FileRead("a", 1, "r", "t")
    found = file_changes({"x.txt": twin, "y.txt": twin}, {"z.txt": twin})
    assert found.renamed == ()
    assert (found.removed, found.added) == (("x.txt", "y.txt"), ("z.txt",))


@pytest.mark.usefixtures("no_ink")
def test_a_run_says_what_came_went_and_changed(own_small):
    project = open_project(own_small)
    raw = own_small / "data/raw/entretiens/vague-1"
    (raw / "entretien-chloé.txt").rename(raw / "trois.txt")
    (raw / "entretien-boris.txt").unlink()
    (raw / "nouveau.txt").write_text("---\nenquete: Zoé\n---\nZoé : Je marche.\n", encoding="utf-8")
    (raw / "vide.pdf").write_bytes(b"rien")
    lines = "\n".join(project.run().lines())
    assert "1 fichier renommé ou déplacé" in lines
    assert "trois.txt" in lines
    assert "1 fichier retiré\u202f: entretiens/vague-1/entretien-boris.txt" in lines
    assert "2 fichiers nouveaux\u202f: entretiens/vague-1/nouveau.txt" in lines
    assert "1 fichier illisible\u202f: entretiens/vague-1/vide.pdf" in lines
    assert "depuis le dernier calcul" not in "\n".join(project.run().lines())


@pytest.mark.usefixtures("no_ink")
def test_a_manifest_of_another_version_is_no_fault(own_small):
    project = open_project(own_small)
    path = own_small / "data/processed/manifeste.json"
    path.write_text('{"inputs": {}, "program": "x", "material": {"a": {"b": 1}}}')
    assert manifest.read(project.processed) is None
    assert not project.run().unchanged
