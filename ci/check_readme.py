#!/usr/bin/env python3
"""Keeps the code in README.md and in the guides true: every fenced block is compiled, run or compared.

    ci/check_readme.py extract --out DIR DOCUMENT...   writes each cpp block to DIR; CMake builds them
    ci/check_readme.py check --bin DIR DOCUMENT...     runs the rules; DIR has the built programs

Rules, by the language of the block:
  cpp    a whole program, or tests (TEST, TEST_F, TEST_P): built as <document>_<n>, must exit with 0
  sh     each line by itself. ci/*.sh: the script is executable and its --help names the options used;
         ci/quickstart.sh also runs its program. build/<preset>/bin/X: its --help names the options
         used. cmake/ctest with --preset: the preset exists. ls, cat, file arguments: run as they are
  cmake  each line stands in one of the projects of ci/consumers
  json   parses; after <!-- config -->: spikelet-server takes it as its --config
  text   only after <!-- output -->: what the cpp block before it prints
A block in another language, or without one, is an error. So is a relative link to a missing file."""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
FENCE = re.compile(r"^( *)```(\S*)\s*$")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


class Block:
    def __init__(self, document, line, language, marker):
        self.document, self.line, self.language, self.marker = document, line, language, marker
        self.lines = []
        self.name = None  # of the program, for cpp

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"

    @property
    def place(self):
        return f"{os.path.relpath(self.document, ROOT)}:{self.line}"


def blocks_of(document):
    """The fenced blocks, each with the HTML comment that stands right before it."""
    stem = re.sub(r"\W+", "_", os.path.splitext(os.path.basename(document))[0]).lower()
    blocks, current, indent, marker = [], None, "", None
    with open(document, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            fence = FENCE.match(line)
            if current is not None:
                if fence and not fence[2]:
                    blocks.append(current)
                    current = None
                else:
                    current.lines.append(line.removeprefix(indent))
            elif fence:
                current, indent = Block(document, number, fence[2], marker), fence[1]
                marker = None
            elif line.strip():
                comment = re.fullmatch(r"<!--\s*(.*?)\s*-->", line.strip())
                marker = comment[1] if comment else None
    if current is not None:
        raise SystemExit(f"{current.place}: the block is not closed")
    programs = [b for b in blocks if b.language == "cpp"]
    for number, block in enumerate(programs, 1):
        block.name = f"{stem}_{number}"
    return blocks


def extract(documents, out):
    os.makedirs(out, exist_ok=True)
    for document in documents:
        for block in blocks_of(document):
            if block.language != "cpp":
                continue
            path = os.path.join(out, block.name + ".cpp")
            text = f'#line {block.line + 1} "{document}"\n{block.text}'
            old = None
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    old = file.read()
            if old != text:  # an unchanged block is not compiled again
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            kind = "test" if re.search(r"^TEST(_F|_P)?\(", block.text, re.M) else "program"
            print(f"{block.name}:{kind}")


def run(command):
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120, check=False)
    if done.returncode:
        raise ValueError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check_options(command, words):
    text = run([command, "--help"])
    for word in words:
        option = word.split("=")[0]
        if option.startswith("--") and not re.search(re.escape(option) + r"\b", text):
            raise ValueError(f"{option} is not in the help of {os.path.basename(command)}")


def check_shell_line(line, binaries):
    words = shlex.split(line, comments=True)
    if not words:
        return
    command = words[0]
    if re.fullmatch(r"(\./)?ci/[\w-]+\.sh", command):
        path = os.path.join(ROOT, command)
        if not os.access(path, os.X_OK):
            raise ValueError(f"{command} is missing or not executable")
        check_options(path, words[1:])
        if command.endswith("quickstart.sh"):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            program = re.search(r"^program=build/release/bin/(\S+)$", text, re.M)
            arguments = re.search(r"^arguments=\((.*)\)$", text, re.M)
            run([os.path.join(binaries, program[1]), *shlex.split(arguments[1])])
    elif match := re.fullmatch(r"(\./)?build/\w+/bin/([\w-]+)", command):
        check_options(os.path.join(binaries, match[2]), words[1:])
    elif command in ("cmake", "ctest") and "--preset" in words:
        with open(os.path.join(ROOT, "CMakePresets.json"), encoding="utf-8") as file:
            presets = {p["name"] for p in json.load(file)["configurePresets"] if not p.get("hidden")}
        if words[words.index("--preset") + 1] not in presets:
            raise ValueError("there is no such preset")
    elif command in ("ls", "cat"):
        run(words)
    else:
        raise ValueError(f"no rule for the command {command}")


def check_cmake(block):
    known = set()
    for folder, _, names in os.walk(os.path.join(ROOT, "ci/consumers")):
        for name in names:
            if name == "CMakeLists.txt":
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    known.update(line.strip() for line in file)
    for line in block.lines:
        if line.strip() and line.strip() not in known:
            raise ValueError(f"no project of ci/consumers has this line: {line}")


def check_block(block, binaries, printed):
    if block.language == "cpp":
        printed[block.document] = run([os.path.join(binaries, "readme", block.name)])
    elif block.language == "sh":
        for line in block.lines:
            for part in line.split("&&"):
                check_shell_line(part, binaries)
    elif block.language == "cmake":
        check_cmake(block)
    elif block.language == "json":
        json.loads(block.text)
        if block.marker == "config":
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
                file.write(block.text)
                file.flush()
                run([os.path.join(binaries, "spikelet-server"), "run", "--config", file.name, "--", "true"])
    elif block.language == "text" and block.marker == "output":
        if printed.get(block.document) != block.text:
            raise ValueError(f"the program before it prints:\n{printed.get(block.document)}")
    else:
        raise ValueError(f"no rule for a block '{block.language}'; see ci/check_readme.py")


def check(documents, binaries):
    count = failed = 0
    for document in documents:
        printed = {}
        for block in blocks_of(document):
            count += 1
            try:
                check_block(block, binaries, printed)
            except (ValueError, OSError, subprocess.TimeoutExpired) as reason:
                failed += 1
                print(f"{block.place}: {reason}")
        with open(document, encoding="utf-8") as file:
            for target in LINK.findall(file.read()):
                if "://" not in target and not os.path.exists(os.path.join(os.path.dirname(document), target)):
                    failed += 1
                    print(f"{os.path.relpath(document, ROOT)}: a link to {target}, which does not exist")
    print(f"{len(documents)} documents, {count} blocks, {failed} findings")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["extract", "check"])
    parser.add_argument("documents", nargs="+")
    parser.add_argument("--out")
    parser.add_argument("--bin")
    arguments = parser.parse_args()
    documents = [os.path.abspath(d) for d in arguments.documents]
    if arguments.command == "extract":
        extract(documents, arguments.out or parser.error("extract needs --out"))
        return 0
    return check(documents, os.path.abspath(arguments.bin or parser.error("check needs --bin")))


if __name__ == "__main__":
    sys.exit(main())
