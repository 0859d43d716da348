// Opens built pages in a real browser and checks what no string comparison can: that they work.
//
//   node page.mjs --shots DIR FILE=INITIATIVES [FILE=INITIATIVES ...]
//
// Exits with 1 where a page fails, and says how.
import { mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const args = process.argv.slice(2);
const shots = args[0] === "--shots" ? args.splice(0, 2)[1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });

const failures = [];
const expect = (truth, message) => truth || failures.push(message);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

for (const arg of args) {
  const [file, initiatives] = arg.split("=");
  const url = pathToFileURL(resolve(file)).href;
  const name = basename(dirname(resolve(file)));
  for (const [width, colorScheme, javaScriptEnabled] of [
    [1440, "light", true], [1440, "dark", true], [1440, "light", false],
    [768, "light", true], [360, "light", true], [360, "dark", true], [320, "light", true],
  ]) {
    const where = `${name} at ${width} px, ${colorScheme}${javaScriptEnabled ? "" : ", without script"}`;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
    const page = await context.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => failures.push(`${where}: console says ${message.text()}`));
    page.on("pageerror", (error) => failures.push(`${where}: ${error.message}`));
    await page.goto(url, { waitUntil: "load" });
    expect(requests.length === 1 && requests[0] === url, `${where}: requests ${requests.join(", ")}`);

    const seen = await page.evaluate(() => {
      const root = document.documentElement;
      const overflowing = [...document.body.querySelectorAll("*")]
        .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 3).map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}`);
      // The register lists every initiative, each under an address of its own.
      const register = [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id) => /^i\d+$/.test(id));
      return {
        scroll: root.scrollWidth - root.clientWidth,
        overflowing,
        initiatives: new Set(register).size,
        heading: document.querySelector("h1")?.innerText ?? "",
        lang: root.lang,
        inline: document.querySelectorAll("[style], [onclick], [onload], [onmouseover]").length,
        images: [...document.querySelectorAll("img:not([src^='data:']), link[rel=stylesheet], script[src], iframe")].length,
        small: [...document.querySelectorAll("main :not(svg *):not(script):not(style)")]
          .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility?.())
          .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 12)
          .map((e) => e.innerText?.slice(0, 30)).slice(0, 3),
      };
    });
    expect(seen.scroll <= 0, `${where}: scrolls sideways by ${seen.scroll} px (${seen.overflowing.join(", ")})`);
    expect(seen.initiatives === Number(initiatives), `${where}: shows ${seen.initiatives} of ${initiatives} initiatives`);
    expect(seen.heading.length > 10, `${where}: has no headline`);
    expect(seen.lang === "en" || seen.lang === "fr", `${where}: has no language`);
    expect(seen.inline === 0 && seen.images === 0, `${where}: has ${seen.inline} inline styles, ${seen.images} outside files`);
    expect(seen.small.length === 0, `${where}: has text under 12 px: ${seen.small.join(" | ")}`);
    if (shots && javaScriptEnabled && (width === 1440 || width === 360)) {
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
for (const failure of failures) console.log(failure);
console.log(`${args.length} pages, ${failures.length} failures`);
process.exit(failures.length ? 1 : 0);
