#!/bin/sh
# Tests that the program does what a service asks for. THREATLINE names another program than the one on the PATH.
set -eu
threatline=${THREATLINE:-threatline}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

draw() { "$threatline" render - --format=svg --no-import --diagnostics=short "$@" >out.svg 2>messages; }
fail() { echo "kroki: $1" >&2; exit 1; }

cat >model.tm <<'END'
model "Sign-in" { scope: "Signing in with a password" }
entity user "User" { kind: person }
boundary cloud "Cloud" { process web "Web app" }
flow user -> web "name and password" { protocol: https }
END

draw <model.tm || fail 'a model is drawn'
head -c 4 out.svg | grep -q '<svg' || fail 'the picture is an SVG'
cp out.svg first.svg
draw <model.tm || fail 'a model is drawn again'
cmp -s out.svg first.svg || fail 'the same bytes'
if grep -Eq '<script|<image|<foreignObject|(href|src)="https?:' out.svg; then fail 'nothing active, nothing loaded'; fi

if sed 's/user -> web/user -> wob/' model.tm | draw; then fail 'a mistake is no success'; fi
[ ! -s out.svg ] || fail 'no picture of a mistake'
grep -q '^<stdin>:4:14: error\[TM0101\]' messages || fail 'a message with line and column'
if draw --theme=nope <model.tm; then fail 'a wrong option is no success'; fi
head -c 200000 /dev/urandom | draw && fail 'noise is no success'

echo 'process secret "Secret"' >other.tm
{ echo 'import "other.tm" as other'; cat model.tm; echo 'flow web -> other.secret "x"'; } | draw || fail 'an import is left out'
if grep -q 'Secret' out.svg; then fail 'no file is opened'; fi

# A hundred elements within the five seconds that Kroki waits.
{
  echo 'model "Large" { scope: "A hundred elements" }'
  echo 'boundary b "B" {'
  for number in $(seq 100); do echo "process p$number \"Process $number\""; done
  echo '}'
  for number in $(seq 99); do echo "flow p$number -> p$((number + 1)) \"flow $number\""; done
} >large.tm
timeout 5 "$threatline" render - --format=svg --no-import <large.tm >out.svg 2>/dev/null || fail 'an answer within five seconds'
echo 'kroki: fine'
