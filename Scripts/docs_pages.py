"""The pages of Documentation: converts them to HTML, and runs and compares every command in them.

docs_pages.py html FOLDER   writes each as an HTML page, with the pictures; fails on a dead link
docs_pages.py check         runs the pages in order in one temporary folder, with the tibialis of TIBIALIS
docs_pages.py update        the same, and writes the output into the pages

```console blocks contain commands after "$ " and their output; a line "..." matches any lines. ```pycon blocks are
doctests, an ```r block prints the ```text block that follows. A comment before a block of commands that cannot run here
names the script that runs it instead: <!-- run by Scripts/NAME --> or <!-- untested: REASON -->.
"""
import contextlib
import difflib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = ["install", "first-night", "tables", "before-and-after", "formats"]
ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "Documentation"
BLOCK = re.compile(r"((?:<!--[^\n]*-->\n)?)```(\w*)\n(.*?)^```$", re.S | re.M)
STYLE = """body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#222;background:#fff}
pre{background:#f4f4f4;padding:.7rem;overflow-x:auto;font-size:13px;line-height:1.35}code{font-size:.9em}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}
img{max-width:100%}nav a{margin-right:1rem}"""


def fits(expected, found):
    """Whether the lines are equal; "..." matches any number of them."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "..." else re.escape(line) + r"\n" for line in expected.splitlines())
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in found.splitlines())) is not None


class Runner:
    def __init__(self, folder, update):
        self.folder, self.update, self.faults, self.names, self.count = folder, update, [], {}, 0
        bin_folder = folder / ".bin"
        bin_folder.mkdir()
        (bin_folder / "tibialis").symlink_to(os.environ["TIBIALIS"])
        self.environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
        self.has_r = self.run("Rscript -e 'library(readr)'")[1] == 0

    def run(self, command):
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout, done.returncode

    def compare(self, place, what, expected, found, status=0):
        self.count += 1
        # A signal, except the closed pipe of a command before "head".
        if status < 0 or status >= 128 and status != 141:
            self.faults.append(f"{place}: {what}\n  expected output, found that it crashed with status {status}:\n{found[:600]}")
            return expected
        if fits(expected, found):
            return expected
        if not self.update:
            changes = difflib.unified_diff(expected.splitlines(), [line.rstrip() for line in found.splitlines()], "expected",
                                           "found", lineterm="", n=0)
            self.faults.append("\n  ".join([f"{place}: {what}", *changes])
                               + "\n  Correct the page, or run Scripts/docs --update where the new output is right.")
        return "".join(line.rstrip() + "\n" for line in found.splitlines())

    def page(self, path):
        text = path.read_text("utf-8")
        pending = None
        made, last = [], 0
        for block in BLOCK.finditer(text):
            remark, kind, body = block.groups()
            place = f"{path.relative_to(ROOT)}, line {text.count(chr(10), 0, block.start(2)) + 1}"
            new = body
            if kind == "console":
                new = self.console(place, body)
            elif kind == "pycon":
                new = self.doctest(place, body)
            elif kind == "r":
                pending = body
            elif kind == "text" and pending is not None:
                if self.has_r:
                    (self.folder / "page.R").write_text(pending)
                    new = self.compare(place, "Rscript", body, self.run("Rscript page.R")[0])
                pending = None
            elif kind in ("sh", "bash", "python", "julia"):
                script = re.search(r"run by (Scripts/[\w-]+)", remark)
                if not ("untested:" in remark or script and (ROOT / script[1]).exists()):
                    self.faults.append(f"{place}: expected a comment before this block that says which script runs it")
            made += [text[last:block.start(3)], new]
            last = block.end(3)
        made.append(text[last:])
        # Output after a crash must not be kept.
        if self.update and not self.faults and "".join(made) != text:
            path.write_text("".join(made), "utf-8")

    def console(self, place, body):
        commands = []
        for line in body.splitlines(keepends=True):
            if line.startswith("$ ") or commands and commands[-1][0].endswith("\\\n") and not commands[-1][1]:
                if line.startswith("$ "):
                    commands.append(["", ""])
                commands[-1][0] += line
            else:
                commands[-1][1] += line
        for each in commands:
            found, status = self.run(each[0][2:])
            each[1] = self.compare(place, each[0].strip(), each[1], found, status)
        return "".join(command + output for command, output in commands)

    def doctest(self, place, body):
        test = doctest.DocTestParser().get_doctest(body, self.names, place, place, 0)
        said, before = io.StringIO(), os.getcwd()
        os.chdir(self.folder)
        try:
            result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.write, clear_globs=False)
        finally:
            os.chdir(before)
        self.names.update(test.globs)
        self.count += result.attempted
        if result.failed and not self.update:
            self.faults.append(f"{place}:\n{said.getvalue()}")
        elif result.failed:
            try:
                return self.session(test)
            except Exception as error:
                self.faults.append(f"{place}: {error}")
        return body

    def session(self, test):
        names, lines = {**self.names}, []
        for example in test.examples:
            lines += [(">>> " if not number else "... ") + line for number, line in enumerate(example.source.splitlines())]
            with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.chdir(self.folder):
                exec(compile(example.source, "page", "single"), names)
            lines += said.getvalue().rstrip("\n").splitlines()
        return "\n".join(lines) + "\n"


def run(update):
    with tempfile.TemporaryDirectory() as folder:
        # The pages refer to "SampleData"; their output goes next to it.
        (Path(folder) / "SampleData").symlink_to(ROOT / "SampleData")
        runner = Runner(Path(folder), update)
        for name in PAGES:
            runner.page(SOURCE / f"{name}.md")
    print("\n".join(runner.faults), file=sys.stderr)
    note = "" if runner.has_r else "; R's part was passed over: Rscript with readr is not installed"
    print(f"docs: {runner.count} outputs of {len(PAGES)} pages, {len(runner.faults)} unlike the page{note}")
    return 1 if runner.faults else 0


def html(folder):
    import markdown

    folder.mkdir(parents=True, exist_ok=True)
    made, faults = {}, []
    for name in PAGES:
        text = (SOURCE / f"{name}.md").read_text("utf-8")
        body = markdown.markdown(text, extensions=["tables", "fenced_code", "toc"])
        made[name] = re.sub(r'href="([\w-]+)\.md', r'href="\1.html', body)
    titles = {name: re.search(r"<h1[^>]*>(.*?)</h1>", body)[1] for name, body in made.items()}
    menu = " ".join(f'<a href="{name}.html">{title}</a>' for name, title in titles.items())
    anchors = {name: set(re.findall(r'id="([^"]+)"', body)) for name, body in made.items()}
    for name, body in made.items():
        for kind, target in re.findall(r'(href|src)="([^"]+)"', body):
            page, _, anchor = target.partition("#")
            key = page.removesuffix(".html") or name
            if re.match(r"https?:", target):
                continue
            if kind == "src":
                picture = (SOURCE / target).resolve()
                if picture.exists():
                    shutil.copy(picture, folder / picture.name)
                    made[name] = made[name].replace(f'src="{target}"', f'src="{picture.name}"')
                    continue
            elif key in made and (not anchor or anchor in anchors[key]):
                continue
            faults.append(f"Documentation/{name}.md: expected a page, an anchor or a picture, found nothing at {target}")
        page = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{titles[name]} - Tibialis</title>'
        page += f"<style>{STYLE}</style><nav>{menu}</nav>\n{made[name]}\n</html>\n"
        (folder / f"{name}.html").write_text(page, "utf-8")
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(html(Path(sys.argv[2])) if sys.argv[1] == "html" else run(update=sys.argv[1] == "update"))
