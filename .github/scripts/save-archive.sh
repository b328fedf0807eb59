#!/usr/bin/env bash
# Pushes ARCHIVE_DIR as one squashed commit to an orphan branch, so that the repository's history does not grow.
#
# A night that the branch has is never pushed away: files that are only there are taken over first, and a night that both
# sides have with different content is an error. The push is refused by the remote when somebody else pushed in between
# (--force-with-lease); then it starts again from what is there now.
#
# REPORT is the id of the report that this run archived: without it in the pushed tree the script fails. With
# SIMULATED=true nothing was archived, and nothing is pushed.
set -euo pipefail
# shellcheck source=archive-files.sh
. "$(dirname "${BASH_SOURCE[0]}")/archive-files.sh"
use_token
remote="${ARCHIVE_REMOTE:-origin}"
branch="${ARCHIVE_BRANCH:-monitor-archive}"
directory="${ARCHIVE_DIR:-archive}"
ref="refs/heads/$branch"

if [ "${SIMULATED:-false}" = true ]; then
  echo "The report is simulated: nothing was archived, and nothing is pushed."
  exit 0
fi
[ -d "$directory" ] || { echo "error: ARCHIVE_DIR $directory is not a directory." >&2; exit 2; }
refuse_irregular "$directory"
git_dir="$(git rev-parse --absolute-git-dir)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-lead-scoring-monitor}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-monitor@users.noreply.github.com}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

# Commit of the remote branch; empty where the branch does not exist.
remote_commit() {
  local listing status=0
  listing="$(git ls-remote --exit-code --heads "$remote" "$ref")" || status=$?
  case "$status" in
    0) printf '%s' "${listing%%[[:space:]]*}" ;;
    2) ;;
    *) echo "error: the remote $remote cannot be asked for $branch (git ls-remote: $status)." >&2; return 3 ;;
  esac
}

# Copies files that exist only on the remote, except reports that were pruned here (pruned/<id>.json).
take_over() {
  local commit="$1" theirs="$scratch/theirs"
  rm -rf "$theirs"
  mkdir "$theirs"
  git fetch --quiet --depth=1 "$remote" "$commit"
  local path name tree
  tree="$(archive_tree "$commit" "$scratch/theirs-index")"
  unpack_tree "$tree" "$theirs"
  while IFS= read -r -d '' path; do
    name="${path#"$theirs"/}"
    if [ ! -e "$directory/$name" ]; then
      case "$name" in
        reports/* | observations/*) [ -e "$directory/pruned/$(basename "$name")" ] && continue ;;
        pruned/*) [ -e "$directory/reports/$(basename "$name")" ] && continue ;;
      esac
      mkdir -p "$(dirname "$directory/$name")"
      cp "$path" "$directory/$name"
    elif [ "${name%%/*}" = reports ] && ! cmp -s "$path" "$directory/$name"; then
      if ! same_inputs "$path" "$directory/$name"; then
        echo "error: $branch has another report $(basename "$name" .json). Build again: it will get a number of its own." >&2
        return 3
      fi
    fi
  done < <(find "$theirs" -type f -print0)
}

same_inputs() {
  local hash='"archive":{"inputsHash":"[^"]*"(,"provisional":true)?}}$'
  [ -n "$(grep -oE "$hash" "$1")" ] && [ "$(grep -oE "$hash" "$1")" = "$(grep -oE "$hash" "$2")" ]
}

# Writes the directory's archive files as a tree and names it.
own_tree() {
  local path name left_out=0
  (cd "$directory" && find . -type f ! -name '.new-*' -print0) >"$scratch/found" || return 3
  while IFS= read -r -d '' path; do
    name="${path#./}"
    if [[ "$name" =~ $archive_layout ]]; then printf '%s\0' "$name"; else left_out=$((left_out + 1)); fi
  done <"$scratch/found" >"$scratch/names"
  [ "$left_out" -eq 0 ] || echo "warning: $left_out files in $directory are no archive's files, and are not pushed." >&2
  rm -f "$scratch/index"
  GIT_INDEX_FILE="$scratch/index" git -c core.autocrlf=false -c core.fileMode=false -C "$directory" \
    --git-dir="$git_dir" --work-tree=. update-index --add -z --stdin <"$scratch/names" || return 3
  GIT_INDEX_FILE="$scratch/index" git write-tree
}

require_report() {
  [ -z "${REPORT:-}" ] || git cat-file -e "$1:reports/$REPORT.json" 2>/dev/null || {
    echo "error: the archive that would be on $branch has no report $REPORT: reports/$REPORT.json is not in $directory." >&2
    return 3
  }
}

for attempt in 1 2 3 4 5; do
  expected="$(remote_commit)"
  [ -z "$expected" ] || take_over "$expected"
  tree="$(own_tree)"
  require_report "$tree"
  if [ -z "$expected" ] && [ -z "$(git ls-tree "$tree")" ]; then
    echo "Nothing to keep: the archive is empty."
    exit 0
  fi
  if [ -n "$expected" ] && [ "$tree" = "$(git rev-parse "$expected^{tree}")" ]; then
    echo "The archive on $branch is as it should be."
    exit 0
  fi
  commit="$(git commit-tree "$tree" -m 'Archive of nightly reports')"
  if git push --quiet --force-with-lease="$ref:$expected" "$remote" "$commit:$ref"; then
    echo "Pushed $(git ls-tree "$tree" reports/ | wc -l | tr -d ' ') reports to $branch."
    exit 0
  fi
  echo "Try $attempt: $branch was pushed to in between, or the remote refused." >&2
  sleep "$((attempt * ${RETRY_SECONDS:-2}))"
done
echo "error: the archive could not be pushed to $branch. The reports are in $directory." >&2
exit 3
