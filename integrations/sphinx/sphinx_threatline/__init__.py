"""Threatline models in Sphinx documents.

What documents show is drawn side by side before they are read (`ahead`); a directive then finds its picture, or draws it, so
that mistakes are reported with their lines. The SVG stays in the document tree. What other builders need is drawn when they
write.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from .ahead import draw_ahead
from .compiler import INSTALL_HINT
from .directive import ThreatlineDirective, ThreatlineRole
from .drawing import compiler_for
from .writers import Diagram, visit_html, visit_latex, visit_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("threatline_command", "threatline", "env", str)
    app.add_config_value("threatline_theme", "", "env", str)
    app.add_config_value("threatline_show", "", "env", str)
    app.add_config_value("threatline_inline", True, "html", bool)
    # Set below: another version of the program means that everything is drawn anew.
    app.add_config_value("threatline_version", "", "env", str)
    as_text = (visit_text, None)
    app.add_node(Diagram, html=(visit_html, None), latex=(visit_latex, None), text=as_text, man=as_text, texinfo=as_text)
    for name in ("threatline", "tm"):
        app.add_directive(name, ThreatlineDirective)
    app.add_role("tm", ThreatlineRole())
    app.add_css_file("threatline.css")
    app.connect("config-inited", _find_program)
    app.connect("env-before-read-docs", draw_ahead)
    return {"version": version("sphinx-threatline"), "parallel_read_safe": True, "parallel_write_safe": True}


def _find_program(app: Sphinx, config: Config) -> None:
    config.html_static_path.append(str(Path(__file__).parent / "static"))
    compiler = compiler_for(app)
    if compiler:
        compiler.forget()
        config.threatline_version = compiler.version
    else:
        message = f"no threat model is drawn: `{config.threatline_command}` was not found, or does not start; "
        hint = INSTALL_HINT.format(option="`threatline_command` in conf.py")
        logger.warning("%s", message + hint, type="threatline", subtype="missing")
