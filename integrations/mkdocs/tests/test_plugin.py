"""What is easier to see from inside of the process."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from conftest import GOOD, Site, fence
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_threatline.compiler import Compiler, Model, Outcome, files_read
from mkdocs_threatline.plugin import ThreatlinePlugin


class Server:
    def __init__(self) -> None:
        self.watched: list[str] = []

    def watch(self, path: str) -> None:
        self.watched.append(path)


def test_serve_watches_what_was_read_and_keeps_what_was_drawn(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    model = site.write("models/a.tm", 'import "b.tm" as other\n' + GOOD)
    imported = site.write("models/b.tm", 'model "B" { scope: "s" }\n')
    site.write("docs/index.md", "```tm file=../models/a.tm\n```\n" + fence(GOOD))
    site.configure()
    runs: list[list[str]] = []
    run = Compiler._run_anew

    def counted(self: Compiler, model: Model, arguments: list[str]) -> Outcome:
        runs.append(arguments)
        return run(self, model, arguments)

    monkeypatch.setattr(Compiler, "_run_anew", counted)
    server = Server()

    def rebuild() -> ThreatlinePlugin:
        config = load_config(str(site.folder / "mkdocs.yml"))
        build(config)
        plugin = config.plugins["threatline"]
        assert isinstance(plugin, ThreatlinePlugin)
        return plugin

    plugin = rebuild()
    drawn = len(runs)
    plugin.on_serve(server, config=None, builder=lambda: None)  # type: ignore[arg-type]
    assert sorted(server.watched) == [str(model), str(imported)]

    assert rebuild() is plugin
    assert len(runs) == drawn

    imported.write_text('model "C" { scope: "s" }\n', encoding="utf-8")
    rebuild()
    assert len(runs) == drawn + 1


def test_files_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "threatline.toml").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/b.tm").write_text('import "../c.tm" as c\nimport "../../out.tm" as o', encoding="utf-8")
    (tmp_path / "c.tm").write_text('import "sub/b.tm" as b', encoding="utf-8")
    found = files_read(Model('import "sub/b.tm" as b\nimport "missing.tm" as m', tmp_path))
    names = [path.relative_to(tmp_path.resolve()).as_posix() for path in found]
    assert names == ["sub/b.tm", "c.tm", "missing.tm", "threatline.toml"]


def test_the_same_compiler_as_in_the_sphinx_extension() -> None:
    here = Path(__file__).parents[1] / "mkdocs_threatline/compiler.py"
    there = Path(__file__).parents[2] / "sphinx/sphinx_threatline/compiler.py"
    if not there.exists():
        pytest.skip("the Sphinx extension is not beside this package")
    assert here.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")


def test_two_hundred_diagrams_in_five_seconds(site: Site) -> None:
    def seconds(diagrams: bool) -> float:
        for number in range(200):
            model = GOOD.replace("Loans", f"Loans {number}")
            site.write(f"docs/page{number}.md", f"# Page {number}\n\n" + fence(model, "tm" if diagrams else "text"))
        site.configure()
        start = time.perf_counter()
        build(load_config(str(site.folder / "mkdocs.yml")))
        return time.perf_counter() - start

    without, with_diagrams = seconds(False), seconds(True)
    logging.getLogger(__name__).warning("200 pages: %.2f s, with diagrams %.2f s", without, with_diagrams)
    assert with_diagrams - without < 5
