"""Finds the program, and the models that documents name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from .compiler import Compiler, CompilerMissing, Diagnostic, Model, Outcome, project_of, render_options

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def compiler_for(app: Sphinx) -> Compiler | None:
    """The program, or nothing where there is none. That is said once, when the build starts."""
    return _compiler(app.config.threatline_command, Path(app.doctreedir, "threatline"))


@lru_cache
def _compiler(command: str, cache: Path) -> Compiler | None:
    try:
        compiler = Compiler(command, cache)
        logger.debug("%s", compiler.version)
    except CompilerMissing:
        return None
    return compiler


def model_of_file(env: BuildEnvironment, name: str) -> Model:
    """The model that the document being read names. Noted first, so that the document is built again once it is there."""
    env.note_dependency(env.relfn2path(name)[1])
    return model_named_in(env, name, env.docname)


def model_named_in(env: BuildEnvironment, name: str, document: str) -> Model:
    """The model of this name: relative to the document, or to the source folder where it begins with a slash."""
    path = Path(env.relfn2path(name, document)[1]).resolve()
    roots = (Path(env.srcdir).resolve(), project_of(Path(env.srcdir)).resolve())
    if not any(path.is_relative_to(root) for root in roots):
        raise ValueError(f"`{name}` cannot be read: it is outside of the project")
    try:
        return Model.of_file(path)
    except OSError as problem:
        raise ValueError(f"`{name}` cannot be read: {problem.strerror}") from problem


def options_of(given: Mapping[str, str], config: Config) -> list[str]:
    """The options of a directive, or what the settings have in their place."""
    return render_options(
        view=given.get("view", ""),
        show=given.get("show", config.threatline_show),
        theme=given.get("theme", config.threatline_theme),
    )


def note(env: BuildEnvironment, outcome: Outcome) -> None:
    """What a document depends on. What it lacks is not known, so one with mistakes is read anew in every build."""
    for path in outcome.read:
        env.note_dependency(str(path))
    if outcome.errors:
        env.note_reread()


def warn(diagnostic: Diagnostic, location: str) -> None:
    """Mistakes are warnings to Sphinx, which `-W` makes errors; `suppress_warnings` takes `threatline` or `threatline.CODE`."""
    report = logger.warning if diagnostic.severity == "error" else logger.info
    report("%s", diagnostic, location=location, type="threatline", subtype=diagnostic.code or "error")
