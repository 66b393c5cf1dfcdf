// The few things WebAssembly asks of the browser: a wrapped key store, same-origin requests, printing.
// Keys are stored encrypted under an AES-GCM key that WebCrypto will not export.

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("voix", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inStore = async (mode, act) => {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction("kept", mode, { durability: "strict" });
      const request = act(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
};

export async function keep(name, bytes) {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
  await inStore("readwrite", (store) => store.put({ key, iv, data }, name));
  // Firefox asks the person, who may take their time or never answer: nothing waits for it.
  navigator.storage?.persist?.().catch(() => {});
}

export async function kept(name) {
  const found = await inStore("readonly", (store) => store.get(name));
  if (!found) return undefined;
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, found.key, found.data));
}

// The names under which this browser keeps something.
export const names = async () => (await inStore("readonly", (store) => store.getAllKeys())).map(String);

export const unkeep = (name) => inStore("readwrite", (store) => store.delete(name));

// A text as a file of this device.
export const save = (name, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

export const origin = () => window.location.origin;

// What stands behind the `#`, which is gone from the address bar and from this tab's history afterwards. What a browser wrote
// of the address elsewhere before the page ran stays there.
export const takeFragment = () => {
  const text = window.location.hash.slice(1);
  window.history.replaceState(null, "", window.location.pathname);
  return text;
};

// The token of whoever votes with a slip: in the memory of this page, and nowhere else.
let brought;
export const bring = (token) => {
  brought = token;
};

const headers = (body) => ({
  ...(body === undefined ? {} : { "content-type": "application/json" }),
  ...(brought === undefined ? {} : { "x-voix-code": brought }),
});

// Where one voter comes after the other: whoever leaves the page any way signs out, it never comes back as it was, and what
// another slip puts behind the `#` begins anew.
export const leaveNothing = () => {
  window.addEventListener("hashchange", () => {
    if (window.location.hash.length > 1) window.location.reload();
  });
  window.addEventListener("pagehide", () => {
    if (brought === undefined) return;
    const asked = { method: "POST", keepalive: true, headers: headers("null"), body: "null" };
    fetch("/api/v1/sign-out", asked).catch(() => {});
    brought = undefined;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
};

export async function call(method, path, body) {
  try {
    const answer = await fetch(path, { method, credentials: "same-origin", headers: headers(body), body });
    return [String(answer.status), await answer.text()];
  } catch {
    return ["0", ""];
  }
}

export async function bytes(path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
}

export const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value;

const boxes = (name) => [...document.querySelectorAll(`input[name="${name}"]`)];

export const chosenAll = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);

/* What is an answer of its own (blank, as before…) goes with nobody's name, and names go with none of those: `last` was ticked last. */
export const oneAnswer = (name, last) => {
  const names = (value) => /^\d+$/.test(value);
  if (!boxes(name).some((box) => box.checked && box.value === last)) return;
  for (const box of boxes(name)) if (box.value !== last && !(names(last) && names(box.value))) box.checked = false;
};

export const typed = (id) => document.getElementById(id)?.value ?? "";

// The next file that is chosen in an input, or was before this ran, or is dropped anywhere on the page: its bytes, or nothing of one
// that is too large.
let seen;
export const nextFile = (id, most) =>
  new Promise((done) => {
    const input = document.getElementById(id);
    const over = new AbortController();
    const { signal } = over;
    const take = async (file) => {
      if (!file) return;
      over.abort();
      try {
        done(file.size > most ? undefined : new Uint8Array(await file.arrayBuffer()));
      } catch {
        done(undefined);
      }
    };
    const drop = (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files[0]);
    };
    const look = () => {
      if (input.files[0] === seen) return;
      seen = input.files[0];
      take(seen);
    };
    input.addEventListener("change", look, { signal });
    window.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    window.addEventListener("drop", drop, { signal });
    look();
  });

export const focusOn = (id) => requestAnimationFrame(() => document.getElementById(id)?.focus());

export const printPage = () => window.print();

export const reload = () => window.location.reload();

export const go = (path) => window.location.assign(path);

export const millis = () => Date.now();

// The hour by the clock of this device, in the page's language.
export const hour = () =>
  new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

// A moment by the clock of this device, in the page's language.
export const moment = (ms) =>
  new Date(ms).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

// Whether no other page of this browser does the same; true until this page is gone.
export const alone = (name) =>
  new Promise((done) => {
    if (!navigator.locks) return done(true);
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });

export const nap = (ms) => new Promise((done) => setTimeout(done, ms));

export const hidden = () => document.hidden;

// What is followed: the newest text of each stream, and who waits for the next. A stream that breaks three times in a row is
// asked instead, every few seconds, for a minute; then it is tried again.
const streams = new Map();

const tell = (stream, text) => {
  stream.text = text;
  for (const go of stream.waiting.splice(0)) go();
};

const ask = async (stream) => {
  const [status, text] = await call("GET", stream.path.replace("/events", "/live"));
  if (status === "200") tell(stream, text);
};

const poll = async (stream) => {
  for (let times = 0; times < 20; times++) {
    if (!document.hidden) await ask(stream);
    await nap(3000);
  }
  listen(stream);
};

const listen = (stream) => {
  if (typeof EventSource === "undefined") {
    poll(stream);
    return;
  }
  const source = new EventSource(stream.path);
  let broken = 0;
  source.onmessage = ({ data }) => {
    broken = 0;
    tell(stream, data);
  };
  source.onerror = () => {
    broken += 1;
    if (broken < 3 && source.readyState !== EventSource.CLOSED) return;
    source.close();
    poll(stream);
  };
};

// The next text of a stream of this site that is not the one seen. A device that slept, or was out of reach, asks at once.
export const news = async (path, seen) => {
  let stream = streams.get(path);
  if (!stream) {
    stream = { path, text: undefined, waiting: [] };
    streams.set(path, stream);
    listen(stream);
    const awake = () => document.hidden || ask(stream);
    document.addEventListener("visibilitychange", awake);
    window.addEventListener("online", awake);
  }
  while (stream.text === undefined || stream.text === seen) await new Promise((go) => stream.waiting.push(go));
  return stream.text;
};

// What this page would show now in one of its parts, put in its place.
export const refresh = async (id) => {
  const [status, text] = await call("GET", window.location.href);
  const now = status === "200" && new DOMParser().parseFromString(text, "text/html").getElementById(id);
  if (now) document.getElementById(id)?.replaceChildren(...now.childNodes);
  return Boolean(now);
};
