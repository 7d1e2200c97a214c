#!/usr/bin/env bash
# Drift has one open issue as long as there is some. A run that failed says nothing about it.
set -euo pipefail
# shellcheck source=body.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/body.sh"

issues="repos/$GITHUB_REPOSITORY/issues"
number=$(find_ours "$issues?state=open&per_page=100" .number)
case "$EXIT_CODE" in
  0)
    if [[ -n "$number" ]]; then gh api --silent --method PATCH "$issues/$number" -f state=closed; fi
    ;;
  2)
    body=$(mktemp)
    write_body >"$body"
    if [[ -n "$number" ]]; then
      gh api --silent --method PATCH "$issues/$number" -F "body=@$body"
    else
      gh api --silent --method POST "$issues" -f "title=$TITLE" -F "body=@$body"
    fi
    ;;
esac
