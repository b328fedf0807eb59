#!/usr/bin/env bash
# Passes the verdict and the id of the built site's report to later jobs, after validating both.
set -euo pipefail
latest="${OUT_DIR:-dist}/latest.json"
verdict='' id=''
read -r verdict id < <(node -p 'const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); `${r.verdict.status} ${r.id}`' "$latest") || true
[[ "$verdict" =~ ^(green|yellow|red|unknown)$ && "$id" =~ ^[a-z0-9][a-z0-9._-]{0,63}$ ]] || {
  echo "error: $latest is not a report." >&2
  exit 3
}
printf 'verdict=%s\nid=%s\n' "$verdict" "$id" >>"$GITHUB_OUTPUT"
echo "Report $id: $verdict"
