// A TLS proxy before a server, as an installation has one. WebKit keeps `Secure` cookies for HTTPS alone, loopback or not.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A certificate that nobody vouches for, of one day.
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "voix-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const whose = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-days", "1", ...whose, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const made = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return made;
}

// Listens on `port` and passes everything on to the server at `url`.
export async function tls(port, url) {
  const { hostname, port: behind } = new URL(url);
  const proxy = createServer(certificate(), (asked, answer) => {
    const { method, url: path, headers } = asked;
    const onward = request({ hostname, port: behind, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode, got.rawHeaders);
      got.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((ready) => proxy.listen(port, "127.0.0.1", ready));
  return () => {
    proxy.closeAllConnections();
    proxy.close();
  };
}
