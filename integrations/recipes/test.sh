#!/bin/sh
# Tests all recipes, or those that are named, with the real tools, and skips those that are not there. THREATLINE names the program, if it is not on the PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
THREATLINE=$(command -v "${THREATLINE:-threatline}")
export THREATLINE
# The recipes call it by its name.
mkdir "$folder/bin"
ln -s "$(realpath "$THREATLINE")" "$folder/bin/threatline"
PATH=$folder/bin:$PATH

fail() { echo "$recipe: $1" >&2; exit 1; }
has() { grep -qF -- "$2" "$1" || fail "$1 should have: $2"; }
there() { command -v "$1" >/dev/null || { echo "$recipe: skipped, no $1"; return 1; }; }
site() { # a copy of the recipe, with two models and a page
  recipe=$1
  cp -r "$here/$recipe" "$folder/$recipe"
  cd "$folder/$recipe"
  mkdir -p models
  cp "$here/rustdoc/doc/shop.tm" models/
}
page() { # HEADER AFTER
  printf '%s\n\nSign-in:\n\n```tm\n' "$1"
  cat <<'END'
model "Sign-in" { scope: "Signing in with a <b>password</b> {{ now }}" }
entity user "User" { kind: person }
boundary cloud "Cloud" { process web "Web app" }

flow user -> web "name and password" { protocol: https }
END
  # shellcheck disable=SC2016 # a fence
  printf '```\n\nShop:\n\n%s\n' "$2"
}
break_model() { sed -i 's/user -> web/user -> wob/' "$1"; }
pictures_of() { # PAGE: both, byte for byte
  has "$1" '<figure class="threatline"><svg '
  threatline render models/shop.tm --format svg -o shop.expected 2>/dev/null
  while read -r line; do has "$1" "$line"; done <shop.expected
}

hugo_recipe() {
  site hugo
  there hugo || return 0
  mkdir content
  printf 'title: Site\nbaseURL: https://example.org/\n' >config.yaml
  mkdir -p layouts/_default
  echo '{{ .Content }}' >layouts/_default/single.html
  page '---
title: Sign-in
---' '{{< threatline "shop.tm" "The shop" >}}' >content/sign-in.md
  ! hugo >out 2>&1 || fail 'pictures that are missing fail the build'
  has out 'run ./threatline.sh'
  ./threatline.sh 2>/dev/null || fail 'models are drawn'
  hugo >/dev/null || fail 'a site is built'
  pictures_of public/sign-in/index.html
  [ "$(grep -c '<figure' public/sign-in/index.html)" = 2 ] || fail 'two diagrams'
  break_model content/sign-in.md
  ! ./threatline.sh 2>out || fail 'a mistake fails'
  has out 'content/sign-in.md:12:14: error[TM0101]'
  ! hugo >out 2>&1 || fail 'a picture that is out of date fails the build'
  echo 'hugo: fine'
}

jekyll_recipe() {
  site jekyll
  there jekyll || return 0
  printf 'title: Site\nexclude: [README.md]\n' >_config.yml
  page '---
title: Sign-in
---' '{% threatline models/shop.tm %}' | sed 's/ {{ now }}//' >sign-in.md
  jekyll build >out 2>&1 || fail "a site is built: $(cat out)"
  # kramdown writes HTML that stands in a page its own way.
  sed -i 's| />|/>|g' _site/sign-in.html
  pictures_of _site/sign-in.html
  [ "$(grep -c '<figure' _site/sign-in.html)" = 2 ] || fail 'two diagrams'
  has _site/sign-in.html 'Signing in with a &lt;b&gt;password&lt;/b&gt;'
  break_model sign-in.md
  ! jekyll build >out 2>&1 || fail 'a mistake fails the build'
  has out 'sign-in.md:12:14: error[TM0101]'
  printf -- '---\n---\n{%% threatline ../secret.tm --output=x.tm %%}\n' >sign-in.md
  ! jekyll build >out 2>&1 || fail 'other flags fail the build'
  has out 'flags are --view, --show and --theme'
  printf -- '---\n---\n{%% threatline models/shop.tm --view=nope %%}\n' >sign-in.md
  ! jekyll build >out 2>&1 || fail 'an unknown view fails the build'
  has out 'no view is called'
  echo 'jekyll: fine'
}

make_recipe() {
  site make
  there make || return 0
  sed 's/Web shop/Copy/' models/shop.tm >models/copy.tm
  make -f threatline.mk -j2 diagrams >/dev/null 2>&1 || fail 'models are drawn'
  has models/copy.svg 'Copy'
  touch -d '-2 minutes' models/*.tm
  touch -d '-1 minute' models/*.svg
  touch models/shop.tm
  [ "$(make -f threatline.mk -n diagrams)" = "$THREATLINE render models/shop.tm -o models/shop.svg" ] || fail 'what changed is drawn'
  break_model models/copy.tm
  sed -i 's/pay "charge"/pax "charge"/' models/copy.tm
  ! make -f threatline.mk diagrams >out 2>&1 || fail 'a mistake fails'
  has out 'models/copy.tm:11:13'
  echo 'make: fine'
}

rustdoc_recipe() {
  site rustdoc
  there cargo || return 0
  export CARGO_TARGET_DIR="$folder/target"
  cargo doc --offline >out 2>&1 || fail "a crate is documented: $(cat out)"
  rm -r models && ln -s doc models
  while read -r line; do has "$folder/target/doc/shop/index.html" "$line"; done <<END
$(threatline render doc/shop.tm --format svg 2>/dev/null)
END
  has "$folder/target/doc/shop/index.html" 'Read <a href="fn.charge.html"'
  sed -i 's/web -> pay/web -> pax/' doc/shop.tm
  ! cargo doc --offline >out 2>&1 || fail 'a mistake fails the build'
  has out 'shop.tm:11:13: error[TM0101]'
  THREATLINE=no-such-program cargo doc --offline >out 2>&1 || fail 'a crate is documented without the program'
  has "$folder/target/doc/shop/index.html" 'it takes the program'
  echo 'rustdoc: fine'
}

kroki_recipe() { "$here/kroki/test.sh"; }

[ $# -gt 0 ] || set -- kroki make hugo jekyll rustdoc
for one; do "${one}_recipe"; done
