-- A session's row. The time comes also if there is none.
SELECT t.now, s.rev, s.state, s.payload
FROM (SELECT {now} AS now) AS t LEFT JOIN {schema}ss_session AS s ON s.id = @id
