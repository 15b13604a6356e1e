#!/bin/sh
# Draws the models of a Hugo site, since Hugo starts no program: those in models/, and those in fences of its pages.
# Run it in the folder of the site, before hugo. FLAGS are more flags for `threatline render`.
# shellcheck disable=SC2086 # FLAGS are several
set -eu
pictures=assets/threatline
failed=0

draw_file() { # MODEL
  picture=$pictures/${1#models/}
  mkdir -p "$(dirname "$picture")"
  threatline render "$1" --diagnostics short ${FLAGS:-} -o "${picture%.tm}.svg" || failed=1
}

# A fence alone, called by its hash, which is how a page finds it.
draw_fence() { # PAGE FIRST LAST
  name=$(sed -n "$2,$3p" "$1" | sha256sum | cut -d ' ' -f 1)
  sed -n "$2,$3p" "$1" | threatline render - --diagnostics short --stdin-name "$1" --stdin-line "$2" ${FLAGS:-} \
    -o "$pictures/$name.svg" || failed=1
}

draw_fences() { # PAGE
  awk '/^```tm[ \t]*$/ { first = NR + 1; next } /^```/ && first { print first, NR - 1; first = 0 }' "$1" >"$pictures/fences"
  while read -r first last; do
    draw_fence "$1" "$first" "$last"
  done <"$pictures/fences"
}

mkdir -p "$pictures" models
find models -name '*.tm' >"$pictures/models"
while read -r model; do draw_file "$model"; done <"$pictures/models"
find content -name '*.md' >"$pictures/pages"
while read -r page; do draw_fences "$page"; done <"$pictures/pages"
rm -f "$pictures/fences" "$pictures/models" "$pictures/pages"
exit "$failed"
