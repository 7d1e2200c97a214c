#!/usr/bin/env bash
# Runs a verb of rolecall. Writes what it made into a folder, what it said to the step summary, and numbers to the
# outputs. Always ends with 0: the action's last step ends as rolecall did, after everything was shown.
set -euo pipefail

# Of its own for each project of the repository.
project=$(cd -- "$DIRECTORY" && git rev-parse --show-prefix 2>/dev/null) || project=$DIRECTORY
project=${project%/}
folder="$RUNNER_TEMP/rolecall-${VERB#--}${project:+@${project//\//@}}"
rm -rf "$folder"
mkdir -p "$folder"
plan="$folder/plan.json"
drift="$folder/drift.json"
report="$folder/report.json"
said="$folder/said.md"
summary="$folder/summary.md"
extra=()
while IFS= read -r line; do
  [[ -z "$line" ]] || extra+=("$line")
done <<<"$ARGS"
if [[ -n "$PLAN" ]]; then PLAN=$(realpath -- "$PLAN"); fi
cd -- "$DIRECTORY"

# Names come from clients. No line of what is shown is to be taken for a command of the runner.
guard="rolecall-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
if [[ "$VERB" != validate ]]; then echo "::stop-commands::$guard"; fi

# What is said on stderr goes to the log, and to the summary where something went wrong.
apart=$(mktemp -d)
errors="$apart/errors"
mkfifo "$apart/stderr"
tee "$errors" <"$apart/stderr" >&2 &
code=0
{
  case "$VERB" in
    validate)
      rolecall validate --format github "${extra[@]}" || code=$?
      ;;
    plan)
      rolecall plan --exit-code --out "$plan" --format markdown "${extra[@]}" >"$said" || code=$?
      if [[ -f "$plan" ]]; then
        rolecall show "$plan"
        rolecall show "$plan" --format html >"$folder/plan.html"
      fi
      ;;
    show)
      # A plan that was made elsewhere, such as the one of all shards.
      rolecall show "$PLAN" --format markdown "${extra[@]}" >"$said" || code=$?
      if ((code == 0)); then
        cp -- "$PLAN" "$plan"
        rolecall show "$plan" --format html >"$folder/plan.html"
      fi
      ;;
    apply)
      rolecall apply --plan "$PLAN" --yes --exit-code --report "$report" "${extra[@]}" || code=$?
      if [[ -f "$report" ]]; then rolecall show "$report" --format markdown >"$said"; fi
      ;;
    drift)
      rolecall drift --out "$drift" --format markdown "${extra[@]}" >"$said" || code=$?
      if [[ -f "$drift" ]]; then rolecall show "$drift" --format html >"$folder/drift.html"; fi
      ;;
    *)
      rolecall "$VERB" "${extra[@]}" || code=$?
      ;;
  esac
} 2>"$apart/stderr"
wait
if [[ "$VERB" != validate ]]; then echo "::$guard::"; fi

# Where the runner keeps things is nobody's business: paths of the checkout are relative, those of our folder are names.
shorten() {
  local text place real
  text=$(cat)
  for place in "$folder" "$PWD" "${GITHUB_WORKSPACE:-$PWD}" "$RUNNER_TEMP"; do
    # rolecall says where a folder really is.
    real=$(cd -- "$place" && pwd -P)
    text=${text//"$place/"/}
    text=${text//"$real/"/}
  done
  printf '%s\n' "$text"
}

# Which organization could not be read, and why; where nothing was made, all that was said. Indented, so that Markdown
# reads nothing in it.
if [[ -s "$said" ]]; then
  wrong=$(grep -E '^(error|help):' "$errors" || true)
else
  wrong=$(cat "$errors")
fi
wrong=$(head -n 60 <<<"$wrong" | cut -c1-600)
if [[ -s "$said" || (-n "$wrong" && "$VERB" != validate) ]]; then
  {
    if [[ -n "$wrong" ]]; then printf '%s\n' "$wrong" | sed 's/^/    /'; echo; fi
    cat -- "$said" 2>/dev/null || true
  } | shorten >"$summary"
fi
rm -rf "$said" "$apart"

# Only words and numbers of ours become outputs.
counts() { jq -r "$1 | to_entries[] | select(.value | type == \"number\") | \"\(.key)=\(.value)\"" "$2"; }
{
  echo "exit-code=$code"
  echo "folder=$folder"
  echo "files=$(find "$folder" -type f -size +0 | wc -l)"
  if [[ -s "$summary" ]]; then echo "summary=$summary"; fi
  if [[ -f "$plan" ]]; then
    echo "plan=$plan"
    counts .summary "$plan"
  fi
  if [[ -f "$drift" ]]; then counts .plan.summary "$drift"; fi
} >>"$GITHUB_OUTPUT"
if [[ -s "$summary" ]]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
