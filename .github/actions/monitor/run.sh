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
ARCHIVE_DIR="${RUNNER_TEMP:-$workspace}/monitor-archive"
export PREDICTIONS_LOG API_REQUESTS_LOG REFERENCE_DATA_PATH POLICY_PATH OUT_DIR ARCHIVE_DIR

address="$(mktemp)"
GITHUB_ENV="$address" "$scripts/site-address.sh"
while IFS='=' read -r name value; do export "$name=$value"; done <"$address"
rm -f "$address"

"$scripts/restore-archive.sh"
(cd "$project" && npm ci && npm run build)
"$scripts/verdict.sh"
"$scripts/save-archive.sh"
