#!/usr/bin/env bash
# Pushes ARCHIVE_DIR as one squashed commit to an orphan branch, so that the repository's history does not grow.
#
# Reports on the branch are never lost: files that exist only there are copied first, and a report with different content on
# both sides is an error. If the branch has changed in between, the push is refused (--force-with-lease) and retried from
# the new state.
set -euo pipefail
remote="${ARCHIVE_REMOTE:-origin}"
branch="${ARCHIVE_BRANCH:-monitor-archive}"
directory="${ARCHIVE_DIR:-archive}"
ref="refs/heads/$branch"

[ -d "$directory" ] || { echo "error: ARCHIVE_DIR $directory is not a directory." >&2; exit 2; }
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
  git archive --format=tar "$commit" | tar -x -C "$theirs"
  local path name
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
  local hash='"archive":{"inputsHash":"[^"]*"}}$'
  [ -n "$(grep -oE "$hash" "$1")" ] && [ "$(grep -oE "$hash" "$1")" = "$(grep -oE "$hash" "$2")" ]
}

for attempt in 1 2 3 4 5; do
  expected="$(remote_commit)"
  [ -z "$expected" ] || take_over "$expected"
  export GIT_INDEX_FILE="$scratch/index"
  rm -f "$GIT_INDEX_FILE"
  git -c core.autocrlf=false -C "$directory" --git-dir="$git_dir" --work-tree=. add --all --force -- . ':(exclude,glob)**/.new-*'
  tree="$(git write-tree)"
  unset GIT_INDEX_FILE
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
    echo "Pushed $(find "$directory/reports" -name '*.json' 2>/dev/null | wc -l | tr -d ' ') reports to $branch."
    exit 0
  fi
  echo "Try $attempt: $branch was pushed to in between, or the remote refused." >&2
  sleep "$((attempt * ${RETRY_SECONDS:-2}))"
done
echo "error: the archive could not be pushed to $branch. The reports are in $directory." >&2
exit 3
