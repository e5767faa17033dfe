-- name: OrganisationInsert :exec
INSERT INTO organisations (id, name, name_fold, country, currency, created_at)
VALUES (@id, @name, @name_fold, @country, @currency, @created_at);

-- name: OrganisationByID :one
SELECT id, name, country, currency, locale, time_zone, service_level_seconds, service_level_percent, version, created_at
FROM organisations WHERE id = @id FOR UPDATE;

-- name: OrganisationWrite :exec
UPDATE organisations SET name = @name, name_fold = @name_fold, country = @country, currency = @currency, locale = @locale,
    time_zone = @time_zone, service_level_seconds = @service_level_seconds, service_level_percent = @service_level_percent,
    version = version + 1
WHERE id = @id;

-- name: UserInsert :exec
INSERT INTO users (org_id, id, name, email, email_fold, role, extension, active, password_hash, created_at)
VALUES (@org_id, @id, @name, @email, @email_fold, @role, @extension, @active, @password_hash, @created_at);

-- name: UserList :many
SELECT id, org_id, name, email, role, extension, active, locale, time_zone, created_at FROM users WHERE org_id = @org_id ORDER BY name, id;

-- name: UserSetPassword :execrows
UPDATE users SET password_hash = @password_hash WHERE org_id = @org_id AND id = @id;

-- name: SessionInsert :exec
INSERT INTO sessions (org_id, id, user_id, token_hash, expires_at, user_agent, created_at)
VALUES (@org_id, @id, @user_id, @token_hash, @expires_at, @user_agent, @created_at);

-- name: SessionsExpiredDelete :exec
DELETE FROM sessions WHERE org_id = @org_id AND user_id = @user_id AND expires_at <= now();

-- name: SessionsOfUserDelete :exec
DELETE FROM sessions WHERE org_id = @org_id AND user_id = @user_id;

-- name: SessionExtend :exec
UPDATE sessions SET expires_at = greatest(expires_at, @expires_at) WHERE org_id = @org_id AND id = @id;

-- name: AdminsLock :many
SELECT id FROM users WHERE org_id = @org_id AND role = 'admin' AND active ORDER BY id FOR UPDATE;

-- name: UserByID :one
SELECT id, org_id, name, email, role, extension, active, locale, time_zone, created_at FROM users WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: UserWrite :exec
UPDATE users SET name = @name, email = @email, email_fold = @email_fold, role = @role, extension = @extension, active = @active WHERE org_id = @org_id AND id = @id;

-- name: ProfileWrite :exec
UPDATE users SET name = @name, locale = @locale, time_zone = @time_zone WHERE org_id = @org_id AND id = @id;

-- name: UserPasswordHash :one
SELECT password_hash FROM users WHERE org_id = @org_id AND id = @id;

-- name: OtherSessionsDelete :exec
DELETE FROM sessions WHERE org_id = @org_id AND user_id = @user_id AND id <> @besides;
