"""What a page asks to be drawn, and where in the documentation it stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from .compiler import Diagnostic, Model
from .fences import Fence, Options


@dataclass(frozen=True)
class Place:
    """Where a diagram stands. `line` is that of its fence or image, 0 where it is not known."""

    page: str
    line: int
    indentation: int = 0

    def __str__(self) -> str:
        return f"{self.page}:{self.line}" if self.line else self.page


@dataclass(frozen=True)
class Request:
    """A diagram that a page asks for. `problem` says why there is no model to draw."""

    place: Place
    options: Options
    model: Model | None = None
    label: str = ""
    problem: str = ""


def of_fence(fence: Fence, place: Place, page: Page, config: MkDocsConfig) -> Request:
    name = fence.options.get("file")
    if fence.options.problems:
        return Request(place, fence.options, problem="; ".join(fence.options.problems))
    if not name:
        return Request(place, fence.options, Model(fence.body, _folder(page, config)))
    if fence.body.strip():
        return Request(place, fence.options, problem="a fence has `file=` or a model in it, not both")
    try:
        return Request(place, fence.options, Model.of_file(_confined(name, page, config)))
    except OSError as problem:
        return Request(place, fence.options, problem=f"`{name}` cannot be read: {problem.strerror}")
    except ValueError as problem:
        return Request(place, fence.options, problem=f"`{name}` cannot be read: {problem}")


def of_image(attributes: dict[str, str], file: File, path: Path, page: Page) -> Request:
    """An image whose source is a model. Its title is the caption; other options are attributes, as `attr_list` writes them."""
    values = {name: attributes.get(name, "") for name in ("view", "show", "theme")}
    options = Options({**values, "caption": attributes.get("title", "")})
    place = Place(page.file.src_uri, _line_with(page, PurePosixPath(file.src_uri).name))
    return Request(place, options, Model.of_file(path), attributes.get("alt", ""))


def message(request: Request, diagnostic: Diagnostic, project: Path) -> str:
    """The diagnostic with its place, which for a model in a page is the line of the page."""
    place = request.place
    if request.model is None or not diagnostic.line:
        return f"{place}: {diagnostic}"
    if request.model.path is None and diagnostic.file == "<stdin>":
        return f"{place.page}:{place.line + diagnostic.line}:{place.indentation + diagnostic.column}: {diagnostic}"
    path = os.path.relpath(request.model.folder / diagnostic.file, project)
    return f"{place}: {path}:{diagnostic.line}:{diagnostic.column}: {diagnostic}"


def line_finder(page: Page, markdown: str) -> Callable[[Fence, str], int]:
    """Tells the line of a fence in its file, from which front matter and what other plugins changed are gone by now."""
    content = page.file.content_string
    front_matter = content[: -len(markdown)].count("\n") if markdown and content.endswith(markdown) else 0
    searched: dict[str, int] = {}

    def line_of(fence: Fence, text: str) -> int:
        at = content.find(text, searched.get(text, 0))
        if at < 0:
            return fence.line + front_matter
        searched[text] = at + len(text)
        return content.count("\n", 0, at) + 1

    return line_of


def _line_with(page: Page, text: str) -> int:
    lines = page.file.content_string.split("\n")
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def _folder(page: Page, config: MkDocsConfig) -> Path:
    """Where the paths of a page start. A page that a plugin made is in no folder, and gets that of the documentation."""
    return Path(page.file.abs_src_path).parent if page.file.abs_src_path else Path(config.docs_dir)


def _confined(name: str, page: Page, config: MkDocsConfig) -> Path:
    path = (_folder(page, config) / name).resolve()
    roots = [Path(config.docs_dir).resolve(), Path(config.config_file_path).resolve().parent]
    if not any(path.is_relative_to(root) for root in roots):
        raise ValueError("it is outside of the folder of mkdocs.yml")
    return path
