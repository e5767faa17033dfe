-- name: HoursList :many
SELECT id, name, time_zone, weekly, holidays FROM business_hours WHERE org_id = @org_id ORDER BY name_fold, id;

-- name: HoursInsert :exec
INSERT INTO business_hours (org_id, id, name, name_fold, time_zone, weekly, holidays)
VALUES (@org_id, @id, @name, @name_fold, @time_zone, @weekly, @holidays);

-- name: HoursWrite :execrows
UPDATE business_hours SET name = @name, name_fold = @name_fold, time_zone = @time_zone, weekly = @weekly, holidays = @holidays
WHERE org_id = @org_id AND id = @id;

-- name: HoursDelete :execrows
DELETE FROM business_hours WHERE org_id = @org_id AND id = @id;

-- name: SoundList :many
SELECT id, name, path, millis, created_at FROM sounds WHERE org_id = @org_id ORDER BY name_fold, id;

-- name: SoundInsert :exec
INSERT INTO sounds (org_id, id, name, name_fold, path, millis, created_at)
VALUES (@org_id, @id, @name, @name_fold, @path, @millis, @created_at);

-- name: SoundDelete :execrows
DELETE FROM sounds WHERE org_id = @org_id AND id = @id;

-- name: MenuList :many
SELECT id, name, greeting_id, wait_ms, tries FROM menus WHERE org_id = @org_id ORDER BY name_fold, id;

-- name: MenuInsert :exec
INSERT INTO menus (org_id, id, name, name_fold, greeting_id, wait_ms, tries)
VALUES (@org_id, @id, @name, @name_fold, @greeting_id, @wait_ms, @tries);

-- name: MenuWrite :execrows
UPDATE menus SET name = @name, name_fold = @name_fold, greeting_id = @greeting_id, wait_ms = @wait_ms, tries = @tries
WHERE org_id = @org_id AND id = @id;

-- name: MenuDelete :execrows
DELETE FROM menus WHERE org_id = @org_id AND id = @id;

-- name: DestinationList :many
SELECT number_id, queue_id, menu_id, key, kind, to_queue_id, to_user_id, to_menu_id, e164, greeting_id
FROM destinations WHERE org_id = @org_id ORDER BY key, id;

-- name: DestinationsDelete :exec
DELETE FROM destinations WHERE org_id = @org_id AND (number_id = @owner::uuid OR queue_id = @owner::uuid OR menu_id = @owner::uuid);

-- name: DestinationInsert :exec
INSERT INTO destinations (org_id, id, number_id, queue_id, menu_id, key, kind, to_queue_id, to_user_id, to_menu_id, e164, greeting_id)
VALUES (@org_id, @id, @number_id, @queue_id, @menu_id, @key, @kind, @to_queue_id, @to_user_id, @to_menu_id, @e164, @greeting_id);

-- name: LastAgent :many
SELECT user_id FROM calls
WHERE org_id = @org_id AND CASE direction WHEN 'outbound' THEN to_e164 ELSE from_e164 END = @number::text
    AND answered_at IS NOT NULL AND user_id IS NOT NULL
ORDER BY answered_at DESC LIMIT 1;

-- name: ContactOwner :many
SELECT owner_id FROM contacts WHERE org_id = @org_id AND id = @id AND owner_id IS NOT NULL;
