"""The leak report as SQL: every open lead is in exactly one class, told by one CASE.

The order of the CASE is the order in which a manager mends: first somebody must have the lead
(no owner, owner inactive, queue too old), then whoever waits for us is answered (unread reply,
clock broken), then what makes the work idle is cleared (bounced, duplicate waiting), then the plan
(overdue, no next step), then the pace (stuck). Two tables of other rooms are looked at, because
without them the answer would be wrong: since when a lead waits in its queue, and whether a program
goes on with it.
"""

# In this order come the parameters of CLASSED; owners NULL: everybody's leads.
CLASSED = """
WITH args AS (
    SELECT %s::timestamptz AS now, %s::date AS today, %s::bigint[] AS owners,
        make_interval(hours => %s) AS in_queue, make_interval(hours => %s) AS without_step,
        make_interval(days => %s) AS as_pair, make_interval(days => %s) AS in_status
), clock AS (
    SELECT lead_id,
        bool_or(missed_at IS NOT NULL OR coalesce(paused_at, now) > due_at) AS is_broken,
        bool_or(kind IN ('first_attempt', 'accept')) AS is_promised
    FROM records_clock, args WHERE stopped_at IS NULL GROUP BY lead_id
), dated AS (
    SELECT lead_id, coalesce(due_at < now, due_on < today) AS is_over FROM records_task, args
    WHERE lead_id IS NOT NULL AND NOT is_closed AND NOT is_deleted
        AND (due_on IS NOT NULL OR due_at IS NOT NULL)
), task AS (
    SELECT lead_id, bool_or(is_over) AS is_overdue, bool_or(NOT is_over) AS is_ahead
    FROM dated GROUP BY lead_id
), meeting AS (
    SELECT DISTINCT lead_id FROM records_event, args
    WHERE lead_id IS NOT NULL AND NOT is_deleted AND starts_at > now
), wrote AS (
    SELECT lead_id, max(created_at) AS at FROM records_emailmessage
    WHERE lead_id IS NOT NULL AND is_incoming AND NOT is_inquiry AND NOT is_deleted
    GROUP BY lead_id
), reply AS (
    SELECT lead_id FROM wrote WHERE NOT EXISTS (
        SELECT FROM records_emailmessage mail WHERE mail.lead_id = wrote.lead_id
            AND NOT mail.is_incoming AND mail.created_by_id IS NOT NULL AND mail.state = 'sent'
            AND NOT mail.is_deleted AND mail.created_at > wrote.at
    ) AND NOT EXISTS (
        SELECT FROM records_task call WHERE call.lead_id = wrote.lead_id
            AND call.task_subtype = 'Call' AND call.completed_at > wrote.at AND NOT call.is_deleted
    )
), pair AS (
    SELECT one_id AS lead_id FROM records_duplicatepair, args
    WHERE state = 'open' AND one_object = 'Lead' AND found_at < now - as_pair
    UNION
    SELECT other_id FROM records_duplicatepair, args
    WHERE state = 'open' AND other_object = 'Lead' AND found_at < now - as_pair
), gone AS (
    SELECT DISTINCT address FROM records_undeliverable
    WHERE kind = 'bounce' AND (is_hard OR count >= 3)
), program AS (
    SELECT DISTINCT lead_id FROM nurture_enrolment WHERE state = 'running'
), stay AS (
    SELECT lead_id, queue_id, since, coalesce(members_told_at, manager_told_at) AS rang_at
    FROM route_queuestay WHERE left_at IS NULL
), staffed AS (
    SELECT DISTINCT member.queue_id FROM people_queuemember member
    JOIN people_owner person ON person.id = member.user_id AND person.is_active
), classed AS (
    SELECT lead.id, lead.owner_id, lead.lead_source, CASE
        WHEN owner.is_active AND owner.kind = 'Group' AND staffed.queue_id IS NULL THEN 'no_owner'
        WHEN NOT owner.is_active THEN 'owner_inactive'
        WHEN owner.kind = 'Group' AND (stay.rang_at IS NOT NULL
            OR coalesce(stay.since, lead.created_at) < now - in_queue) THEN 'queue_old'
        WHEN reply.lead_id IS NOT NULL AND NOT is_aside THEN 'unread_reply'
        WHEN clock.is_broken THEN 'clock_broken'
        WHEN gone.address IS NOT NULL AND NOT (is_aside OR coalesce(task.is_ahead, false)
            OR meeting.lead_id IS NOT NULL OR coalesce(clock.is_promised, false)) THEN 'bounced'
        WHEN pair.lead_id IS NOT NULL THEN 'duplicate'
        WHEN task.is_overdue AND NOT is_aside THEN 'overdue'
        WHEN owner.kind = 'User' AND lead.created_at < now - without_step
            AND NOT (is_aside OR task.lead_id IS NOT NULL OR meeting.lead_id IS NOT NULL
                OR program.lead_id IS NOT NULL OR coalesce(clock.is_promised, false))
            THEN 'no_next_step'
        WHEN lead.status_changed_at < now - in_status AND NOT is_aside
            AND program.lead_id IS NULL THEN 'stuck'
        ELSE 'fine'
    END AS leak
    FROM args CROSS JOIN records_lead lead
    CROSS JOIN LATERAL (SELECT coalesce(lead.snoozed_until > now, false) AS is_aside) aside
    JOIN people_owner owner ON owner.id = lead.owner_id
    LEFT JOIN staffed ON staffed.queue_id = lead.owner_id
    LEFT JOIN stay ON stay.lead_id = lead.id AND stay.queue_id = lead.owner_id
    LEFT JOIN clock ON clock.lead_id = lead.id
    LEFT JOIN task ON task.lead_id = lead.id
    LEFT JOIN meeting ON meeting.lead_id = lead.id
    LEFT JOIN reply ON reply.lead_id = lead.id
    LEFT JOIN pair ON pair.lead_id = lead.id
    LEFT JOIN gone ON lead.email <> '' AND gone.address = lower(lead.email)
    LEFT JOIN program ON program.lead_id = lead.id
    WHERE NOT (lead.is_converted OR lead.is_closed OR lead.is_deleted)
        AND (args.owners IS NULL OR lead.owner_id = ANY (args.owners))
)
"""
# What a lead of each source brought on average: won deals of the leads that came to an end.
WORTH = """
, ended AS (
    SELECT lead.lead_source, coalesce(deal.is_won, false) AS is_won, deal.amount
    FROM records_lead lead LEFT JOIN records_opportunity deal
        ON deal.id = lead.converted_opportunity_id AND NOT deal.is_deleted
    CROSS JOIN args
    WHERE NOT lead.is_deleted AND (lead.is_closed OR lead.is_converted)
        AND (deal.id IS NULL OR deal.is_closed) AND lead.created_at >= now - interval '730 days'
), source AS (
    SELECT lead_source, grouping(lead_source) = 1 AS is_all, count(*) AS ended_count,
        count(*) FILTER (WHERE is_won) AS won_count,
        coalesce(avg(amount) FILTER (WHERE is_won), 0) AS average
    FROM ended GROUP BY GROUPING SETS ((lead_source), ())
), known AS (
    SELECT * FROM source WHERE is_all OR (ended_count >= 20 AND won_count >= 3)
), worth AS (
    SELECT lead_source, is_all, ended_count, won_count, average,
        CASE WHEN ended_count > 0 THEN average * won_count / ended_count ELSE 0 END AS each
    FROM known
)
"""
COUNTED = f"""{CLASSED}{WORTH}
SELECT leak, owner_id, count(*), round(sum(coalesce(own.each, usual.each)), 2)
FROM classed LEFT JOIN worth own ON NOT own.is_all AND own.lead_source = classed.lead_source
CROSS JOIN (SELECT each FROM worth WHERE is_all) usual
GROUP BY leak, owner_id
"""  # noqa: S608
WORTHS = f"""{CLASSED}{WORTH}
SELECT coalesce(lead_source, ''), is_all, ended_count, won_count, round(average, 2), round(each, 2)
FROM worth ORDER BY is_all DESC, each DESC, lead_source
"""  # noqa: S608
IDS = f"{CLASSED} SELECT id FROM classed WHERE leak = %s"  # noqa: S608
