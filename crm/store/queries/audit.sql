-- name: AuditInsert :one
-- Says as well whether a webhook wants to hear of it: where none does, that
-- costs no statement.
INSERT INTO audit_entries (org_id, id, at, user_id, user_name, token_id, action, noun, record_id, record_name, contact_id, changes, detail)
VALUES (@org_id, @id, @at, @user_id,
    coalesce((SELECT u.name FROM users u WHERE u.org_id = @org_id AND u.id = @user_id), ''),
    @token_id, @action, @noun, @record_id, @record_name, @contact_id, @changes, @detail)
RETURNING EXISTS (SELECT FROM webhooks w WHERE w.org_id = @org_id AND w.active AND @event::text = ANY (w.events)) AS heard;

-- name: ContactFullName :one
SELECT trim(first_name || ' ' || last_name)::text AS name FROM contacts WHERE org_id = @org_id AND id = @id;

-- name: TokenInsert :exec
INSERT INTO api_tokens (org_id, id, user_id, name, token_hash, hint, scopes, created_at, expires_at)
VALUES (@org_id, @id, @user_id, @name, @token_hash, @hint, @scopes, @created_at, @expires_at);

-- name: TokenRevoke :execrows
UPDATE api_tokens SET revoked_at = @revoked_at WHERE org_id = @org_id AND id = @id AND revoked_at IS NULL;

-- name: TokenUsed :exec
UPDATE api_tokens SET last_used_at = now()
WHERE org_id = @org_id AND id = @id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
