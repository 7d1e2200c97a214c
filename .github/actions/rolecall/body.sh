# Sourced by comment.sh and issue.sh.
# shellcheck shell=bash

# What marks our own text. It is looked for at the very beginning of what the bot wrote, so that nobody else's text
# is ever taken for it.
marker="<!-- rolecall:$VERB -->"
bot='github-actions[bot]'

# Writes the marker, what was said, and where the rest is.
write_body() {
  printf '%s\n' "$marker"
  if [[ -n "${SUMMARY:-}" && -s "$SUMMARY" ]]; then
    cat -- "$SUMMARY"
  else
    printf 'rolecall %s ended with exit code %s and said nothing that can be shown here: see the run.\n' "$VERB" "$EXIT_CODE"
  fi
  printf '\n[The run](%s)' "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  if [[ -n "${ARTIFACT_URL:-}" ]]; then printf ' · [the whole plan](%s)' "$ARTIFACT_URL"; fi
  printf '\n'
}

# The first id of ours in a list of comments or issues of the API.
find_ours() {
  local ids
  ids=$(gh api --paginate "$1" --jq ".[] | select(.user.login == \"$bot\" and (.body // \"\" | startswith(\"$marker\"))) | $2")
  printf '%s' "${ids%%$'\n'*}"
}
