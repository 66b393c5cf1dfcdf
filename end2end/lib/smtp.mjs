// A real mail server, aiosmtpd, that keeps what it receives in a maildir; and the messages in it, decoded.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./server.mjs";

export async function mailServer() {
  const folder = mkdtempSync(join(tmpdir(), "voix-mail-"));
  const box = join(folder, "box");
  const port = await freePort();
  const python = process.env.VOIX_SMTP_PYTHON;
  const child = spawn(python, ["-m", "aiosmtpd", "-n", "-l", `127.0.0.1:${port}`, "-c", "aiosmtpd.handlers.Mailbox", box]);
  const said = [];
  child.stderr.on("data", (text) => said.push(String(text)));
  for (let tries = 0; !(await answers(port)); tries++) {
    if (child.exitCode !== null || tries > 100) throw new Error(`no mail server (Debian: apt-get install python3-aiosmtpd):\n${said.join("")}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const names = () => (existsSync(join(box, "new")) ? readdirSync(join(box, "new")) : []);
  const read = (name) => decode(readFileSync(join(box, "new", name), "utf8"));
  const all = () => names().map(read);
  const given = new Set();
  return {
    url: `smtp://127.0.0.1:${port}`,
    all,
    // A message to an address that was not given before, and is one of those wanted. Messages travel side by side, and their
    // dates are whole seconds: which came last says nothing of which was written last.
    async next(address, wanted = () => true) {
      for (let tries = 0; tries < 300; tries++) {
        for (const name of names()) {
          if (given.has(name)) continue;
          const message = read(name);
          if (message.headers.to !== address || !wanted(message)) continue;
          given.add(name);
          return message;
        }
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`no other message to ${address}: ${all().map((message) => `${message.headers.to} ${message.headers.subject}`)}`);
    },
    // The first message to an address that is the one wanted, given before or not.
    async until(address, wanted) {
      for (let tries = 0; tries < 300; tries++) {
        const found = all().find((message) => message.headers.to === address && wanted(message));
        if (found) return found;
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`not the message wanted to ${address}: ${all().map((message) => message.headers.subject)}`);
    },
    stop() {
      child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answers = (port) =>
  new Promise((done) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("data", () => done(true));
    socket.once("error", () => done(false));
    setTimeout(() => done(false), 500);
    socket.once("close", () => socket.destroy());
  });

// Headers in small letters, and the plain text.
function decode(raw) {
  const [head, ...rest] = raw.replaceAll("\r\n", "\n").split("\n\n");
  const headers = {};
  for (const line of head.replaceAll(/\n[ \t]+/g, " ").split("\n")) {
    const at = line.indexOf(":");
    headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  const body = rest.join("\n\n");
  const boundary = /boundary="([^"]+)"/.exec(headers["content-type"])[1];
  const parts = body.split(`--${boundary}`).slice(1);
  const [partHead, ...text] = parts[0].replace(/^\n/, "").split("\n\n");
  // A message with a file beside its words: the words are a message of their own.
  if (/multipart\//i.test(partHead)) {
    const file = parts.map((part) => part.replace(/^\n/, "")).find((part) => /text\/calendar|application\/ics/i.test(part.split("\n\n")[0]));
    return { ...decode(parts[0].replace(/^\n/, "")), headers, calendar: file ? partText(file) : undefined };
  }
  const encoding = /content-transfer-encoding: *(\S+)/i.exec(partHead)?.[1].toLowerCase();
  const joined = text.join("\n\n");
  return { headers, html: body.includes("text/html"), text: decodeText(joined, encoding) };
}

function partText(part) {
  const [head, ...text] = part.split("\n\n");
  return decodeText(text.join("\n\n"), /content-transfer-encoding: *(\S+)/i.exec(head)?.[1].toLowerCase());
}

function decodeText(text, encoding) {
  if (encoding === "base64") return Buffer.from(text, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return text;
  const bytes = text.replaceAll(/=\n/g, "").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
