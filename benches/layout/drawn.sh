#!/usr/bin/env bash
# One graph of the corpus drawn by threatline. usage: drawn.sh GRAPH.json GEOMETRY.json [EARLIER.json]
# THREATLINE names the program; with an earlier graph it draws like that one.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$here/to_tm.py" "$1" > "$folder/model.tm"
like=()
if [ $# -gt 2 ]; then
  python3 "$here/to_tm.py" "$3" > "$folder/earlier.tm"
  like=(--like "$folder/earlier.tm")
fi
"${THREATLINE:-$here/../../target/release/threatline}" render "$folder/model.tm" "${like[@]}" --format geometry -o "$2"
