package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// SecretPrefix begins every secret, so that people and secret scanners see what
// a leaked text is.
const SecretPrefix = "whsec_"

// Sign is the webhook-signature of a message as Standard Webhooks has it: one
// signature for each secret, so that a receiver may change to a new one at leisure.
func Sign(secrets []string, message string, at time.Time, body []byte) (string, error) {
	if len(secrets) == 0 {
		return "", errors.New("no secret to sign with")
	}
	signatures := make([]string, len(secrets))
	for i, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, SecretPrefix))
		if err != nil {
			return "", fmt.Errorf("read the secret: %w", err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(message + "." + strconv.FormatInt(at.Unix(), 10) + "."))
		mac.Write(body)
		signatures[i] = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return strings.Join(signatures, " "), nil
}
