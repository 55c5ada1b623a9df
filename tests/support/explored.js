// How somebody uses a page that one can point at: functions of Puppeteer's page, and what is to be seen then.
const seen = page => page.evaluate(() => {
  const section = document.getElementById("xp");
  const all = (selector, parent = section) => [...parent.querySelectorAll(selector)];
  const text = element => element.textContent;
  const looks = element => [...element.classList].filter(name => name.startsWith("xp-")).map(name => name.slice(3));
  const cells = name => Object.fromEntries(all(`[data-view=${name}] td[tabindex]`).map(cell => [
    name === "matrix" ? cell.getAttribute("aria-label").split(", ").slice(0, 2).join(" ") : cell.getAttribute("aria-label").split(", ")[0],
    {texts: all("span", cell).map(text), looks: looks(cell), fill: cell.matches("._on") ? getComputedStyle(cell).backgroundColor : null},
  ]));
  return {
    hash: location.hash, title: text(document.querySelector("h1")), said: text(section.querySelector(".xp-said")),
    sum: all("[data-view=sum] [role=row]").map(text), terms: all("[data-view=sum] [role=row]:first-child .xp-meant").map(text),
    outputs: cells("outputs"), image: cells("image"), kernel: cells("kernel"), laid: cells("laid"), matrix: cells("matrix"),
    steps: all("[data-view=steps] tbody tr").map(row => ({cells: all("td", row).map(text), meant: row.matches(".xp-meant")})),
    note: text(section.querySelector(".xp-note")), gradient: text(section.querySelector(".xp-gradient")),
    command: text(section.querySelector(".xp-command")), focus: document.activeElement.getAttribute("aria-label"),
    menus: all("select").map(select => select.value), other: section.querySelector(".xp-other").hidden ? "" : text(section.querySelector(".xp-other code")),
    stops: all("[data-view]").map(view => all("[tabindex='0']", view).length),
  };
});

const view = (page, name) => page.$$(`[data-view=${name}] td[tabindex]`);

async function pressed(page, key, times = 1) {
  for (let n = 0; n < times; n++) await page.keyboard.press(key);
}

// every output by its arrows, row by row, to the right and back
async function byKeys(page) {
  const [rows, columns] = await page.evaluate(() => {
    const lines = [...document.querySelectorAll("[data-view=outputs] tbody tr")];
    return [lines.length, lines[0].querySelectorAll("td[tabindex]").length];
  });
  await page.focus("[data-view=outputs] [tabindex='0']");
  await pressed(page, "ArrowUp", rows);
  await pressed(page, "ArrowLeft", columns);
  const found = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      found.push(await seen(page));
      await pressed(page, row % 2 ? "ArrowLeft" : "ArrowRight");
    }
    await pressed(page, "ArrowDown");
  }
  return found;
}

// a choice of one of the menus, by keys
async function chosen(page, menu, value) {
  const select = (await page.$$("#xp select"))[menu];
  await select.focus();
  await select.select(value);
  return {...await seen(page), focus: await page.evaluate(() => [...document.querySelectorAll("#xp select")].indexOf(document.activeElement))};
}

// every cell of a view by the pointer
async function byPointer(page, name) {
  const found = [];
  for (const cell of await view(page, name)) {
    await cell.click();
    found.push(await seen(page));
  }
  return found;
}

// every cell of a view, and what is seen while the pointer is on it
async function hovered(page, selector, step = 1) {
  const found = [];
  for (const cell of (await page.$$(selector)).filter((_, n) => n % step === 0)) {
    await cell.hover();
    found.push(await seen(page));
  }
  return found;
}

// every cell of a view as a hand clicks it: moved to its text, pressed, released after a while; then what is seen
async function byHand(page, name) {
  const found = [];
  for (const cell of await view(page, name)) {
    const {x, y, width, height} = await (await cell.$("span") || cell).boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2, {steps: 3});
    await page.evaluate(() => new Promise(done => setTimeout(done, 20)));
    await page.mouse.down();
    await page.evaluate(() => new Promise(done => setTimeout(done, 20)));
    await page.mouse.up();
    found.push(await seen(page));
  }
  return found;
}

// what the buttons copy: with a clipboard, with one that refuses, and with nothing that copies; a command; paper
async function copies(page) {
  const copied = async text => {
    const [button] = await page.$$(`xpath/.//section//button[.="${text}" and not(ancestor::div[@hidden])]`);
    await button.click();
    await new Promise(done => setTimeout(done, 20));
    return page.evaluate(() => [window.clip, document.querySelector(".xp-copied").textContent]);
  };
  const writes = works => page.evaluate(works => Object.defineProperty(navigator, "clipboard", {configurable: true, value: {
    writeText: text => works ? Promise.resolve(window.clip = text) : Promise.reject(),
  }}) && undefined, works);
  await writes(true);
  const found = {};
  for (const text of ["Copy the command", "Copy the sum as TeX", "Copy the steps"]) found[text] = await copied(text);
  await writes(false);
  await page.evaluate(() => {
    window.clip = "";
    document.addEventListener("copy", () => { window.clip = document.activeElement.value; });
  });
  found.fallback = await copied("Copy the command");
  await page.evaluate(() => { document.execCommand = () => false; });
  found.nothing = await copied("Copy the command");
  const top = () => page.$eval("[data-view=outputs]", made => made.getBoundingClientRect().top);
  const before = await top();
  await page.select("#xp select", "2");
  found.shift = await top() - before;
  found.other = await page.evaluate(() => document.querySelector(".xp-other code").textContent);
  await page.focus("#xp select");
  await page.keyboard.press("Escape");
  found.reset = await page.evaluate(() => [document.querySelector("#xp select").value, document.querySelector(".xp-other").hidden]);
  await page.select("label:nth-of-type(3) > select", "edge");
  found.rule = await page.evaluate(() => document.querySelector(".xp-other code").textContent);
  await page.click("[data-view=outputs] td[tabindex]");
  found.chosen = await page.evaluate(() => [
    document.querySelector("label:nth-of-type(3) > select").value, document.querySelector(".xp-other").hidden, location.hash,
  ]);
  await page.pdf();
  found.unfolded = await page.evaluate(() => document.querySelector("details").open);
  return found;
}
