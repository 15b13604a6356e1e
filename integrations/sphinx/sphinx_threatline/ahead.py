"""Draws what documents will ask for before they are read, since Sphinx reads one after another.

It looks for directives as people write them. One that it does not find is drawn when it is read, and one that it reads
otherwise than docutils does is drawn once too often: pages never depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from .compiler import CompilerMissing, Model
from .drawing import compiler_for, model_named_in, options_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_RST = re.compile(r"(?P<indentation> *)\.\. (?:threatline|tm)::(?P<argument>.*)")
_MYST = re.compile(r" *(?P<mark>`{3,}|~{3,}|:{3,})\{(?:threatline|tm)\}(?P<argument>.*)")
_OPTION = re.compile(r":(?P<name>[a-z]+):(?P<value>.*)")


def draw_ahead(app: Sphinx, env: BuildEnvironment, documents: list[str]) -> None:
    compiler = compiler_for(app)
    if compiler is None:
        return
    wanted = []
    for document in documents:
        folder = Path(env.doc2path(document)).parent
        for argument, lines in _directives(Path(env.doc2path(document)).read_text(encoding="utf-8", errors="replace")):
            options, source = _options(lines)
            try:
                model = model_named_in(env, argument, document) if argument else Model(source, folder)
            # The directive will say so.
            except ValueError:
                continue
            wanted.append((model, "svg", options_of(options, app.config)))
    try:
        compiler.render_all(wanted)
    except CompilerMissing:
        return


def _directives(text: str) -> Iterator[tuple[str, list[str]]]:
    """The argument of each directive, and what stands in it."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := _RST.fullmatch(line):
            yield found["argument"].strip(), dedent("\n".join(_indented(lines[number + 1 :], found["indentation"]))).split("\n")
        elif found := _MYST.fullmatch(line):
            yield found["argument"].strip(), dedent("\n".join(_until(lines[number + 1 :], found["mark"]))).split("\n")


def _indented(lines: list[str], indentation: str) -> Iterator[str]:
    for line in lines:
        if line.strip() and not line.startswith(indentation + " "):
            return
        yield line


def _until(lines: list[str], mark: str) -> Iterator[str]:
    for line in lines:
        if line.strip().startswith(mark):
            return
        yield line


def _options(lines: list[str]) -> tuple[dict[str, str], str]:
    """What stands in a directive: options, then a model."""
    options = {}
    while lines and (found := _OPTION.fullmatch(lines[0])):
        options[found["name"]] = found["value"].strip()
        lines = lines[1:]
    text = "\n".join(lines).strip("\n")
    return options, f"{text}\n" if text else ""
