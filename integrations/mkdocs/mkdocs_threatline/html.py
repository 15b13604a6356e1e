"""The HTML of a diagram, and of what stands in its place where there is none. All text of others is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from html.parser import HTMLParser

_ID = re.compile(r'<svg [^>]*?\bid="([^"]+)"')
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


def figure(picture: str, *, label: str = "", caption: str = "", source: str | None = None) -> str:
    """A figure around a picture that is HTML already."""
    name = f' aria-label="{escape(label)}"' if label else ""
    caption_html = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="threatline"{name}>{picture}{caption_html}</figure>{_source(source)}'


def image(url: str, alternative: str) -> str:
    return f'<img src="{escape(url)}" alt="{escape(alternative)}">'


def error_box(messages: Iterable[str], source: str | None = None) -> str:
    items = "".join(f"<li>{escape(message)}</li>" for message in messages)
    title = "<strong>This threat model has a mistake</strong>"
    return f'<div class="threatline-error" role="alert">{title}<ul>{items}</ul></div>{_source(source)}'


def title_of(svg: str) -> str:
    """What the picture is called: the first title in it."""
    found = _TITLE.search(svg)
    return unescape(found[1]) if found else "Threat model"


def id_of(svg: str) -> str:
    """What all ids in the picture begin with."""
    found = _ID.search(svg)
    return found[1] if found else ""


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one start tag."""
    reader = _TagReader()
    reader.feed(tag)
    return reader.found


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in attrs}


def _source(source: str | None) -> str:
    if source is None:
        return ""
    code = f'<pre><code class="language-tm">{escape(source)}</code></pre>'
    return f'<details class="threatline-source"><summary>Source</summary>{code}</details>'
