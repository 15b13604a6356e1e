#!/usr/bin/env bash
# Measures what 200 diagrams on 200 pages add to the build of each tool, in seconds: `measure.sh [MODEL.tm]`. `cold` is a first build,
# `warm` one with pictures kept from another; `work` is the time of all processors. Each diagram has another title, so that none is
# drawn for another. Run test.sh first, which installs the tools and links the program.
set -euo pipefail
exec </dev/null
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(dirname "$here")/target/integrations
model=$(realpath "${1:-$here/../examples/small.tm}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$scratch/bin:$scratch/python/bin:$scratch/ruby/bin:$PATH GEM_HOME=$scratch/ruby NO_MKDOCS_2_WARNING=1
log=$work/log

# pages FOLDER ENDING BEFORE AFTER INDENTATION
pages() {
  mkdir -p "$1"
  local number
  for number in $(seq 200); do
    {
      printf '%b\n' "${3//NUMBER/$number}"
      sed "s/^model \"/&$number /; s/^\(.\)/$5\1/" "$model"
      printf '%b\n' "$4"
    } >"$1/page$number.$2"
  done
}

# What passes on the clock, and what the processors work.
seconds() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >"$log" 2>&1; } 2>"$log.time" || { cat "$log" >&2 && exit 1; }
  awk '{ print $1, $2 + $3 }' "$log.time"
}

# row TOOL WITHOUT COLD WARM
row() {
  printf '%s,%s,%s,%s\n' "$@" | awk -F '[, ]' '{
    printf "%-18s %6.1f %13.1f %6.1f %13.1f %6.1f\n", $1, $2, $4 - $2, $5 - $3, $6 - $2, $7 - $3 }'
}

title='# Page NUMBER\n\n```'
printf '%-18s %6s %20s %20s\n' "200 $(basename "$model")" without 'cold: clock, work' 'warm: clock, work'

cd "$work" && pages md md "${title}tm" '```' ''
cold=$(seconds threatline md md --out site)
row 'threatline_md' '0 0' "$cold" "$cold"

mkdir -p book && cd book && pages src md "${title}text" '```' ''
printf '[book]\ntitle = "Book"\n' >book.toml
for number in $(seq 200); do echo "- [Page $number](page$number.md)"; done >src/SUMMARY.md
without=$(seconds mdbook build)
threatline mdbook install >"$log" 2>&1
pages src md "${title}tm" '```' ''
cold=$(seconds mdbook build)
row mdBook "$without" "$cold" "$cold"

mkdir -p "$work/mkdocs" && cd "$work/mkdocs"
printf 'site_name: Site\nplugins: [threatline: {cache: cache}]\n' >mkdocs.yml
pages docs md "${title}text" '```' ''
without=$(seconds mkdocs build)
pages docs md "${title}tm" '```' ''
cold=$(seconds mkdocs build)
row MkDocs "$without" "$cold" "$(seconds mkdocs build)"

mkdir -p "$work/sphinx" && cd "$work/sphinx"
printf "extensions = ['sphinx_threatline']\n" >conf.py
printf 'T\n=\n' >index.rst
rst=':orphan:\n\nPage NUMBER\n===========\n\n.. '
pages . rst "${rst}code-block:: text\n" '' '   '
without=$(seconds sphinx-build -q -E . html)
pages . rst "${rst}threatline::\n" '' '   '
cold=$(seconds sphinx-build -q -E . html)
row Sphinx "$without" "$cold" "$(seconds sphinx-build -q -E . html)"

if command -v asciidoctor >/dev/null; then
  mkdir -p "$work/asciidoctor" && cd "$work/asciidoctor"
  flags=(-I "$here/asciidoctor/lib" -r asciidoctor-threatline -a threatline-cache=cache -D out)
  pages . adoc '= Page NUMBER\n\n[listing]\n----' '----' ''
  without=$(seconds asciidoctor "${flags[@]}" ./*.adoc)
  pages . adoc '= Page NUMBER\n\n[tm]\n----' '----' ''
  cold=$(seconds asciidoctor "${flags[@]}" ./*.adoc)
  row Asciidoctor "$without" "$cold" "$(seconds asciidoctor "${flags[@]}" ./*.adoc)"
  rm -rf cache
  cat >two.sh <<'END'
ls page*.adoc | xargs -P 2 -n 100 asciidoctor "$@"
END
  cold=$(seconds sh two.sh "${flags[@]}")
  row two_at_a_time "$without" "$cold" "$(seconds sh two.sh "${flags[@]}")"
  rm -rf cache
  { echo '= Book' && printf '\ninclude::%s[leveloffset=+1]\n' page*.adoc; } >book.adoc
  cold=$(seconds asciidoctor "${flags[@]}" book.adoc)
  row one_document "$without" "$cold" "$(seconds asciidoctor "${flags[@]}" book.adoc)"
fi

if [ -d "$here/remark/node_modules" ]; then
  cd "$work" && mkdir -p remark && cd remark
  pages . md "${title}text" '```' ''
  without=$(seconds node "$here/remark/test/pages.js" cache ./*.md)
  pages . md "${title}tm" '```' ''
  cold=$(seconds node "$here/remark/test/pages.js" cache ./*.md)
  row remark "$without" "$cold" "$(seconds node "$here/remark/test/pages.js" cache ./*.md)"
fi
