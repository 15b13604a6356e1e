"""Finds the fences of a Markdown text that hold a model, and reads their options.

It knows as much Markdown as it takes not to be misled: a fence inside another fence is text. Whether an indented fence is in a
list or is itself a code sample is left to the Markdown processor; see `plugin`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

OPTIONS = ("view", "show", "theme", "file", "caption")
SWITCHES = ("with-source",)
# With one of these, a fence stays as it is.
QUIET = ("source", "ignore", "bad", "good")

_OPENING = re.compile(r"(?P<prefix>(?:[ \t]|>[ ]?)*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
# "tm view=x", "{ .tm view=x }" and "tm,source" all name the language.
_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?:tm|threatline)(?=[\s,}]|$),?(?P<rest>.*?)\}?[ \t]*$")
_OPTION = re.compile(
    r"""\s*(?P<name>[A-Za-z-]+)(?:=(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>[^\s"']+)))?(?=\s|$)"""
)


@dataclass(frozen=True)
class Options:
    """What stands after the language. `problems` says what of it was not understood."""

    values: dict[str, str] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Fence:
    """A fence with a model, to be drawn or to be shown as it is. `line` is that of the opening mark, counted from 1; `start` and `end` are offsets in the text."""

    start: int
    end: int
    line: int
    prefix: str
    body: str
    options: Options
    closed: bool = True
    drawn: bool = True


def model_fences(text: str) -> Iterator[Fence]:
    """The fences with models, in order. One that is never closed is no fence to Markdown, and comes with `closed` unset."""
    lines = text.split("\n")
    offset = index = 0
    while index < len(lines):
        last = index
        opening = _OPENING.match(lines[index])
        if opening:
            closing = _closing(lines, index, opening["mark"])
            last = index if closing is None else closing
            language = _LANGUAGE.match(opening["info"].strip())
            if language:
                block = lines[index : last + 1]
                yield Fence(
                    start=offset,
                    end=offset + len("\n".join(block)),
                    line=index + 1,
                    prefix=opening["prefix"],
                    body="".join(_without(opening["prefix"], line) + "\n" for line in block[1:-1]),
                    options=parse_options(language["rest"]),
                    closed=closing is not None,
                    drawn=not _is_quiet(language["rest"]),
                )
        offset += sum(len(line) + 1 for line in lines[index : last + 1])
        index = last + 1


def parse_options(text: str) -> Options:
    values: dict[str, str] = {}
    switches: set[str] = set()
    problems: list[str] = []
    rest = text.strip()
    while rest:
        option = _OPTION.match(rest)
        if not option:
            problems.append(f"the options are not understood from `{rest}` on")
            break
        rest = rest[option.end() :].strip()
        name, value = option["name"], _value(option)
        if value is None and name in SWITCHES:
            switches.add(name)
        elif value is not None and name in OPTIONS:
            values[name] = value
        else:
            problems.append(_unknown(name))
    return Options(values, frozenset(switches), tuple(problems))


def _is_quiet(options: str) -> bool:
    return any(word in QUIET for word in re.split(r"[\s,]+", options))


def _closing(lines: list[str], opening: int, mark: str) -> int | None:
    for index in range(opening + 1, len(lines)):
        content = lines[index].strip(" \t>\r")
        if len(content) >= len(mark) and not content.strip(mark[0]):
            return index
    return None


def _without(prefix: str, line: str) -> str:
    """The line as if its fence stood at the margin."""
    line = line.rstrip("\r")
    if line.startswith(prefix):
        return line[len(prefix) :]
    return line.lstrip(" \t>") if line[: len(prefix)].strip(" \t>") == "" else line.lstrip()


def _value(option: re.Match[str]) -> str | None:
    quoted = option["double"] if option["double"] is not None else option["single"]
    return option["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _unknown(name: str) -> str:
    known = ", ".join([f"{option}=…" for option in OPTIONS] + [*SWITCHES, *QUIET])
    return f"`{name}` is no option of a model's fence; known are {known}"
