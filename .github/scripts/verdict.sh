#!/usr/bin/env bash
# Hands the verdict and the id of the built site's report to later jobs, and whether it is simulated. All are words of a fixed
# shape, checked here.
set -euo pipefail
latest="${OUT_DIR:-dist}/latest.json"
verdict='' id='' simulated=''
read -r verdict id simulated < <(node -p 'const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); `${r.verdict.status} ${r.id} ${r.simulated}`' "$latest") || true
[[ "$verdict" =~ ^(green|yellow|red|unknown)$ && "$id" =~ ^[a-z0-9][a-z0-9._-]{0,63}$ && "$simulated" =~ ^(true|false)$ ]] || {
  echo "error: $latest is not a report." >&2
  exit 3
}
printf 'verdict=%s\nid=%s\nsimulated=%s\n' "$verdict" "$id" "$simulated" >>"$GITHUB_OUTPUT"
echo "Report $id: $verdict"
