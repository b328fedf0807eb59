#!/usr/bin/env bash
# Restores the archive of earlier reports from an orphan branch to ARCHIVE_DIR.
#
# Only a missing branch counts as a first run. An unreachable remote is an error: building with an empty archive would
# publish a site without its history.
set -euo pipefail
remote="${ARCHIVE_REMOTE:-origin}"
branch="${ARCHIVE_BRANCH:-monitor-archive}"
directory="${ARCHIVE_DIR:-archive}"

mkdir -p "$directory"
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
git archive --format=tar "$commit" | tar -x -C "$directory"
echo "Restored $(find "$directory/reports" -name '*.json' 2>/dev/null | wc -l | tr -d ' ') reports from $branch."
