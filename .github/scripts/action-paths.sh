# Paths of a use of the action, absolute. Sourced by its steps.
#
# Input paths are relative to the workspace; the software is this repository.
# shellcheck shell=bash
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
workspace="${GITHUB_WORKSPACE:-$PWD}"
scripts="$project/.github/scripts"
temporary="${RUNNER_TEMP:?}"
cd "$workspace" || exit 2

# Makes a path absolute, relative to the workspace; an empty one and an address stay as they are.
absolute() {
  case "$1" in
    '' | /* | postgres://* | postgresql://*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$workspace" "$1" ;;
  esac
}
PREDICTIONS_LOG="$(absolute "${INPUT_PREDICTIONS_LOG:?}")"
API_REQUESTS_LOG="$(absolute "${INPUT_API_REQUESTS_LOG:-}")"
REFERENCE_DATA_PATH="$(absolute "${INPUT_REFERENCE:-}")"
POLICY_PATH="$(absolute "${INPUT_POLICY:-}")"
OUTCOMES_PATH="$(absolute "${INPUT_OUTCOMES:-}")"
SHADOW_LOG="$(absolute "${INPUT_SHADOW_LOG:-}")"
MODEL_PATH="$(absolute "${INPUT_MODEL:-}")"
DECISIONS_PATH="$(absolute "${INPUT_DECISIONS:-}")"
FIGURES_DIR="$(absolute "${INPUT_FIGURES:-}")"
CACHE_DIR="$(absolute "${INPUT_CACHE:-}")"
OUT_DIR="$(absolute "${INPUT_OUTPUT:-monitor-site}")"
export PREDICTIONS_LOG API_REQUESTS_LOG REFERENCE_DATA_PATH POLICY_PATH OUTCOMES_PATH SHADOW_LOG MODEL_PATH DECISIONS_PATH FIGURES_DIR CACHE_DIR OUT_DIR
