"""Drives Debian's chromium over the pages of a report. Called by Scripts/browser-test."""

import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORT = ROOT / "SampleData/generated/report"
RESULTS = ROOT / "SampleData/generated/results"
SCREENSHOTS = ROOT / ".scratch/screenshots"
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}
failures = []


def check(truth, what):
    print(("ok    " if truth else "FAIL  ") + what)
    if not truth:
        failures.append(what)


class Watched:
    """A page that records every request and every console message."""

    def __init__(self, browser, path, size):
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.requests, self.messages = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        start = time.monotonic()
        self.page.goto(path.resolve().as_uri())
        self.seconds = time.monotonic() - start

    def is_silent(self, name):
        foreign = [url for url in self.requests[1:] if not url.startswith("blob:") and url != self.page.url]
        check(not foreign, f"{name}: no request beside the page {foreign[:2]}")
        check(not self.messages, f"{name}: no console message {self.messages[:2]}")


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def marks(page, selector):
    return page.locator(selector).count()


def test_night(browser):
    night = RESULTS / "sub-01/ses-20260217"
    movements, combined = rows(night / "leg_movements.tsv"), rows(night / "movements_wasm2016.tsv")
    misses = rows(night / "near_misses.tsv")
    opened = Watched(browser, REPORT / "night.html", SIZES["laptop"])
    page = opened.page
    check(opened.seconds < 1, f"night page opens in {opened.seconds:.2f} s, under 1 s")
    size = (REPORT / "night.html").stat().st_size
    check(size < 3_000_000, f"night page with viewer has {size} bytes, under 3 MB")
    for leg, name in (("L", "left"), ("R", "right")):
        wanted = sum(row["leg"] == leg for row in movements)
        check(marks(page, f".movements-{name} rect") == wanted, f"{wanted} movements of the {name} leg drawn")
    periodic = sum(row["periodic"] == "true" for row in combined)
    check(marks(page, ".periodic-wasm2016 line") == periodic, f"{periodic} periodic movements drawn")
    result = json.loads((night / "result.json").read_text())
    index = result["rule_sets"]["wasm2016"]["plms_index"]
    check(page.locator(".answer .big").first.inner_text() == f"{index:.1f}", "the answer is the index of result.json")
    check(marks(page, ".line-15 line") == 1, "one line at 15/h")
    long_misses = sum(float(row["duration_s"]) >= 0.1 for row in misses)
    check(marks(page, "#rows tr") == len(movements) + long_misses, "near misses of under 0.1 s are folded away")

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)

    def chosen():
        return page.locator("#rows tr.selected td").all_inner_texts()

    first = chosen()
    press("n", "n", "r")
    check(chosen() == first, "without focus and pointer a letter is the page's")
    page.locator("#trace").focus()
    press("x")
    check(marks(page, "#rows tr") == len(movements) + len(misses), "every movement and near miss is in the table when asked for")
    press("n", "n")
    third = chosen()
    check(first != third, "n goes to the next movement")
    press("p", "p")
    check(chosen() == first, "p goes back")
    press("Control+n", "Alt+n")
    check(chosen() == first, "with a modifier a letter is the browser's")
    for field in ("<input>", "<textarea></textarea>", "<p contenteditable>x</p>"):
        page.evaluate("""markup => {
          const place = document.createElement('div');
          place.id = 'typed'; place.innerHTML = markup;
          document.body.append(place); place.firstChild.focus();
        }""", field)
        press("n", "r", "u")
        check(chosen() == first and page.evaluate("""() => {
          const field = document.getElementById('typed').firstChild;
          return (field.value ?? field.textContent).includes('nru');
        }"""), f"letters typed into {field} are text")
        page.evaluate("document.getElementById('typed').remove()")
    page.locator("#trace").focus()
    press("m", "m")
    check(marks(page, "#rows tr") == sum(
        row["wasm2016"].isdigit() and combined[int(row["wasm2016"]) - 1]["periodic"] == "true" for row in movements),
        "the filter shows the periodic movements alone")
    press("t")
    check("AASM 3" in page.locator("#fact").inner_text(), "t changes the rule set")
    press("t", "m")
    check(marks(page, "#rows tr") == len(misses), "near misses alone")
    press("n", "a", "m", "m")  # the first near miss after the chosen moment becomes a movement
    page.locator("#rows tr").nth(2).click()
    press("r")
    page.locator("#rows tr").nth(4).click()
    moved = movements_by_time(movements, misses)[4]
    press("]", "]", "}")
    page.locator("#rows tr").nth(6).click()
    press("r", "u", "i")
    with page.expect_download() as download:
        press("d")
    text = pathlib.Path(download.value.path()).read_text()
    (SCREENSHOTS / "corrected.tsv").write_text(text)
    key = result["key"]
    first_line, *rest = text.strip().split("\n")
    check(first_line == f"# tibialis corrections of night {key}", "the first line of the download names the night's key")
    check(key in download.value.suggested_filename, "the name of the download holds the key")
    lines = [line.split("\t") for line in rest]
    check(lines[0][:4] == ["onset", "duration", "trial_type", "leg"], "the download is a Tibialis events table")
    found = lines[1:]
    check(len(found) == len(movements) - 1 + 1 + 1, "one rejected, one near miss and one of our own added")
    check(sum(line[4] == "near_miss" for line in found) == 1, "the accepted near miss is there")
    check(sum(line[4] == "added" for line in found) == 1, "the added movement is there")
    edited = [line for line in found if line[5] == "edge_moved"]
    onset, duration = float(moved["onset_s"]), float(moved["duration_s"])
    check(len(edited) == 1 and abs(float(edited[0][0]) - onset - 0.1) < 1e-6
          and abs(float(edited[0][1]) - duration + 0.05) < 1e-6, "the moved edges are there to the digit")
    review(night, SCREENSHOTS / "corrected.tsv", onset)
    kept(page, text, key)
    wheel(page)
    frames = page.evaluate("""async () => {
      document.getElementById('trace').focus({preventScroll: true});
      const press = key => document.dispatchEvent(new KeyboardEvent('keydown', {key}));
      press('w'); const times = [];
      for (let i = 0; i < 60; i++) {
        press(i % 2 ? 'ArrowRight' : 'ArrowLeft');
        const start = performance.now();
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[30];
    }""")
    check(frames < 25, f"a frame of the whole night takes {frames:.1f} ms (median)")
    opened.is_silent("night page")
    opened.context.close()


def download_again(page):
    page.locator("#trace").focus()
    with page.expect_download() as download:
        page.keyboard.press("d")
    return pathlib.Path(download.value.path()).read_text()


def kept(page, text, key):
    """Corrections are restored after a reload and from their file; a file of another night is refused."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    check("earlier corrections" in page.locator("#fact").inner_text(), "a reload brings the corrections back")
    check(download_again(page) == text, "and they are the same")
    check(not asked, "nothing is asked where a file holds them all")
    page.locator("#rows tr").nth(9).click()
    seen = int(page.locator("#seen").inner_text().split()[0])
    check(2 <= seen <= 30, f"{seen} have been seen: those that were chosen")
    page.keyboard.press("r")
    check("Not in a file yet" in page.locator("#seen").inner_text(), "what is in no file yet is said")
    page.reload()
    check(asked == ["beforeunload"], "leaving with corrections that are in no file asks")
    page.evaluate("localStorage.clear()")
    page.locator("#corrections").set_input_files(SCREENSHOTS / "corrected.tsv")
    page.locator("#fact", has_text="was loaded").wait_for()
    check(download_again(page) == text, "a file of corrections is taken back to the byte")
    foreign = SCREENSHOTS / "foreign.tsv"
    foreign.write_text(text.replace(key, "0" * 12))
    page.locator("#corrections").set_input_files(foreign)
    page.locator("#fact", has_text="not a corrections file").wait_for()
    check(download_again(page) == text, "a file of another night changes nothing")
    page.locator("#time").fill("03:15")
    page.locator("#time").press("Enter")
    page.locator("#trace").focus()
    page.keyboard.press("n")
    check(page.locator("#rows tr.selected td").first.inner_text() >= "03:1", "a jump to a time, and on from there")
    page.keyboard.press("l")
    check("edge moved" in page.locator("#rows tr.selected td").last.inner_text(), "a movement changes its leg")
    page.keyboard.press("u")
    page.keyboard.press("]")
    page.keyboard.press("s")
    page.keyboard.press("u")
    page.keyboard.press("u")
    check(download_again(page).count("edge_moved") == text.count("edge_moved"), "undo takes leg, edge and snap back")


def wheel(page):
    """The wheel scrolls the page, with Ctrl it zooms the picture; the whole viewer is visible at once."""
    box = page.locator("#trace").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(200)
    after = page.evaluate("scrollY")
    check(after > before, "the wheel scrolls the page")
    page.keyboard.down("Control")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(200)
    page.keyboard.up("Control")
    check(page.evaluate("scrollY") == after, "with Ctrl it does not")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate("document.getElementById('viewer').scrollIntoView()")
    for part in ("#trace", "#fact", "[data-command=download]", "#list", "#rows tr.selected"):
        box = page.locator(part).bounding_box()
        check(box and box["y"] >= 0 and box["y"] + box["height"] <= 768, f"at 768 px height {part} is seen with the trace {box}")
    page.screenshot(path=SCREENSHOTS / "viewer-768.png")


def review(night, corrected, moved_onset):
    """`tibialis review` reports the corrections that were made."""
    copy = SCREENSHOTS / "night"
    shutil.copytree(night, copy)
    run = subprocess.run(
        [os.environ["TIBIALIS"], "review", copy, "--corrected", corrected],
        capture_output=True, text=True, timeout=60)
    check(run.returncode == 0, f"review takes the corrections in {run.stderr[:200]}")
    check("2 added, 1 removed, 1 moved" in run.stdout, "review finds 2 added, 1 removed, 1 moved: " + run.stdout.split("\n")[0])
    check(f"{moved_onset + 0.1:.3f}" in run.stdout, "review names the moved onset")
    shutil.rmtree(copy)


def movements_by_time(movements, misses):
    return sorted(movements + misses, key=lambda row: (float(row["onset_s"]), row["leg"]))


def test_study(browser):
    opened = Watched(browser, REPORT / "study.html", SIZES["laptop"])
    page = opened.page
    with open(RESULTS / "nights.csv", newline="") as file:
        nights = [row for row in csv.DictReader(file) if row["scoring_rules"] == "wasm2016"]
    check(marks(page, ".nights circle") == len(nights), f"{len(nights)} nights drawn")
    check(marks(page, ".column circle") == len(nights), "and for a phone as many")
    comparison = json.loads((RESULTS / "comparison.json").read_text())
    for contrast in comparison:
        if contrast["is_primary"] and contrast["patient_id"] != "*":
            check(page.get_by_text(contrast["sentence"], exact=True).count() >= 1,
                  f"the sentence of {contrast['patient_id']} stands on the page")
    check(marks(page, "svg[role=img] > title") == marks(page, "svg"), "every picture has a text alternative")
    opened.is_silent("study page")
    opened.context.close()


def test_companions(browser):
    """Channels other than the legs are drawn below them in separate rows, on a laptop and on a phone."""
    made = SCREENSHOTS / "companions"
    tool, page = os.environ["TIBIALIS"], SCREENSHOTS / "companions.html"
    recording = made / "n10_trains_s3/night.edf"
    for arguments in (
        ["simulate", "--preset", "n10_trains", "--hours", "0.5", "--seed", "3", "--out", made, "-q"],
        ["analyze", recording, "--out", made / "night", "-q"],
        ["report", made / "night", "--viewer", "--recording", recording, "--also", "EMG Chin", "--also", "ECG",
         "--out", page],
    ):
        run = subprocess.run([tool, *arguments], capture_output=True, text=True, timeout=120)
        check(run.returncode == 0, f"companions: {arguments[0]} {run.stderr[:200]}")
    for name, size in SIZES.items():
        opened = Watched(browser, page, size)
        data = json.loads(opened.page.locator("#night-data").text_content())
        check([channel["name"] for channel in data["also"]] == ["EMG Chin", "ECG"], f"{name}: both channels are in the page")
        rows = opened.page.locator("#rows tr")
        rows.nth(min(3, rows.count() - 1)).click()
        opened.page.wait_for_timeout(200)
        # The number of inked pixels in each row below the legs: more than its line and its label have.
        inked = opened.page.evaluate("""() => {
          const canvas = document.getElementById('trace'), ratio = canvas.width / canvas.clientWidth;
          const wide = canvas.width, tall = canvas.height;
          const data = canvas.getContext('2d').getImageData(0, 0, wide, tall).data, paper = data[data.length - 4];
          return [2, 1].map(place => {
            const top = Math.round((canvas.clientHeight - 24 - place * 52 + 18) * ratio), high = Math.round(30 * ratio);
            let ink = 0;
            for (let i = top * wide; i < (top + high) * wide; i++) if (Math.abs(data[4 * i] - paper) > 40) ink++;
            return ink / (high * wide);
          });
        }""")
        check(all(0.01 < share < 0.95 for share in inked), f"{name}: chin and ECG are drawn below the legs {inked}")
        box = opened.page.locator("#trace").bounding_box()
        check(box["x"] >= 0 and box["x"] + box["width"] <= size[0], f"{name}: the trace is inside the screen")
        opened.page.locator("#viewer").screenshot(path=SCREENSHOTS / f"companions-{name}.png")
        opened.is_silent(f"companions at {name} size")
        opened.context.close()
    unknown = subprocess.run(
        [tool, "report", made / "night", "--viewer", "--recording", recording, "--also", "EEG", "--out", page],
        capture_output=True, text=True, timeout=60)
    check(unknown.returncode == 65 and "EMG Chin" in unknown.stderr, "a channel that is not there is told with those that are")


HOSTILE = ["<script>alert(1)</script>", "\"><img src=http://x.invalid/a onerror=alert(1)>", "\u202egnp.exe\u2066",
           "\U0001f9d1\u200d\u2695\ufe0f \u05e8\u05d2\u05dc", "x" * 10_000]


def test_hostile(browser):
    """Hostile texts in every place of a recording or table from which a page takes one."""
    night = SCREENSHOTS / "hostile-night"
    shutil.copytree(RESULTS / "sub-01/ses-20260217", night)
    result = json.loads((night / "result.json").read_text())
    result["warnings"] = [{"code": "one_leg", "message": text, "location": text} for text in HOSTILE]
    result["parameters"]["changed"] = HOSTILE
    (night / "result.json").write_text(json.dumps(result))
    # The viewer looks up its channels in the recording, so hostile labels are tested on a page without it.
    labels = SCREENSHOTS / "hostile-labels"
    shutil.copytree(night, labels)
    result["recording"]["channels"] = HOSTILE[:2]
    for leg, text in zip(("left", "right"), HOSTILE):
        result["quality"][leg]["channel"] = text
    (labels / "result.json").write_text(json.dumps(result))
    study = SCREENSHOTS / "hostile-study"
    study.mkdir()
    for name in ("nights.csv", "labs.tsv", "scales.tsv"):
        shutil.copy(RESULTS / name, study)
    drugs = (RESULTS / "medications.tsv").read_text()
    columns = drugs.split("\n")[0].split("\t")
    for text in HOSTILE:
        row = {"patient_id": "sub-01", "drug_name": text, "dose": "5", "dose_unit": "mg", "start_date": "2026-02-01"}
        drugs += "\t".join('"' + row.get(column, "n/a").replace('"', '""') + '"' for column in columns) + "\n"
    (study / "medications.tsv").write_text(drugs)
    recording = ROOT / "SampleData/generated/study/recordings/sub-01_20260217.edf"
    viewer = ["--viewer", "--recording", recording] if recording.exists() else []
    for folder, further in ((night, viewer), (labels, []), (study, [])):
        page = SCREENSHOTS / f"{folder.name}.html"
        run = subprocess.run(
            [os.environ["TIBIALIS"], "report", folder, "--out", page, *further],
            capture_output=True, text=True, timeout=60)
        check(run.returncode == 0, f"{folder.name}: a page is made {run.stderr[:200]}")
        opened = Watched(browser, page, SIZES["laptop"])
        check(marks(opened.page, "img, iframe, object") == 0, f"{folder.name}: no foreign element")
        check(opened.page.get_by_text("alert(1)").count() > 0, f"{folder.name}: the text is shown as text")
        wide = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        check(wide <= 0, f"{folder.name}: nothing hangs over the edge")
        opened.is_silent(folder.name)
        opened.context.close()
        shutil.rmtree(folder)


def in_the_screen(page, name):
    """At the width of a phone every picture, with its dots and text, fits the screen and is legible."""
    found = page.evaluate("""() => {
      const seen = [...document.querySelectorAll('main svg')].filter(svg => svg.getClientRects().length);
      const outside = [], small = [], dots = [];
      let texts = 0;
      for (const svg of seen) {
        for (const mark of [svg, ...svg.querySelectorAll('text, circle')]) {
          const box = mark.getBoundingClientRect();
          if (box.left < -0.5 || box.right > innerWidth + 0.5) outside.push(svg.querySelector('title').textContent + ': ' + mark.textContent.slice(0, 40));
          if (mark.tagName === 'circle') dots.push(box.left);
          if (mark.tagName === 'text') {
            texts++;
            if (box.height < 8) small.push(mark.textContent);
          }
        }
      }
      const scrolls = [...document.querySelectorAll('figure')].filter(figure => figure.scrollWidth > figure.clientWidth + 1).length;
      return { pictures: seen.length, outside, small, dots: dots.length, texts, scrolls };
    }""")
    check(found["pictures"] > 0 and not found["outside"], f"{name}: {found['pictures']} pictures are inside 390 px {found['outside'][:3]}")
    check(not found["small"], f"{name}: {found['texts']} words in pictures can be read {found['small'][:3]}")
    check(found["scrolls"] == 0, f"{name}: no picture scrolls sideways")
    if name in ("night", "study"):
        check(found["dots"] > 1, f"{name}: the {found['dots']} dots that answer are inside 390 px")


def pictures(browser, pages):
    for name, path in pages.items():
        for size_name, size in SIZES.items():
            opened = Watched(browser, path, size)
            opened.page.screenshot(path=SCREENSHOTS / f"{name}-{size_name}.png", full_page=True)
            wide = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            check(wide <= 0, f"{name}: nothing hangs over the edge at {size_name} size")
            if size_name == "phone":
                in_the_screen(opened.page, name)
            opened.is_silent(f"{name} at {size_name} size")
            if size_name == "laptop":
                opened.page.emulate_media(media="print")
                opened.page.set_viewport_size({"width": 794, "height": 1123})
                opened.page.screenshot(path=SCREENSHOTS / f"{name}-print.png", full_page=True)
                wide = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                check(wide <= 0, f"{name}: nothing hangs over the edge of the paper")
                check(name not in ("night", "study") or opened.page.locator(".sign").first.is_visible(), f"{name}: on paper there is room for a signature")
                edges = "".join(opened.page.locator("style").all_text_contents())
                check("@top-left" in edges and "counter(page)" in edges and "counter(pages)" in edges,
                      f"{name}: every sheet has a name and page x of y")
                opened.page.emulate_media(media="print", color_scheme="dark")
                check(opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)",
                      f"{name}: paper is light, whatever the screen is")
                opened.page.emulate_media(media="screen", color_scheme="dark")
                opened.page.set_viewport_size({"width": size[0], "height": size[1]})
                opened.page.screenshot(path=SCREENSHOTS / f"{name}-dark.png", full_page=True)
            opened.context.close()


def overview():
    """The page of nights without a drug: those of one patient of the study."""
    folder, page = SCREENSHOTS / "nights", SCREENSHOTS / "index.html"
    shutil.copytree(RESULTS / "sub-01", folder)
    run = subprocess.run(
        [os.environ["TIBIALIS"], "report", folder, "--out", page], capture_output=True, text=True, timeout=60)
    check(run.returncode == 0, f"a page over many nights is made {run.stderr[:200]}")
    shutil.rmtree(folder)
    return page


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir(parents=True)
    pages = {"night": REPORT / "night.html", "study": REPORT / "study.html", "index": overview()}
    for number, path in enumerate(sys.argv[1:], 1):
        pages[f"page{number}-" + re.sub(r"\W", "_", pathlib.Path(path).stem)] = pathlib.Path(path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        test_night(browser)
        test_study(browser)
        test_companions(browser)
        test_hostile(browser)
        pictures(browser, pages)
        browser.close()
    print(f"{len(failures)} failed; screenshots in {SCREENSHOTS.relative_to(ROOT)}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
