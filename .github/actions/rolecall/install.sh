#!/usr/bin/env bash
# Installs rolecall, and prints the folder that it is in:
#   REPOSITORY and REV         builds that commit of that repository with cargo; REV is a full digest
#   REPOSITORY, VERSION, SHA256  takes a release: the archive at REPOSITORY itself where that ends in .tar.gz, else
#                              REPOSITORY/releases/download/vVERSION/rolecall-VERSION-TARGET.tar.gz
#   SOURCE                     builds a checkout
# Without any of them, rolecall has to be on the PATH. What is installed lives under its digest, so that another digest
# is another binary. There is no default: whoever runs this hands credentials to what it installs.
set -euo pipefail

root="${ROLECALL_CI_HOME:-$HOME/.rolecall-ci}"
SOURCE=${SOURCE:-} REV=${REV:-} VERSION=${VERSION:-} SHA256=${SHA256:-} REPOSITORY=${REPOSITORY:-}

fail() {
  if [[ -n "${GITHUB_ACTIONS:-}" ]]; then echo "::error::$1"; fi
  printf '%s\n' "$1" >&2
  exit 64
}

# build FOLDER ARGS…: by cargo, with nothing of this environment but what cargo needs: no credential is in that of a
# build script.
build() {
  local name kept=()
  for name in PATH HOME TMPDIR CARGO_HOME RUSTUP_HOME RUSTUP_TOOLCHAIN CC CARGO_HTTP_CAINFO SSL_CERT_FILE SSL_CERT_DIR \
    HTTPS_PROXY https_proxy HTTP_PROXY http_proxy ALL_PROXY all_proxy NO_PROXY no_proxy; do
    if [[ -n "${!name:-}" ]]; then kept+=("$name=${!name}"); fi
  done
  env -i "${kept[@]}" cargo install --locked --root "$@" >&2
}

target() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    *) fail "there is no archive for $(uname -s) on $(uname -m): set rev instead of version" ;;
  esac
}

# release FOLDER: what doesn't have the digest is not unpacked.
release() {
  local work url=$REPOSITORY
  work=$(mktemp -d)
  [[ "$url" == *.tar.gz ]] || url="${url%/}/releases/download/v$VERSION/rolecall-$VERSION-$(target).tar.gz"
  curl --proto '=https,file' --proto-redir '=https' --fail --location --silent --show-error --retry 2 --max-time 300 \
    --output "$work/archive" -- "$url"
  (cd "$work" && echo "$SHA256  archive" | if command -v sha256sum >/dev/null; then sha256sum --check --strict -; else shasum -a 256 -c -; fi) >&2 ||
    fail "$url is not the archive with the digest $SHA256"
  tar -xzf "$work/archive" -C "$work" --strip-components=1
  mkdir -p "$1/bin"
  mv "$work/rolecall" "$1/bin/rolecall"
  rm -rf "$work"
}

folder='' digest=''
if [[ -n "$SOURCE" ]]; then
  folder="$root/checkout"
  build "$folder" --path "$SOURCE"
elif [[ -n "$REV$SHA256$VERSION" ]]; then
  [[ -n "$REPOSITORY" ]] || fail 'repository is empty: set the repository or the archive that rolecall is installed from'
  digest="$REV$SHA256"
  folder="$root/$digest"
  if [[ -n "$REV" ]]; then
    [[ -z "$SHA256$VERSION" ]] || fail 'set rev, or version with sha256, not both'
    [[ "$REV" =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]] || fail 'rev has to be a full digest: a branch or tag can be moved'
    [[ -x "$folder/bin/rolecall" ]] || build "$folder" --git "$REPOSITORY" --rev "$REV" rolecall
  else
    [[ "$SHA256" =~ ^[0-9a-f]{64}$ ]] || fail 'version needs sha256, the digest of its archive: a release can be replaced'
    [[ "$VERSION" =~ ^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$ ]] || fail 'sha256 needs version, as in 1.2.3'
    [[ -x "$folder/bin/rolecall" ]] || release "$folder"
  fi
elif ! command -v rolecall >/dev/null; then
  fail 'nothing says where rolecall is installed from: set repository and rev (a full digest), or repository, version and sha256'
fi
if [[ -n "$folder" ]]; then
  export PATH="$folder/bin:$PATH"
  if [[ -n "${GITHUB_PATH:-}" ]]; then
    echo "$folder/bin" >>"$GITHUB_PATH"
    echo "ROLECALL_INSTALLED=$digest" >>"$GITHUB_ENV"
  fi
  echo "$folder/bin"
fi
rolecall --version >&2
