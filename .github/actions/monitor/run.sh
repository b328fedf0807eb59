#!/usr/bin/env bash
# Builds the site from another repository's logs: input paths are relative to the workspace, the software is this repository.
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
workspace="${GITHUB_WORKSPACE:-$PWD}"
scripts="$project/.github/scripts"
cd "$workspace"

# Makes a path absolute, relative to the workspace; an empty one stays empty.
absolute() {
  case "$1" in
    '' | /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$workspace" "$1" ;;
  esac
}
PREDICTIONS_LOG="$(absolute "${INPUT_PREDICTIONS_LOG:?}")"
API_REQUESTS_LOG="$(absolute "${INPUT_API_REQUESTS_LOG:-}")"
REFERENCE_DATA_PATH="$(absolute "${INPUT_REFERENCE:-}")"
POLICY_PATH="$(absolute "${INPUT_POLICY:-}")"
OUT_DIR="$(absolute "${INPUT_OUTPUT:-monitor-site}")"
temporary="${RUNNER_TEMP:-$(mktemp -d)}"
# A directory of this use alone: what another use in the same job restored is not this one's.
ARCHIVE_DIR="$(mktemp -d "$temporary/monitor-archive.XXXXXX")"
export PREDICTIONS_LOG API_REQUESTS_LOG REFERENCE_DATA_PATH POLICY_PATH OUT_DIR ARCHIVE_DIR

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

address="$(mktemp)"
GITHUB_ENV="$address" "$scripts/site-address.sh"
while IFS='=' read -r name value; do export "$name=$value"; done <"$address"
rm -f "$address"

"$scripts/restore-archive.sh"
(cd "$project" && npm ci && npm run build)
words="$(mktemp)"
GITHUB_OUTPUT="$words" "$scripts/verdict.sh"
cat "$words" >>"$GITHUB_OUTPUT"
REPORT="$(sed -n 's/^id=//p' "$words")" SIMULATED="$(sed -n 's/^simulated=//p' "$words")" "$scripts/save-archive.sh"
rm -f "$words"
