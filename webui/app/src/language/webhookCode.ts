/** How receivers check a signature; the same in every language of people. */
export const webhookCode = {
  headers: `webhook-id: 01935b1c-8a00-7000-8000-000000000001
webhook-timestamp: 1772443800
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=`,
  go: `// verify reports whether a message is from Ringbook and not an old one.
func verify(secret string, header http.Header, body []byte) bool {
	sent, err := strconv.ParseInt(header.Get("webhook-timestamp"), 10, 64)
	if err != nil || time.Since(time.Unix(sent, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.%s", header.Get("webhook-id"), sent, body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, got := range strings.Fields(header.Get("webhook-signature")) {
		if hmac.Equal([]byte(got), []byte(want)) {
			return true
		}
	}
	return false
}`,
  node: `import { createHmac, timingSafeEqual } from "node:crypto";

// body is the text as it arrived, before any JSON.parse.
export function verify(secret, headers, body) {
  const id = headers["webhook-id"];
  const sent = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(sent)) < 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(\`\${id}.\${sent}.\${body}\`);
  const want = Buffer.from(\`v1,\${mac.digest("base64")}\`);
  return String(headers["webhook-signature"])
    .split(" ")
    .map((text) => Buffer.from(text))
    .some((got) => got.length === want.length && timingSafeEqual(got, want));
}`,
  python: `import base64, hashlib, hmac, time

def verify(secret: str, headers, body: bytes) -> bool:
    message, sent = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{sent}.".encode() + body
    want = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    signatures = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(want, got) for got in signatures)`,
};
