// Reads pictures with a browser's parser of XML, and looks at what is drawn.
//
//   node picture.mjs FILE [FILE ...]
//
// Exits with 1 where a picture fails, and says how.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const failures = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const requests = [];
page.on("request", (request) => requests.push(request.url()));
page.on("console", (message) => failures.push(`console says ${message.text()}`));
for (const file of process.argv.slice(2)) {
  const url = pathToFileURL(resolve(file)).href;
  requests.length = 0;
  await page.goto(url);
  const found = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const error = parsed.querySelector("parsererror");
    const root = document.documentElement;
    const frame = root.getBoundingClientRect();
    const beyond = [...root.querySelectorAll("rect, line, path, circle")].filter((shape) => {
      const box = shape.getBoundingClientRect();
      return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < -1 || box.bottom > frame.bottom + 1;
    });
    // Where a text is wider than its room, the words behind it would be covered.
    const wide = [...root.querySelectorAll("g > svg:first-of-type > text")].filter(
      (text) => text.getBBox().width > text.parentNode.width.baseVal.value + 1,
    );
    return {
      error: error?.textContent,
      active: root.querySelectorAll("script, style, image, foreignObject, a, use, [style], [onload], [href]").length,
      named: root.getAttribute("aria-labelledby")?.split(" ").every((id) => document.getElementById(id)?.textContent),
      silent: [...root.querySelectorAll("[role=img]")].filter((row) => !row.querySelector(":scope > title")?.textContent).length,
      beyond: beyond.length,
      wide: wide.map((text) => text.textContent),
    };
  }, readFileSync(file, "utf8"));
  const expect = (truth, message) => truth || failures.push(`${file}: ${message}`);
  expect(!found.error, `is no XML: ${found.error}`);
  expect(found.active === 0, `${found.active} elements that a picture must not have`);
  expect(found.named && found.silent === 0, "has parts without a name");
  expect(found.beyond === 0, `${found.beyond} shapes lie outside of it`);
  expect(found.wide.length === 0, `names have no room: ${found.wide.join(", ")}`);
  expect(requests.length === 1, `asks for ${requests.join(", ")}`);
}
await browser.close();
for (const failure of failures) console.log(failure);
process.exit(failures.length > 0 ? 1 : 0);
