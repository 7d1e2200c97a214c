#!/usr/bin/env bash
# Runs a verb of rolecall. Writes what it made into a folder, what it said to the step summary, and numbers to the
# outputs. Always ends with 0: the action's last step ends as rolecall did, after everything was shown.
set -euo pipefail

folder="$RUNNER_TEMP/rolecall-$VERB"
rm -rf "$folder"
mkdir -p "$folder"
plan="$folder/plan.json"
report="$folder/report.json"
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

code=0
case "$VERB" in
  validate)
    rolecall validate --format github "${extra[@]}" || code=$?
    ;;
  plan)
    rolecall plan --exit-code --out "$plan" --format markdown "${extra[@]}" >"$summary" || code=$?
    if [[ -f "$plan" ]]; then
      rolecall show "$plan"
      rolecall show "$plan" --format html >"$folder/plan.html"
    fi
    ;;
  apply)
    rolecall apply --plan "$PLAN" --yes --exit-code --report "$report" "${extra[@]}" || code=$?
    if [[ -f "$report" ]]; then rolecall show "$report" --format markdown >"$summary"; fi
    ;;
  drift)
    rolecall drift --format markdown "${extra[@]}" >"$summary" || code=$?
    ;;
  *)
    rolecall "$VERB" "${extra[@]}" || code=$?
    ;;
esac
if [[ "$VERB" != validate ]]; then echo "::$guard::"; fi

{
  echo "exit-code=$code"
  echo "folder=$folder"
  echo "files=$(find "$folder" -type f -size +0 | wc -l)"
  if [[ -s "$summary" ]]; then echo "summary=$summary"; fi
  if [[ -f "$plan" ]]; then
    echo "plan=$plan"
    # Only words and numbers of ours become outputs.
    jq -r '.summary | to_entries[] | select(.value | type == "number") | "\(.key)=\(.value)"' "$plan"
  fi
} >>"$GITHUB_OUTPUT"
if [[ -s "$summary" ]]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
