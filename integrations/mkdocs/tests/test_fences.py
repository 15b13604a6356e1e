from __future__ import annotations

from mkdocs_threatline.fences import model_fences, parse_options


def bodies(text: str) -> list[str]:
    return [fence.body for fence in model_fences(text) if fence.drawn]


def test_languages() -> None:
    for info in ("tm", " tm ", "threatline", "{ .tm }", "{.tm view=x}", "tm,with-source", 'tm caption="a b"'):
        assert bodies(f"```{info}\na\n```") == ["a\n"], info
    for info in ("", "rust", "tmx", "{ .rust }", "text tm", "tm,source", "{ .tm bad }"):
        assert bodies(f"```{info}\na\n```") == [], info


def test_marks() -> None:
    assert bodies("~~~tm\n```\n~~~") == ["```\n"]
    assert bodies("````tm\n```\n````") == ["```\n"]
    assert bodies("```tm\na\n`````\n") == ["a\n"]


def test_a_fence_in_a_fence_is_text() -> None:
    assert bodies("````md\n```tm\na\n```\n````\n\n```tm\nb\n```") == ["b\n"]


def test_indentation_and_quotes_are_taken_off() -> None:
    assert bodies("- x\n\n    ```tm\n    a\n      b\n\n    ```\n") == ["a\n  b\n\n"]
    assert bodies("> ```tm\n> a\n>\n> b\n> ```\n") == ["a\n\nb\n"]
    assert bodies("\t```tm\n\ta\n\t```\n") == ["a\n"]


def test_carriage_returns() -> None:
    assert bodies("```tm\r\na\r\n```\r\n") == ["a\n"]


def test_offsets_and_lines() -> None:
    text = "# é\n\n```tm\na\n```\n\n~~~tm\nb\n~~~"
    first, second = model_fences(text)
    assert text[first.start : first.end] == "```tm\na\n```"
    assert text[second.start : second.end] == "~~~tm\nb\n~~~"
    assert (first.line, second.line) == (3, 7)


def test_an_open_fence_does_not_hide_what_follows() -> None:
    first, second = model_fences("~~~tm\na\n\n```tm\nb\n```")
    assert (first.closed, second.closed) == (False, True)


def test_options() -> None:
    options = parse_options("""view=cards show=threats,list caption="a \\"b\\" <c>" theme='print' with-source""")
    assert options.values == {"view": "cards", "show": "threats,list", "caption": 'a "b" <c>', "theme": "print"}
    assert options.switches == {"with-source"}
    assert not options.problems


def test_options_that_are_none() -> None:
    assert "`veiw` is no option" in parse_options("veiw=x").problems[0]
    assert "`with-source` is no option" in parse_options("with-source=yes").problems[0]
    assert "not understood" in parse_options('caption="open').problems[0]
