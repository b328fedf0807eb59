#!/usr/bin/env bash
# Builds the site from another repository's logs. Nothing here has a token: packages run, and logs are read.
set -euo pipefail
# shellcheck source=action-paths.sh
. "$(dirname "${BASH_SOURCE[0]}")/action-paths.sh"
: "${ARCHIVE_DIR:?}"

address="$(mktemp)"
GITHUB_ENV="$address" "$scripts/site-address.sh"
while IFS='=' read -r name value; do export "$name=$value"; done <"$address"
rm -f "$address"

case "${INPUT_OMIT:=dev}" in
  # Optional ones hold what runs: the engine and the bundler of this platform.
  dev | peer) ;;
  *)
    echo "error: omit must be dev or peer." >&2
    exit 2
    ;;
esac
(cd "$project" && npm ci --ignore-scripts --omit="$INPUT_OMIT" && node scripts/trim-install.mjs && npm run build)
"$scripts/verdict.sh"
id="$(sed -n 's/^id=//p' "$GITHUB_OUTPUT" | tail -n 1)"
printf 'url=%s\npath=%s\n' "$SITE_URL${BASE_PATH}reports/$id/" "$OUT_DIR" >>"$GITHUB_OUTPUT"
[ "${INPUT_NOTIFY:-false}" != true ] ||
  (cd "$project" && npm run --silent monitor -- notify --summary --annotations)
