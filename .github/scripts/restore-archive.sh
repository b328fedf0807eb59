#!/usr/bin/env bash
# Puts the archive of earlier reports, kept on an orphan branch, into ARCHIVE_DIR: regular files of the known layout only.
#
# Only a missing branch counts as a first run. An unreachable remote is an error: building with an empty archive would
# publish a site without its history.
set -euo pipefail
# shellcheck source=archive-files.sh
. "$(dirname "${BASH_SOURCE[0]}")/archive-files.sh"
use_token
remote="${ARCHIVE_REMOTE:-origin}"
branch="${ARCHIVE_BRANCH:-monitor-archive}"
directory="${ARCHIVE_DIR:-archive}"

mkdir -p "$directory"
refuse_irregular "$directory"
status=0
listing="$(git ls-remote --exit-code --heads "$remote" "refs/heads/$branch")" || status=$?
if [ "$status" -eq 2 ]; then
  echo "No branch $branch yet: this is the first run."
  exit 0
fi
if [ "$status" -ne 0 ]; then
  echo "error: the remote $remote cannot be asked for $branch (git ls-remote: $status). Nothing was restored." >&2
  exit 3
fi
commit="${listing%%[[:space:]]*}"
git fetch --quiet --depth=1 "$remote" "$commit"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
tree="$(archive_tree "$commit" "$scratch/index")"
unpack_tree "$tree" "$directory"
echo "Restored $(find "$directory/reports" -name '*.json' 2>/dev/null | wc -l | tr -d ' ') reports from $branch."
