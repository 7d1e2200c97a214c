"""Prints a Homebrew formula: formula.py VERSION URL SHA256SUMS. URL is the folder that holds the archives."""

import sys
from pathlib import Path

version, url, sums = sys.argv[1], sys.argv[2].rstrip("/"), Path(sys.argv[3]).read_text()
digests = {name: digest for digest, name in (line.split() for line in sums.splitlines())}
systems = {
    ("macos", "arm"): "aarch64-apple-darwin",
    ("macos", "intel"): "x86_64-apple-darwin",
    ("linux", "arm"): "aarch64-unknown-linux-musl",
    ("linux", "intel"): "x86_64-unknown-linux-musl",
}


def block(system):
    lines = []
    for (of, processor), target in systems.items():
        name = f"rolecall-{version}-{target}.tar.gz"
        if of == system and name in digests:
            lines += [
                f"    on_{processor} do",
                f'      url "{url}/{name}"',
                f'      sha256 "{digests[name]}"',
                "    end",
            ]
    return [f"  on_{system} do", *lines, "  end", ""] if lines else []


if not any(name.endswith(".tar.gz") for name in digests):
    sys.exit("no archive that Homebrew could install is among the sums")
print("\n".join([
    "class Rolecall < Formula",
    '  desc "Keeps respond.io organizations as YAML in Git"',
    f'  homepage "{url}"',
    f'  version "{version}"',
    '  license any_of: ["MIT", "Apache-2.0"]',
    "",
    *block("macos"),
    *block("linux"),
    "  def install",
    '    bin.install "rolecall"',
    '    man1.install Dir["man/*.1"]',
    '    bash_completion.install "completions/rolecall.bash" => "rolecall"',
    '    zsh_completion.install "completions/_rolecall"',
    '    fish_completion.install "completions/rolecall.fish"',
    "  end",
    "",
    "  test do",
    '    system bin/"rolecall", "init", "--platform", "sandbox", "--ci", "none"',
    '    assert_match "Apply it", shell_output("#{bin}/rolecall plan")',
    "  end",
    "end",
]))
