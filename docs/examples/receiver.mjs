// A receiver of notifications. Run it with `node receiver.mjs`,
// and send notiUrl http://localhost:3000/ with a payment.
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const HASH_KEY = "ST1009281328226982205"; // The test merchants'. Yours belongs in a vault.
const orders = new Map([["ORDER1", { amount: 10000, isPaid: false }]]); // In your database.

createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  // Anything but OK is a failure, and is told again.
  response.end(learn(new URLSearchParams(body)) ? "OK" : "FAIL");
}).listen(3000);

function learn(note) {
  const text = (name) => note.get(name) ?? "";
  const signed = ["outStatCd", "trdDtm", "mchtId", "mchtTrdNo", "trdAmt"].map(text).join("") + HASH_KEY;
  const hash = createHash("sha256").update(signed).digest("hex");
  const sent = text("pktHash").toLowerCase();
  if (sent.length !== hash.length || !timingSafeEqual(Buffer.from(sent), Buffer.from(hash))) return false;

  const order = orders.get(text("mchtTrdNo"));
  if (!order) return false;
  // 0021 is success; B0 is an approval, B2 the capture of an authenticated payment, C0 a cancel.
  if (text("outStatCd") === "0021" && ["B0", "B2"].includes(text("bizType"))) {
    // The hash says who sent it, not that it is what you asked for.
    if (Number(text("trdAmt")) !== order.amount) return false;
    // The same notification may come twice: the second changes nothing.
    order.isPaid = true;
  }
  return true;
}
