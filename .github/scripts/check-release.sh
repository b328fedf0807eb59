#!/usr/bin/env bash
# Refuses a release whose tag, package.json and changelog do not say the same version, and an image without a digest below it.
set -euo pipefail
tag="${TAG:?}"
[[ "$tag" =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "error: the tag $tag is no vX.Y.Z." >&2; exit 2; }
version="$(sed -nE 's/^  "version": "([^"]+)",$/\1/p' package.json)"
[ "v$version" = "$tag" ] || { echo "error: the tag is $tag, and package.json says $version." >&2; exit 2; }
grep -qE "^## ${version//./\\.}( |$)" CHANGELOG.md || { echo "error: CHANGELOG.md has no heading $version." >&2; exit 2; }
if grep -E '^FROM ' Dockerfile | grep -vE '^FROM (base( |$)|[a-z0-9./:-]+@sha256:[0-9a-f]{64}( |$))'; then
  echo "error: the Dockerfile builds on an image without a digest." >&2
  exit 2
fi
echo "Release $version"
