#!/usr/bin/env bash
# Keeps one comment on a pull request up to date.
set -euo pipefail
# shellcheck source=body.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/body.sh"

[[ "$NUMBER" =~ ^[0-9]+$ ]] || { echo "::error::not the number of a pull request"; exit 64; }
body=$(mktemp)
write_body >"$body"
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
id=$(find_ours "$comments?per_page=100" id)
if [[ -n "$id" ]]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$body"
else
  gh api --silent --method POST "$comments" -F "body=@$body"
fi
