#!/usr/bin/env bash
# What the action runs: checks the models, compares them with the base, and tells the pull request.
# It takes everything from the environment, and writes nothing but its outputs, the summary and the comment.
set -euo pipefail

threatline=${THREATLINE:-threatline}
sarif=${INPUT_SARIF:-threatline.sarif}
pictures=${INPUT_PICTURES:-threatline-pictures}
event=${GITHUB_EVENT_PATH:-/dev/null}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A field of the event, empty where there is none.
field() {
  python3 - "$event" "$1" <<'PYTHON'
import json, sys
try:
    value = json.load(open(sys.argv[1], encoding="utf-8"))
    for key in sys.argv[2].split("."):
        value = value[key]
    print(value)
except Exception:
    pass
PYTHON
}

# Puts the pictures of a folder under a path of the branch for pictures, which is made where it is not there.
publish() {
  local repository="repos/$GITHUB_REPOSITORY" branch=$INPUT_PICTURES_BRANCH picture name
  gh api "$repository/git/ref/heads/$branch" > /dev/null 2>&1 ||
    gh api --method POST "$repository/git/refs" -f "ref=refs/heads/$branch" -f "sha=$(git rev-parse HEAD)" > /dev/null || return 1
  for picture in "$1"/*.svg; do
    [ -e "$picture" ] || continue
    name=$(basename "$picture")
    python3 -c 'import base64, json, sys
text = base64.b64encode(open(sys.argv[1], "rb").read()).decode()
json.dump({"message": "Pictures of " + sys.argv[2], "branch": sys.argv[3], "content": text}, sys.stdout)' \
      "$picture" "$2" "$branch" > "$work/picture.json"
    gh api --method PUT "$repository/contents/$2/$name" --input "$work/picture.json" > /dev/null || return 1
  done
}

output() { printf '%s=%s\n' "$1" "$2" >> "${GITHUB_OUTPUT:-/dev/null}"; }

paths=()
while IFS= read -r line; do
  if [ -n "$line" ]; then paths+=("$line"); fi
done <<< "${INPUT_PATHS:-.}"

check=(--fail-on "${INPUT_FAIL_ON:-error}")
if [ -n "${INPUT_BASELINE:-}" ]; then check+=(--baseline "$INPUT_BASELINE"); fi

"$threatline" check "${check[@]}" --format sarif -o "$sarif" -- "${paths[@]}" || true
checked=0
"$threatline" check "${check[@]}" --format github -- "${paths[@]}" || checked=$?
output sarif "$sarif"

against=${INPUT_AGAINST:-}
if [ -z "$against" ]; then against=$(field pull_request.base.sha); fi
if [ -z "$against" ]; then against=$(field before); fi
changed=0
if [ -n "$against" ] && [ "$against" != 0000000000000000000000000000000000000000 ]; then
  # A shallow clone has no common commit with the base: then the base itself is what there is to compare with.
  range="$against...HEAD"
  if ! git merge-base -- "$against" HEAD > /dev/null 2>&1; then range="$against..HEAD"; fi
  "$threatline" diff "$range" --format json --svg "$pictures/" --two-up --fail-on never > "$work/diff.json" || true
  verdict=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["verdict"])' "$work/diff.json" 2> /dev/null || echo unassessed)
  output verdict "$verdict"
  output pictures "$pictures"

  # A comment shows only pictures that have an address: those on a branch of this repository.
  number=$(field pull_request.number)
  shown=()
  if [ -n "${INPUT_PICTURES_BRANCH:-}" ] && [ -n "${GH_TOKEN:-}" ] && [ -n "$number" ]; then
    folder="pull-$number/$(git rev-parse HEAD)"
    if publish "$pictures" "$folder"; then
      shown=(--svg "$work/pictures/" --two-up --picture-base "${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY/raw/$INPUT_PICTURES_BRANCH/$folder")
    else
      echo "::notice::the pictures cannot be put on $INPUT_PICTURES_BRANCH; the comment is without them"
    fi
  fi
  "$threatline" diff "$range" --format markdown "${shown[@]}" --fail-on "${INPUT_FAIL_ON_CHANGE:-never}" > "$work/comment.md" || changed=$?
  cat "$work/comment.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"

  if [ "${INPUT_COMMENT:-true}" = true ] && [ -n "$number" ] && [ -n "${GH_TOKEN:-}" ]; then
    # One comment, found again by its first line. Without the right to write, the summary has to do.
    api="repos/$GITHUB_REPOSITORY/issues"
    python3 -c 'import json, sys; json.dump({"body": open(sys.argv[1], encoding="utf-8").read()}, sys.stdout)' \
      "$work/comment.md" > "$work/body.json"
    old=$(gh api --paginate "$api/$number/comments" \
      --jq '.[] | select(.user.type == "Bot") | select(.body | startswith("<!-- threatline -->")) | .id' 2> /dev/null | head -n 1) || old=
    if [ -n "$old" ]; then
      gh api --method PATCH "$api/comments/$old" --input "$work/body.json" > /dev/null || echo "::notice::the comment cannot be changed; the summary has the review"
    elif [ "$verdict" != none ]; then
      gh api --method POST "$api/$number/comments" --input "$work/body.json" > /dev/null || echo "::notice::no comment can be written; the summary has the review"
    fi
  fi
fi

if [ "$checked" -ne 0 ]; then exit "$checked"; fi
exit "$changed"
