#!/usr/bin/env bash
# Installs rolecall from a checkout, a commit or a release; without any of them, looks whether it is there.
set -euo pipefail

root="$HOME/.rolecall-ci"
bin="$root/bin"
if [[ -n "$SOURCE" ]]; then
  cargo install --locked --root "$root" --path "$SOURCE"
elif [[ -n "$REV" ]]; then
  if [[ ! "$REV" =~ ^[0-9a-f]{40}$ ]]; then
    echo "::error::rev has to be a full digest: a branch or tag can be moved"
    exit 64
  fi
  [[ -x "$bin/rolecall" ]] || cargo install --locked --root "$root" --git "$REPOSITORY" --rev "$REV" rolecall
elif [[ -n "$VERSION" ]]; then
  [[ -x "$bin/rolecall" ]] || cargo install --locked --root "$root" --version "=$VERSION" rolecall
fi
if [[ -x "$bin/rolecall" ]]; then
  echo "$bin" >>"$GITHUB_PATH"
  export PATH="$bin:$PATH"
fi
rolecall --version
