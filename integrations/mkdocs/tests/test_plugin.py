"""What is easier to see from inside of the process."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GOOD, Site, fence
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_threatline.compiler import Compiler, Model
from mkdocs_threatline.plugin import ThreatlinePlugin


class Server:
    def __init__(self) -> None:
        self.watched: list[str] = []

    def watch(self, path: str) -> None:
        self.watched.append(path)


def test_serve_watches_what_was_read_and_keeps_what_was_drawn(site: Site) -> None:
    model = site.write("models/a.tm", 'import "b.tm" as other\n' + GOOD)
    imported = site.write("models/b.tm", 'model "B" { scope: "s" }\n')
    site.write("docs/index.md", "```tm file=../models/a.tm\n```\n" + fence(GOOD))
    site.configure()
    server = Server()

    def rebuild() -> ThreatlinePlugin:
        config = load_config(str(site.folder / "mkdocs.yml"))
        build(config)
        plugin = config.plugins["threatline"]
        assert isinstance(plugin, ThreatlinePlugin)
        return plugin

    plugin = rebuild()

    def pictures() -> set[str]:
        return {path.read_text(encoding="utf-8") for path in Path(plugin._temporary.name).iterdir()}

    drawn = pictures()
    plugin.on_serve(server, config=None, builder=lambda: None)  # type: ignore[arg-type]
    assert sorted(server.watched) == [str(model), str(imported)]

    for path in Path(plugin._temporary.name).iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("Desk", "Kept"), encoding="utf-8")
    assert rebuild() is plugin
    assert (site.folder / "site/index.html").read_text(encoding="utf-8").count("<title>process Kept") == 2

    imported.write_text('model "C" { scope: "s" }\n', encoding="utf-8")
    rebuild()
    assert len(pictures()) == len(drawn) + 1
    assert (site.folder / "site/index.html").read_text(encoding="utf-8").count("<title>process Kept") == 1


def test_what_was_read_is_told(tmp_path: Path, program: str) -> None:
    (tmp_path / "threatline.toml").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/b.tm").write_text('import "../c.tm" as c', encoding="utf-8")
    (tmp_path / "c.tm").touch()
    outcome = Compiler(program).render(Model('import "sub/b.tm" as b\nimport "missing.tm" as m', tmp_path), "svg")
    assert [error.code for error in outcome.errors]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in outcome.read) == ["c.tm", "sub/b.tm", "threatline.toml"]


def test_the_same_compiler_as_in_the_sphinx_extension() -> None:
    here = Path(__file__).parents[1] / "mkdocs_threatline/compiler.py"
    there = Path(__file__).parents[2] / "sphinx/sphinx_threatline/compiler.py"
    if not there.exists():
        pytest.skip("the Sphinx extension is not beside this package")
    assert here.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")
