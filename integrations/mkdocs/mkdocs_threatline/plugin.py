"""The MkDocs plugin.

A diagram's way through a build: `on_page_markdown` puts an empty element in the place of each fence, so that Markdown never
sees an SVG. The element comes out wherever the fence stood, in a list or in an admonition, with superfences or without; in a
code sample it comes out escaped, and becomes the fence's text again. `on_page_content` starts drawing what came out,
`on_env` reports the mistakes once all pages are read, and `on_post_page` puts the pictures in, which keeps their text and
their fonts out of the search index.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from . import html
from .compiler import INSTALL_HINT, Compiler, CompilerMissing, Diagnostic, Outcome, render_options
from .fences import model_fences
from .requests import Place, Request, line_finder, message, of_fence, of_image

# The name under `mkdocs` is what `--strict` counts warnings by.
log = logging.getLogger("mkdocs.plugins.threatline")

STYLE_SHEET = "assets/threatline/threatline.css"

_ELEMENT = r"<(?P<name>threatline-[0-9a-f]{16})></(?P=name)>"
_PLACE = re.compile(rf"<p>\s*{_ELEMENT}\s*</p>|{_ELEMENT.replace('name', 'bare')}")
_NAME = re.compile(r"<(threatline-[0-9a-f]{16})></\1>")
_IN_CODE = re.compile(r"&lt;(threatline-[0-9a-f]{16})&gt;&lt;/\1&gt;")
_INFO = re.compile(r"^([\s>]*[`~]+).*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"<img\b[^>]*>")


class ThreatlineConfig(base.Config):  # type: ignore[no-untyped-call]
    command = option.Type(str, default="threatline")
    theme = option.Type(str, default="")
    show = option.Type(str, default="")
    inline = option.Type(bool, default=True)
    cache = option.Type(str, default="")


class ThreatlinePlugin(BasePlugin[ThreatlineConfig]):  # type: ignore[no-untyped-call]
    def __init__(self) -> None:
        self._compiler: Compiler | None = None
        self._asked: tuple[str, str] = ("", "")
        # Where no folder is set, `serve` keeps pictures for as long as it runs.
        self._temporary = TemporaryDirectory(prefix="threatline-")
        self._pool = ThreadPoolExecutor(max_workers=os.cpu_count())
        self._server: LiveReloadServer | None = None
        self._watched: set[Path] = set()
        self._forget_the_build()

    def _forget_the_build(self) -> None:
        self._fences: dict[str, tuple[Request, str]] = {}
        self._drawings: dict[str, tuple[Request, Future[Outcome]]] = {}
        self._messages: dict[str, list[str]] = {}
        self._images: dict[str, File] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Having this event tells MkDocs to keep the plugin, and so what it has drawn, from one build of `serve` to the next."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._forget_the_build()
        cache = Path(config.config_file_path).parent / self.config.cache if self.config.cache else Path(self._temporary.name)
        if self._compiler is None or self._asked != (self.config.command, self.config.cache):
            self._compiler = _start(self.config.command, cache)
            self._asked = (self.config.command, self.config.cache)
        self._compiler.forget()
        config.extra_css.append(STYLE_SHEET)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        style = resources.files(__package__).joinpath("threatline.css").read_text(encoding="utf-8")
        files.append(File.generated(config, STYLE_SHEET, content=style))
        return files

    # Late, so that the fences that macros write are there.
    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        parts: list[str] = []
        end = 0
        line_of = line_finder(page, markdown)
        for fence in model_fences(markdown):
            text = markdown[fence.start : fence.end]
            place = Place(page.file.src_uri, line_of(fence, text), len(fence.prefix))
            if not fence.drawn:
                # To Markdown, what stands behind the language may mean that this is no fence.
                opening, _, rest = text.partition("\n")
                parts += [markdown[end : fence.start], _INFO.sub(r"\1tm", opening), f"\n{rest}"]
                end = fence.end
                continue
            if not fence.closed:
                log.warning("%s: error: this fence is never closed", place)
                continue
            name = _name(page.file.src_uri, str(len(self._fences)), text)
            self._fences[name] = (of_fence(fence, place, page, config), text)
            blank = fence.prefix.rstrip()
            parts += [markdown[end : fence.start], f"{blank}\n{fence.prefix}<{name}></{name}>\n{blank}"]
            end = fence.end
        return "".join([*parts, markdown[end:]])

    @event_priority(-100)
    def on_page_content(self, content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        content = _COMMENT.sub(lambda comment: _NAME.sub("", comment[0]), content)
        content = _IN_CODE.sub(self._as_written, content)
        for found in _NAME.finditer(content):
            if found[1] in self._fences:
                self._draw(found[1], self._fences[found[1]][0])
        if ".tm" not in content:
            return content
        models = {urlsplit(f"/{file.url}").path: file for file in files if file.src_uri.endswith(".tm")}
        return _IMAGE.sub(lambda found: self._drawn_image(found[0], page, models), content)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        for name, (request, drawing) in self._drawings.items():
            outcome = _result(drawing)
            self._messages[name] = self._report(request, outcome, Path(config.config_file_path).parent)
            if outcome.output and not self.config.inline:
                self._images[name] = _picture_file(outcome, config, files)

    # Early, so that what makes pages smaller sees the pictures too.
    @event_priority(100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        counts: Counter[str] = Counter()
        return _PLACE.sub(lambda found: self._html(found, page, counts), output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._watch()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
        self._server = server
        self._watch()
        return server

    def on_shutdown(self) -> None:
        self._pool.shutdown(wait=False)
        self._temporary.cleanup()

    def _as_written(self, found: re.Match[str]) -> str:
        """The fence in a code sample, which was none."""
        return escape(self._fences[found[1]][1], quote=False) if found[1] in self._fences else found[0]

    def _drawn_image(self, tag: str, page: Page, models: dict[str, File]) -> str:
        """An element for a diagram in the place of an image whose source is a model; attributes are options."""
        attributes = html.attributes(tag)
        file = models.get(urlsplit(urljoin(f"/{page.file.url}", attributes.get("src", ""))).path)
        if file is None or file.abs_src_path is None:
            return tag
        name = _name(page.file.src_uri, str(len(self._drawings)), tag)
        self._draw(name, of_image(attributes, file, Path(file.abs_src_path), page))
        return f"<{name}></{name}>"

    def _draw(self, name: str, request: Request) -> None:
        self._drawings[name] = (request, self._pool.submit(self._outcome, request))

    def _outcome(self, request: Request, *more: str) -> Outcome:
        if request.model is None or self._compiler is None:
            return Outcome(b"", (Diagnostic("error", request.problem),))
        options = render_options(
            view=request.options.get("view"),
            show=request.options.get("show") or self.config.show,
            theme=request.options.get("theme") or self.config.theme,
        )
        return self._compiler.render(request.model, "svg", [*options, *more])

    def _report(self, request: Request, outcome: Outcome, project: Path) -> list[str]:
        """Says what is wrong. Only errors make `--strict` fail: what else is to be said of a model, `threatline check` says."""
        for diagnostic in outcome.warnings:
            log.info("%s", message(request, diagnostic, project))
        said = [message(request, diagnostic, project) for diagnostic in outcome.errors]
        for line in said:
            log.warning("%s", line)
        return said

    def _html(self, found: re.Match[str], page: Page, counts: Counter[str]) -> str:
        name = found["name"] or found["bare"]
        if name not in self._drawings:
            return found[0]
        request, drawing = self._drawings[name]
        source = request.model.source if request.model and "with-source" in request.options.switches else None
        if self._messages[name]:
            return html.error_box(self._messages[name], source)
        svg = _result(drawing).output.decode("utf-8")
        caption = request.options.get("caption")
        if name in self._images:
            picture = html.image(self._images[name].url_relative_to(page.file), request.label or html.title_of(svg))
            return html.figure(picture, caption=caption, source=source)
        # What a picture further up on the page is called, this one is not.
        counts[html.id_of(svg)] += 1
        if (copy := counts[html.id_of(svg)]) > 1:
            svg = self._outcome(request, f"--copy={copy}").output.decode("utf-8")
        return html.figure(svg.strip(), label=request.label, caption=caption, source=source)

    def _watch(self) -> None:
        """Makes `serve` build again when a file changes that a diagram was drawn from."""
        if self._server is None:
            return
        for path in (path for _, drawing in self._drawings.values() for path in _result(drawing).read):
            if path.is_file() and path not in self._watched:
                self._watched.add(path)
                self._server.watch(str(path))


def _start(command: str, cache: Path) -> Compiler:
    try:
        compiler = Compiler(command, cache)
        log.debug("%s", compiler.version)
    except CompilerMissing as problem:
        hint = INSTALL_HINT.format(option="`command` of the plugin `threatline` in mkdocs.yml")
        raise PluginError(f"threatline: {problem}; {hint}") from problem
    return compiler


def _result(drawing: Future[Outcome]) -> Outcome:
    try:
        return drawing.result()
    except CompilerMissing as problem:
        raise PluginError(f"threatline: {problem}") from problem


def _name(*parts: str) -> str:
    return "threatline-" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _picture_file(outcome: Outcome, config: MkDocsConfig, files: Files) -> File:
    uri = f"assets/threatline/{hashlib.sha256(outcome.output).hexdigest()[:16]}.svg"
    found = files.get_file_from_path(uri)
    if found is None:
        found = File.generated(config, uri, content=outcome.output)
        files.append(found)
    return found
