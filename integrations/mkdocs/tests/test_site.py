from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import BAD, GOOD, Site, fence

SUPERFENCES = ["admonition", "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}}]
SETUPS: dict[str, dict[str, Any]] = {
    "mkdocs": {"theme": "mkdocs", "extensions": ["admonition"]},
    "mkdocs with superfences": {"theme": "mkdocs", "extensions": SUPERFENCES},
    "material": {"theme": "material", "extensions": ["admonition"]},
    "material with superfences": {"theme": "material", "extensions": SUPERFENCES},
}


def other(number: int) -> str:
    return GOOD.replace("Loans", f"Loans {number}")


@pytest.mark.parametrize("setup", SETUPS)
def test_three_diagrams_of_which_one_is_broken(site: Site, setup: str) -> None:
    site.configure(**SETUPS[setup])
    page = f"---\ntitle: T\n---\n\n# T\n\n{fence(other(1))}\n{fence(BAD)}\n{fence(other(2), 'tm theme=print')}"
    site.write("docs/index.md", page)
    built = site.build()
    line = page[: page.index("-> desc")].count("\n") + 1
    assert built.code == 0
    assert f"WARNING -  index.md:{line}:16: error[TM0101]: nothing is called `desc` (help: did you mean `desk`?)" in built.log
    html = built.page()
    assert site.svg(other(1)) in html
    assert site.svg(other(2), "--theme", "print") in html
    assert html.count('<figure class="threatline">') == 2
    assert html.count('class="threatline-error"') == 1
    assert f"index.md:{line}:16" in html
    assert "assets/threatline/threatline.css" in html
    assert "<threatline-" not in html
    assert site.build("--strict").code == 1


@pytest.mark.parametrize("setup", SETUPS)
def test_in_lists_admonitions_and_quotes(site: Site, setup: str) -> None:
    site.configure(**SETUPS[setup])
    page = "\n".join(
        [
            "1. One",
            "",
            fence(other(1), indentation="    "),
            "2. Two",
            fence(other(2), indentation="    ", mark="~~~~"),
            '!!! note "N"',
            "",
            fence(other(3), indentation="    "),
            "text",
            "",
            fence(other(4), indentation="> "),
        ]
    )
    site.write("docs/index.md", page)
    built = site.build("--strict")
    assert built.code == 0, built.log
    html = built.page()
    for number in range(1, 5):
        assert site.svg(other(number)) in html, number
    assert "<p><figure" not in html
    numbered = re.search("<ol>(.*?)</ol>", html, re.DOTALL)
    assert numbered
    assert numbered[1].count("<figure") == 2
    assert re.search(r'<div class="admonition note">.*?<figure', html, re.DOTALL)
    assert re.search(r"<blockquote>\s*<figure", html)


def test_in_tabs(site: Site) -> None:
    site.configure(theme="material", extensions=SUPERFENCES)
    site.write("docs/index.md", f'=== "A"\n\n{fence(other(1), indentation="    ")}\n=== "B"\n\n{fence(BAD, indentation="    ")}')
    built = site.build()
    assert site.svg(other(1)) in built.page()
    assert "index.md:20:20: error[TM0101]" in built.log


@pytest.mark.parametrize("setup", SETUPS)
def test_samples_stay_samples(site: Site, setup: str) -> None:
    site.configure(**SETUPS[setup])
    sample = fence(BAD, indentation="    ")
    site.write("docs/index.md", f"````md\n{fence(BAD)}````\n\ntext\n\n{sample}\n`![a](x.tm)`\n\n<!--\n{fence(BAD)}-->\n")
    built = site.build("--strict")
    assert built.code == 0, built.log
    html = built.page()
    assert "<figure" not in html
    assert "threatline-error" not in html
    assert not re.search("threatline-[0-9a-f]{16}", html)
    assert html.count("-&gt; desc") == 2


@pytest.mark.parametrize("setup", SETUPS)
def test_a_fence_may_stay(site: Site, setup: str) -> None:
    site.configure(**SETUPS[setup])
    site.write("docs/index.md", f"{fence(GOOD, 'tm source')}\n> {fence(GOOD, 'tm,ignore').rstrip().replace(chr(10), chr(10) + '> ')}\n")
    html = site.build("--strict").page()
    assert "<figure" not in html
    assert html.count("<code") == 2
    assert html.count("-&gt; desk") == html.count("-&gt;") >= 2


def test_options(site: Site) -> None:
    site.configure(show="none")
    model = GOOD + 'view half "Half" { focus: desk }\n'
    info = 'tm view=half show=threats,list theme=print caption="A <b> & \\"c\\"" with-source'
    site.write("docs/index.md", f"{fence(model, info)}\n{fence(GOOD)}")
    html = site.build("--strict").page()
    assert site.svg(model, "--view=half", "--show=threats,list", "--theme=print") in html
    assert site.svg(GOOD, "--show=none") in html
    assert "<figcaption>A &lt;b&gt; &amp; &quot;c&quot;</figcaption>" in html
    assert '<details class="threatline-source"><summary>Source</summary><pre><code class="language-tm">model &quot;Loans' in html


def test_options_that_are_wrong(site: Site) -> None:
    wrong = ("veiw=x", "view=nope", "theme=--output=/tmp/x")
    site.write("docs/index.md", "\n".join(fence(GOOD, f"tm {option}") for option in wrong))
    built = site.build()
    assert "index.md:1: error: `veiw` is no option of a model's fence" in built.log
    assert "index.md:10: error: no view is called `nope`" in built.log
    assert "index.md:19: error: invalid value '--output=/tmp/x' for '--theme <THEME>'" in built.log
    assert built.page().count("threatline-error") == 3


def test_a_fence_that_is_never_closed(site: Site) -> None:
    site.write("docs/index.md", "text\n\n```tm\nmodel\n")
    assert "index.md:3: error: this fence is never closed" in site.build().log


def test_files_and_images(site: Site) -> None:
    site.write("docs/models/good.tm", GOOD)
    site.write("design/bad.tm", BAD)
    image = '![An <alt>](../models/good.tm "The caption")'
    site.write("docs/sub/page one.md", f"# P\n\n{image}\n\n```tm file=../../design/bad.tm\n```\n")
    site.write("docs/index.md", "```tm file=models/good.tm\n```\n")
    built = site.build()
    assert "sub/page one.md:5: design/bad.tm:6:16: error[TM0101]" in built.log
    html = built.page("sub/page one/index.html")
    drawing = site.svg(GOOD).replace("&lt;stdin&gt;:", "good.tm:")
    assert drawing in html
    assert '<figure class="threatline" aria-label="An &lt;alt&gt;">' in html
    assert "<figcaption>The caption</figcaption>" in html
    assert drawing in built.page()


def test_attributes_of_an_image(site: Site) -> None:
    site.configure(extensions=["attr_list"])
    site.write("docs/a.tm", GOOD)
    site.write("docs/index.md", "![A](a.tm){ theme=print show=none }\n")
    html = site.build("--strict").page()
    assert site.svg(GOOD, "--theme=print", "--show=none").replace("&lt;stdin&gt;:", "a.tm:") in html


def test_an_image_of_a_model_that_is_not_there(site: Site) -> None:
    site.write("docs/index.md", "![A](a.tm)\n")
    assert site.build("--strict").code == 1


def test_the_same_picture_twice_on_a_page_has_ids_of_its_own(site: Site) -> None:
    site.write("docs/index.md", fence(GOOD) + "\n" + fence(GOOD))
    site.write("docs/other.md", fence(GOOD))
    built = site.build("--strict")
    assert site.svg(GOOD) in built.page()
    assert site.svg(GOOD, "--copy=2") in built.page()
    assert site.svg(GOOD) in built.page("other/index.html")


def test_images_instead_of_inline(site: Site) -> None:
    site.configure(inline=False)
    site.write("docs/sub/page.md", fence(GOOD))
    site.write("docs/index.md", fence(GOOD))
    built = site.build("--strict")
    source = re.search(r'<img src="\.\./\.\./(assets/threatline/[0-9a-f]+\.svg)" alt="Loans">', built.page("sub/page/index.html"))
    assert source
    assert (built.site / source[1]).read_text(encoding="utf-8").strip() == site.svg(GOOD)
    assert f'<img src="{source[1]}"' in built.page()


def test_imports(site: Site) -> None:
    site.write("docs/shared/identity.tm", 'model "I" { scope: "s" }\nboundary c "C" {\n  process idp "Sign-in"\n}\n')
    source = 'import "shared/identity.tm" as i\n' + GOOD.replace("flow reader", 'flow desk -> i.idp "who"\nflow reader')
    site.write("docs/index.md", fence(source))
    assert "Sign-in" in site.build("--strict").page()
    site.write("docs/shared/identity.tm", 'model "I" { scope: "s" }\noops x\n')
    assert "index.md:1: docs/shared/identity.tm:2:1: error[TM0006]" in site.build().log


def test_excerpts_of_a_blog(site: Site) -> None:
    """Material converts the Markdown of a post a second time for the index of the blog."""
    site.write("docs/index.md", "# T\n")
    site.write("docs/blog/index.md", "# Blog\n")
    site.write("docs/blog/posts/post.md", f"---\ndate: 2026-01-02\n---\n\n# P\n\n{fence(GOOD)}\n<!-- more -->\n\nrest\n")
    site.configure(theme="material", plugins=["blog"])
    built = site.build("--strict")
    assert built.code == 0, built.log
    assert site.svg(GOOD) in built.page("blog/index.html")
    assert site.svg(GOOD) in built.page("blog/2026/01/02/p/index.html")


def test_search_finds_captions_and_no_fonts(site: Site) -> None:
    site.write("docs/index.md", "# T\n\ntext\n\n" + fence(GOOD))
    built = site.build()
    index = json.loads((built.site / "search/search_index.json").read_text(encoding="utf-8"))
    assert all(len(entry["text"]) < 100 for entry in index["docs"])


HOSTILE = [
    GOOD.replace("Loans", "</script><script>alert(1)</script>"),
    GOOD.replace("Loans", "$(touch x) `touch x`; touch x"),
    GOOD.replace("Reader", "</title></svg><img src=x onerror=alert(1)>"),
    "</pre></figure><script>alert(1)</script>\n",
    'import "../../../../../../etc/passwd" as p\n' + GOOD,
    'import "/etc/passwd.tm" as p\n' + GOOD,
    GOOD.replace("entity reader", 'entity reader "R" { link: "javascript:alert(1)" }\nentity x'),
]


def test_hostile_models(site: Site) -> None:
    pages = "\n".join(fence(source, info) for source in HOSTILE for info in ("tm with-source", "tm source"))
    options = [
        "file=../../etc/passwd",
        "file=/etc/passwd",
        "file=$(touch${IFS}x)",
        "view=$(touch${IFS}x)",
        "view=--output=x",
        'caption="</figcaption><script>alert(1)</script>"',
        'view="</script><script>alert(1)</script>"',
        'view="\0"',
        'file="\0"',
    ]
    pages += "\n".join(fence("" if "file=" in option else GOOD, f"tm {option}") for option in options)
    pages += "\n<threatline-0123456789abcdef></threatline-0123456789abcdef>\n"
    site.write("docs/index.md", pages)
    built = site.build()
    assert built.code == 0
    html = built.page()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "root:" not in html
    assert not list(site.folder.rglob("x"))
    assert "`../../etc/passwd` cannot be read: it is outside of the folder of mkdocs.yml" in built.log


def test_a_link_out_of_the_project(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.tm"
    outside.write_text(GOOD, encoding="utf-8")
    (site.folder / "docs").mkdir()
    (site.folder / "docs/link.tm").symlink_to(outside)
    site.write("docs/index.md", "```tm file=link.tm\n```\n")
    assert "outside of the folder" in site.build().log


def test_a_program_that_is_missing(site: Site) -> None:
    site.configure(command="no-such-threatline")
    site.write("docs/index.md", fence(GOOD) * 3)
    built = site.build()
    assert built.code == 1
    assert built.log.count("`no-such-threatline` was not found; `cargo install --path .` in a checkout") == 1
    assert "Traceback" not in built.log


def test_a_program_that_is_none(site: Site, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    site.configure(command=str(broken))
    site.write("docs/index.md", fence(GOOD))
    built = site.build()
    assert "does not start" in built.log
    assert "Traceback" not in built.log
