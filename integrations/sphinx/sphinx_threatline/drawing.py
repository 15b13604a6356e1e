"""Finds the program, and the models that documents name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from .compiler import Compiler, CompilerMissing, Diagnostic, Model, files_read, project_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


@lru_cache
def compiler_for(command: str) -> Compiler | None:
    """The program, or nothing where there is none. That is said once, when the build starts."""
    try:
        compiler = Compiler(command)
        logger.debug("%s", compiler.version)
    except CompilerMissing:
        return None
    return compiler


def model_of_file(env: BuildEnvironment, name: str) -> Model:
    """The model that a document names: relative to the document, or to the source folder where it begins with a slash."""
    path = Path(env.relfn2path(name)[1]).resolve()
    roots = (Path(env.srcdir).resolve(), project_of(Path(env.srcdir)).resolve())
    # Noted before it is read, so that the document is built again once the file is there.
    env.note_dependency(str(path))
    if not any(path.is_relative_to(root) for root in roots):
        raise ValueError(f"`{name}` cannot be read: it is outside of the project")
    try:
        return Model.of_file(path)
    except OSError as problem:
        raise ValueError(f"`{name}` cannot be read: {problem.strerror}") from problem


def note_files(env: BuildEnvironment, model: Model) -> None:
    for path in files_read(model):
        env.note_dependency(str(path))


def warn(diagnostic: Diagnostic, location: str) -> None:
    """Mistakes are warnings to Sphinx, which `-W` makes errors; `suppress_warnings` takes `threatline` or `threatline.CODE`."""
    report = logger.warning if diagnostic.severity == "error" else logger.info
    report("%s", diagnostic, location=location, type="threatline", subtype=diagnostic.code or "error")
