"""The directive that draws a model, and the role that gives the label of something in a model."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from .compiler import Diagnostic, Model, Outcome
from .drawing import compiler_for, model_of_file, note, options_of, warn
from .writers import Diagram

_COLLECTIONS = ("elements", "boundaries", "flows", "data", "threats")


def _alignment(argument: str) -> str:
    return directives.choice(argument, ("left", "center", "right"))


class ThreatlineDirective(SphinxDirective):
    """Draws its content, or the file that its argument names."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = {
        "alt": directives.unchanged,
        "align": _alignment,
        "caption": directives.unchanged_required,
        "name": directives.unchanged,
        "view": directives.unchanged_required,
        "show": directives.unchanged_required,
        "theme": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        try:
            model = self._model()
        except ValueError as problem:
            return self._failed([Diagnostic("error", str(problem))])
        compiler = compiler_for(self.env.app)
        if compiler is None:
            return [self._named(_box(["this threat model is not drawn: threatline was not found"], model.source))]
        options = self._render_options()
        outcome = compiler.render(model, "svg", options)
        note(self.env, outcome)
        for diagnostic in outcome.warnings:
            warn(diagnostic, self._location(diagnostic, model))
        if outcome.errors:
            return self._failed(outcome.errors, model)
        return [self._named(self._figure(_diagram(model, options, outcome)))]

    def _model(self) -> Model:
        source = "".join(f"{line}\n" for line in self.content)
        if self.arguments and source:
            raise ValueError("the directive has a file or a model in it, not both")
        if self.arguments:
            return model_of_file(self.env, self.arguments[0])
        if not source:
            raise ValueError("the directive has neither a file nor a model in it")
        return Model(source, Path(self.env.doc2path(self.env.docname)).parent)

    def _render_options(self) -> list[str]:
        return options_of(self.options, self.config)

    def _figure(self, diagram: Diagram) -> nodes.Element:
        diagram["alt"] = self.options.get("alt", "")
        self.set_source_info(diagram)
        outer: nodes.Element = diagram
        if "caption" in self.options:
            inline, messages = self.parse_inline(self.options["caption"])
            caption = nodes.caption(self.options["caption"], "", *inline, *messages)
            self.set_source_info(caption)
            outer = nodes.figure("", diagram, caption)
        if "align" in self.options:
            outer["align"] = self.options["align"]
        return outer

    def _named(self, node: nodes.Element) -> nodes.Element:
        self.add_name(node)
        return node

    def _failed(self, errors: list[Diagnostic], model: Model | None = None) -> list[nodes.Node]:
        for error in errors:
            warn(error, self._location(error, model))
        messages = [f"{os.path.basename(self._location(error, model))}: {error}" for error in errors]
        return [self._named(_box(messages, model.source if model else ""))]

    def _location(self, diagnostic: Diagnostic, model: Model | None) -> str:
        """The place of the mistake: a line of the model's file, or that line of the document which has it."""
        if model is None or not diagnostic.line:
            return self.get_location()
        if model.path is None and diagnostic.file == "<stdin>":
            return self._line_of_content(diagnostic.line)
        return f"{model.folder / diagnostic.file}:{diagnostic.line}"

    def _line_of_content(self, line: int) -> str:
        # MyST counts the offset from the directive on, docutils from the beginning of the document.
        in_myst = type(self.state).__module__.startswith("myst_parser")
        first = self.lineno + self.content_offset if in_myst else self.content_offset
        source, found = self.state_machine.get_source_and_line(first + line)
        return f"{source}:{found}"


class ThreatlineRole(SphinxRole):
    """The label of an element, boundary, flow or kind of data, or the sentence of a threat: ``:tm:`model.tm#id```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name, _, identifier = self.text.partition("#")
        try:
            label = self._label(name.strip(), identifier.strip())
        except ValueError as problem:
            warn(Diagnostic("error", str(problem)), self.get_location())
            label = identifier or self.text
        return [nodes.inline(self.rawtext, label, classes=["threatline-label"])], []

    def _label(self, name: str, identifier: str) -> str:
        if not name or not identifier:
            raise ValueError(f"`{self.text}` is not of the form `model.tm#id`")
        model = model_of_file(self.env, name)
        compiler = compiler_for(self.env.app)
        if compiler is None:
            return identifier
        outcome = compiler.threats(model)
        note(self.env, outcome)
        if outcome.errors:
            raise ValueError(f"`{name}` has mistakes, the first of them in line {outcome.errors[0].line}: {outcome.errors[0]}")
        labels = _labels(outcome)
        if identifier not in labels:
            raise ValueError(f"nothing in `{name}` is called `{identifier}`{_suggestion(identifier, labels)}")
        return labels[identifier]


def _labels(outcome: Outcome) -> dict[str, str]:
    document = json.loads(outcome.output)
    entries = [entry for collection in _COLLECTIONS for entry in document[collection]]
    return {entry["id"]: entry.get("label") or entry.get("text") or entry["id"] for entry in entries}


def _suggestion(identifier: str, labels: dict[str, str]) -> str:
    close = get_close_matches(identifier, labels, n=1)
    return f" (help: did you mean `{close[0]}`?)" if close else ""


def _diagram(model: Model, options: list[str], outcome: Outcome) -> Diagram:
    return Diagram("", model=model, options=options, svg=outcome.output.decode("utf-8").strip())


def _box(messages: list[str], source: str) -> nodes.Element:
    """Built of nodes that every builder knows."""
    box = nodes.error("", *(nodes.paragraph(text=message) for message in messages), classes=["threatline-error"])
    if source:
        box += nodes.literal_block(source, source, language="none")
    return box
