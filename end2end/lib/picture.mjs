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
    // One letter for each pixel: a long list of numbers takes seconds to arrive.
    const { data } = paper.getImageData(0, 0, side, side);
    const pixels = Array.from({ length: side * side }, (_, at) => String.fromCharCode(data[4 * at])).join("");
    return { width: side, height: side, pixels };
  });
  const grey = Array.from(pixels, (letter) => letter.charCodeAt(0));
  const found = decode(Uint8ClampedArray.from(grey.flatMap((shade) => [shade, shade, shade, 255])), width, height);
  if (!found) throw new Error("no camera reads this picture");
  return found.data;
}
