// Has a worker of this site verify the zip of an assembly. Gives what the verifier says, as JSON, or nothing when it could not be run;
// on the way `told` hears how far it is, in hundredths.
export const verifyAside = (bytes, key, lang, change, told) =>
  new Promise((done) => {
    let worker;
    const end = (text) => {
      worker?.terminate();
      done(text);
    };
    try {
      worker = new Worker("/verify-worker.js", { type: "module" });
    } catch {
      end("");
      return;
    }
    worker.onmessage = ({ data }) => (typeof data === "number" ? told(data) : end(data));
    worker.onerror = () => end("");
    worker.postMessage({ bytes, key, lang, change }, [bytes.buffer]);
  });
