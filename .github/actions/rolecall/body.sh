# Sourced by comment.sh and issue.sh.
# shellcheck shell=bash

# What marks our own text: its verb, and the project's folder in the repository, so that several projects keep apart. It
# is looked for at the very beginning of what the token's own account wrote, so that nobody else's text is taken for it.
# shellcheck disable=SC2153 # the action sets VERB and DIRECTORY
folder=$(cd -- "$DIRECTORY" && git rev-parse --show-prefix)
marker="<!-- rolecall:$VERB:${folder%/} -->"

# What GitHub takes in one comment or issue, in characters, less what we write around the summary.
longest=65000

# Writes the marker, what was said, and where the rest is.
write_body() {
  local text=''
  printf '%s\n' "$marker"
  if [[ -n "$folder" ]]; then printf '**%s**\n\n' "${folder%/}"; fi
  if [[ -n "${SUMMARY:-}" && -s "$SUMMARY" ]]; then
    text=$(cat -- "$SUMMARY")
    if ((${#text} > longest)); then
      # Whole lines, and the folded parts that they begin are closed.
      text=${text:0:longest}
      printf '%s\n</details>\n\n_Cut off here: the artifact has all of it._\n' "${text%$'\n'*}"
    else
      printf '%s\n' "$text"
    fi
  else
    printf 'rolecall %s ended with exit code %s and said nothing that can be shown here: see the run.\n' "$VERB" "$EXIT_CODE"
  fi
  printf '\n[The run](%s)' "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  if [[ -n "${ARTIFACT_URL:-}" ]]; then printf ' · [all of it](%s)' "$ARTIFACT_URL"; fi
  printf '\n'
}

# Whose token it is: the workflow's own, an App's, or a person's.
whose() {
  # shellcheck disable=SC2016 # it is GraphQL
  gh api graphql -f 'query=query { viewer { login } }' --jq .data.viewer.login
}

# The first id of ours in a list of comments or issues of the API.
find_ours() {
  local me ids
  me=$(whose)
  [[ "$me" =~ ^[][A-Za-z0-9_-]+$ ]] || { echo '::error::GitHub does not say whose token this is' >&2; return 1; }
  # GraphQL may call an App `name` where the other API calls it `name[bot]`.
  ids=$(gh api --paginate "$1" | jq -r --arg me "$me" --arg marker "$marker" --arg id "$2" '.[]
    | select(.user.login == $me or (.user.type == "Bot" and .user.login == $me + "[bot]"))
    | select(.body // "" | startswith($marker)) | .[$id]')
  printf '%s' "${ids%%$'\n'*}"
}
