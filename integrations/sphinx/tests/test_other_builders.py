from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import PurePosixPath

import pytest
from conftest import GOOD, Project, directive


def test_text_and_manual_pages(project: Project) -> None:
    project.configure("man_pages = [('index', 'p', 'P', [], 1)]\n")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD, ":caption: The caption"))
    text = project.build("text", "-W").page("index.txt")
    outline = project.draw(GOOD, output_format="text")
    assert "\n".join(line.strip() for line in outline.splitlines()) in "\n".join(line.strip() for line in text.splitlines())
    assert "The caption" in text
    manual = project.build("man", "-W")
    assert "Flows" in manual.page("p.1")
    assert project.build("texinfo", "-W").code == 0


def test_latex_as_the_program_can(project: Project) -> None:
    tried = subprocess.run(
        [project.program, "render", "-", "--format=png"], input=GOOD.encode(), capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("this program draws no PNG")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD, ":caption: C", ":name: fig") + directive(GOOD, ":align: right"))
    built = project.build("latex", "-W")
    assert built.code == 0, built.log
    images = re.findall(r"\\sphinxincludegraphics\[\]\{(threatline-[0-9a-f]+\.(?:png|pdf))\}", built.page("p.tex"))
    assert len(images) == 2
    assert (built.out / images[0]).read_bytes()[1:4] in (b"PNG", b"PDF")
    assert r"\caption{C}" in built.page("p.tex")


def test_latex_with_pdf(project: Project) -> None:
    project.wrap("*--format=pdf*) exec echo '%PDF-1.7'")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD))
    built = project.build("latex", "-W")
    image = re.search(r"\\sphinxincludegraphics\[\]\{(threatline-[0-9a-f]+\.pdf)\}", built.page("p.tex"))
    assert image
    assert (built.out / image[1]).read_bytes() == b"%PDF-1.7\n"


def test_latex_without_either(project: Project) -> None:
    project.wrap("*--format=pdf*|*--format=png*) echo 'error: built without it' >&2; exit 2")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD))
    built = project.build("latex")
    assert "index.rst:4: WARNING: this program draws neither PDF nor PNG" in built.log
    assert r"entity reader: Reader" in built.page("p.tex")


def test_epub(project: Project) -> None:
    project.configure("version = '1'\nepub_copyright = 'C'\nepub_show_urls = 'no'\n")
    project.write("index.rst", "T\n=\n\n" + directive(GOOD))
    built = project.build("epub", "-W")
    assert built.code == 0, built.log
    with zipfile.ZipFile(built.out / "P.epub") as book:
        page = next(name for name in book.namelist() if PurePosixPath(name).name == "index.xhtml")
        image = re.search(r'<img src="(_images/threatline-[0-9a-f]+\.svg)" alt="Loans" />', book.read(page).decode())
        assert image
        assert any(name.endswith(image[1]) for name in book.namelist())
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        assert image[1] in book.read(package).decode()
