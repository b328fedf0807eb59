# What an archive is made of: regular files of the known layout, and nothing else. Sourced by the scripts that restore and save
# it.
#
# A branch may be written to by whoever may push, and a directory by whatever ran before: links and other names are neither
# restored nor pushed. Every step that fails says so with `|| return`: bash forgets `set -e` inside `$(…)`.
# shellcheck shell=bash
archive_id='[a-z0-9][a-z0-9._-]{0,63}'
# Names of what was told: a report's id, or an incident's (at most 200 characters) and an event.
sent_name='[a-z0-9][a-z0-9._-]{0,239}'
archive_layout="^(index\.json|(reports|observations|pruned)/$archive_id\.json|baselines/[0-9a-f]{32}\.json|sent/(outages/)?[a-z][a-z0-9-]{0,31}/$sent_name\.json)$"

# Refuses a directory with links, pipes or devices in it: reading or writing them would end up somewhere else.
refuse_irregular() {
  local found
  found="$(find "$1/" ! -type f ! -type d -print -quit)" || return 3
  [ -z "$found" ] && return 0
  echo "error: $found is no regular file. Remove it: an archive is regular files and directories." >&2
  return 2
}

# The tree of a commit's archive files, without the rest; says how many were left out.
archive_tree() {
  local commit="$1" index="$2" entry mode object name left_out=0
  git ls-tree -r -z --full-tree "$commit" >"$index.listing" || return 3
  while IFS= read -r -d '' entry; do
    mode="${entry%% *}" object="${entry%%$'\t'*}" name="${entry#*$'\t'}"
    if [[ "$mode" =~ ^100(644|755)$ && "$name" =~ $archive_layout ]]; then
      printf '100644 %s\t%s\0' "${object##* }" "$name"
    else
      left_out=$((left_out + 1))
    fi
  done <"$index.listing" >"$index.entries"
  [ "$left_out" -eq 0 ] || echo "warning: $left_out entries of the branch are no archive's files, and were left out." >&2
  rm -f "$index"
  GIT_INDEX_FILE="$index" git update-index -z --index-info <"$index.entries" || return 3
  GIT_INDEX_FILE="$index" git write-tree
}

# Writes a tree of archive files into a directory.
unpack_tree() {
  [ -z "$(git ls-tree "$1")" ] || git archive --format=tar "$1" | tar -x -C "$2"
}

# Lets git use GITHUB_TOKEN, where the step has one, for the server of this workflow: checkouts keep no credentials, so that no
# other step can use them.
use_token() {
  local server="${GITHUB_SERVER_URL:-https://github.com}"
  [ -n "${GITHUB_TOKEN:-}" ] || return 0
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$server/.extraheader"
  GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n')"
  export GIT_CONFIG_VALUE_0
}
