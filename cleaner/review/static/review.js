"use strict";
const at = (id) => document.getElementById(id);
const TAGS = {this: "mark", gone: "del", kept: "span", note: "span"};
const WORDS = {accept: "Accepted: it goes.", reject: "Rejected: it stays."};
const BEFORE = {accept: "Accepted the one before.", reject: "Rejected the one before."};
let shown = null;
let busy = false;
let over = false;

function text(tag, words, name = "") {
  const element = document.createElement(tag);
  element.textContent = words;
  element.className = name;
  return element;
}

function say(words, name = "") {
  at("said").textContent = words;
  at("said").className = name;
}

function line(pieces) {
  const paragraph = document.createElement("p");
  paragraph.dir = "auto";
  paragraph.append(...pieces.map(([words, state]) => text(TAGS[state], words, state)));
  return paragraph;
}

function show(item) {
  shown = item;
  const judged = item.accepted + item.rejected;
  at("counts").textContent = `${judged} of ${item.items} judged · ${item.accepted} accepted · ${item.rejected} rejected`;
  at("progress").max = item.items;
  at("progress").value = judged;
  at("rule").textContent = item.rule;
  at("description").textContent = item.description;
  at("position").textContent = `rule ${item.nth} of ${item.rules} · removal ${item.place} of ${item.of} · score ${item.score}`;
  at("category").textContent = item.category;
  at("scores").replaceChildren(...item.scores.map(([rule, score]) => text("li", `${score} ${rule}`)));
  at("title").textContent = item.article.title;
  at("title").hidden = !item.article.title;
  const places = ["id", "url", "source"].filter((name) => item.article[name]);
  at("place").replaceChildren(...places.flatMap((name) => [text("dt", name), text("dd", item.article[name], name)]));
  at("lines").replaceChildren(...item.lines.map(line));
  for (const verdict of ["accept", "reject"]) {
    at(verdict).setAttribute("aria-pressed", String(item.verdict === verdict));
  }
  at("previous").disabled = item.number === 0;
  at("next").disabled = item.number + 1 === item.items;
  at("item").hidden = false;
  scrollTo(0, 0);
  at("lines").querySelector("mark")?.scrollIntoView({block: "nearest"});
  const all = item.left ? "" : " All removals are judged: q ends the review.";
  say((WORDS[item.verdict] ?? "") + all, item.verdict ?? "");
}

function end(words) {
  over = true;
  at("item").hidden = true;
  at("buttons").hidden = true;
  say(words);
}

// One request at a time: an answer is for the removal that is on the page, not for one that is on its way.
async function ask(path, body) {
  if (busy || over) {
    return null;
  }
  busy = true;
  try {
    const options = body === undefined ? {} : {method: "POST", body: JSON.stringify(body)};
    const answer = await (await fetch(path, options)).json();
    if (answer.number !== undefined) {
      show(answer);
    } else {
      say(answer.said);
    }
    return answer;
  } catch {
    end("The review is over: its process has ended. All answers given before are saved.");
    return null;
  } finally {
    busy = false;
  }
}

async function judge(verdict) {
  const judged = shown?.number;
  const answer = shown && (await ask("verdict", {item: judged, verdict}));
  if (answer?.left) {
    say(`${BEFORE[verdict]} u takes that back.`, verdict);
  }
}

function move(by) {
  const number = shown ? shown.number + by : -1;
  return number >= 0 && number < shown.items && ask(`items/${number}`);
}

async function finish() {
  const answer = await ask("done", {});
  if (answer) {
    end(`Done: ${answer.said}. You can close this page.`);
  }
}

const ACTIONS = {
  accept: () => judge("accept"),
  reject: () => judge("reject"),
  undo: () => ask("undo", {}),
  next: () => move(1),
  previous: () => move(-1),
  done: finish,
  help: () => at("keys").showModal(),
};
const KEYS = {
  a: "accept", r: "reject", u: "undo", n: "next", p: "previous", q: "done", "?": "help",
  ArrowRight: "next", ArrowLeft: "previous",
};

for (const [name, action] of Object.entries(ACTIONS)) {
  at(name).addEventListener("click", action);
}
document.addEventListener("keydown", (event) => {
  const name = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const meant = !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !at("keys").open;
  if (name && meant) {
    event.preventDefault();
    ACTIONS[name]();
  }
});
ask("items/next");
