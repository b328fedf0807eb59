#!/usr/bin/env bash
# Prints what the changelog says of the version that is released.
set -euo pipefail
tag="${TAG:?}"
notes="$(awk -v heading="## ${tag#v}" '/^## / { inside = $0 == heading || index($0, heading " ") == 1; next } inside' CHANGELOG.md)"
[ -n "${notes//[[:space:]]/}" ] || { echo "error: CHANGELOG.md says nothing of ${tag#v}." >&2; exit 2; }
printf '%s\n' "$notes"
