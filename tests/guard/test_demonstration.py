"""The demonstration is a project that was read through: it hangs as it stands."""

from __future__ import annotations

from transfo_analysis import guard, open_project, showing


def test_the_demonstration_publishes_and_its_list_teaches(own_demonstration, tmp_path):
    project = open_project(own_demonstration)
    waiting = "\n".join(map(str, guard.missing(showing.parts(project))))
    assert not waiting, f"à relire d’abord (new material of the demonstration):\n{waiting}"
    hung = project.publish(tmp_path / "accrochage")
    assert not hung.draft
    rows = project.to_clear()
    kept, shown = rows[rows["standing"] == "écarté"], rows[rows["standing"] == "autorisé"]
    assert (kept["reason"] != "").any()  # by a person, who says why
    assert (kept["obstacle"] != "").any()  # by the rule
    assert (shown["warnings"] != "").any()  # warned of, weighed, and shown
    assert set(kept["kind"]) == {"quote", "finding", "cell"}
    page = (hung.folder / "page/accrochage.html").read_text(encoding="utf-8")
    assert "Projet fictif de démonstration" in page
    assert "clés au tableau" in page
    for row in kept[kept["words"] != ""].to_dict("records"):
        assert row["words"][:40] not in page
