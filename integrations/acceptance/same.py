"""Whether pictures stand in a page, `same.py PAGE SVG…`, as whoever reads HTML sees them.

mdBook writes what it has read of HTML in its own way: with other quotes, other names of attributes in the case of their letters,
and spaces before `/>`.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path


class Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(Path(path).read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(f"<{tag} {attrs}>")

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        # A text may come in several pieces.
        if self.seen and not self.seen[-1].startswith("<"):
            self.seen[-1] += data
        else:
            self.seen.append(" " + data)


def seen_in(path: str) -> str:
    return "\0".join(piece.strip() for piece in Reader(path).seen if piece.strip())


page, *pictures = sys.argv[1:]
page_seen = seen_in(page)
for picture in pictures:
    if seen_in(picture) not in page_seen:
        sys.exit(f"{picture} is not in {page}")
