#!/usr/bin/env bash
# Tests every integration with the real tools, which it installs into target/integrations and nowhere else.
#
#   integrations/test.sh [--all] [PART…]
#
# Each tool builds the page of acceptance/ as well: a mistake in it fails the build and is told with file and line, and once it is
# mended, each picture has the bytes of `threatline render`. Parts are those of FAST and SLOW; --all runs both. What is not there
# (Python, Node, Ruby, Jekyll) is skipped, and said to be. THREATLINE names a program that is built already, CARGO_TEST another
# command than `cargo test`.
set -euo pipefail
exec </dev/null
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

FAST=(markdown mdbook mkdocs sphinx remark asciidoctor recipes hugo jekyll)
SLOW=(docusaurus astro next)

# What is installed stays for the next run; what is built does not.
scratch=$root/target/integrations
work=$scratch/work
export PIP_DISABLE_PIP_VERSION_CHECK=1 NO_COLOR=1 NO_MKDOCS_2_WARNING=1

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$part: $1"
  [ ! -s "$work/log" ] || tail -n 40 "$work/log" >&2
  exit 1
}
skip() {
  say "$part: skipped, $1"
  exit 77
}
there() { command -v "$1" >/dev/null 2>&1; }

# Runs a command whose output is of interest only where it fails.
quietly() {
  "$@" >"$work/log" 2>&1 || fail "failed: $*"
}

# --- what is installed ---

# What cannot be had here, without a network for example, is skipped like what is not there.
installed() {
  local what=$1
  shift
  "$@" >"$work/log" 2>&1 || { tail -n 5 "$work/log" >&2 && skip "$what cannot be installed"; }
}

python_folder() {
  there python3 || skip "no Python"
  [ -x "$scratch/python/bin/pip" ] || installed "a Python environment" python3 -m venv "$scratch/python"
  PATH=$scratch/python/bin:$PATH
}

python_tools() {
  python_folder
  installed "the tools in Python" pip install --quiet --requirement "$here/requirements.txt"
}

# The plugin as a user has it, and not as it stands in this folder.
python_plugin() {
  quietly "$scratch/python/bin/pip" install --quiet --force-reinstall --no-deps --no-build-isolation "$here/$1"
}

node_tools() {
  there npm || skip "no Node"
  installed "what remark is tested with" npm ci --prefix "$here/remark" --no-audit --no-fund --silent
}

# The newest Asciidoctor, or else the one that is there.
ruby_tools() {
  there ruby || skip "no Ruby"
  export GEM_HOME=$scratch/ruby
  PATH=$GEM_HOME/bin:$PATH
  local gems=(asciidoctor asciidoctor-pdf 'minitest:~> 5' rake)
  [ -x "$GEM_HOME/bin/asciidoctor" ] || gem install --silent --no-document "${gems[@]}" >"$work/log" 2>&1 ||
    say "$part: the gems cannot be installed here; what is there is used"
  there asciidoctor || skip "no Asciidoctor"
}

# --- the page that all tools build ---

# The page in Markdown, behind front matter that the tool needs.
markdown_page() {
  printf '%s' "${1:-}"
  cat "$here/acceptance/page.md"
}

rst_page() {
  awk '
    /^# / { print substr($0, 3); print "==========================="; next }
    /^```tm/ { print ".. threatline::\n"; inside = 1; next }
    /^```/ { inside = 0; next }
    { print (inside && $0 != "" ? "   " : "") $0 }' "$here/acceptance/page.md"
}

asciidoc_page() {
  # shellcheck disable=SC2016 # fences
  sed 's/^# /= /; s/^```tm$/[threatline]\n----/; s/^```$/----/' "$here/acceptance/page.md"
}

# The model in a fence of the page without its mistake, by its number.
model() {
  awk -v wanted="$1" '/^```tm/ { number++; inside = 1; next } /^```/ { inside = 0 } inside && number == wanted' \
    "$here/acceptance/page.md" | sed 's/wob/web/'
}

# accept PAGE OUTPUT FLAGS COMMAND…: the command builds the page, and its pictures are those of `render` with these flags.
accept() {
  local page=$1 output=$2 flags=$3 line number svg html
  shift 3
  line=$(grep -n 'user -> wob' "$page" | cut -d : -f 1)
  if "$@" >"$work/log" 2>&1; then
    fail "a page with a mistake is built"
  fi
  grep -Eq "$(basename "$page")(: line |:)$line\b.*wob|$(basename "$page"):$line:14\]" "$work/log" ||
    fail "the mistake is not told to be in $page:$line"
  sed -i.broken 's/user -> wob/user -> web/' "$page" && rm "$page.broken"
  quietly "$@"
  html=$(<"$output")
  for number in 1 2 3; do
    # shellcheck disable=SC2086 # several flags, or none
    svg=$(model "$number" | "$THREATLINE" render - --format svg $flags 2>/dev/null)
    [[ $html == *"$svg"* ]] || fail "picture $number in $output is not that of the program"
  done
  [[ $html != *'process web "Web shop"'* ]] || fail "$output has the text of a model"
  [[ $html == *'What follows is text again.'* ]] || fail "$output lacks what follows the pictures"
}

# --- the parts ---

test_markdown() {
  markdown_page >page.md
  accept page.md page.out '' threatline md page.md -o page.out
  mkdir pages && markdown_page >pages/page.md
  accept pages/page.md site/page.md '' threatline md pages --out site
}

test_mdbook() {
  python_folder
  installed mdBook pip install --quiet --require-hashes --requirement "$here/requirements-mdbook.txt"
  mkdir src
  printf '[book]\ntitle = "Book"\n' >book.toml
  printf -- '- [Page](page.md)\n' >src/SUMMARY.md
  markdown_page >src/page.md
  quietly threatline mdbook install
  # Otherwise a picture is dark where the book is, and not where the reader's system is.
  printf 'theme = "light"\n[output.markdown]\n[output.html]\n' >>book.toml
  accept src/page.md book/markdown/page.md '--theme light' mdbook build
  for number in 1 2 3; do
    model "$number" | threatline render - --theme light -o "$number.svg" 2>/dev/null
  done
  quietly python "$here/acceptance/same.py" book/html/page.html 1.svg 2.svg 3.svg
  there cargo || return 0
  # shellcheck disable=SC2086 # a command with arguments
  (cd "$root" && ${CARGO_TEST:-cargo test --locked} mdbook::) 2>&1 | grep '^test' || fail "the tests of mdBook fail"
}

test_mkdocs() {
  python_tools
  python_plugin mkdocs
  mkdir docs
  printf 'site_name: Site\nplugins: [threatline]\n' >mkdocs.yml
  markdown_page >docs/index.md
  accept docs/index.md site/index.html '' mkdocs build --strict
  (cd "$here/mkdocs" && python -m pytest --quiet --numprocesses auto -p no:cacheprovider)
}

test_sphinx() {
  python_tools
  python_plugin sphinx
  printf "extensions = ['sphinx_threatline', 'myst_parser']\n" >conf.py
  rst_page >index.rst
  accept index.rst html/index.html '' python -m sphinx -q -W . html
  (cd "$here/sphinx" && python -m pytest --quiet --numprocesses auto -p no:cacheprovider)
}

test_remark() {
  node_tools
  markdown_page >page.md
  accept page.md page.html '' node "$here/remark/test/page.js" page.md page.html
  (cd "$here/remark" && npm test --silent) | grep -v '^ *\(---\|\.\.\.\|duration_ms\|type:\)' || fail "its tests fail"
}

test_asciidoctor() {
  ruby_tools
  asciidoc_page >page.adoc
  accept page.adoc page.html '' asciidoctor -I "$here/asciidoctor/lib" -r asciidoctor-threatline \
    --failure-level=WARN page.adoc
  (cd "$here/asciidoctor" && rake)
}

test_recipes() {
  quietly "$here/recipes/test.sh" kroki make rustdoc
  cat "$work/log"
}

test_hugo() {
  python_tools
  cp -r "$here"/recipes/hugo/* .
  mkdir content
  printf 'title: Site\n' >hugo.yaml
  echo '{{ .Content }}' >layouts/_default/single.html
  markdown_page $'---\ntitle: Page\n---\n' >content/page.md
  accept content/page.md public/page/index.html '' sh -c './threatline.sh && hugo'
  quietly "$here/recipes/test.sh" hugo
  cat "$work/log"
}

test_jekyll() {
  there jekyll || skip "no Jekyll"
  cp -r "$here/recipes/jekyll/_plugins" .
  markdown_page $'---\ntitle: Page\n---\n' >page.md
  accept page.md _site/page.html '' jekyll build
  quietly "$here/recipes/test.sh" jekyll
  cat "$work/log"
}

# Sites for which npm installs several hundred packages.
site() {
  node_tools
  (cd "$here/remark" && SITES=$scratch/sites SITE=$1 node --test test/sites/sites.test.js)
}
test_docusaurus() { site docusaurus; }
test_astro() { site astro; }
test_next() { site next; }

# --- running them ---

# In a process and a folder of its own.
run() {
  local started=$SECONDS code
  rm -rf "$work" && mkdir -p "$work/$1"
  set +e
  (
    set -e
    part=$1
    cd "$work/$1"
    "test_$1"
  )
  code=$?
  set -e
  case $code in
    0) passed=$((passed + 1)) && say "$1: fine, $((SECONDS - started)) s" ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) && say "$1: FAILED, $((SECONDS - started)) s" ;;
  esac
}

parts=()
for argument; do
  case $argument in
    --all) parts=("${FAST[@]}" "${SLOW[@]}") ;;
    -*) say "usage: $0 [--all] [PART…]; parts: ${FAST[*]} ${SLOW[*]}" && exit 2 ;;
    *)
      [[ " ${FAST[*]} ${SLOW[*]} " == *" $argument "* ]] || { say "no part is called $argument: ${FAST[*]} ${SLOW[*]}" && exit 2; }
      parts+=("$argument")
      ;;
  esac
done
[ ${#parts[@]} -gt 0 ] || parts=("${FAST[@]}")

if [ -z "${THREATLINE:-}" ]; then
  (cd "$root" && cargo build --release --locked)
  THREATLINE=${CARGO_TARGET_DIR:-$root/target}/release/threatline
fi
THREATLINE=$(realpath "$(command -v "$THREATLINE")")
export THREATLINE
# The tools call it by its name.
rm -rf "${scratch:?}/bin" && mkdir -p "$scratch/bin"
ln -s "$THREATLINE" "$scratch/bin/threatline"
PATH=$scratch/bin:$PATH

passed=0 failed=0 skipped=0
for one in "${parts[@]}"; do
  run "$one"
done
rm -rf "$work"
say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
