#!/usr/bin/env bash
# Makes the paths of a use of the action absolute, claims them, and restores its archive: git alone, no package runs here.
set -euo pipefail
# shellcheck source=action-paths.sh
. "$(dirname "${BASH_SOURCE[0]}")/action-paths.sh"
# A directory of this use alone: what another use in the same job restored is not this one's.
ARCHIVE_DIR="$(mktemp -d "$temporary/monitor-archive.XXXXXX")"
export ARCHIVE_DIR

# Two uses in one job may share neither the branch nor the directory of the site, or two models would be one.
claim() {
  local file
  mkdir -p "$temporary/monitor-claims"
  file="$temporary/monitor-claims/$1-$(printf '%s' "$2" | git hash-object --stdin)"
  if [ -e "$file" ] && [ "$(cat "$file")" != "$PREDICTIONS_LOG" ]; then
    echo "error: another use of this action in this job has the same \"$1\", $2. Give each use its own." >&2
    exit 2
  fi
  printf '%s' "$PREDICTIONS_LOG" >"$file"
}
claim archive-branch "${ARCHIVE_BRANCH:=monitor-archive}"
claim output "$OUT_DIR"

"$scripts/restore-archive.sh"
printf 'archive=%s\n' "$ARCHIVE_DIR" >>"$GITHUB_OUTPUT"
