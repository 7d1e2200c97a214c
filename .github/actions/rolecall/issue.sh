#!/usr/bin/env bash
# Drift has one open issue as long as there is some: opened and updated also where another organization could not be
# read, closed only where all were and nothing differs.
set -euo pipefail
# shellcheck source=body.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/body.sh"

issues="repos/$GITHUB_REPOSITORY/issues"
case "$EXIT_CODE" in
  0)
    number=$(find_ours "$issues?state=open&per_page=100" number)
    if [[ -n "$number" ]]; then gh api --silent --method PATCH "$issues/$number" -f state=closed; fi
    ;;
  2)
    number=$(find_ours "$issues?state=open&per_page=100" number)
    body=$(mktemp)
    write_body >"$body"
    if [[ -n "$number" ]]; then
      gh api --silent --method PATCH "$issues/$number" -F "body=@$body"
    else
      gh api --silent --method POST "$issues" -f "title=$TITLE" -F "body=@$body"
    fi
    ;;
esac
