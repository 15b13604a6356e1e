"""Builds real sites with the real program, which is THREATLINE in the environment or `threatline` on the PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

GOOD = """\
model "Loans" { scope: "s" }
entity reader "Reader"
boundary b "B" {
  process desk "Desk"
}
flow reader -> desk "borrow"
"""
BAD = GOOD.replace("-> desk", "-> desc")


@dataclass
class Build:
    code: int
    log: str
    site: Path

    def page(self, name: str = "index.html") -> str:
        return (self.site / name).read_text(encoding="utf-8")


@dataclass
class Site:
    folder: Path
    program: str

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(
        self,
        *,
        extensions: Sequence[object] = (),
        theme: object = "mkdocs",
        plugins: Sequence[object] = (),
        **options: object,
    ) -> None:
        settings = {
            "site_name": "Site",
            "theme": theme,
            "markdown_extensions": list(extensions),
            "plugins": ["search", *plugins, {"threatline": {"command": self.program, **options}}],
        }
        self.write("mkdocs.yml", yaml.safe_dump(settings))

    def build(self, *arguments: str) -> Build:
        if not (self.folder / "mkdocs.yml").exists():
            self.configure()
        command = [sys.executable, "-m", "mkdocs", "build", *arguments]
        # MkDocs' colours would stand in the way of comparing.
        environment = {**os.environ, "NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, env=environment, check=False)
        return Build(done.returncode, done.stdout + done.stderr, self.folder / "site")

    def svg(self, source: str, *options: str) -> str:
        """What the program itself draws."""
        command = [self.program, "render", "-", "--format", "svg", *options]
        done = subprocess.run(command, input=source.encode(), capture_output=True, check=True, cwd=self.folder)
        return done.stdout.decode().strip()


@pytest.fixture(scope="session")
def program() -> str:
    found = shutil.which(os.environ.get("THREATLINE", "threatline"))
    if found is None:
        pytest.skip("threatline is not on the PATH")
    return str(Path(found).absolute())


@pytest.fixture
def site(tmp_path: Path, program: str) -> Site:
    return Site(tmp_path, program)


def fence(source: str, info: str = "tm", indentation: str = "", mark: str = "```") -> str:
    lines = [f"{mark}{info}", *source.splitlines(), mark]
    return "".join(f"{indentation}{line}\n" for line in lines)
