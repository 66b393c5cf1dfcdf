// The browser's authenticators (WebAuthn), for the desks alone.

// Whether this browser makes passkeys here. They are for names: where the site was opened by a number, the address with
// the name of the machine itself is answered instead.
export const passkeysHere = () => {
  const { hostname, port, pathname } = window.location;
  if (/^(127\.0\.0\.1|\[::1\])$/.test(hostname)) return `http://localhost:${port}${pathname}`;
  return window.PublicKeyCredential && navigator.credentials ? "yes" : "no";
};

const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toBase64 = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

// The dialogue with the authenticator: WebAuthn's JSON in, WebAuthn's JSON out, or in a word why not.
export async function passkey(act, text) {
  try {
    const { publicKey } = JSON.parse(text);
    publicKey.challenge = fromBase64(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = fromBase64(publicKey.user.id);
    for (const list of [publicKey.excludeCredentials, publicKey.allowCredentials])
      for (const known of list ?? []) known.id = fromBase64(known.id);
    const made = await navigator.credentials[act]({ publicKey });
    const { response } = made;
    const answer = {
      id: made.id,
      rawId: toBase64(made.rawId),
      type: made.type,
      response:
        act === "create"
          ? { attestationObject: toBase64(response.attestationObject), clientDataJSON: toBase64(response.clientDataJSON) }
          : {
              authenticatorData: toBase64(response.authenticatorData),
              clientDataJSON: toBase64(response.clientDataJSON),
              signature: toBase64(response.signature),
              userHandle: toBase64(response.userHandle) ?? null,
            },
    };
    return ["ok", JSON.stringify(answer)];
  } catch (error) {
    // Browsers say the same to whoever refuses, waits too long or has none: so do we.
    if (error?.name === "NotAllowedError" || error?.name === "AbortError") return ["cancelled", ""];
    return [error?.name === "InvalidStateError" ? "known" : "failed", ""];
  }
}
