/* A large file goes in pieces: it shows how far it is, and goes on where it stopped when the connection broke. */
(() => {
  "use strict";

  const form = document.querySelector("[data-pieces]");
  if (!form) return;
  const size = Number(form.dataset.piece);
  const box = form.querySelector("[data-bringing]");
  const broke = form.querySelector("[data-broke]");
  const send = form.querySelector("button[type=submit]");
  const TRIES = 5;

  const megabytes = (bytes) => Math.round(bytes / 1048576);

  function show(there, total) {
    box.querySelector("progress").max = total;
    box.querySelector("progress").value = there;
    box.querySelector("[data-how-far]").textContent = `${megabytes(there)} / ${megabytes(total)} MB`;
  }

  async function post(file, at, piece) {
    const body = new FormData();
    const fields = { title: file.name, total: file.size, changed: file.lastModified, at };
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (piece) body.set("piece", piece);
    const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
    const answer = await fetch(form.dataset.pieces, { method: "POST", body, headers });
    if (answer.status === 429) return { error: form.dataset.often };
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    return answer.json();
  }

  /* A piece that is lost is sent again, each time after a longer while. */
  async function patiently(file, at, piece) {
    for (let wait = 500, left = TRIES; ; wait *= 2, left -= 1) {
      try {
        return await post(file, at, piece);
      } catch (error) {
        if (left < 2) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async function bring(file) {
    // How much of it came before.
    let told = await patiently(file, 0, null);
    while (!told.error && !told.url) {
      show(told.there, file.size);
      told = await patiently(file, told.there, file.slice(told.there, told.there + size));
    }
    if (told.error) return stop(told.error);
    show(file.size, file.size);
    location.assign(told.url);
  }

  function stop(words) {
    box.hidden = true;
    send.disabled = false;
    broke.textContent = words;
    broke.hidden = false;
  }

  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file || file.size <= size) return;
    event.preventDefault();
    box.hidden = false;
    send.disabled = true;
    broke.hidden = true;
    show(0, file.size);
    bring(file).catch(() => stop(form.dataset.broken));
  });
})();
