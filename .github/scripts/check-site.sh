#!/usr/bin/env bash
# Checks the tar of a built site before a job with more rights publishes it: regular files and directories with plain names
# inside the site, and the report that the build named.
set -euo pipefail
tar="${1:?the tar of the site}"
name='(\./)?([A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_.][A-Za-z0-9._-]*/?'
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
tar -tf "$tar" >"$scratch/names"
tar -tvf "$tar" >"$scratch/listing"
if grep -qv '^[-d]' "$scratch/listing"; then
  echo "error: the site holds something that is neither a regular file nor a directory. It is not published." >&2
  exit 3
fi
if grep -qvxE "\./?|$name" "$scratch/names" || grep -qE '(^|/)\.\.(/|$)' "$scratch/names"; then
  echo "error: the site holds a file with a name that no site of ours has. It is not published." >&2
  exit 3
fi
for wanted in index.html latest.json "reports/${REPORT:?the id of the report}/index.html"; do
  grep -qxE "(\./)?$wanted" "$scratch/names" || {
    echo "error: the site has no $wanted. It is not published." >&2
    exit 3
  }
done
echo "The site holds $(grep -c '^-' "$scratch/listing") files."
