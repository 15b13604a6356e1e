from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import BAD, GOOD, Project, directive, myst


def other(number: int) -> str:
    return GOOD.replace("Loans", f"Loans {number}")


def line_of(text: str, wanted: str) -> int:
    return text[: text.index(wanted)].count("\n") + 1


def test_three_diagrams_of_which_one_is_broken(project: Project) -> None:
    text = f"T\n=\n\n{directive(other(1))}{directive(BAD, ':caption: C', ':name: n')}{directive(other(2), ':theme: print')}"
    project.write("index.rst", text)
    built = project.build()
    assert built.code == 0
    line = line_of(text, "-> desc")
    place = f"{project.folder}/index.rst:{line}"
    assert f"{place}: WARNING: error[TM0101]: nothing is called `desc` (help: did you mean `desk`?)" in built.log
    html = built.page()
    assert project.draw(other(1)) in html
    assert project.draw(other(2), "--theme", "print") in html
    assert html.count('class="threatline align-default"') == 2
    assert "threatline-error" in html
    assert f"index.rst:{line}: error[TM0101]" in html
    assert (built.out / "_static/threatline.css").exists()
    assert project.build("html", "-W", "-E").code != 0


@pytest.mark.parametrize("parallel", [(), ("-j", "2")])
def test_lines(project: Project, parallel: tuple[str, ...]) -> None:
    """In lists, included files and MyST, with and without options."""
    nested = f"T\n=\n\n- item\n\n{directive(BAD, ':alt: a', indentation='  ')}\n.. note::\n\n{directive(BAD, indentation='   ')}"
    project.write("index.rst", f"{nested}\n\n.. include:: part.inc\n\n.. toctree::\n\n   a\n   b\n   c\n   d\n   e\n   f\n   g\n")
    part = project.write("part.inc", f"Part\n----\n\n{directive(BAD)}").read_text(encoding="utf-8")
    pages = {
        "a": f"# A\n\n{myst(BAD)}",
        "b": f"# B\n\n{myst(BAD, ':alt: a', '')}",
        "c": f"# C\n\n{myst(BAD, '---', 'alt: a', 'align: left', '---')}",
        "d": f"# D\n\n{myst('', '', BAD)}",
        "e": "# E\n\n````{note}\nx\n\n" + myst(BAD, ":alt: a") + "````\n",
        "f": "# F\n\n- item\n\n  " + myst(BAD).replace("\n", "\n  "),
        "g": "# G\n\n```{tm}\n" + BAD + "```\n",
    }
    for name, text in pages.items():
        project.write(f"{name}.md", text)
    built = project.build("html", *parallel)
    expected = [("part.inc", line_of(part, "-> desc"))]
    expected += [("index.rst", number) for number, line in enumerate(nested.split("\n"), 1) if "-> desc" in line]
    expected += [(f"{name}.md", line_of(text, "-> desc")) for name, text in pages.items()]
    found = re.findall(r"([\w.]+):(\d+): WARNING: error\[TM0101\]", built.log)
    assert sorted(found) == sorted((name, str(line)) for name, line in expected), built.log


def test_options(project: Project) -> None:
    project.configure("threatline_show = 'none'\nnumfig = True\n")
    model = GOOD + 'view half "Half" { focus: desk }\n'
    render = (":view: half", ":show: threats,list", ":theme: print")
    place = (":alt: An <alt>", ":align: left", ":caption: The *caption* <b>", ":name: fig")
    drawings = directive(model, *render, *place) + directive(GOOD, ":name: plain")
    project.write("index.rst", f"T\n=\n\n{drawings}See :numref:`fig`, :ref:`text <plain>`.\n")
    built = project.build("html", "-W")
    assert built.code == 0, built.log
    html = built.page()
    assert project.draw(model, "--view=half", "--show=threats,list", "--theme=print") in html
    assert project.draw(GOOD, "--show=none") in html
    assert '<figure class="align-left" id="fig">' in html
    assert 'aria-label="An &lt;alt&gt;"' in html
    assert "The <em>caption</em> &lt;b&gt;" in html
    assert 'href="#fig"><span class="std std-numref">Fig. 1</span></a>' in html
    assert 'id="plain"' in html


def test_wrong_use(project: Project) -> None:
    project.write("model.tm", GOOD)
    text = (
        "T\n=\n\n"
        + directive(GOOD, argument="model.tm")
        + directive("")
        + directive(GOOD, ":view: nope")
        + directive(GOOD, ":theme: --output=/tmp/x")
    )
    project.write("index.rst", text)
    log = project.build().log
    assert "index.rst:4: WARNING: error: the directive has a file or a model in it, not both" in log
    assert "WARNING: error: the directive has neither a file nor a model in it" in log
    assert "WARNING: error: no view is called `nope`" in log
    assert "WARNING: error: invalid value '--output=/tmp/x'" in log


def test_files(project: Project) -> None:
    project.write("models/bad.tm", BAD)
    project.write("models/good.tm", GOOD)
    project.write("sub/page.rst", ":orphan:\n\nP\n=\n\n" + directive("", argument="../models/good.tm"))
    project.write("index.rst", "T\n=\n\n" + directive("", argument="models/bad.tm") + directive("", argument="/models/good.tm"))
    built = project.build()
    assert f"{project.folder}/models/bad.tm:6: WARNING: error[TM0101]" in built.log
    drawing = project.draw(GOOD).replace("&lt;stdin&gt;:", "good.tm:")
    assert drawing in built.page()
    assert drawing in built.page("sub/page.html")


def test_incremental_builds(project: Project) -> None:
    """A page is built again when its model, or what that imports, changes or appears, and otherwise not."""
    project.write("models/a.tm", 'import "b.tm" as other\n' + GOOD.replace("flow", 'flow desk -> other.idp "who"\nflow'))
    project.write("models/b.tm", 'model "B" { scope: "s" }\nboundary c "C" {\n  process idp "Sign-in"\n}\n')
    project.write("index.rst", "T\n=\n\n" + directive("", argument="models/a.tm") + "\n.. toctree::\n\n   c\n   d\n")
    project.write("c.rst", "C\n=\n\n" + directive(GOOD))
    project.write("d.rst", "D\n=\n\n" + directive("", argument="models/new.tm"))
    assert "Sign-in" in project.build().page()
    assert "`models/new.tm` cannot be read: No such file or directory" in project.build("html", "-E").log

    project.write("models/new.tm", GOOD)
    built = project.build()
    assert "Desk" in built.page("d.html")
    assert "0 added, 1 changed, 0 removed" in built.log
    assert "0 added, 0 changed, 0 removed" in project.build().log
    project.write("models/b.tm", 'model "B" { scope: "s" }\nboundary c "C" {\n  process idp "Single sign-on"\n}\n')
    built = project.build()
    assert "Single sign-on" in built.page()
    assert "0 added, 1 changed, 0 removed" in built.log


def test_another_version_of_the_program_draws_anew(project: Project) -> None:
    project.wrap("--version) exec echo threatline 1")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD))
    project.build()
    assert "0 added, 0 changed, 0 removed" in project.build().log
    project.wrap("--version) exec echo threatline 2")
    assert "[config changed ('threatline_version')] 1 added" in project.build().log


def test_a_program_that_is_missing(project: Project) -> None:
    project.configure(command="no-such-threatline")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD) * 3 + ":tm:`model.tm#desk`\n")
    project.write("model.tm", GOOD)
    built = project.build()
    assert built.log.count("WARNING") == 1
    assert "`no-such-threatline` was not found, or does not start; `cargo install --path .` in a checkout" in built.log
    assert built.page().count("this threat model is not drawn") == 3
    assert project.build("html", "-W").code != 0
    project.configure()
    assert project.draw(GOOD) in project.build().page()


def test_the_role(project: Project) -> None:
    threat = 'threat t: spoofing on desk "Somebody is somebody else" { likelihood: low; impact: low }\n'
    project.write("model.tm", GOOD.replace('"Desk"', '"The <Desk>"') + threat)
    project.write("index.rst", "T\n=\n\n:tm:`model.tm#desk` :tm:`model.tm#t` :tm:`model.tm#b` :tm:`model.tm#reader -> desk`\n")
    built = project.build("html", "-W")
    assert built.code == 0, built.log
    labels = re.findall('<span class="threatline-label">(.*?)</span>', built.page())
    assert labels == ["The &lt;Desk&gt;", "Somebody is somebody else", "B", "borrow"]
    project.write("bad.tm", BAD)
    project.write("index.rst", "T\n=\n\n:tm:`model.tm#dsek`\n:tm:`model.tm`\n:tm:`bad.tm#desk`\n:tm:`../x.tm#desk`\n")
    log = project.build().log
    assert "index.rst:4: WARNING: error: nothing in `model.tm` is called `dsek` (help: did you mean `desk`?)" in log
    assert "`model.tm` is not of the form `model.tm#id`" in log
    assert "`bad.tm` has mistakes, the first of them in line 6: error[TM0101]" in log
    assert "`../x.tm` cannot be read: it is outside of the project" in log


HOSTILE = [
    GOOD.replace("Loans", "</script><script>alert(1)</script>"),
    GOOD.replace("Loans", "$(touch x) `touch x`; touch x"),
    GOOD.replace("Reader", "</title></svg><img src=x onerror=alert(1)>"),
    "</pre></div><script>alert(1)</script>\n",
    'import "../../../../../../etc/passwd" as p\n' + GOOD,
    GOOD.replace("entity reader", 'entity reader "R" { link: "javascript:alert(1)" }\nentity x'),
]


def test_hostile_models(project: Project) -> None:
    text = "T\n=\n\n" + "".join(directive(source) for source in HOSTILE)
    options = ("$(touch x)", "--output=x", "</script><script>alert(1)</script>", "\0")
    text += "".join(directive(GOOD, f":view: {option}", ":caption: </p><script>alert(1)</script>") for option in options)
    text += directive(GOOD, ':alt: "><script>alert(1)</script>', ":caption: <script>alert(1)</script>")
    for argument in ("../../etc/passwd", "../../../../../../../etc/passwd", "$(touch x)", "a\0b"):
        text += directive("", argument=argument)
    project.write("index.rst", text)
    built = project.build()
    assert built.code == 0, built.log
    html = built.page()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "root:" not in html
    assert not list(project.folder.rglob("x"))
    assert "it is outside of the project" in built.log
    assert "Traceback" not in built.log


def test_the_same_picture_twice_on_a_page_has_ids_of_its_own(project: Project) -> None:
    project.write("index.rst", "T\n=\n\n" + directive(GOOD) + directive(GOOD))
    project.write("b.rst", ":orphan:\n\nB\n=\n\n" + directive(GOOD))
    built = project.build("html", "-W")
    assert project.draw(GOOD) in built.page()
    assert project.draw(GOOD, "--copy=2") in built.page()
    assert project.draw(GOOD) in built.page("b.html")


def test_images_instead_of_inline(project: Project) -> None:
    project.configure("threatline_inline = False\n")
    project.write("index.rst", "T\n=\n\n.. toctree::\n\n   sub/p\n")
    project.write("sub/p.rst", "P\n=\n\n" + directive(GOOD))
    built = project.build("html", "-W")
    image = re.search(r'<img src="\.\./(_images/threatline-[0-9a-f]+\.svg)" alt="Loans" />', built.page("sub/p.html"))
    assert image
    assert built.page(image[1]) == project.draw(GOOD)


def test_the_same_compiler_as_in_the_mkdocs_plugin() -> None:
    here = Path(__file__).parents[1] / "sphinx_threatline/compiler.py"
    there = Path(__file__).parents[2] / "mkdocs/mkdocs_threatline/compiler.py"
    if not there.exists():
        pytest.skip("the MkDocs plugin is not beside this package")
    assert here.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")


@pytest.mark.parametrize("parallel", [(), ("-j", "2")])
def test_every_diagram_is_drawn_once_and_ahead(project: Project, parallel: tuple[str, ...]) -> None:
    """However a directive is written: one that is read otherwise ahead is drawn twice."""
    runs = project.folder / "runs"
    project.wrap(f"render*) echo >>{runs}")
    project.write("models/a.tm", GOOD)
    named = [GOOD.replace("Loans", f"Loans {number}") for number in range(6)]
    nested = "* item\n\n" + directive(named[0], ":theme: print", indentation="  ")
    project.write("index.rst", f"T\n=\n\n{nested}\n" + directive(named[1]) + directive("", ":show: none", argument="models/a.tm"))
    project.write("b.rst", ":orphan:\n\nB\n=\n\n" + directive(named[2], ":caption: C", ":name: n"))
    fences = [myst(named[3], ":theme: dark"), myst("", argument="models/a.tm"), myst(named[4])]
    project.write("c.md", "---\norphan: true\n---\n# C\n\n" + "\n".join(fences))
    built = project.build("html", *parallel)
    assert built.code == 0, built.log
    assert built.page("c.html").count("<svg") == 3
    assert built.page().count("<svg") == 3
    assert len(runs.read_text(encoding="utf-8").splitlines()) == 7


def test_a_build_from_scratch_takes_what_is_kept(project: Project) -> None:
    project.write("index.rst", "T\n=\n\n" + directive(GOOD))
    project.build()
    (kept,) = (project.folder / "_build/doctrees/threatline").iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace("Desk", "Kept"), encoding="utf-8")
    assert "process Kept" in project.build("html", "-E").page()
