#!/usr/bin/env bash
# Keeps one note on the merge request up to date, of what is in plan.md, or else in plan.log.
# rolecall-note.sh PROJECT EXIT_CODE: the project's folder in the repository, and how planning ended.
#
# ROLECALL_GITLAB_TOKEN: a project access token with the role Reporter and the scope `api`; masked and protected. The job's
# own token can't write notes.
set -euo pipefail

project=${1#.} code=$2
# What marks our own note: the project's folder keeps several projects apart. It is looked for at the very beginning of
# what the token's own account wrote, so that nobody else's note is ever taken for it.
marker="<!-- rolecall:plan:$project -->"

if [[ -z "${ROLECALL_GITLAB_TOKEN:-}" ]]; then
  echo 'no note on the merge request: there is no ROLECALL_GITLAB_TOKEN here. It is protected: only protected branches of this project get it.'
  exit 0
fi
[[ "$ROLECALL_GITLAB_TOKEN" =~ ^[A-Za-z0-9_.-]+$ ]] || { echo 'ROLECALL_GITLAB_TOKEN is no token of GitLab' >&2; exit 64; }
[[ "$CI_PROJECT_ID" =~ ^[0-9]+$ && "$CI_MERGE_REQUEST_IID" =~ ^[0-9]+$ ]] || { echo 'not in a pipeline of a merge request' >&2; exit 64; }
notes="projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"

# api PATH [OPTIONS…]: asks GitLab. The token goes through a pipe, so that no list of processes shows it.
api() {
  local path=$1; shift
  printf 'header = "PRIVATE-TOKEN: %s"\n' "$ROLECALL_GITLAB_TOKEN" |
    curl --config - --silent --show-error --fail --max-time 30 "$@" "$CI_API_V4_URL/$path"
}

# Errors, each with its help: which organization could not be read, and why. Indented, Markdown reads nothing in it.
write_errors() {
  local wrong
  if [[ -s plan.md ]]; then wrong=$(grep -E '^(error|help):' plan.log || true); else wrong=$(cat plan.log); fi
  [[ -z "$wrong" ]] || head -n 60 <<<"$wrong" | cut -c1-600 | sed 's/^/    /'
}

# What was said, without the runner's paths.
write_said() {
  local text place real
  text=$(write_errors; echo; cat plan.md 2>/dev/null || true)
  for place in "$CI_PROJECT_DIR.rolecall-base" "$CI_PROJECT_DIR"; do
    # rolecall says where a folder really is.
    real=$(cd -- "$place" && pwd -P)
    text=${text//"$place/"/}
    text=${text//"$real/"/}
  done
  printf '%s\n' "$text"
}

write_body() {
  printf '%s\n' "$marker"
  if [[ -n "$project" ]]; then printf '**%s**\n\n' "$project"; fi
  if ((code != 0 && code != 2)); then printf 'rolecall ended with exit code %s.\n\n' "$code"; fi
  write_said
  printf '\n[The job](%s)' "$CI_JOB_URL"
  if [[ -s plan.html ]]; then printf ' · [the whole plan](%s/artifacts/file/plan.html)' "$CI_JOB_URL"; fi
  printf '\n'
}

# The first note of ours, oldest first; nothing where there is none.
find_ours() {
  local me page=1 list id
  me=$(api user | jq -r .id)
  while true; do
    list=$(api "$notes?sort=asc&order_by=created_at&per_page=100&page=$page")
    id=$(jq -r --argjson me "$me" --arg marker "$marker" \
      '[.[] | select(.author.id == $me and (.body // "" | startswith($marker))) | .id][0] // empty' <<<"$list")
    if [[ -n "$id" || $(jq length <<<"$list") -lt 100 ]]; then break; fi
    page=$((page + 1))
  done
  printf '%s' "$id"
}

body=$(mktemp)
trap 'rm -f "$body"' EXIT
write_body >"$body"
id=$(find_ours)
if [[ -n "$id" ]]; then
  api "$notes/$id" --request PUT --data-urlencode "body@$body" --output /dev/null
  echo 'the note on the merge request is up to date'
else
  api "$notes" --data-urlencode "body@$body" --output /dev/null
  echo 'the plan is a note on the merge request'
fi
