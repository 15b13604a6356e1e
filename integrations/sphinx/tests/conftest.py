"""Builds real documents with the real program, which is THREATLINE in the environment or `threatline` on the PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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
    out: Path

    def page(self, name: str = "index.html") -> str:
        return (self.out / name).read_text(encoding="utf-8")


@dataclass
class Project:
    folder: Path
    program: str

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self, more: str = "", *, command: str = "") -> None:
        settings = "project = 'P'\nextensions = ['sphinx_threatline', 'myst_parser']\n"
        self.write("conf.py", f"{settings}threatline_command = {command or self.program!r}\n{more}")

    def wrap(self, case: str) -> None:
        """A program that does what `case`, a case of a shell, says, and is the real one otherwise."""
        wrapper = self.write("wrapper", f'#!/bin/sh\ncase "$*" in {case};; esac\nexec {self.program} "$@"\n')
        wrapper.chmod(0o755)
        self.configure(command=str(wrapper))

    def build(self, builder: str = "html", *arguments: str) -> Build:
        if not (self.folder / "conf.py").exists():
            self.configure()
        out = self.folder / "_build" / builder
        command = [sys.executable, "-m", "sphinx", "-b", builder, "-d", "_build/doctrees", *arguments, ".", str(out)]
        environment = {**os.environ, "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, env=environment, check=False)
        return Build(done.returncode, done.stdout + done.stderr, out)

    def draw(self, source: str, *options: str, output_format: str = "svg") -> str:
        """What the program itself draws."""
        command = [self.program, "render", "-", "--format", output_format, *options]
        done = subprocess.run(command, input=source.encode(), capture_output=True, check=True, cwd=self.folder)
        return done.stdout.decode().strip()


@pytest.fixture(scope="session")
def program() -> str:
    found = shutil.which(os.environ.get("THREATLINE", "threatline"))
    if found is None:
        pytest.skip("threatline is not on the PATH")
    return str(Path(found).absolute())


@pytest.fixture
def project(tmp_path: Path, program: str) -> Project:
    return Project(tmp_path, program)


def directive(source: str, *options: str, argument: str = "", indentation: str = "") -> str:
    lines = [f".. threatline:: {argument}".rstrip(), *(f"   {option}" for option in options), ""]
    lines += [f"   {line}" if line else "" for line in source.splitlines()]
    return "".join(f"{indentation}{line}\n" if line else "\n" for line in lines) + "\n"


def myst(source: str, *options: str, argument: str = "") -> str:
    return "\n".join([f"```{{threatline}} {argument}".rstrip(), *options, *source.splitlines(), "```", ""])
