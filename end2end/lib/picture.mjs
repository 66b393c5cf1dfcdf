// What a camera reads from a picture of the page.
import { createRequire } from "node:module";

const decode = createRequire(import.meta.url)("jsqr");

// The text of a QR code. The page that shows it draws it anew, pixel by pixel.
export async function readCode(image) {
  const { width, height, pixels } = await image.evaluate(async (shown) => {
    await shown.decode();
    const side = 360;
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const paper = canvas.getContext("2d");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, side, side);
    paper.drawImage(shown, 0, 0, side, side);
    return { width: side, height: side, pixels: [...paper.getImageData(0, 0, side, side).data] };
  });
  const found = decode(Uint8ClampedArray.from(pixels), width, height);
  if (!found) throw new Error("no camera reads this picture");
  return found.data;
}
