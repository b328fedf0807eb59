#!/usr/bin/env bash
# Sets SITE_URL and BASE_PATH for the following steps to the address of this repository's GitHub Pages, unless they are set.
set -euo pipefail
owner="$(printf '%s' "${GITHUB_REPOSITORY%%/*}" | tr '[:upper:]' '[:lower:]')"
name="${GITHUB_REPOSITORY#*/}"
path="/$name/"
[ "$(printf '%s' "$name" | tr '[:upper:]' '[:lower:]')" = "$owner.github.io" ] && path=/
{
  printf 'SITE_URL=%s\n' "${SITE_URL:-https://$owner.github.io}"
  printf 'BASE_PATH=%s\n' "${BASE_PATH:-$path}"
} >>"$GITHUB_ENV"
