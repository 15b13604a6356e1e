"""The node of a diagram, and how each builder writes it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from .compiler import Outcome
from .drawing import compiler_for

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

logger = logging.getLogger(__name__)

_ID = re.compile(r'<svg [^>]*?\bid="([^"]+)"')
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


class Diagram(nodes.General, nodes.Element):
    """A model that was drawn. It keeps the SVG, and the model for the builders that want something else."""


def visit_html(self: HTML5Translator, node: Diagram) -> None:
    # The contents of an EPUB are strict about inline SVG, which has to be declared for each page.
    inline = self.config.threatline_inline and self.builder.name != "epub"
    picture = _numbered(self, node) if inline else _image(self, node)
    attributes = {"role": "group", "aria-label": node["alt"]} if inline and node["alt"] else {}
    classes = f"threatline align-{node.get('align', 'default')}"
    self.body.append(f"{self.starttag(node, 'div', '', CLASS=classes, **attributes)}{picture}</div>\n")
    raise nodes.SkipNode


def visit_latex(self: LaTeXTranslator, node: Diagram) -> None:
    for ending in ("pdf", "png"):
        outcome = _drawn(self, node, ending)
        if outcome.output:
            name = _name(outcome.output, ending)
            _write(Path(self.builder.outdir, name), outcome.output)
            self.body.append(_latex_aligned(rf"\sphinxincludegraphics[]{{{name}}}", node.get("align", "")))
            raise nodes.SkipNode
    logger.warning(
        "this program draws neither PDF nor PNG; the model is written as text", location=node, type="threatline", subtype="format"
    )
    visit_text(self, node)


def visit_text(self: Any, node: Diagram) -> None:
    """The outline of the model, for every builder that has no pictures."""
    text = _drawn(self, node, "text").output.decode("utf-8").rstrip()
    nodes.literal_block(text, text, language="none").walkabout(self)
    raise nodes.SkipNode


def _drawn(translator: Any, node: Diagram, output_format: str, *more: str) -> Outcome:
    compiler = compiler_for(translator.builder.app)
    return compiler.render(node["model"], output_format, [*node["options"], *more]) if compiler else Outcome(b"")


def _numbered(translator: HTML5Translator, node: Diagram) -> str:
    """What a picture further up on the page is called, this one is not."""
    svg: str = node["svg"]
    found = _ID.search(svg)
    # A page has a translator of its own.
    counts: Counter[str] = translator.__dict__.setdefault("threatline_pictures", Counter())
    counts[found[1] if found else ""] += 1
    copy = counts[found[1] if found else ""]
    if copy == 1:
        return svg
    return _drawn(translator, node, "svg", f"--copy={copy}").output.decode("utf-8").strip() or svg


def _image(translator: HTML5Translator, node: Diagram) -> str:
    svg: str = node["svg"]
    name = _name(svg.encode(), "svg")
    _write(Path(translator.builder.outdir, translator.builder.imagedir, name), svg.encode())
    url = posixpath.join(translator.builder.imgpath, name)
    return f'<img src="{escape(url)}" alt="{escape(node["alt"] or _title(svg))}" />'


def _title(svg: str) -> str:
    """What the picture is called: the first title in it."""
    found = _TITLE.search(svg)
    return unescape(found[1]) if found else "Threat model"


def _latex_aligned(graphics: str, align: str) -> str:
    before = r"\hspace*{\fill}" if align in ("right", "center") else ""
    after = r"\hspace*{\fill}" if align in ("left", "center") else ""
    return f"\n{{{before}{graphics}{after}}}\n"


def _name(content: bytes, ending: str) -> str:
    return f"threatline-{hashlib.sha256(content).hexdigest()[:16]}.{ending}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
