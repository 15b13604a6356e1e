"""Runs the `threatline` program: a model goes in, a picture and diagnostics come out.

The MkDocs plugin and the Sphinx extension both have this module, since a site that uses one should not have to install the
other; their tests compare the two copies. It knows nothing of either tool.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

INSTALL_HINT = "build it with `cargo build --release` in a checkout of Threatline and put it on the PATH, or name it in {option}"

# A model is drawn in milliseconds; what takes this long hangs.
TIMEOUT_SECONDS = 60

# Too many matches (in a text, in a comment) do no harm: a file that is not imported is looked at once too often.
_IMPORT = re.compile(r'\bimport\s+"([^"\n]+\.tm)"')


class CompilerMissing(Exception):
    """The program is not there, or does not start."""


@dataclass(frozen=True)
class Model:
    """A model's text. What it imports is relative to `folder`; `path` is None where the text is part of a page."""

    source: str
    folder: Path
    path: Path | None = None

    @classmethod
    def of_file(cls, path: Path) -> Model:
        return cls(path.read_text(encoding="utf-8", errors="replace"), path.parent, path)


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `line` is 0 where it is about no line, such as an unknown view."""

    severity: str
    message: str
    code: str = ""
    help: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        code = f"[{self.code}]" if self.code else ""
        help_text = f" (help: {self.help})" if self.help else ""
        return f"{self.severity}{code}: {self.message}{help_text}"


@dataclass(frozen=True)
class Outcome:
    """What a run gave: `output` is empty where `errors` is not."""

    output: bytes
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        return [each for each in self.diagnostics if each.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [each for each in self.diagnostics if each.severity == "warning"]


class Compiler:
    """The program, and what it has drawn already: the same model with the same options is drawn once."""

    def __init__(self, command: str) -> None:
        found = shutil.which(command)
        if found is None:
            raise CompilerMissing(f"`{command}` was not found")
        # Absolute, because it is started from the folders of the models.
        self._program = str(Path(found).absolute())
        self._outcomes: dict[str, Outcome] = {}

    @cached_property
    def version(self) -> str:
        return self._start(["--version"]).stdout.decode("utf-8", "replace").strip()

    def render(self, model: Model, output_format: str, options: Iterable[str] = ()) -> Outcome:
        return self._run(model, ["render", f"--format={output_format}", "--diagnostics=json", *options])

    def threats(self, model: Model) -> Outcome:
        return self._run(model, ["threats", "--diagnostics=json"])

    def _run(self, model: Model, arguments: list[str]) -> Outcome:
        key = self._key(model, arguments)
        if key not in self._outcomes:
            self._outcomes[key] = self._run_anew(model, arguments)
        return self._outcomes[key]

    def _run_anew(self, model: Model, arguments: list[str]) -> Outcome:
        name = str(model.path.absolute()) if model.path else "-"
        try:
            done = self._start([*arguments, "--", name], model)
        # ValueError: an option with a NUL in it.
        except (subprocess.TimeoutExpired, ValueError) as problem:
            return Outcome(b"", (Diagnostic("error", str(problem)),))
        diagnostics = _diagnostics(done.stderr.decode("utf-8", "replace"), failed=done.returncode != 0)
        return Outcome(b"" if done.returncode else done.stdout, diagnostics)

    def _start(self, arguments: list[str], model: Model | None = None) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [self._program, *arguments],
                input=model.source.encode("utf-8", "replace") if model else b"",
                cwd=model.folder if model else None,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except OSError as problem:
            raise CompilerMissing(f"`{self._program}` does not start: {problem}") from problem

    def _key(self, model: Model, arguments: list[str]) -> str:
        digest = hashlib.sha256(repr([self.version, arguments, model]).encode())
        for path in files_read(model):
            digest.update(path.read_bytes() if path.is_file() else b"\0missing")
        return digest.hexdigest()


def render_options(view: str = "", show: str = "", theme: str = "") -> list[str]:
    """Options of `render`. Each is one argument with its value, so that no value is taken for another option."""
    named = {"view": view, "show": show, "theme": theme}
    return [f"--{name}={value}" for name, value in named.items() if value]


def files_read(model: Model) -> list[Path]:
    """The files that a model's picture depends on: itself, its imports and theirs, and the settings of its project."""
    project = project_of(model.folder)
    found = [model.path] if model.path else []
    _add_imports(model.source, model.folder, project, found)
    settings = project / "threatline.toml"
    return [*found, settings] if settings.is_file() else found


def project_of(folder: Path) -> Path:
    """As the program has it: the nearest folder with a mark of a project, or else the folder of the model."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists() or (candidate / "threatline.toml").is_file():
            return candidate
    return folder


def _add_imports(source: str, folder: Path, project: Path, found: list[Path]) -> None:
    for name in _IMPORT.findall(source):
        path = (folder / name).resolve()
        # The program refuses what is outside of the project, so it is not read here either.
        if path in found or not path.is_relative_to(project.resolve()):
            continue
        found.append(path)
        if path.is_file():
            _add_imports(path.read_text(encoding="utf-8", errors="replace"), path.parent, project, found)


def _diagnostics(stderr: str, failed: bool) -> tuple[Diagnostic, ...]:
    """The document that `--diagnostics json` writes, and what follows it: a mistake in the options is said in plain text."""
    document, rest = _split(stderr)
    found = [_diagnostic(each) for each in document.get("diagnostics", [])]
    if failed and not any(each.severity == "error" for each in found):
        said = rest.split("\n\n")[0].strip().removeprefix("error: ")
        found.append(Diagnostic("error", said or "threatline failed without saying why"))
    return tuple(found)


def _split(stderr: str) -> tuple[dict[str, Any], str]:
    try:
        document, end = json.JSONDecoder().raw_decode(stderr)
    except ValueError:
        return {}, stderr
    return (document, stderr[end:]) if isinstance(document, dict) else ({}, stderr)


def _diagnostic(entry: dict[str, Any]) -> Diagnostic:
    place = entry["place"]
    return Diagnostic(
        severity=entry["severity"],
        message=entry["message"],
        code=entry["code"],
        help=entry.get("help") or "",
        file=place["file"],
        line=place["line"],
        column=place["column"],
    )
