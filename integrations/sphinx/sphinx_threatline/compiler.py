"""Runs the `threatline` program: a model goes in, a picture and diagnostics come out.

The MkDocs plugin and the Sphinx extension both have this module, since a site that uses one should not have to install the
other; their tests compare the two copies. It knows nothing of either tool.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

INSTALL_HINT = "`cargo install --path .` in a checkout of Threatline puts it on the PATH; or name it in {option}"

# A model is drawn in milliseconds; what takes this long hangs.
TIMEOUT_SECONDS = 60


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
    """What a run gave: `output` is empty where `errors` is not. `read`: the files that it depends on."""

    output: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    read: tuple[Path, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        return [each for each in self.diagnostics if each.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [each for each in self.diagnostics if each.severity == "warning"]


class Compiler:
    """The program. In a build, the same model with the same options is drawn once; `cache` keeps pictures from build to build."""

    def __init__(self, command: str, cache: Path | None = None) -> None:
        found = shutil.which(command)
        if found is None:
            raise CompilerMissing(f"`{command}` was not found")
        # Absolute, because it is started from the folders of the models.
        self._program = str(Path(found).absolute())
        self._cache = [f"--cache={cache.absolute()}"] if cache else []
        self._outcomes: dict[tuple[Model, tuple[str, ...]], Outcome] = {}

    @cached_property
    def version(self) -> str:
        return self._start(["--version"]).stdout.decode("utf-8", "replace").strip()

    def forget(self) -> None:
        """A build begins: models may have changed."""
        self._outcomes.clear()

    def render(self, model: Model, output_format: str, options: Iterable[str] = ()) -> Outcome:
        return self._run(model, ("render", f"--format={output_format}", *self._cache, *options))

    def render_all(self, wanted: Iterable[tuple[Model, str, list[str]]]) -> None:
        """Draws side by side, so that `render` has the outcomes."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(lambda one: self.render(*one), wanted):
                pass

    def threats(self, model: Model) -> Outcome:
        return self._run(model, ("threats",))

    def _run(self, model: Model, arguments: tuple[str, ...]) -> Outcome:
        key = (model, arguments)
        if key not in self._outcomes:
            self._outcomes[key] = self._run_anew(model, arguments)
        return self._outcomes[key]

    def _run_anew(self, model: Model, arguments: tuple[str, ...]) -> Outcome:
        name = str(model.path.absolute()) if model.path else "-"
        try:
            done = self._start([*arguments, "--diagnostics=json", "--", name], model)
        # ValueError: an option with a NUL in it.
        except (subprocess.TimeoutExpired, ValueError) as problem:
            return Outcome(b"", (Diagnostic("error", str(problem)),))
        return _outcome(done, model.folder)

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


def render_options(view: str = "", show: str = "", theme: str = "") -> list[str]:
    """Options of `render`. Each is one argument with its value, so that no value is taken for another option."""
    named = {"view": view, "show": show, "theme": theme}
    return [f"--{name}={value}" for name, value in named.items() if value]


def project_of(folder: Path) -> Path:
    """As the program has it: the nearest folder with a mark of a project, or else the folder of the model."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists() or (candidate / "threatline.toml").is_file():
            return candidate
    return folder


def _outcome(done: subprocess.CompletedProcess[bytes], folder: Path) -> Outcome:
    """Of the document that `--diagnostics json` writes: what was found, what is wrong with the options, and what was read."""
    stderr = done.stderr.decode("utf-8", "replace")
    try:
        document = json.loads(stderr)
        found = [_diagnostic(each) for each in document["diagnostics"]]
        # What follows is the advice to ask for help, which is for the command line.
        found += [Diagnostic(each["severity"], each["text"].split("\n\n")[0]) for each in document["messages"]]
        read = tuple(Path(os.path.normpath(folder.absolute() / name)) for name in document["read"])
    # Another program, or another version of it.
    except (ValueError, KeyError, TypeError):
        found, read = [Diagnostic("error", stderr.strip().split("\n\n")[0])] if done.returncode else [], ()
    if done.returncode and not any(each.severity == "error" and each.message for each in found):
        found.append(Diagnostic("error", "threatline failed without saying why"))
    return Outcome(b"" if done.returncode else done.stdout, tuple(found), read)


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
