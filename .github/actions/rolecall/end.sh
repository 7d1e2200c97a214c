#!/usr/bin/env bash
# Ends the job as rolecall ended, after everything was shown. Pending steps (2) and steps left to a person (6) are news,
# not failures. An organization that was refused or could not be read is one, whatever else there is to tell.
set -euo pipefail

case "$EXIT_CODE" in 0 | 2 | 6) ;; *) exit "$EXIT_CODE" ;; esac
if ((${REFUSED:-0})); then exit 3; fi
if ((${UNREAD:-0})); then exit 1; fi
