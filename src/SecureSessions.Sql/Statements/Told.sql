-- Which sessions have ended, or changed their privileges, since. The time comes also if there are none.
SELECT t.now, s.id
FROM (SELECT {now} AS now) AS t LEFT JOIN {schema}ss_session AS s ON s.told_at > @since
