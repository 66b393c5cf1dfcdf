// Has a worker of this site verify the zip of an assembly. What it says is heard one after another: how far it is, in hundredths, then
// what the verifier answers, as JSON, or nothing when it could not be run.
let said = [];
let wake;

const hear = (text) => {
  said.push(text);
  wake?.();
};

export const verifyAside = (bytes, key, lang, change) => {
  said = [];
  try {
    const worker = new Worker("/verify-worker.js", { type: "module" });
    worker.onmessage = ({ data }) => {
      hear(data);
      if (!/^\d+$/.test(data)) worker.terminate();
    };
    worker.onerror = () => hear("");
    worker.postMessage({ bytes, key, lang, change }, [bytes.buffer]);
  } catch {
    hear("");
  }
};

export const verifySaid = async () => {
  while (said.length === 0) await new Promise((go) => (wake = go));
  return said.shift();
};

// In the worker: how far it is.
export const verifyTell = (percent) => self.postMessage(String(percent));
