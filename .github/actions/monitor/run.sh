#!/usr/bin/env bash
# Builds the site from another repository's logs. Nothing here has a token: packages run, and logs are read.
set -euo pipefail
# shellcheck source=paths.sh
. "$(dirname "${BASH_SOURCE[0]}")/paths.sh"
: "${ARCHIVE_DIR:?}"

address="$(mktemp)"
GITHUB_ENV="$address" "$scripts/site-address.sh"
while IFS='=' read -r name value; do export "$name=$value"; done <"$address"
rm -f "$address"

(cd "$project" && npm ci --omit=dev --ignore-scripts && npm run build)
"$scripts/verdict.sh"
