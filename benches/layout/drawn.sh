#!/usr/bin/env bash
# One graph of the corpus drawn by threatline. usage: drawn.sh GRAPH.json GEOMETRY.json   (THREATLINE names the program)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=$(mktemp --suffix=.tm)
trap 'rm -f "$model"' EXIT
python3 "$here/to_tm.py" "$1" > "$model"
"${THREATLINE:-$here/../../target/release/threatline}" render "$model" --format geometry -o "$2"
