-- The structure after these migrations; made by `headwater structure`, not by hand.
-- holds account 0001_initial 6f27ff6bdf57521a
-- holds account 0002_email_max_length c956ab7a3c3660a1
-- holds account 0003_alter_emailaddress_create_unique_verified_email 66b6f1939621bcfa
-- holds account 0004_alter_emailaddress_drop_unique_email ebc6317e90c47d7a
-- holds account 0005_emailaddress_idx_upper_email e7569f1662da1754
-- holds account 0006_emailaddress_lower 54adb08cb3fba66b
-- holds account 0007_emailaddress_idx_email 87fad70bfde8ae29
-- holds account 0008_emailaddress_unique_primary_email_fixup 794bf875bdbef9c4
-- holds account 0009_emailaddress_unique_primary_email 79762cfa7b1e1d7c
-- holds advising 0001_initial 9b3e3d005303ec08
-- holds api 0001_initial 966f612064cdd698
-- holds api 0002_bulk_jobs e8d8fdd763aff587
-- holds api 0003_client_terms a7702d136a1abf7b
-- holds api 0004_signing_key c42f0a27da498deb
-- holds api 0005_allowed_origins 13580429169a3cd2
-- holds auth 0001_initial 845cff319606332f
-- holds auth 0002_alter_permission_name_max_length feaf97e0e8f7d148
-- holds auth 0003_alter_user_email_max_length 9d5657b4db9872dc
-- holds auth 0004_alter_user_username_opts 9538db342c9a9bec
-- holds auth 0005_alter_user_last_login_null 79f60a35dc000fdd
-- holds auth 0006_require_contenttypes_0002 00cb16e3405f14b6
-- holds auth 0007_alter_validators_add_error_messages 115db87dc327530f
-- holds auth 0008_alter_user_username_max_length 02857f65f7d64814
-- holds auth 0009_alter_user_last_name_max_length 19a89500e7f108a7
-- holds auth 0010_alter_group_name_max_length 0963ed6498ac0b3a
-- holds auth 0011_update_proxy_permissions 85a5dde708dc4b61
-- holds auth 0012_alter_user_first_name_max_length 6cefbc9f80903763
-- holds capture 0001_initial ebacd1e3f6ee3543
-- holds capture 0002_standing 56371bce80c441f5
-- holds capture 0003_forms_seen_limited_deleted 626ca41353c6d2f6
-- holds capture 0004_mailbox_oauth 570df095a3b0ab34
-- holds capture 0005_file_keeping e6cbe03724975071
-- holds catalog 0001_initial 97d346688f8f3551
-- holds catalog 0002_picklists fca57e96d7d1f9d0
-- holds catalog 0003_win_reasons 34193bae53941343
-- holds contenttypes 0001_initial 35ed8489a147e0b4
-- holds contenttypes 0002_remove_content_type_name 7d36494075750f0e
-- holds convert 0001_initial ee1e6d1ce0de059c
-- holds convert 0002_standard_map 97352d68319c40f0
-- holds convert 0003_mapped_fields_stay 49b51c92f9ab7ac9
-- holds convert 0004_conversion_settings 9a6f1d0b5052a3ef
-- holds match 0001_initial b9ada873921fecf7
-- holds match 0002_compact_keys 5077bc493df6f2dc
-- holds match 0003_match_run 7dcc5ea70d4393b1
-- holds match 0004_rules b8827ecdc96f6fa8
-- holds match 0005_standard_rules 30f14d40205f0e97
-- holds match 0006_refusals 172bbdaca66eee68
-- holds match 0007_record_sets 578c89db15795791
-- holds measure 0001_influence 7ab1650ac5415827
-- holds measure 0002_influence_sums 6ca5669c36726435
-- holds measure 0003_history 4f69d7da7d757beb
-- holds measure 0004_daily_sums 1678f8782d8c2de2
-- holds measure 0005_kept_figures b9f0b169d38391e1
-- holds measure 0006_kept_answers 71b6543c11b5aff5
-- holds merge 0001_initial 7b3a06f80ac8a344
-- holds merge 0002_made 3ef98d09ddd443f0
-- holds moving 0001_initial 5c5185b7314aa235
-- holds nurture 0001_initial 7e6d1987b19a6f1c
-- holds nurture 0002_first_template c2f801485bd4a276
-- holds nurture 0003_standing 8cedcd325f1a7c2f
-- holds nurture 0004_auto_response_rules e6f3c373dbe2cd92
-- holds nurture 0005_programs d16192186ea247e3
-- holds nurture 0006_mails_of_senders 950b4613f81dcd83
-- holds nurture 0007_mailing fe1fe4ffcba02abf
-- holds nurture 0008_branches_by_mail 4487785023ddf4fb
-- holds oauth2_provider 0001_initial e94081f5ebe0e4e7
-- holds oauth2_provider 0002_auto_20190406_1805 5f410f5788726f0b
-- holds oauth2_provider 0003_auto_20201211_1314 6b0036bea4e086af
-- holds oauth2_provider 0004_auto_20200902_2022 db5ce7798b511e37
-- holds oauth2_provider 0005_auto_20211222_2352 e11fbec64cca63df
-- holds oauth2_provider 0006_alter_application_client_secret e188e786a6eb19ce
-- holds oauth2_provider 0007_application_post_logout_redirect_uris fd40c19a1d55b1f4
-- holds oauth2_provider 0008_alter_accesstoken_token dc185583a7b98f93
-- holds oauth2_provider 0009_add_hash_client_secret 06c37bff71399f68
-- holds oauth2_provider 0010_application_allowed_origins 414213631b43f23b
-- holds oauth2_provider 0011_refreshtoken_token_family b2d83f87680ebef1
-- holds oauth2_provider 0012_add_token_checksum c235bb0ac86f47b9
-- holds oauth2_provider 0013_alter_application_authorization_grant_type_device 8b26274a23588ca9
-- holds oauth2_provider 0014_alter_help_text 98089577a6daefb2
-- holds oauth2_provider 0015_refreshtoken_token_checksum 8bff17c0e4b39167
-- holds oauth2_provider 0016_alter_devicegrant_scope d3829517abfc4bea
-- holds oauth2_provider 0017_application_dcr_created ac99ba0b6a74f273
-- holds oauth2_provider 0018_resource_indicators ba2adac9466069c9
-- holds oauth2_provider 0019_application_registration_source b45dd81d89ebf535
-- holds oauth2_provider 0020_cimd_application_fields f98636915773d34b
-- holds oauth2_provider 0021_translatable_field_labels b7798ca7f6b78117
-- holds oauth2_provider 0022_refreshtoken_token_family_index a0f8c91c1ad9acd6
-- holds people 0001_initial 2f0f20362272e534
-- holds people 0002_organization 51ee6f977b738984
-- holds people 0003_standing 319dd18b481c42d8
-- holds people 0004_queue_alarms a91e678ca13ad79d
-- holds people 0005_public_holidays 081ff85e7d926b07
-- holds people 0006_absences 4b3052737fe7505f
-- holds people 0007_hours_between_answers 009057310c57b042
-- holds people 0008_lead_mode b72440ef244d4587
-- holds people 0009_audit_fields 0b9d333ea804de5d
-- holds people 0010_audit_fields_watched e22c1a466e11bf72
-- holds procrastinate 0001_initial be81516c79d02f26
-- holds procrastinate 0002_drop_started_at_column 2ead163c1ce2991d
-- holds procrastinate 0003_drop_started_at_column 740f2d8ff02c0bb5
-- holds procrastinate 0004_drop_procrastinate_version_table 9f48b76f59a9cc8c
-- holds procrastinate 0005_fix_procrastinate_fetch_job 6a8e4055ab8e463d
-- holds procrastinate 0006_fix_trigger_status_events_insert d9d2f532a094aa09
-- holds procrastinate 0007_add_queueing_lock_column dc12645a882f2067
-- holds procrastinate 0008_close_fetch_job_race_condition 74c7c44a68d3c204
-- holds procrastinate 0009_add_defer_job_function b9d529f1bb143b09
-- holds procrastinate 0010_add_procrastinate_periodic_defers bd1aa56a04f86df5
-- holds procrastinate 0011_add_foreign_key_index 25cc0914481114fd
-- holds procrastinate 0012_add_locks_to_periodic_defer 7cf8863ace39220c
-- holds procrastinate 0013_fix_procrastinate_defer_periodic_job 4d5072911b8c904c
-- holds procrastinate 0014_add_finish_job_and_retry_job_functions 20ebed9ca30246c8
-- holds procrastinate 0015_add_trigger_on_job_deletion 41bec3a5111ff97f
-- holds procrastinate 0016_delete_finished_jobs aa4d841aae25c4b1
-- holds procrastinate 0017_add_checks_to_finish_job fa9f208ddf3368de
-- holds procrastinate 0018_add_checks_to_retry_job 893bfc867f1594eb
-- holds procrastinate 0019_fix_finish_job_compat_issue 4c85f00a990bb3d7
-- holds procrastinate 0020_add_index_on_procrastinate_jobs 5a93c4ea92b856f5
-- holds procrastinate 0021_add_kwargs_to_defer_periodic_job 88dd3371cbdee2ba
-- holds procrastinate 0022_null_locks_excluded 2d5b088f88e89d69
-- holds procrastinate 0023_remove_old_finish_job_function 89267383eac7bb81
-- holds procrastinate 0024_job_id_bigint 27108dc62abe6372
-- holds procrastinate 0025_add_models 29580ceb9d30811c
-- holds procrastinate 0026_add_job_priority 4f7746b8edef802a
-- holds procrastinate 0027_add_periodic_job_priority 17e24782e5f4b56e
-- holds procrastinate 0028_add_cancel_states 2831656624aa9165
-- holds procrastinate 0029_add_additional_params_to_retry_job 50d48f155234960c
-- holds procrastinate 0030_alter_procrastinateevent_options 94486414b944e707
-- holds procrastinate 0031_add_indexes_for_fetch_job c7235c71c0c003fd
-- holds procrastinate 0032_pre_cancel_notification 42c97f730f7f0edd
-- holds procrastinate 0033_post_cancel_notification 8bd0e84d1e45311e
-- holds procrastinate 0034_pre_add_heartbeat 844ed448222ba8b1
-- holds procrastinate 0035_post_add_heartbeat 0cbd71b8406c14f4
-- holds procrastinate 0036_add_worker_model f996e8059968a3a4
-- holds procrastinate 0037_pre_batch_defer_jobs 0d7d4294e8aa2749
-- holds procrastinate 0038_post_batch_defer_jobs 503152d687e3e49b
-- holds procrastinate 0039_pre_priority_lock_fetch_job aba2087cb2b69233
-- holds procrastinate 0040_pre_retry_failed_job f6d2a552fbbc5088
-- holds procrastinate 0041_post_retry_failed_job 2c8dc359b30362a9
-- holds qualify 0001_initial 8f213b7c851beedb
-- holds qualify 0002_clock_policies ff135b8cf8ab9dc0
-- holds qualify 0003_standing c35bfa3c857b8b22
-- holds qualify 0004_call_notes adc8321ffe233575
-- holds qualify 0005_handoffs 86663e0ad79d99a7
-- holds qualify 0006_clock_kinds 91441fc2976ad4f6
-- holds qualify 0007_clock_terms 3bc04217cd55b6a3
-- holds qualify 0008_tasks_that_follow bb387a2d7175ae69
-- holds qualify 0009_mql_by_the_grid ebbc820a693a7dc3
-- holds records 0001_initial 456539d5bb55c117
-- holds records 0002_stages 4611691e996be441
-- holds records 0003_standing 127d63d162fdc869
-- holds records 0004_consent 0f6a17f2e2ada1a4
-- holds records 0005_duplicate_pairs 878abe9808602ba1
-- holds records 0006_tombstones c8742a2dac57a205
-- holds records 0007_pairs_by_kind a490173ae734c8a0
-- holds records 0008_notifications 19f33567543f6559
-- holds records 0009_path aaf3b033053331d0
-- holds records 0010_questions 8a8d626adcf164a8
-- holds records 0011_handoffs 164ecd2cc0659c76
-- holds records 0012_clocks b38a8afffe789c4a
-- holds records 0013_deals 792ac110792b485e
-- holds records 0014_deal_history 9ec2dea1623160f3
-- holds records 0015_conversions 0e66156acce42c3c
-- holds records 0016_account_contact_relations 65add83f687d9735
-- holds records 0017_campaign_tallies e3e2ebadc4ca29a9
-- holds records 0018_conversion_rows 1da4c0dcf6e02964
-- holds records 0019_members_again c44cf6f09f0001a2
-- holds records 0020_pipeline_at b6056d136a9dad40
-- holds records 0021_forecast_indexes 7785a02d64540c69
-- holds records 0022_hottest_newest 6b963c042ef201c6
-- holds records 0023_deal_figures 72bbec17fe002e43
-- holds records 0024_member_contacts 832fb8d485dca883
-- holds records 0025_account_takes_what_leads_say 3edf11ffad1b3eff
-- holds records 0026_probability 3eef1c132f9c4b5e
-- holds records 0027_grades 60decb50d9883bc3
-- holds records 0028_mail e897b63c8474041c
-- holds records 0029_engagement 836db7bda904aefa
-- holds records 0030_weekly_mail 9c3da1d572bd3caa
-- holds records 0031_met_and_answered aac42408fd83bea0
-- holds records 0032_retention 0af2442c99925d57
-- holds records 0033_clock_started 2fdb7cfd0173d539
-- holds records 0034_lists_of_the_day 86eedb9fdac52aad
-- holds records 0035_synced af50f07babcb07f3
-- holds records 0036_newest_first c67ab06f02e8c7a4
-- holds recycling 0001_initial 91f4c04377bd9bf1
-- holds recycling 0002_removed_rules 8f41ee40aac94784
-- holds reporting 0001_initial 250805d53f687492
-- holds route 0001_initial b2a789f5b3b33ee0
-- holds route 0002_first_version d1e8769de95579c1
-- holds route 0003_standing 588214e3885a6c0d
-- holds route 0004_drafts 309c07832a6afe7b
-- holds route 0005_targets c06230277b13854c
-- holds route 0006_queue_stays d41e027af9739050
-- holds score 0001_initial 1cf14d32a5346a89
-- holds score 0002_first_version fd965d985c13c92b
-- holds score 0003_standing 40f89351c3014a14
-- holds score 0004_learned c4d230f8bb81f0e3
-- holds score 0005_behaviour 628dd57465c52868
-- holds score 0006_behaviour_is_noted c1025638e235a6e8
-- holds score 0007_points_for_behaviour 3c7fa91f35564d62
-- holds sessions 0001_initial 2aa438e2393ee513
-- holds tracking 0001_tracking 879a9ca4a89754e3
-- holds tracking 0002_settings d75f1aea02db9774
-- holds web 0001_initial b0a0ddda06163267
--
-- PostgreSQL database dump
--




CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


CREATE FUNCTION public.convert_mapped_fields_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM convert_fieldmapping line
        WHERE (OLD.object_name = 'Lead' AND line.lead_field = OLD.name)
           OR (line.object_name = OLD.object_name AND line.field = OLD.name)
    ) THEN
        RAISE EXCEPTION '%.% is mapped: take it off the map of conversions first.',
            OLD.object_name, OLD.name USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;


CREATE FUNCTION public.people_standing_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE people_standing SET stamp = gen_random_uuid();
    RETURN NULL;
END $$;


CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;




CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


CREATE FUNCTION public.records_campaignmember_tallied_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, status, deals, won, amount, won_amount, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, status, 0, 0, 0, 0, sum(n),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE has_responded), 0)
FROM (SELECT *, -1 AS n FROM gone) AS moved WHERE NOT is_deleted
GROUP BY campaign_id, status
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE has_responded), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_campaignmember_tallied_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, status, deals, won, amount, won_amount, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, status, 0, 0, 0, 0, sum(n),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE has_responded), 0)
FROM (SELECT *, 1 AS n FROM fresh) AS moved WHERE NOT is_deleted
GROUP BY campaign_id, status
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE has_responded), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_campaignmember_tallied_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, status, deals, won, amount, won_amount, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, status, 0, 0, 0, 0, sum(n),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE has_responded), 0)
FROM (SELECT *, 1 AS n FROM fresh UNION ALL SELECT *, -1 AS n FROM gone) AS moved WHERE NOT is_deleted
GROUP BY campaign_id, status
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE has_responded), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_consent_is_lasting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE links text[] := ARRAY['lead_id', 'contact_id', 'carried_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- Erasing a person whole says so first: SET LOCAL headwater.erasing = 'on'.
        IF current_setting('headwater.erasing', true) = 'on' THEN RETURN OLD; END IF;
    ELSIF to_jsonb(OLD) - links = to_jsonb(NEW) - links THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Consent is append-only: row % cannot be changed or deleted.', OLD.id;
END $$;


CREATE FUNCTION public.records_opportunity_tallied_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, deals, won, amount, won_amount, status, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, sum(n), COALESCE(sum(n) FILTER (WHERE is_won), 0),
       COALESCE(sum(n * amount), 0), COALESCE(sum(n * amount) FILTER (WHERE is_won), 0),
       '', 0, 0, 0, 0, 0
FROM (SELECT *, -1 AS n FROM gone) AS moved WHERE campaign_id IS NOT NULL AND NOT is_deleted
GROUP BY campaign_id
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE is_won), 0) <> 0
    OR COALESCE(sum(n * amount), 0) <> 0
    OR COALESCE(sum(n * amount) FILTER (WHERE is_won), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_opportunity_tallied_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, deals, won, amount, won_amount, status, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, sum(n), COALESCE(sum(n) FILTER (WHERE is_won), 0),
       COALESCE(sum(n * amount), 0), COALESCE(sum(n * amount) FILTER (WHERE is_won), 0),
       '', 0, 0, 0, 0, 0
FROM (SELECT *, 1 AS n FROM fresh) AS moved WHERE campaign_id IS NOT NULL AND NOT is_deleted
GROUP BY campaign_id
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE is_won), 0) <> 0
    OR COALESCE(sum(n * amount), 0) <> 0
    OR COALESCE(sum(n * amount) FILTER (WHERE is_won), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_opportunity_tallied_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN 
INSERT INTO records_campaigntally (campaign_id, deals, won, amount, won_amount, status, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, sum(n), COALESCE(sum(n) FILTER (WHERE is_won), 0),
       COALESCE(sum(n * amount), 0), COALESCE(sum(n * amount) FILTER (WHERE is_won), 0),
       '', 0, 0, 0, 0, 0
FROM (SELECT *, 1 AS n FROM fresh UNION ALL SELECT *, -1 AS n FROM gone) AS moved WHERE campaign_id IS NOT NULL AND NOT is_deleted
GROUP BY campaign_id
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE is_won), 0) <> 0
    OR COALESCE(sum(n * amount), 0) <> 0
    OR COALESCE(sum(n * amount) FILTER (WHERE is_won), 0) <> 0
; RETURN NULL; END $$;


CREATE FUNCTION public.records_trail_is_lasting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < (
        SELECT now() - make_interval(months => trail_months) FROM records_retention
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The Trail is append-only: entry % cannot be changed or deleted.', OLD.id;
END $$;


CREATE FUNCTION public.score_behaviour_came() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT lead_id FROM rows_now WHERE lead_id IS NOT NULL AND bot_reason = '';
  RETURN NULL;
END $$;


CREATE FUNCTION public.score_behaviour_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT l.lead_id FROM rows_before b JOIN rows_now n USING (id)
    CROSS JOIN LATERAL (VALUES (b.lead_id), (n.lead_id)) l (lead_id)
    WHERE l.lead_id IS NOT NULL AND (b.lead_id, b.bot_reason = '', b.kind, b.what, b.interest, b.at)
      IS DISTINCT FROM (n.lead_id, n.bot_reason = '', n.kind, n.what, n.interest, n.at);
  RETURN NULL;
END $$;


CREATE FUNCTION public.score_behaviour_went() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT lead_id FROM rows_before WHERE lead_id IS NOT NULL AND bot_reason = '';
  RETURN NULL;
END $$;


CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.advising_advicerule (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    company character varying(3) NOT NULL,
    account character varying(3) NOT NULL,
    qualified character varying(3) NOT NULL,
    criteria text NOT NULL,
    way character varying(6) NOT NULL,
    words character varying(300) NOT NULL,
    is_followed boolean NOT NULL,
    CONSTRAINT advising_advicerule_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.advising_advicerule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.advising_advicerule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.advising_definition (
    id bigint NOT NULL,
    qualified_when text NOT NULL,
    CONSTRAINT one_definition CHECK ((id = 1))
);


ALTER TABLE public.advising_definition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.advising_definition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_allowedorigin (
    id bigint NOT NULL,
    origin character varying(255) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint
);


ALTER TABLE public.api_allowedorigin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_allowedorigin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_apiuse (
    id bigint NOT NULL,
    day date NOT NULL,
    who character varying(40) NOT NULL,
    calls integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT api_apiuse_calls_check CHECK ((calls >= 0))
);


ALTER TABLE public.api_apiuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_apiuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_bulkbatch (
    id bigint NOT NULL,
    state character varying(14) NOT NULL,
    message text NOT NULL,
    columns jsonb NOT NULL,
    done_count integer NOT NULL,
    failed_count integer NOT NULL,
    spent_ms integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    job_id bigint NOT NULL,
    CONSTRAINT api_bulkbatch_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT api_bulkbatch_failed_count_check CHECK ((failed_count >= 0)),
    CONSTRAINT api_bulkbatch_spent_ms_check CHECK ((spent_ms >= 0))
);


ALTER TABLE public.api_bulkbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_bulkbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_bulkjob (
    id bigint NOT NULL,
    interface character varying(10) NOT NULL,
    operation character varying(20) NOT NULL,
    object_name character varying(80) NOT NULL,
    external_field character varying(80) NOT NULL,
    content_type character varying(12) NOT NULL,
    line_ending character varying(4) NOT NULL,
    delimiter character varying(12) NOT NULL,
    query text NOT NULL,
    version character varying(8) NOT NULL,
    concurrency character varying(10) NOT NULL,
    wishes jsonb NOT NULL,
    state character varying(20) NOT NULL,
    error text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL
);


ALTER TABLE public.api_bulkjob ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_bulkjob_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_bulkpiece (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    number integer NOT NULL,
    count integer NOT NULL,
    data bytea NOT NULL,
    batch_id bigint NOT NULL,
    CONSTRAINT api_bulkpiece_count_check CHECK ((count >= 0)),
    CONSTRAINT api_bulkpiece_number_check CHECK ((number >= 0))
);


ALTER TABLE public.api_bulkpiece ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_bulkpiece_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_clientterms (
    client_id bigint NOT NULL,
    scopes character varying(200) NOT NULL,
    per_day integer NOT NULL,
    ends_at timestamp with time zone,
    certificate text NOT NULL,
    for_anyone boolean NOT NULL,
    old_secret character varying(255) NOT NULL,
    old_secret_until timestamp with time zone,
    revoked_at timestamp with time zone,
    created_by_id bigint,
    CONSTRAINT api_clientterms_per_day_check CHECK ((per_day >= 0))
);


CREATE TABLE public.api_intakekey (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    key_hash character varying(64) NOT NULL,
    hint character varying(4) NOT NULL,
    lead_source character varying(255) NOT NULL,
    per_minute integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    minute timestamp with time zone,
    minute_count integer NOT NULL,
    campaign_id bigint,
    created_by_id bigint,
    CONSTRAINT api_intakekey_minute_count_check CHECK ((minute_count >= 0)),
    CONSTRAINT api_intakekey_per_minute_check CHECK ((per_minute >= 0))
);


ALTER TABLE public.api_intakekey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_intakekey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_keptanswer (
    id bigint NOT NULL,
    client character varying(40) NOT NULL,
    key character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT api_keptanswer_status_check CHECK ((status >= 0))
);


ALTER TABLE public.api_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_signingkey (
    id bigint NOT NULL,
    kid character varying(64) NOT NULL,
    sealed text NOT NULL,
    made_at timestamp with time zone NOT NULL
);


ALTER TABLE public.api_signingkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_signingkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_trailmark (
    id bigint NOT NULL,
    entry_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.api_trailmark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_trailmark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_webhook (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    url character varying(1000) NOT NULL,
    events jsonb NOT NULL,
    criteria text NOT NULL,
    is_active boolean NOT NULL,
    secret character varying(120) NOT NULL,
    old_secret character varying(120) NOT NULL,
    old_secret_until timestamp with time zone,
    since_entry bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    failing_since timestamp with time zone,
    failure_count integer NOT NULL,
    rests_until timestamp with time zone,
    stopped_because character varying(300) NOT NULL,
    is_deleted boolean NOT NULL,
    created_by_id bigint,
    CONSTRAINT api_webhook_failure_count_check CHECK ((failure_count >= 0))
);


ALTER TABLE public.api_webhook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_webhook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_webhookdelivery (
    id bigint NOT NULL,
    message_id character varying(40) NOT NULL,
    entry_id bigint,
    event character varying(40) NOT NULL,
    record_id bigint,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state character varying(9) NOT NULL,
    try_count smallint NOT NULL,
    next_try_at timestamp with time zone,
    settled_at timestamp with time zone,
    last_status smallint,
    webhook_id bigint NOT NULL,
    CONSTRAINT api_webhookdelivery_last_status_check CHECK ((last_status >= 0)),
    CONSTRAINT api_webhookdelivery_try_count_check CHECK ((try_count >= 0))
);


ALTER TABLE public.api_webhookdelivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_webhookdelivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.api_webhooktry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    headers jsonb NOT NULL,
    status smallint,
    duration integer NOT NULL,
    answer text NOT NULL,
    trouble character varying(300) NOT NULL,
    delivery_id bigint NOT NULL,
    CONSTRAINT api_webhooktry_duration_check CHECK ((duration >= 0)),
    CONSTRAINT api_webhooktry_status_check CHECK ((status >= 0))
);


ALTER TABLE public.api_webhooktry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_webhooktry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_filekeeping (
    id bigint NOT NULL,
    import_days smallint NOT NULL,
    cleared_at timestamp with time zone,
    cleared_count integer NOT NULL,
    cleared_bytes bigint NOT NULL,
    CONSTRAINT capture_filekeeping_cleared_count_check CHECK ((cleared_count >= 0)),
    CONSTRAINT capture_filekeeping_import_days_check CHECK ((import_days >= 0)),
    CONSTRAINT one_file_keeping CHECK ((id = 1))
);


ALTER TABLE public.capture_filekeeping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_filekeeping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_formviews (
    id bigint NOT NULL,
    day date NOT NULL,
    count integer NOT NULL,
    form_id bigint NOT NULL,
    CONSTRAINT capture_formviews_count_check CHECK ((count >= 0))
);


ALTER TABLE public.capture_formviews ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_formviews_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_hygienecount (
    id bigint NOT NULL,
    check_name character varying(20) NOT NULL,
    owner_id bigint NOT NULL,
    count integer NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT capture_hygienecount_count_check CHECK ((count >= 0))
);


ALTER TABLE public.capture_hygienecount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_hygienecount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_hygienefinding (
    id bigint NOT NULL,
    check_name character varying(20) NOT NULL,
    owner_id bigint NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason character varying(200) NOT NULL,
    lead_id bigint NOT NULL,
    run_id bigint NOT NULL
);


ALTER TABLE public.capture_hygienefinding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_hygienefinding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_hygienefix (
    id bigint NOT NULL,
    check_name character varying(20) NOT NULL,
    finding_ids jsonb NOT NULL,
    state character varying(7) NOT NULL,
    at timestamp with time zone NOT NULL,
    last_id bigint NOT NULL,
    wanted_count integer NOT NULL,
    fixed_count integer NOT NULL,
    skipped_count integer NOT NULL,
    undone_count integer NOT NULL,
    by_id bigint NOT NULL,
    owner_id bigint,
    run_id bigint NOT NULL,
    CONSTRAINT capture_hygienefix_fixed_count_check CHECK ((fixed_count >= 0)),
    CONSTRAINT capture_hygienefix_skipped_count_check CHECK ((skipped_count >= 0)),
    CONSTRAINT capture_hygienefix_undone_count_check CHECK ((undone_count >= 0)),
    CONSTRAINT capture_hygienefix_wanted_count_check CHECK ((wanted_count >= 0))
);


ALTER TABLE public.capture_hygienefix ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_hygienefix_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_hygienefixed (
    id bigint NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    fix_id bigint NOT NULL,
    lead_id bigint NOT NULL
);


ALTER TABLE public.capture_hygienefixed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_hygienefixed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_hygienerun (
    id bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    lead_count integer NOT NULL,
    by_id bigint,
    CONSTRAINT capture_hygienerun_lead_count_check CHECK ((lead_count >= 0))
);


ALTER TABLE public.capture_hygienerun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_hygienerun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_knownsender (
    id bigint NOT NULL,
    value character varying(254) NOT NULL,
    verdict character varying(9) NOT NULL,
    note character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint
);


ALTER TABLE public.capture_knownsender ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_knownsender_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_mailbox (
    id bigint NOT NULL,
    address character varying(254) NOT NULL,
    way character varying(4) NOT NULL,
    host character varying(253) NOT NULL,
    port integer,
    security character varying(8) NOT NULL,
    username character varying(254) NOT NULL,
    password_sealed text NOT NULL,
    password_variable character varying(80) NOT NULL,
    folder character varying(200) NOT NULL,
    afterwards character varying(7) NOT NULL,
    moved_to character varying(200) NOT NULL,
    takes_old boolean NOT NULL,
    lead_source character varying(255) NOT NULL,
    answers boolean NOT NULL,
    auto_response character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    uid_validity bigint,
    last_uid bigint NOT NULL,
    polled_at timestamp with time zone,
    problem character varying(500) NOT NULL,
    failing_since timestamp with time zone,
    failure_count integer NOT NULL,
    poll_again_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    campaign_id bigint,
    access_sealed text NOT NULL,
    access_until timestamp with time zone,
    oauth_client character varying(254) NOT NULL,
    oauth_secret_sealed text NOT NULL,
    oauth_tenant character varying(100) NOT NULL,
    refresh_sealed text NOT NULL,
    sign_in character varying(9) NOT NULL,
    CONSTRAINT capture_mailbox_failure_count_check CHECK ((failure_count >= 0)),
    CONSTRAINT capture_mailbox_port_check CHECK ((port >= 0))
);


ALTER TABLE public.capture_mailbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_mailbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_receivedmail (
    submission_id bigint NOT NULL,
    raw bytea NOT NULL,
    is_whole boolean NOT NULL,
    sender character varying(320) NOT NULL,
    received_at timestamp with time zone NOT NULL
);


CREATE TABLE public.capture_replay (
    id bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    chosen character varying(300) NOT NULL,
    count integer NOT NULL,
    released_count integer NOT NULL,
    finished_at timestamp with time zone,
    started_by_id bigint NOT NULL,
    CONSTRAINT capture_replay_count_check CHECK ((count >= 0)),
    CONSTRAINT capture_replay_released_count_check CHECK ((released_count >= 0))
);


ALTER TABLE public.capture_replay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_replay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_replayedsubmission (
    id bigint NOT NULL,
    was_state character varying(11) NOT NULL,
    was_reason character varying(1000) NOT NULL,
    is_released boolean NOT NULL,
    replay_id bigint NOT NULL,
    submission_id bigint NOT NULL
);


ALTER TABLE public.capture_replayedsubmission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_replayedsubmission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_sentmessage (
    id bigint NOT NULL,
    fingerprint character varying(32) NOT NULL,
    sender character varying(254) NOT NULL,
    sent_at timestamp with time zone NOT NULL
);


ALTER TABLE public.capture_sentmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_sentmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_spamsettings (
    id bigint NOT NULL,
    threshold smallint NOT NULL,
    recaptcha_site_key character varying(100) NOT NULL,
    recaptcha_secret character varying(100) NOT NULL,
    web_to_lead_needs_recaptcha boolean NOT NULL,
    CONSTRAINT capture_spamsettings_threshold_check CHECK ((threshold >= 0)),
    CONSTRAINT one_spam_settings CHECK ((id = 1))
);


ALTER TABLE public.capture_spamsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_spamsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.capture_usedproof (
    signature character varying(64) NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    submission_id bigint NOT NULL
);


CREATE TABLE public.capture_webform (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    name character varying(120) NOT NULL,
    intro character varying(500) NOT NULL,
    fields jsonb NOT NULL,
    once_asked jsonb NOT NULL,
    hidden jsonb NOT NULL,
    taken jsonb NOT NULL,
    button character varying(40) NOT NULL,
    lead_source character varying(255) NOT NULL,
    member_status character varying(40) NOT NULL,
    thanks character varying(500) NOT NULL,
    redirect_url character varying(500) NOT NULL,
    consent character varying(500) NOT NULL,
    consent_channels jsonb NOT NULL,
    earlier_consents jsonb NOT NULL,
    sites jsonb NOT NULL,
    protection character varying(9) NOT NULL,
    is_strict boolean NOT NULL,
    answers boolean NOT NULL,
    auto_response character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    campaign_id bigint,
    created_by_id bigint,
    deleted_at timestamp with time zone,
    deleted_by_id bigint,
    posts_per_minute smallint,
    CONSTRAINT capture_webform_posts_per_minute_check CHECK ((posts_per_minute >= 0))
);


ALTER TABLE public.capture_webform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.capture_webform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.catalog_customfield (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    name character varying(43) NOT NULL,
    label character varying(80) NOT NULL,
    type character varying(20) NOT NULL,
    length integer NOT NULL,
    "precision" smallint NOT NULL,
    scale smallint NOT NULL,
    choices jsonb NOT NULL,
    is_restricted boolean NOT NULL,
    is_required boolean NOT NULL,
    is_unique boolean NOT NULL,
    is_external_id boolean NOT NULL,
    "default" jsonb,
    help_text character varying(255) NOT NULL,
    sort_order integer NOT NULL,
    CONSTRAINT catalog_customfield_length_check CHECK ((length >= 0)),
    CONSTRAINT catalog_customfield_precision_check CHECK (("precision" >= 0)),
    CONSTRAINT catalog_customfield_scale_check CHECK ((scale >= 0)),
    CONSTRAINT catalog_customfield_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.catalog_customfield ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_customfield_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.catalog_externalid (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    field character varying(43) NOT NULL,
    value character varying(255) NOT NULL,
    record_id bigint NOT NULL
);


ALTER TABLE public.catalog_externalid ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_externalid_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.catalog_picklistvalue (
    id bigint NOT NULL,
    picklist character varying(40) NOT NULL,
    value character varying(255) NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    is_default boolean NOT NULL,
    CONSTRAINT catalog_picklistvalue_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.catalog_picklistvalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_picklistvalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.convert_conversionrule (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    applies_to text NOT NULL,
    criteria text NOT NULL,
    required_fields jsonb NOT NULL,
    least_score integer,
    statuses jsonb NOT NULL,
    asks_questions boolean NOT NULL,
    is_binding boolean NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT convert_conversionrule_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.convert_conversionrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.convert_conversionrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.convert_conversionsettings (
    id bigint NOT NULL,
    account_name character varying(255) NOT NULL,
    deal_name character varying(255) NOT NULL,
    role character varying(255) NOT NULL,
    allows_no_deal boolean NOT NULL,
    overridden_by character varying(8) NOT NULL,
    asks_follow_up boolean NOT NULL,
    follow_up_subject character varying(255) NOT NULL,
    follow_up_days smallint NOT NULL,
    CONSTRAINT convert_conversionsettings_follow_up_days_check CHECK ((follow_up_days >= 0)),
    CONSTRAINT one_conversion_settings CHECK ((id = 1))
);


ALTER TABLE public.convert_conversionsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.convert_conversionsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.convert_fieldmapping (
    id bigint NOT NULL,
    lead_field character varying(43) NOT NULL,
    object_name character varying(40) NOT NULL,
    field character varying(43) NOT NULL,
    is_standard boolean NOT NULL
);


ALTER TABLE public.convert_fieldmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.convert_fieldmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


CREATE TABLE public.records_duplicatepair (
    id bigint NOT NULL,
    one_object character varying(40) NOT NULL,
    one_id bigint NOT NULL,
    other_object character varying(40) NOT NULL,
    other_id bigint NOT NULL,
    probability double precision NOT NULL,
    tier character varying(8) NOT NULL,
    evidence jsonb NOT NULL,
    found_by character varying(8) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    rule character varying(80) NOT NULL,
    "group" bigint,
    state character varying(9) NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint
);


CREATE VIEW public.match_duplicaterecorditem AS
 SELECT min(number) AS id,
    ('DRI-'::text || lpad((min(number))::text, 8, '0'::text)) AS name,
    set_id AS duplicate_record_set_id,
        CASE object_name
            WHEN 'Lead'::text THEN record_id
            ELSE NULL::bigint
        END AS lead_id,
        CASE object_name
            WHEN 'Contact'::text THEN record_id
            ELSE NULL::bigint
        END AS contact_id,
        CASE object_name
            WHEN 'Account'::text THEN record_id
            ELSE NULL::bigint
        END AS account_id
   FROM ( SELECT COALESCE(pair."group", pair.id) AS set_id,
            ((pair.id * 2) + side.place) AS number,
            side.object_name,
            side.record_id
           FROM (public.records_duplicatepair pair
             CROSS JOIN LATERAL ( VALUES (0,pair.one_object,pair.one_id), (1,pair.other_object,pair.other_id)) side(place, object_name, record_id))
          WHERE ((pair.state)::text = 'open'::text)) members
  GROUP BY set_id, object_name, record_id;


CREATE TABLE public.match_duplicaterule (
    id bigint NOT NULL,
    sobject_type character varying(40) NOT NULL,
    sobject_subtype character varying(40) NOT NULL,
    developer_name character varying(80) NOT NULL,
    master_label character varying(80) NOT NULL,
    language character varying(10) NOT NULL,
    description character varying(255) NOT NULL,
    is_active boolean NOT NULL,
    sort_order integer NOT NULL,
    conditions text NOT NULL,
    security character varying(20) NOT NULL,
    alert_text character varying(255) NOT NULL,
    people_on_create character varying(5) NOT NULL,
    people_on_edit character varying(5) NOT NULL,
    api_on_create character varying(5) NOT NULL,
    api_on_edit character varying(5) NOT NULL,
    import_on_create character varying(5) NOT NULL,
    submission_on_create character varying(5) NOT NULL,
    reports_on_create boolean NOT NULL,
    reports_on_edit boolean NOT NULL,
    is_deleted boolean NOT NULL,
    CONSTRAINT match_duplicaterule_sort_order_check CHECK ((sort_order >= 0))
);


CREATE VIEW public.match_duplicaterecordset AS
 SELECT set_id AS id,
    ('DRS-'::text || lpad((set_id)::text, 8, '0'::text)) AS name,
    min(rule_id) AS duplicate_rule_id,
    (count(DISTINCT ROW(object_name, record_id)))::integer AS record_count,
    min(found_at) AS created_at
   FROM ( SELECT COALESCE(pair."group", pair.id) AS set_id,
            pair.found_at,
            rule.id AS rule_id,
            side.object_name,
            side.record_id
           FROM ((public.records_duplicatepair pair
             LEFT JOIN public.match_duplicaterule rule ON (((rule.developer_name)::text = (pair.rule)::text)))
             CROSS JOIN LATERAL ( VALUES (pair.one_object,pair.one_id), (pair.other_object,pair.other_id)) side(object_name, record_id))
          WHERE ((pair.state)::text = 'open'::text)) members
  GROUP BY set_id;


ALTER TABLE public.match_duplicaterule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_duplicaterule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_duplicaterule_matching_rules (
    id bigint NOT NULL,
    duplicaterule_id bigint NOT NULL,
    matchingrule_id bigint NOT NULL
);


ALTER TABLE public.match_duplicaterule_matching_rules ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_duplicaterule_matching_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_learnedweights (
    id bigint NOT NULL,
    kind character varying(7) NOT NULL,
    "values" jsonb NOT NULL,
    because jsonb NOT NULL,
    learned_at timestamp with time zone NOT NULL,
    run_id bigint
);


ALTER TABLE public.match_learnedweights ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_learnedweights_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_matchingrule (
    id bigint NOT NULL,
    sobject_type character varying(40) NOT NULL,
    sobject_subtype character varying(40) NOT NULL,
    developer_name character varying(80) NOT NULL,
    master_label character varying(80) NOT NULL,
    language character varying(10) NOT NULL,
    match_engine character varying(20) NOT NULL,
    boolean_filter character varying(255) NOT NULL,
    description character varying(255) NOT NULL,
    rule_status character varying(12) NOT NULL,
    tier character varying(8) NOT NULL,
    is_standard boolean NOT NULL,
    is_deleted boolean NOT NULL
);


ALTER TABLE public.match_matchingrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_matchingrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_matchingruleitem (
    id bigint NOT NULL,
    sort_order smallint NOT NULL,
    field character varying(80) NOT NULL,
    matching_method character varying(12) NOT NULL,
    blank_value_behavior character varying(14) NOT NULL,
    matching_rule_id bigint NOT NULL,
    CONSTRAINT match_matchingruleitem_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.match_matchingruleitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_matchingruleitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_matchkey (
    hash bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    record_id bigint NOT NULL
);


CREATE TABLE public.match_matchrun (
    id bigint NOT NULL,
    engine character varying(6) NOT NULL,
    state character varying(9) NOT NULL,
    step character varying(120) NOT NULL,
    share_done double precision NOT NULL,
    totals jsonb NOT NULL,
    seconds jsonb NOT NULL,
    summary character varying(300) NOT NULL,
    problem character varying(500) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id bigint
);


ALTER TABLE public.match_matchrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_matchrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.match_refusal (
    id bigint NOT NULL,
    kind character varying(9) NOT NULL,
    key character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint
);


ALTER TABLE public.match_refusal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.match_refusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_dailysnapshot (
    id bigint NOT NULL,
    day date NOT NULL,
    what character varying(12) NOT NULL,
    key character varying(255) NOT NULL,
    count integer NOT NULL,
    amount numeric(20,2) NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT measure_dailysnapshot_count_check CHECK ((count >= 0))
);


ALTER TABLE public.measure_dailysnapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_dailysnapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_dailysum (
    id bigint NOT NULL,
    what character varying(20) NOT NULL,
    day date NOT NULL,
    axis character varying(12) NOT NULL,
    key character varying(255) NOT NULL,
    "values" bigint[] NOT NULL,
    counted_at timestamp with time zone NOT NULL
);


ALTER TABLE public.measure_dailysum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_dailysum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_influencesettings (
    id bigint NOT NULL,
    window_days integer,
    responses_only boolean NOT NULL,
    model character varying(8) NOT NULL,
    CONSTRAINT measure_influencesettings_window_days_check CHECK ((window_days >= 0)),
    CONSTRAINT one_influence_settings CHECK ((id = 1))
);


ALTER TABLE public.measure_influencesettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_influencesettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_influencesum (
    id bigint NOT NULL,
    days smallint NOT NULL,
    model character varying(8) NOT NULL,
    open_deals integer NOT NULL,
    won_deals integer NOT NULL,
    pipeline_cents bigint NOT NULL,
    won_cents bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    campaign_id bigint NOT NULL,
    CONSTRAINT measure_influencesum_days_check CHECK ((days >= 0))
);


ALTER TABLE public.measure_influencesum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_influencesum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_keptanswer (
    id bigint NOT NULL,
    scope character varying(64) NOT NULL,
    question character varying(64) NOT NULL,
    name character varying(120) NOT NULL,
    asked jsonb NOT NULL,
    value jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone NOT NULL,
    asker_id bigint NOT NULL
);


ALTER TABLE public.measure_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_keptfigure (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    days smallint,
    value jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    CONSTRAINT measure_keptfigure_days_check CHECK ((days >= 0))
);


ALTER TABLE public.measure_keptfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_keptfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_leaksettings (
    id bigint NOT NULL,
    queue_hours integer NOT NULL,
    step_hours integer NOT NULL,
    duplicate_days integer NOT NULL,
    stuck_days integer NOT NULL,
    mailed character varying(8) NOT NULL,
    mail_at time without time zone NOT NULL,
    CONSTRAINT measure_leaksettings_duplicate_days_check CHECK ((duplicate_days >= 0)),
    CONSTRAINT measure_leaksettings_queue_hours_check CHECK ((queue_hours >= 0)),
    CONSTRAINT measure_leaksettings_step_hours_check CHECK ((step_hours >= 0)),
    CONSTRAINT measure_leaksettings_stuck_days_check CHECK ((stuck_days >= 0)),
    CONSTRAINT one_leak_settings CHECK ((id = 1))
);


ALTER TABLE public.measure_leaksettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_leaksettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.measure_snapshotday (
    id bigint NOT NULL,
    day date NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    seconds double precision NOT NULL,
    is_from_trail boolean NOT NULL
);


ALTER TABLE public.measure_snapshotday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measure_snapshotday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.merge_merge (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    survivor_id bigint NOT NULL,
    loser_ids bigint[] NOT NULL,
    at timestamp with time zone NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    moved jsonb NOT NULL,
    dropped jsonb NOT NULL,
    marks jsonb NOT NULL,
    undone_at timestamp with time zone,
    "left" jsonb NOT NULL,
    by_id bigint,
    undone_by_id bigint,
    made jsonb NOT NULL
);


ALTER TABLE public.merge_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.merge_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.moving_move (
    id bigint NOT NULL,
    url character varying(255) NOT NULL,
    org_id character varying(18) NOT NULL,
    org_name character varying(255) NOT NULL,
    state character varying(7) NOT NULL,
    since timestamp with time zone,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    problem character varying(500) NOT NULL,
    notes jsonb NOT NULL,
    report jsonb NOT NULL,
    by_id bigint
);


ALTER TABLE public.moving_move ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moving_move_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.moving_moverefusal (
    id bigint NOT NULL,
    old_id character varying(18) NOT NULL,
    name character varying(255) NOT NULL,
    reason character varying(500) NOT NULL,
    step_id bigint NOT NULL
);


ALTER TABLE public.moving_moverefusal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moving_moverefusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.moving_movestep (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    place smallint NOT NULL,
    "position" character varying(18) NOT NULL,
    wanted integer NOT NULL,
    fetched integer NOT NULL,
    created integer NOT NULL,
    known integer NOT NULL,
    refused integer NOT NULL,
    cut jsonb NOT NULL,
    skipped character varying(500) NOT NULL,
    is_done boolean NOT NULL,
    move_id bigint NOT NULL,
    CONSTRAINT moving_movestep_created_check CHECK ((created >= 0)),
    CONSTRAINT moving_movestep_fetched_check CHECK ((fetched >= 0)),
    CONSTRAINT moving_movestep_known_check CHECK ((known >= 0)),
    CONSTRAINT moving_movestep_place_check CHECK ((place >= 0)),
    CONSTRAINT moving_movestep_refused_check CHECK ((refused >= 0)),
    CONSTRAINT moving_movestep_wanted_check CHECK ((wanted >= 0))
);


ALTER TABLE public.moving_movestep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moving_movestep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_autoresponserule (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    sort_order integer NOT NULL,
    doors jsonb NOT NULL,
    criteria text NOT NULL,
    sender_name character varying(80) NOT NULL,
    reply_to character varying(254) NOT NULL,
    is_active boolean NOT NULL,
    template_id bigint,
    CONSTRAINT nurture_autoresponserule_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.nurture_autoresponserule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_autoresponserule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_delivery (
    message_id bigint NOT NULL,
    try_count smallint NOT NULL,
    claimed_at timestamp with time zone,
    again_at timestamp with time zone,
    reply_to character varying(254) NOT NULL,
    is_tracked boolean NOT NULL,
    kind character varying(8) NOT NULL,
    not_before timestamp with time zone,
    program character varying(80) NOT NULL,
    template character varying(80) NOT NULL,
    topic_id bigint,
    CONSTRAINT nurture_delivery_try_count_check CHECK ((try_count >= 0))
);


CREATE TABLE public.nurture_enrolment (
    id bigint NOT NULL,
    due_at timestamp with time zone,
    waits_for character varying(200) NOT NULL,
    state character varying(8) NOT NULL,
    enrolled_at timestamp with time zone NOT NULL,
    because character varying(255) NOT NULL,
    ended_at timestamp with time zone,
    exit character varying(12) NOT NULL,
    left_because character varying(255) NOT NULL,
    problem character varying(500) NOT NULL,
    enrolled_by_id bigint,
    lead_id bigint NOT NULL,
    program_id bigint NOT NULL,
    step_id bigint
);


ALTER TABLE public.nurture_enrolment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_mailsettings (
    id bigint NOT NULL,
    notes_opens boolean NOT NULL,
    notes_clicks boolean NOT NULL,
    undo_seconds smallint NOT NULL,
    footer character varying(300) NOT NULL,
    CONSTRAINT nurture_mailsettings_undo_seconds_check CHECK ((undo_seconds >= 0)),
    CONSTRAINT one_mail_settings CHECK ((id = 1))
);


ALTER TABLE public.nurture_mailsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_mailsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_mailtemplate (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    name character varying(80) NOT NULL,
    subject character varying(255) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    is_active boolean NOT NULL,
    is_tracked boolean NOT NULL,
    topic_id bigint
);


ALTER TABLE public.nurture_mailtemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_mailtemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_program (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    description character varying(255) NOT NULL,
    criteria text NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    exits character varying(12)[] NOT NULL,
    again_after_days smallint,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint,
    sender_id bigint,
    CONSTRAINT nurture_program_again_after_days_check CHECK ((again_after_days >= 0)),
    CONSTRAINT nurture_program_version_check CHECK ((version >= 0))
);


ALTER TABLE public.nurture_program ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_program_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_sendinglimits (
    id bigint NOT NULL,
    person_mails smallint NOT NULL,
    person_days smallint NOT NULL,
    mailbox_mails integer NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    is_quiet_on_weekends boolean NOT NULL,
    CONSTRAINT nurture_sendinglimits_mailbox_mails_check CHECK ((mailbox_mails >= 0)),
    CONSTRAINT nurture_sendinglimits_person_days_check CHECK ((person_days >= 0)),
    CONSTRAINT nurture_sendinglimits_person_mails_check CHECK ((person_mails >= 0)),
    CONSTRAINT one_row_of_sending_limits CHECK ((id = 1))
);


ALTER TABLE public.nurture_sendinglimits ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_sendinglimits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_step (
    id bigint NOT NULL,
    version integer NOT NULL,
    key character varying(12) NOT NULL,
    answer character varying(3) NOT NULL,
    place smallint NOT NULL,
    kind character varying(8) NOT NULL,
    amount smallint NOT NULL,
    unit character varying(5) NOT NULL,
    is_until_working boolean NOT NULL,
    criteria text NOT NULL,
    field character varying(80) NOT NULL,
    text character varying(255) NOT NULL,
    parent_id bigint,
    program_id bigint NOT NULL,
    template_id bigint,
    did character varying(8) NOT NULL,
    mail_key character varying(12) NOT NULL,
    CONSTRAINT nurture_step_amount_check CHECK ((amount >= 0)),
    CONSTRAINT nurture_step_place_check CHECK ((place >= 0)),
    CONSTRAINT nurture_step_version_check CHECK ((version >= 0))
);


ALTER TABLE public.nurture_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.nurture_steppass (
    id bigint NOT NULL,
    step_key character varying(12) NOT NULL,
    kind character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome character varying(8) NOT NULL,
    variant character varying(1) NOT NULL,
    message_key character varying(120) NOT NULL,
    words character varying(500) NOT NULL,
    enrolment_id bigint NOT NULL,
    sender_id bigint
);


ALTER TABLE public.nurture_steppass ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nurture_steppass_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_accesstoken (
    id bigint NOT NULL,
    token text NOT NULL,
    expires timestamp with time zone NOT NULL,
    scope text NOT NULL,
    application_id bigint,
    user_id bigint,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    source_refresh_token_id bigint,
    id_token_id bigint,
    token_checksum character varying(64) NOT NULL,
    resource jsonb NOT NULL
);


ALTER TABLE public.oauth2_provider_accesstoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_accesstoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_application (
    id bigint NOT NULL,
    client_id character varying(255) NOT NULL,
    redirect_uris text NOT NULL,
    client_type character varying(32) NOT NULL,
    authorization_grant_type character varying(44) NOT NULL,
    client_secret character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    user_id bigint,
    skip_authorization boolean NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    algorithm character varying(5) NOT NULL,
    post_logout_redirect_uris text NOT NULL,
    hash_client_secret boolean NOT NULL,
    allowed_origins text NOT NULL,
    registration_source character varying(32) NOT NULL,
    cimd_expires_at timestamp with time zone
);


ALTER TABLE public.oauth2_provider_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_devicegrant (
    id bigint NOT NULL,
    device_code character varying(100) NOT NULL,
    user_code character varying(100) NOT NULL,
    scope text NOT NULL,
    "interval" integer NOT NULL,
    expires timestamp with time zone NOT NULL,
    status character varying(64) NOT NULL,
    client_id character varying(100) NOT NULL,
    last_checked timestamp with time zone NOT NULL,
    user_id bigint
);


ALTER TABLE public.oauth2_provider_devicegrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_devicegrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_grant (
    id bigint NOT NULL,
    code character varying(255) NOT NULL,
    expires timestamp with time zone NOT NULL,
    redirect_uri text NOT NULL,
    scope text NOT NULL,
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    code_challenge character varying(128) NOT NULL,
    code_challenge_method character varying(10) NOT NULL,
    nonce character varying(255) NOT NULL,
    claims text NOT NULL,
    resource jsonb NOT NULL
);


ALTER TABLE public.oauth2_provider_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_idtoken (
    id bigint NOT NULL,
    jti uuid NOT NULL,
    expires timestamp with time zone NOT NULL,
    scope text NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    application_id bigint,
    user_id bigint
);


ALTER TABLE public.oauth2_provider_idtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_idtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.oauth2_provider_refreshtoken (
    id bigint NOT NULL,
    token text NOT NULL,
    access_token_id bigint,
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    revoked timestamp with time zone,
    token_family uuid,
    token_checksum character varying(64) NOT NULL,
    resource jsonb NOT NULL
);


ALTER TABLE public.oauth2_provider_refreshtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_refreshtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_absence (
    id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    delegate_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT absence_has_another CHECK (((delegate_id IS NULL) OR (NOT ((delegate_id = user_id) AND (delegate_id IS NOT NULL))))),
    CONSTRAINT absence_lasts CHECK ((ends_at > starts_at))
);


ALTER TABLE public.people_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_businesshours (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    time_zone character varying(40) NOT NULL,
    week jsonb NOT NULL,
    is_default boolean NOT NULL,
    country character varying(2) NOT NULL,
    subdivision character varying(20) NOT NULL,
    worked_holidays jsonb NOT NULL
);


ALTER TABLE public.people_businesshours ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_businesshours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);


CREATE TABLE public.people_holiday (
    id bigint NOT NULL,
    "on" date NOT NULL,
    name character varying(80) NOT NULL,
    business_hours_id bigint NOT NULL,
    is_public boolean NOT NULL
);


ALTER TABLE public.people_holiday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_holiday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_organization (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    country character varying(2) NOT NULL,
    locale character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    time_zone character varying(40) NOT NULL,
    lead_access character varying(7) NOT NULL,
    account_access character varying(7) NOT NULL,
    opportunity_access character varying(7) NOT NULL,
    has_person_accounts boolean NOT NULL,
    reply_address character varying(254) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    default_lead_owner_id bigint,
    hours_between_answers smallint NOT NULL,
    lead_mode character varying(6) NOT NULL,
    takes_new_leads boolean NOT NULL,
    CONSTRAINT one_organization CHECK ((id = 1)),
    CONSTRAINT people_organization_hours_between_answers_check CHECK ((hours_between_answers >= 0))
);


ALTER TABLE public.people_organization ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_organization_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_owner (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    name character varying(121) NOT NULL,
    is_active boolean NOT NULL
);


ALTER TABLE public.people_owner ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_owner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_queue (
    owner_ptr_id bigint NOT NULL,
    email character varying(255) NOT NULL,
    business_hours_id bigint,
    is_telling_members boolean NOT NULL,
    manager_id bigint,
    tell_manager_after integer,
    tell_members_after integer,
    CONSTRAINT people_queue_tell_manager_after_check CHECK ((tell_manager_after >= 0)),
    CONSTRAINT people_queue_tell_members_after_check CHECK ((tell_members_after >= 0))
);


CREATE TABLE public.people_queuemember (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    queue_id bigint NOT NULL
);


ALTER TABLE public.people_queuemember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_queuemember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_standing (
    id bigint NOT NULL,
    stamp uuid NOT NULL
);


ALTER TABLE public.people_standing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_standing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_team (
    id bigint NOT NULL,
    name character varying(80) NOT NULL
);


ALTER TABLE public.people_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_user (
    owner_ptr_id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(128) NOT NULL,
    first_name character varying(40) NOT NULL,
    last_name character varying(80) NOT NULL,
    title character varying(80) NOT NULL,
    phone character varying(40) NOT NULL,
    role character varying(10) NOT NULL,
    time_zone character varying(40) NOT NULL,
    is_taking_leads boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    business_hours_id bigint,
    manager_id bigint,
    team_id bigint,
    turn_weight smallint NOT NULL,
    most_open_leads integer,
    most_leads_a_day integer,
    skills jsonb NOT NULL,
    can_set_audit_fields boolean NOT NULL,
    CONSTRAINT people_user_most_leads_a_day_check CHECK ((most_leads_a_day >= 0)),
    CONSTRAINT people_user_most_open_leads_check CHECK ((most_open_leads >= 0)),
    CONSTRAINT people_user_turn_weight_check CHECK ((turn_weight >= 0))
);


CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;


CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;


CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;


CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_awaitedreply (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    task_id bigint NOT NULL
);


ALTER TABLE public.qualify_awaitedreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_awaitedreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_cadence (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    description character varying(255) NOT NULL,
    is_active boolean NOT NULL
);


ALTER TABLE public.qualify_cadence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_cadence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_cadencerun (
    id bigint NOT NULL,
    place smallint NOT NULL,
    state character varying(8) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    because character varying(120) NOT NULL,
    cadence_id bigint NOT NULL,
    ended_by_id bigint,
    lead_id bigint NOT NULL,
    previous_id bigint,
    started_by_id bigint NOT NULL,
    task_id bigint,
    CONSTRAINT qualify_cadencerun_place_check CHECK ((place >= 0))
);


ALTER TABLE public.qualify_cadencerun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_cadencerun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_cadencestep (
    id bigint NOT NULL,
    place smallint NOT NULL,
    kind character varying(5) NOT NULL,
    subject character varying(255) NOT NULL,
    after_days smallint NOT NULL,
    cadence_id bigint NOT NULL,
    template_id bigint,
    CONSTRAINT qualify_cadencestep_after_days_check CHECK ((after_days >= 0)),
    CONSTRAINT qualify_cadencestep_place_check CHECK ((place >= 0))
);


ALTER TABLE public.qualify_cadencestep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_cadencestep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_calendarfeed (
    id bigint NOT NULL,
    secret_hash character varying(64) NOT NULL,
    hint character varying(4) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_read_at timestamp with time zone,
    revoked_at timestamp with time zone,
    hour timestamp with time zone,
    hour_count integer NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT qualify_calendarfeed_hour_count_check CHECK ((hour_count >= 0))
);


ALTER TABLE public.qualify_calendarfeed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_calendarfeed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_callnotes (
    id bigint NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    lead_id bigint NOT NULL
);


ALTER TABLE public.qualify_callnotes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_callnotes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_clockpolicy (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    sort_order integer NOT NULL,
    doors jsonb NOT NULL,
    criteria text NOT NULL,
    minutes integer NOT NULL,
    counts_in character varying(13) NOT NULL,
    is_active boolean NOT NULL,
    kind character varying(20) NOT NULL,
    reminds_owner boolean NOT NULL,
    tells_manager boolean NOT NULL,
    "then" character varying(10) NOT NULL,
    warn_shares jsonb NOT NULL,
    CONSTRAINT qualify_clockpolicy_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT qualify_clockpolicy_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.qualify_clockpolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_clockpolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_handoffpolicy (
    id bigint NOT NULL,
    is_automatic boolean NOT NULL,
    judged_until timestamp with time zone,
    owner_id bigint,
    team_id bigint,
    offered_status_id bigint,
    accepted_status_id bigint,
    rejected_status_id bigint,
    rejected_owner_id bigint,
    CONSTRAINT handoff_to_one CHECK (((owner_id IS NULL) OR (team_id IS NULL))),
    CONSTRAINT one_handoff_policy CHECK ((id = 1))
);


ALTER TABLE public.qualify_handoffpolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_handoffpolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_loggedcall (
    id bigint NOT NULL,
    outcome character varying(17) NOT NULL,
    at timestamp with time zone NOT NULL,
    changes jsonb NOT NULL,
    clocks jsonb NOT NULL,
    finished jsonb NOT NULL,
    undone_at timestamp with time zone,
    by_id bigint NOT NULL,
    follow_up_id bigint,
    lead_id bigint NOT NULL,
    task_id bigint,
    undone_by_id bigint,
    is_reached boolean NOT NULL
);


ALTER TABLE public.qualify_loggedcall ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_loggedcall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_missedclock (
    id bigint NOT NULL,
    noticed_at timestamp with time zone NOT NULL,
    clock_id bigint NOT NULL,
    owner_id bigint
);


ALTER TABLE public.qualify_missedclock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_missedclock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_recurrence (
    id bigint NOT NULL,
    unit character varying(5) NOT NULL,
    every smallint NOT NULL,
    weekdays smallint[] NOT NULL,
    month_day smallint NOT NULL,
    counts_from_done boolean NOT NULL,
    at_time time without time zone,
    time_zone character varying(40) NOT NULL,
    ends_on date,
    left_count smallint,
    ended_at timestamp with time zone,
    previous_id bigint,
    task_id bigint,
    CONSTRAINT qualify_recurrence_every_check CHECK ((every >= 0)),
    CONSTRAINT qualify_recurrence_left_count_check CHECK ((left_count >= 0)),
    CONSTRAINT qualify_recurrence_month_day_check CHECK ((month_day >= 0))
);


ALTER TABLE public.qualify_recurrence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_recurrence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.qualify_stagedefinition (
    id bigint NOT NULL,
    stage character varying(3) NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    criteria text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    marketing_at timestamp with time zone,
    sales_at timestamp with time zone,
    proposed_by_id bigint,
    marketing_by_id bigint,
    sales_by_id bigint,
    CONSTRAINT qualify_stagedefinition_version_check CHECK ((version >= 0))
);


ALTER TABLE public.qualify_stagedefinition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.qualify_stagedefinition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_account (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    custom jsonb NOT NULL,
    name character varying(255) NOT NULL,
    type character varying(40) NOT NULL,
    is_person_account boolean NOT NULL,
    billing_street text NOT NULL,
    billing_city character varying(40) NOT NULL,
    billing_state character varying(80) NOT NULL,
    billing_postal_code character varying(20) NOT NULL,
    billing_country character varying(80) NOT NULL,
    shipping_street text NOT NULL,
    shipping_city character varying(40) NOT NULL,
    shipping_state character varying(80) NOT NULL,
    shipping_postal_code character varying(20) NOT NULL,
    shipping_country character varying(80) NOT NULL,
    phone character varying(40) NOT NULL,
    fax character varying(40) NOT NULL,
    account_number character varying(40) NOT NULL,
    website character varying(255) NOT NULL,
    sic character varying(20) NOT NULL,
    industry character varying(255) NOT NULL,
    annual_revenue numeric(18,0),
    number_of_employees integer,
    ownership character varying(40) NOT NULL,
    ticker_symbol character varying(20) NOT NULL,
    description text NOT NULL,
    rating character varying(255) NOT NULL,
    site character varying(80) NOT NULL,
    account_source character varying(255) NOT NULL,
    last_activity_on date,
    search_text text GENERATED ALWAYS AS (lower(((COALESCE(name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(website, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(phone, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(billing_city, ''::character varying))::text || COALESCE(' '::text, ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)))) STORED,
    created_by_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    parent_id bigint,
    master_record_id bigint
);


ALTER TABLE public.records_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_accountcontactrelation (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    roles character varying(1000) NOT NULL,
    is_primary boolean NOT NULL,
    is_active boolean NOT NULL,
    started_on date,
    ended_on date,
    account_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    created_by_id bigint,
    modified_by_id bigint
);


ALTER TABLE public.records_accountcontactrelation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_accountcontactrelation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_answer (
    id bigint NOT NULL,
    value text NOT NULL,
    before text NOT NULL,
    at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    by_id bigint,
    lead_id bigint NOT NULL,
    question_id bigint NOT NULL
);


ALTER TABLE public.records_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_botrule (
    id bigint NOT NULL,
    sign character varying(8) NOT NULL,
    value character varying(500) NOT NULL,
    reason character varying(120) NOT NULL,
    is_person boolean NOT NULL,
    is_active boolean NOT NULL,
    is_standard boolean NOT NULL
);


ALTER TABLE public.records_botrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_botrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_campaign (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    custom jsonb NOT NULL,
    name character varying(80) NOT NULL,
    type character varying(40) NOT NULL,
    status character varying(40) NOT NULL,
    is_active boolean NOT NULL,
    started_on date,
    ended_on date,
    budgeted_cost numeric(18,0),
    actual_cost numeric(18,0),
    expected_revenue numeric(18,0),
    expected_response numeric(10,2),
    number_sent numeric(18,0),
    description text NOT NULL,
    search_text text GENERATED ALWAYS AS (lower(((COALESCE(name, ''::character varying))::text || COALESCE(' '::text, ''::text)))) STORED,
    created_by_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    parent_id bigint
);


ALTER TABLE public.records_campaign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_campaignmember (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    status character varying(40) NOT NULL,
    has_responded boolean NOT NULL,
    first_responded_on date,
    campaign_id bigint NOT NULL,
    created_by_id bigint,
    modified_by_id bigint,
    contact_id bigint,
    lead_id bigint,
    CONSTRAINT member_is_somebody CHECK (((lead_id IS NOT NULL) OR (contact_id IS NOT NULL)))
);


ALTER TABLE public.records_campaignmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_campaignmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_campaignmemberstatus (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    label character varying(765) NOT NULL,
    sort_order integer NOT NULL,
    is_default boolean NOT NULL,
    has_responded boolean NOT NULL,
    campaign_id bigint NOT NULL,
    created_by_id bigint,
    modified_by_id bigint
);


ALTER TABLE public.records_campaignmemberstatus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_campaignmemberstatus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_campaigntally (
    id bigint NOT NULL,
    status character varying(40) NOT NULL,
    members integer NOT NULL,
    leads integer NOT NULL,
    contacts integer NOT NULL,
    converted integer NOT NULL,
    responses integer NOT NULL,
    deals integer NOT NULL,
    won integer NOT NULL,
    amount numeric(20,2) NOT NULL,
    won_amount numeric(20,2) NOT NULL,
    campaign_id bigint NOT NULL
);


ALTER TABLE public.records_campaigntally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_campaigntally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_clock (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    policy character varying(80) NOT NULL,
    minutes integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone,
    stopped_because character varying(80) NOT NULL,
    owner_id bigint NOT NULL,
    lead_id bigint NOT NULL,
    hours_id bigint,
    is_answered boolean NOT NULL,
    missed_at timestamp with time zone,
    owned_at timestamp with time zone,
    paused_at timestamp with time zone,
    policy_key bigint,
    warned_share double precision NOT NULL,
    watch_at timestamp with time zone,
    CONSTRAINT records_clock_minutes_check CHECK ((minutes >= 0))
);


ALTER TABLE public.records_clock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_clock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_clockpause (
    id bigint NOT NULL,
    reason character varying(80) NOT NULL,
    note character varying(300) NOT NULL,
    paused_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    resumed_at timestamp with time zone,
    resumed_because character varying(80) NOT NULL,
    moved_minutes double precision NOT NULL,
    clock_id bigint NOT NULL,
    paused_by_id bigint NOT NULL,
    resumed_by_id bigint
);


ALTER TABLE public.records_clockpause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_clockpause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_consent (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    record_id bigint NOT NULL,
    carried_at timestamp with time zone,
    channel character varying(7) NOT NULL,
    state character varying(9) NOT NULL,
    at timestamp with time zone NOT NULL,
    text character varying(1000) NOT NULL,
    source character varying(11) NOT NULL,
    detail character varying(200) NOT NULL,
    by_id bigint,
    contact_id bigint,
    lead_id bigint,
    CONSTRAINT consent_of_whom CHECK (((lead_id IS NOT NULL) OR ((object_name)::text = 'Contact'::text)))
);


ALTER TABLE public.records_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_contact (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    custom jsonb NOT NULL,
    salutation character varying(40) NOT NULL,
    first_name character varying(40) NOT NULL,
    last_name character varying(80) NOT NULL,
    name character varying(121) GENERATED ALWAYS AS (TRIM(BOTH FROM ((COALESCE(first_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || (COALESCE(last_name, ''::character varying))::text), ''::text)))) STORED,
    title character varying(128) NOT NULL,
    department character varying(80) NOT NULL,
    mailing_street text NOT NULL,
    mailing_city character varying(40) NOT NULL,
    mailing_state character varying(80) NOT NULL,
    mailing_postal_code character varying(20) NOT NULL,
    mailing_country character varying(80) NOT NULL,
    phone character varying(40) NOT NULL,
    mobile_phone character varying(40) NOT NULL,
    home_phone character varying(40) NOT NULL,
    other_phone character varying(40) NOT NULL,
    fax character varying(40) NOT NULL,
    email character varying(80) NOT NULL,
    lead_source character varying(255) NOT NULL,
    born_on date,
    description text NOT NULL,
    has_opted_out_of_email boolean NOT NULL,
    has_opted_out_of_fax boolean NOT NULL,
    do_not_call boolean NOT NULL,
    last_activity_on date,
    search_text text GENERATED ALWAYS AS (lower(((COALESCE(first_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(last_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(email, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(phone, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(mobile_phone, ''::character varying))::text || COALESCE(' '::text, ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)))) STORED,
    account_id bigint,
    created_by_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    reports_to_id bigint,
    master_record_id bigint
);


ALTER TABLE public.records_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_conversion (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    made jsonb NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    undone_at timestamp with time zone,
    account_id bigint,
    by_id bigint,
    contact_id bigint,
    undone_by_id bigint,
    lead_id bigint NOT NULL,
    opportunity_id bigint,
    campaign_id bigint,
    criteria jsonb NOT NULL,
    is_direct boolean NOT NULL,
    no_deal_reason character varying(255) NOT NULL,
    override_reason character varying(255) NOT NULL,
    score integer NOT NULL,
    unmapped jsonb NOT NULL,
    run_id bigint
);


ALTER TABLE public.records_conversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_conversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_conversionrun (
    id bigint NOT NULL,
    kind character varying(6) NOT NULL,
    state character varying(7) NOT NULL,
    name character varying(255) NOT NULL,
    criteria text NOT NULL,
    how jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    wanted_count integer NOT NULL,
    converted_count integer NOT NULL,
    refused_count integer NOT NULL,
    ended_at timestamp with time zone,
    undone_at timestamp with time zone,
    by_id bigint,
    undone_by_id bigint,
    done_count integer NOT NULL,
    problem character varying(500) NOT NULL,
    started_at timestamp with time zone,
    totals jsonb NOT NULL,
    trial smallint NOT NULL,
    undoing jsonb NOT NULL,
    CONSTRAINT records_conversionrun_converted_count_check CHECK ((converted_count >= 0)),
    CONSTRAINT records_conversionrun_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT records_conversionrun_refused_count_check CHECK ((refused_count >= 0)),
    CONSTRAINT records_conversionrun_trial_check CHECK ((trial >= 0)),
    CONSTRAINT records_conversionrun_wanted_count_check CHECK ((wanted_count >= 0))
);


ALTER TABLE public.records_conversionrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_conversionrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_conversionrunrow (
    id bigint NOT NULL,
    number integer NOT NULL,
    lead_id bigint NOT NULL,
    trial smallint NOT NULL,
    planned character varying(7) NOT NULL,
    outcome character varying(7) NOT NULL,
    undone character varying(5) NOT NULL,
    words character varying(500) NOT NULL,
    parts jsonb NOT NULL,
    keys bigint[] NOT NULL,
    conversion_id bigint,
    run_id bigint NOT NULL,
    CONSTRAINT records_conversionrunrow_number_check CHECK ((number >= 0)),
    CONSTRAINT records_conversionrunrow_trial_check CHECK ((trial >= 0))
);


ALTER TABLE public.records_conversionrunrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_conversionrunrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.records_duplicatepair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_duplicatepair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_emailattachment (
    id bigint NOT NULL,
    place smallint NOT NULL,
    name character varying(255) NOT NULL,
    content_type character varying(100) NOT NULL,
    size integer NOT NULL,
    content bytea,
    is_inline boolean NOT NULL,
    problem character varying(200) NOT NULL,
    message_id bigint NOT NULL,
    CONSTRAINT records_emailattachment_place_check CHECK ((place >= 0)),
    CONSTRAINT records_emailattachment_size_check CHECK ((size >= 0))
);


ALTER TABLE public.records_emailattachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_emailattachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_emailmessage (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    key character varying(120) NOT NULL,
    state character varying(8) NOT NULL,
    is_incoming boolean NOT NULL,
    from_address character varying(320) NOT NULL,
    to_address character varying(320) NOT NULL,
    subject character varying(998) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    message_id character varying(250) NOT NULL,
    in_reply_to character varying(250) NOT NULL,
    "references" text NOT NULL,
    is_inquiry boolean NOT NULL,
    sent_at timestamp with time zone,
    problem character varying(500) NOT NULL,
    account_id bigint,
    campaign_id bigint,
    contact_id bigint,
    created_by_id bigint,
    modified_by_id bigint,
    lead_id bigint,
    opportunity_id bigint
);


ALTER TABLE public.records_emailmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_emailmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_engagement (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    what character varying(500) NOT NULL,
    interest character varying(80) NOT NULL,
    bot_reason character varying(120) NOT NULL,
    agent character varying(300) NOT NULL,
    network character varying(45) NOT NULL,
    signs character varying(60) NOT NULL,
    verdict character varying(7) NOT NULL,
    key character varying(120) NOT NULL,
    contact_id bigint,
    lead_id bigint,
    message_id bigint,
    visitor_id bigint
);


ALTER TABLE public.records_engagement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_engagement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_event (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    subject character varying(255) NOT NULL,
    location character varying(255) NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    is_all_day boolean NOT NULL,
    description text NOT NULL,
    show_as character varying(40) NOT NULL,
    account_id bigint,
    campaign_id bigint,
    contact_id bigint,
    created_by_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    lead_id bigint,
    opportunity_id bigint
);


ALTER TABLE public.records_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_handoff (
    id bigint NOT NULL,
    kind character varying(3) NOT NULL,
    stage character varying(9) NOT NULL,
    round smallint NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    score integer NOT NULL,
    because jsonb NOT NULL,
    decided_at timestamp with time zone,
    reason character varying(255) NOT NULL,
    note text NOT NULL,
    clock_id bigint,
    decided_by_id bigint,
    lead_id bigint NOT NULL,
    offered_by_id bigint,
    offered_to_id bigint NOT NULL,
    opportunity_id bigint,
    owner_before_id bigint,
    CONSTRAINT records_handoff_round_check CHECK ((round >= 0))
);


ALTER TABLE public.records_handoff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_handoff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_importhabit (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    columns character varying(64) NOT NULL,
    "column" character varying(200) NOT NULL,
    target character varying(80) NOT NULL,
    chosen_at timestamp with time zone NOT NULL
);


ALTER TABLE public.records_importhabit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_importhabit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_importjob (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    file_name character varying(255) NOT NULL,
    stored_at character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    kind character varying(4) NOT NULL,
    sheet character varying(255) NOT NULL,
    encoding character varying(20) NOT NULL,
    delimiter character varying(1) NOT NULL,
    columns jsonb NOT NULL,
    date_order character varying(3) NOT NULL,
    date_order_because character varying(300) NOT NULL,
    decimal_mark character varying(1) NOT NULL,
    decimal_mark_because character varying(300) NOT NULL,
    mapping jsonb NOT NULL,
    guessed jsonb NOT NULL,
    known character varying(9) NOT NULL,
    member_status character varying(100) NOT NULL,
    state character varying(9) NOT NULL,
    problem character varying(500) NOT NULL,
    row_count integer NOT NULL,
    done_count integer NOT NULL,
    totals jsonb NOT NULL,
    check_totals jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    undone_at timestamp with time zone,
    campaign_id bigint,
    created_by_id bigint,
    owner_id bigint,
    undone_by_id bigint,
    CONSTRAINT records_importjob_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT records_importjob_row_count_check CHECK ((row_count >= 0))
);


ALTER TABLE public.records_importjob ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_importjob_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_importkept (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    record_id bigint NOT NULL,
    name character varying(200) NOT NULL,
    field character varying(80) NOT NULL,
    at timestamp with time zone,
    why character varying(500) NOT NULL,
    by_id bigint,
    job_id bigint NOT NULL
);


ALTER TABLE public.records_importkept ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_importkept_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_importrow (
    id bigint NOT NULL,
    is_check boolean NOT NULL,
    number integer NOT NULL,
    verdict character varying(6) NOT NULL,
    object_name character varying(40) NOT NULL,
    record_id bigint NOT NULL,
    twin_row integer NOT NULL,
    name character varying(200) NOT NULL,
    changes jsonb NOT NULL,
    reason character varying(1000) NOT NULL,
    job_id bigint NOT NULL,
    CONSTRAINT records_importrow_number_check CHECK ((number >= 0)),
    CONSTRAINT records_importrow_twin_row_check CHECK ((twin_row >= 0))
);


ALTER TABLE public.records_importrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_importrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_lead (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    custom jsonb NOT NULL,
    salutation character varying(40) NOT NULL,
    first_name character varying(40) NOT NULL,
    last_name character varying(80) NOT NULL,
    name character varying(121) GENERATED ALWAYS AS (TRIM(BOTH FROM ((COALESCE(first_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || (COALESCE(last_name, ''::character varying))::text), ''::text)))) STORED,
    title character varying(128) NOT NULL,
    company character varying(255) NOT NULL,
    street text NOT NULL,
    city character varying(40) NOT NULL,
    state character varying(80) NOT NULL,
    postal_code character varying(20) NOT NULL,
    country character varying(80) NOT NULL,
    phone character varying(40) NOT NULL,
    mobile_phone character varying(40) NOT NULL,
    fax character varying(40) NOT NULL,
    email character varying(80) NOT NULL,
    website character varying(255) NOT NULL,
    description text NOT NULL,
    lead_source character varying(255) NOT NULL,
    status character varying(255) NOT NULL,
    industry character varying(255) NOT NULL,
    rating character varying(255) NOT NULL,
    annual_revenue numeric(18,0),
    number_of_employees integer,
    has_opted_out_of_email boolean NOT NULL,
    has_opted_out_of_fax boolean NOT NULL,
    do_not_call boolean NOT NULL,
    is_unread_by_owner boolean NOT NULL,
    budget character varying(255) NOT NULL,
    authority character varying(255) NOT NULL,
    need character varying(255) NOT NULL,
    timeline character varying(255) NOT NULL,
    closed_reason character varying(255) NOT NULL,
    is_closed boolean NOT NULL,
    status_changed_at timestamp with time zone NOT NULL,
    first_touched_at timestamp with time zone,
    last_activity_on date,
    snoozed_until timestamp with time zone,
    score integer NOT NULL,
    score_parts jsonb NOT NULL,
    is_converted boolean NOT NULL,
    converted_on date,
    search_text text GENERATED ALWAYS AS (lower(((COALESCE(first_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(last_name, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(company, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(email, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(phone, ''::character varying))::text || COALESCE((COALESCE(' '::text, ''::text) || COALESCE(((COALESCE(mobile_phone, ''::character varying))::text || COALESCE(' '::text, ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)), ''::text)))) STORED,
    converted_account_id bigint,
    converted_contact_id bigint,
    created_by_id bigint,
    matched_account_id bigint,
    matched_contact_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    converted_opportunity_id bigint,
    master_record_id bigint,
    probability double precision,
    probability_because jsonb NOT NULL,
    fit_score integer NOT NULL,
    engagement_score integer NOT NULL,
    grade character varying(1) NOT NULL,
    is_score_qualified boolean NOT NULL,
    score_due_at timestamp with time zone
);


ALTER TABLE public.records_lead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_lead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_leadstatus (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    "group" character varying(14) NOT NULL,
    sort_order integer NOT NULL,
    guidance character varying(500) NOT NULL,
    required_fields jsonb NOT NULL,
    is_default boolean NOT NULL,
    is_closed boolean NOT NULL,
    is_converted boolean NOT NULL,
    is_active boolean NOT NULL,
    allowed_next jsonb NOT NULL,
    moves_when jsonb NOT NULL,
    recycle_after_days smallint,
    recycle_owner_id bigint,
    recycle_to character varying(255) NOT NULL,
    CONSTRAINT records_leadstatus_recycle_after_days_check CHECK ((recycle_after_days >= 0)),
    CONSTRAINT records_leadstatus_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.records_leadstatus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_leadstatus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_note (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    title character varying(80) NOT NULL,
    body text NOT NULL,
    account_id bigint,
    campaign_id bigint,
    contact_id bigint,
    created_by_id bigint,
    lead_id bigint,
    modified_by_id bigint,
    opportunity_id bigint
);


ALTER TABLE public.records_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_notification (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    text character varying(300) NOT NULL,
    url character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    user_id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    mail_at timestamp with time zone
);


ALTER TABLE public.records_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_notificationmail (
    id bigint NOT NULL,
    to_address character varying(320) NOT NULL,
    key character varying(120) NOT NULL,
    kind character varying(6) NOT NULL,
    subject character varying(255) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    again_at timestamp with time zone,
    try_count smallint NOT NULL,
    sent_at timestamp with time zone,
    problem character varying(500) NOT NULL,
    user_id bigint,
    CONSTRAINT records_notificationmail_try_count_check CHECK ((try_count >= 0))
);


ALTER TABLE public.records_notificationmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_notificationmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_notificationsettings (
    user_id bigint NOT NULL,
    mail jsonb NOT NULL,
    digest_at time without time zone,
    quiet character varying(5) NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    is_quiet_on_weekends boolean NOT NULL,
    urgent_passes boolean NOT NULL,
    weekly character varying(3) NOT NULL,
    weekly_at time without time zone NOT NULL,
    weekly_on smallint NOT NULL,
    CONSTRAINT records_notificationsettings_weekly_on_check CHECK ((weekly_on >= 0))
);


CREATE TABLE public.records_opportunity (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    custom jsonb NOT NULL,
    name character varying(120) NOT NULL,
    stage_name character varying(255) NOT NULL,
    amount numeric(18,2),
    probability numeric(3,0) NOT NULL,
    close_on date,
    type character varying(255) NOT NULL,
    next_step character varying(255) NOT NULL,
    lead_source character varying(255) NOT NULL,
    description text NOT NULL,
    forecast_category character varying(40) NOT NULL,
    is_closed boolean NOT NULL,
    is_won boolean NOT NULL,
    is_private boolean NOT NULL,
    loss_reason character varying(255) NOT NULL,
    stage_changed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    last_activity_on date,
    search_text text GENERATED ALWAYS AS (lower(((COALESCE(name, ''::character varying))::text || COALESCE(' '::text, ''::text)))) STORED,
    account_id bigint,
    campaign_id bigint,
    created_by_id bigint,
    modified_by_id bigint,
    owner_id bigint NOT NULL,
    win_reason character varying(255) NOT NULL,
    pipeline_at timestamp with time zone
);


ALTER TABLE public.records_opportunity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_opportunity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_opportunitycontactrole (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    role character varying(40) NOT NULL,
    is_primary boolean NOT NULL,
    contact_id bigint NOT NULL,
    created_by_id bigint,
    modified_by_id bigint,
    opportunity_id bigint NOT NULL
);


ALTER TABLE public.records_opportunitycontactrole ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_opportunitycontactrole_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_opportunityhistory (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    stage_name character varying(255) NOT NULL,
    amount numeric(18,2),
    probability numeric(3,0) NOT NULL,
    close_on date,
    forecast_category character varying(40) NOT NULL,
    by_id bigint,
    opportunity_id bigint NOT NULL,
    ended_at timestamp with time zone,
    is_closed boolean NOT NULL,
    is_deleted boolean NOT NULL,
    is_won boolean NOT NULL,
    owner_id bigint,
    held_by_id bigint
);


ALTER TABLE public.records_opportunityhistory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_opportunityhistory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_opportunitystage (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    sort_order integer NOT NULL,
    probability numeric(3,0) NOT NULL,
    forecast_category character varying(40) NOT NULL,
    is_closed boolean NOT NULL,
    is_won boolean NOT NULL,
    is_active boolean NOT NULL,
    description character varying(500) NOT NULL,
    expected_days smallint,
    guidance character varying(500) NOT NULL,
    required_fields jsonb NOT NULL,
    CONSTRAINT records_opportunitystage_expected_days_check CHECK ((expected_days >= 0)),
    CONSTRAINT records_opportunitystage_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.records_opportunitystage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_opportunitystage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_question (
    id bigint NOT NULL,
    text character varying(255) NOT NULL,
    topic character varying(80) NOT NULL,
    kind character varying(7) NOT NULL,
    choices jsonb NOT NULL,
    attribute character varying(80) NOT NULL,
    criteria text NOT NULL,
    hint character varying(255) NOT NULL,
    is_required boolean NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT records_question_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.records_question ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_retention (
    id bigint NOT NULL,
    trail_months smallint,
    engagement_months smallint,
    cleared_at timestamp with time zone,
    trail_count bigint NOT NULL,
    engagement_count bigint NOT NULL,
    CONSTRAINT one_retention CHECK ((id = 1)),
    CONSTRAINT records_retention_engagement_count_check CHECK ((engagement_count >= 0)),
    CONSTRAINT records_retention_engagement_months_check CHECK ((engagement_months >= 0)),
    CONSTRAINT records_retention_trail_count_check CHECK ((trail_count >= 0)),
    CONSTRAINT records_retention_trail_months_check CHECK ((trail_months >= 0)),
    CONSTRAINT trail_is_kept_a_year CHECK (((trail_months IS NULL) OR (trail_months >= 12)))
);


ALTER TABLE public.records_retention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_retention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_submission (
    id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    door character varying(11) NOT NULL,
    form character varying(80) NOT NULL,
    payload jsonb NOT NULL,
    source_address inet,
    user_agent character varying(300) NOT NULL,
    referrer character varying(1000) NOT NULL,
    import_row integer,
    state character varying(11) NOT NULL,
    reason character varying(1000) NOT NULL,
    attempt_count smallint NOT NULL,
    settled_at timestamp with time zone,
    idempotency_key character varying(120),
    by_id bigint,
    import_job_id bigint,
    lead_id bigint,
    CONSTRAINT records_submission_attempt_count_check CHECK ((attempt_count >= 0)),
    CONSTRAINT records_submission_import_row_check CHECK ((import_row >= 0))
);


ALTER TABLE public.records_submission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_submission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_task (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    is_deleted boolean NOT NULL,
    subject character varying(255) NOT NULL,
    due_on date,
    due_at timestamp with time zone,
    status character varying(255) NOT NULL,
    priority character varying(255) NOT NULL,
    description text NOT NULL,
    task_subtype character varying(40) NOT NULL,
    is_closed boolean NOT NULL,
    completed_at timestamp with time zone,
    remind_at timestamp with time zone,
    reminded_at timestamp with time zone,
    call_duration_in_seconds integer,
    call_type character varying(40) NOT NULL,
    call_disposition character varying(255) NOT NULL,
    account_id bigint,
    campaign_id bigint,
    contact_id bigint,
    created_by_id bigint,
    lead_id bigint,
    modified_by_id bigint,
    opportunity_id bigint,
    owner_id bigint NOT NULL
);


ALTER TABLE public.records_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_topic (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    text character varying(200) NOT NULL,
    needs_consent boolean NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT records_topic_sort_order_check CHECK ((sort_order >= 0))
);


ALTER TABLE public.records_topic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_topicchoice (
    id bigint NOT NULL,
    address character varying(320) NOT NULL,
    state character varying(9) NOT NULL,
    at timestamp with time zone NOT NULL,
    text character varying(1000) NOT NULL,
    source character varying(11) NOT NULL,
    detail character varying(200) NOT NULL,
    by_id bigint,
    topic_id bigint NOT NULL
);


ALTER TABLE public.records_topicchoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_topicchoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_trailentry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    event character varying(40) NOT NULL,
    object_name character varying(40) NOT NULL,
    record_id bigint NOT NULL,
    because jsonb NOT NULL,
    changes jsonb NOT NULL,
    by_id bigint
);


ALTER TABLE public.records_trailentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_trailentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_undeliverable (
    id bigint NOT NULL,
    address character varying(320) NOT NULL,
    reason character varying(500) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    is_hard boolean NOT NULL,
    count integer NOT NULL,
    by_id bigint,
    kind character varying(9) NOT NULL,
    CONSTRAINT records_undeliverable_count_check CHECK ((count >= 0))
);


ALTER TABLE public.records_undeliverable ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_undeliverable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.records_visitor (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    joined_at timestamp with time zone,
    consent_at timestamp with time zone NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    came jsonb NOT NULL,
    lead_id bigint
);


ALTER TABLE public.records_visitor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_visitor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.recycling_recyclerule (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    sort_order integer NOT NULL,
    is_active boolean NOT NULL,
    kind character varying(11) NOT NULL,
    reasons character varying(255)[] NOT NULL,
    attempts smallint NOT NULL,
    criteria text NOT NULL,
    after_days smallint NOT NULL,
    way character varying(7) NOT NULL,
    status character varying(255) NOT NULL,
    words character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint,
    program_id bigint,
    removed_at timestamp with time zone,
    CONSTRAINT recycling_recyclerule_after_days_check CHECK ((after_days >= 0)),
    CONSTRAINT recycling_recyclerule_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT recycling_recyclerule_sort_order_check CHECK ((sort_order >= 0)),
    CONSTRAINT way_into_a_program CHECK (((NOT ((way)::text = 'program'::text)) OR (program_id IS NOT NULL)))
);


ALTER TABLE public.recycling_recyclerule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recycling_recyclerule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.recycling_wayback (
    id bigint NOT NULL,
    kind character varying(11) NOT NULL,
    way character varying(7) NOT NULL,
    since timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    state character varying(7) NOT NULL,
    ended_at timestamp with time zone,
    words character varying(500) NOT NULL,
    lead_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    rule_id bigint NOT NULL,
    CONSTRAINT way_back_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);


ALTER TABLE public.recycling_wayback ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recycling_wayback_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_exportfile (
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    file_name character varying(200) NOT NULL,
    form character varying(7) NOT NULL,
    what character varying(40) NOT NULL,
    asked jsonb NOT NULL,
    state character varying(7) NOT NULL,
    row_count integer NOT NULL,
    size bigint NOT NULL,
    problem character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    user_id bigint NOT NULL,
    CONSTRAINT reporting_exportfile_row_count_check CHECK ((row_count >= 0)),
    CONSTRAINT reporting_exportfile_size_check CHECK ((size >= 0))
);


ALTER TABLE public.reporting_exportfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_exportfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_exportpiece (
    id bigint NOT NULL,
    place integer NOT NULL,
    content bytea NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT reporting_exportpiece_place_check CHECK ((place >= 0))
);


ALTER TABLE public.reporting_exportpiece ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_exportpiece_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    description character varying(500) NOT NULL,
    asked jsonb NOT NULL,
    sharing character varying(7) NOT NULL,
    every character varying(5) NOT NULL,
    at_hour smallint NOT NULL,
    on_day smallint NOT NULL,
    next_at timestamp with time zone,
    mailed_at timestamp with time zone,
    is_deleted boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT reporting_report_at_hour_check CHECK ((at_hour >= 0)),
    CONSTRAINT reporting_report_on_day_check CHECK ((on_day >= 0))
);


ALTER TABLE public.reporting_report ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report_liked_by (
    id bigint NOT NULL,
    report_id bigint NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.reporting_report_liked_by ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_liked_by_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report_mail_teams (
    id bigint NOT NULL,
    report_id bigint NOT NULL,
    team_id bigint NOT NULL
);


ALTER TABLE public.reporting_report_mail_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_mail_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report_mail_users (
    id bigint NOT NULL,
    report_id bigint NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.reporting_report_mail_users ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_mail_users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report_teams (
    id bigint NOT NULL,
    report_id bigint NOT NULL,
    team_id bigint NOT NULL
);


ALTER TABLE public.reporting_report_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reporting_report_users (
    id bigint NOT NULL,
    report_id bigint NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.reporting_report_users ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_report_users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_assignmentcase (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    "values" jsonb NOT NULL,
    rule_key uuid,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    owner_id bigint,
    team_id bigint
);


ALTER TABLE public.route_assignmentcase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_assignmentcase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_assignmentrule (
    id bigint NOT NULL,
    "order" integer NOT NULL,
    name character varying(80) NOT NULL,
    criteria text NOT NULL,
    is_active boolean NOT NULL,
    owner_id bigint,
    team_id bigint,
    rule_set_id bigint NOT NULL,
    key uuid NOT NULL,
    asks_account_owner boolean NOT NULL,
    asks_previous_owner boolean NOT NULL,
    goes_on boolean NOT NULL,
    matching jsonb NOT NULL,
    only_matching boolean NOT NULL,
    prefers_at_work boolean NOT NULL,
    strategy character varying(8) NOT NULL,
    CONSTRAINT route_assignmentrule_order_check CHECK (("order" >= 0)),
    CONSTRAINT rule_has_one_target CHECK ((((owner_id IS NOT NULL) AND (team_id IS NULL)) OR ((owner_id IS NULL) AND (team_id IS NOT NULL))))
);


ALTER TABLE public.route_assignmentrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_assignmentrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_assignmentruleset (
    id bigint NOT NULL,
    version integer,
    is_published boolean NOT NULL,
    published_at timestamp with time zone NOT NULL,
    note character varying(300) NOT NULL,
    published_by_id bigint,
    based_on_id bigint,
    changed_at timestamp with time zone,
    changed_by_id bigint,
    revision integer NOT NULL,
    CONSTRAINT route_assignmentruleset_revision_check CHECK ((revision >= 0)),
    CONSTRAINT route_assignmentruleset_version_check CHECK ((version >= 0))
);


ALTER TABLE public.route_assignmentruleset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_assignmentruleset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_queuelook (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    queue_id bigint NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.route_queuelook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_queuelook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_queuestay (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    members_told_at timestamp with time zone,
    manager_told_at timestamp with time zone,
    lead_id bigint NOT NULL,
    queue_id bigint NOT NULL,
    taken_by_id bigint
);


ALTER TABLE public.route_queuestay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_queuestay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_replay (
    id bigint NOT NULL,
    revision integer NOT NULL,
    days smallint NOT NULL,
    state character varying(9) NOT NULL,
    done_count integer NOT NULL,
    total_count integer NOT NULL,
    result jsonb NOT NULL,
    problem character varying(500) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id bigint,
    rule_set_id bigint NOT NULL,
    CONSTRAINT route_replay_days_check CHECK ((days >= 0)),
    CONSTRAINT route_replay_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT route_replay_revision_check CHECK ((revision >= 0)),
    CONSTRAINT route_replay_total_count_check CHECK ((total_count >= 0))
);


ALTER TABLE public.route_replay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_replay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.route_returnedturn (
    entry_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    team_id bigint NOT NULL,
    user_id bigint NOT NULL
);


CREATE TABLE public.route_roundrobin (
    team_id bigint NOT NULL,
    turn_count bigint NOT NULL,
    last_user_id bigint,
    credits jsonb NOT NULL,
    owed jsonb NOT NULL,
    unit bigint NOT NULL,
    CONSTRAINT route_roundrobin_turn_count_check CHECK ((turn_count >= 0)),
    CONSTRAINT route_roundrobin_unit_check CHECK ((unit >= 0))
);


CREATE TABLE public.route_ruletally (
    id bigint NOT NULL,
    day date NOT NULL,
    key uuid NOT NULL,
    count integer NOT NULL,
    CONSTRAINT route_ruletally_count_check CHECK ((count >= 0))
);


ALTER TABLE public.route_ruletally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.route_ruletally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_learnedmodel (
    id bigint NOT NULL,
    version integer NOT NULL,
    learned_at timestamp with time zone NOT NULL,
    kind character varying(9) NOT NULL,
    is_better boolean NOT NULL,
    is_used boolean NOT NULL,
    weights jsonb NOT NULL,
    figures jsonb NOT NULL,
    learned_by_id bigint,
    CONSTRAINT score_learnedmodel_version_check CHECK ((version >= 0))
);


ALTER TABLE public.score_learnedmodel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_learnedmodel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_learnedsettings (
    id bigint NOT NULL,
    is_on boolean NOT NULL,
    every_days smallint NOT NULL,
    is_held boolean NOT NULL,
    step character varying(80) NOT NULL,
    share double precision NOT NULL,
    began_at timestamp with time zone,
    tried_at timestamp with time zone,
    missing jsonb NOT NULL,
    had jsonb NOT NULL,
    problem character varying(300) NOT NULL,
    estimated_until timestamp with time zone,
    CONSTRAINT one_learned_settings CHECK ((id = 1)),
    CONSTRAINT score_learnedsettings_every_days_check CHECK ((every_days >= 0))
);


ALTER TABLE public.score_learnedsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_learnedsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_scorereplay (
    id bigint NOT NULL,
    revision integer NOT NULL,
    days smallint NOT NULL,
    state character varying(9) NOT NULL,
    done_count integer NOT NULL,
    total_count integer NOT NULL,
    result jsonb NOT NULL,
    problem character varying(500) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id bigint,
    rule_set_id bigint NOT NULL,
    CONSTRAINT score_scorereplay_days_check CHECK ((days >= 0)),
    CONSTRAINT score_scorereplay_done_count_check CHECK ((done_count >= 0)),
    CONSTRAINT score_scorereplay_revision_check CHECK ((revision >= 0)),
    CONSTRAINT score_scorereplay_total_count_check CHECK ((total_count >= 0))
);


ALTER TABLE public.score_scorereplay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_scorereplay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_scorerule (
    id bigint NOT NULL,
    "order" integer NOT NULL,
    name character varying(80) NOT NULL,
    criteria text NOT NULL,
    points integer NOT NULL,
    is_active boolean NOT NULL,
    rule_set_id bigint NOT NULL,
    event character varying(20) NOT NULL,
    half_life_days integer,
    interest character varying(80) NOT NULL,
    is_per_interest boolean NOT NULL,
    key uuid NOT NULL,
    most_points integer,
    side character varying(10) NOT NULL,
    what character varying(200) NOT NULL,
    CONSTRAINT score_scorerule_half_life_days_check CHECK ((half_life_days >= 0)),
    CONSTRAINT score_scorerule_most_points_check CHECK ((most_points >= 0)),
    CONSTRAINT score_scorerule_order_check CHECK (("order" >= 0))
);


ALTER TABLE public.score_scorerule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_scorerule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_scoreruleset (
    id bigint NOT NULL,
    version integer,
    is_published boolean NOT NULL,
    published_at timestamp with time zone NOT NULL,
    note character varying(300) NOT NULL,
    hot_threshold integer NOT NULL,
    return_points integer NOT NULL,
    most_return_points integer NOT NULL,
    published_by_id bigint,
    based_on_id bigint,
    changed_at timestamp with time zone,
    changed_by_id bigint,
    engagement_floors integer[] NOT NULL,
    grade_floors integer[] NOT NULL,
    qualifying_levels integer[] NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT score_scoreruleset_revision_check CHECK ((revision >= 0)),
    CONSTRAINT score_scoreruleset_version_check CHECK ((version >= 0))
);


ALTER TABLE public.score_scoreruleset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_scoreruleset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.score_unscored (
    id bigint NOT NULL,
    lead_id bigint NOT NULL
);


ALTER TABLE public.score_unscored ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.score_unscored_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tracking_keypage (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    path character varying(200) NOT NULL,
    interest character varying(80) NOT NULL,
    is_active boolean NOT NULL
);


ALTER TABLE public.tracking_keypage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracking_keypage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tracking_pagecount (
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(20) NOT NULL,
    page character varying(200) NOT NULL,
    source character varying(100) NOT NULL,
    bot_reason character varying(120) NOT NULL,
    count integer NOT NULL,
    CONSTRAINT tracking_pagecount_count_check CHECK ((count >= 0))
);


ALTER TABLE public.tracking_pagecount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracking_pagecount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tracking_trackingsettings (
    id bigint NOT NULL,
    is_on boolean NOT NULL,
    sites character varying(500) NOT NULL,
    keep_days smallint NOT NULL,
    gathered_until timestamp with time zone,
    CONSTRAINT tracking_trackingsettings_keep_days_check CHECK ((keep_days >= 0))
);


ALTER TABLE public.tracking_trackingsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracking_trackingsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.web_savedview (
    id bigint NOT NULL,
    object_name character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    scope character varying(6) NOT NULL,
    criteria text NOT NULL,
    columns jsonb NOT NULL,
    sort character varying(60) NOT NULL,
    is_shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL
);


ALTER TABLE public.web_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.web_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);


INSERT INTO public.advising_advicerule (id, name, sort_order, is_active, company, account, qualified, criteria, way, words, is_followed) VALUES
	(1, 'Nothing is known yet', 1, true, 'no', 'no', 'no', '', 'lead', 'Company unknown, never any business, nothing that qualifies them: a lead, until more is known.', true),
	(2, 'There is an account', 2, true, 'any', 'yes', 'any', '', 'direct', 'Whoever belongs to an account is a contact there, and what they ask for is a deal of its own.', true),
	(3, 'The company is known', 3, true, 'yes', 'any', 'any', '', 'direct', 'A known company can be an account with a contact and an early deal right away.', true),
	(4, 'They are qualified', 4, true, 'any', 'any', 'yes', '', 'direct', 'Somebody who asks for a quote or a meeting is a deal that sales should see.', true);


INSERT INTO public.advising_definition (id, qualified_when) VALUES
	(1, 'Score >= 50 OR Rating = ''Hot'' OR Status = ''Qualified'' OR Budget != null OR (Need != null AND Timeline != null) OR Description LIKE ''%quote%'' OR Description LIKE ''%quotation%'' OR Description LIKE ''%meeting%'' OR Description LIKE ''%appointment%'' OR Description LIKE ''%call me%''');


INSERT INTO public.catalog_picklistvalue (id, picklist, value, sort_order, is_active, is_default) VALUES
	(1, 'Salutation', 'Mr.', 0, true, false),
	(2, 'Salutation', 'Ms.', 1, true, false),
	(3, 'Salutation', 'Mrs.', 2, true, false),
	(4, 'Salutation', 'Dr.', 3, true, false),
	(5, 'Salutation', 'Prof.', 4, true, false),
	(6, 'Salutation', 'Mx.', 5, true, false),
	(7, 'LeadSource', 'Web', 0, true, false),
	(8, 'LeadSource', 'Phone Inquiry', 1, true, false),
	(9, 'LeadSource', 'Partner Referral', 2, true, false),
	(10, 'LeadSource', 'Purchased List', 3, true, false),
	(11, 'LeadSource', 'Trade Show', 4, true, false),
	(12, 'LeadSource', 'Other', 5, true, false),
	(13, 'Industry', 'Agriculture', 0, true, false),
	(14, 'Industry', 'Apparel', 1, true, false),
	(15, 'Industry', 'Banking', 2, true, false),
	(16, 'Industry', 'Biotechnology', 3, true, false),
	(17, 'Industry', 'Chemicals', 4, true, false),
	(18, 'Industry', 'Communications', 5, true, false),
	(19, 'Industry', 'Construction', 6, true, false),
	(20, 'Industry', 'Consulting', 7, true, false),
	(21, 'Industry', 'Education', 8, true, false),
	(22, 'Industry', 'Electronics', 9, true, false),
	(23, 'Industry', 'Energy', 10, true, false),
	(24, 'Industry', 'Engineering', 11, true, false),
	(25, 'Industry', 'Entertainment', 12, true, false),
	(26, 'Industry', 'Environmental', 13, true, false),
	(27, 'Industry', 'Finance', 14, true, false),
	(28, 'Industry', 'Food & Beverage', 15, true, false),
	(29, 'Industry', 'Government', 16, true, false),
	(30, 'Industry', 'Healthcare', 17, true, false),
	(31, 'Industry', 'Hospitality', 18, true, false),
	(32, 'Industry', 'Insurance', 19, true, false),
	(33, 'Industry', 'Machinery', 20, true, false),
	(34, 'Industry', 'Manufacturing', 21, true, false),
	(35, 'Industry', 'Media', 22, true, false),
	(36, 'Industry', 'Not For Profit', 23, true, false),
	(37, 'Industry', 'Recreation', 24, true, false),
	(38, 'Industry', 'Retail', 25, true, false),
	(39, 'Industry', 'Shipping', 26, true, false),
	(40, 'Industry', 'Technology', 27, true, false),
	(41, 'Industry', 'Telecommunications', 28, true, false),
	(42, 'Industry', 'Transportation', 29, true, false),
	(43, 'Industry', 'Utilities', 30, true, false),
	(44, 'Industry', 'Other', 31, true, false),
	(45, 'Rating', 'Hot', 0, true, false),
	(46, 'Rating', 'Warm', 1, true, false),
	(47, 'Rating', 'Cold', 2, true, false),
	(48, 'ClosedReason', 'Not a fit', 0, true, false),
	(49, 'ClosedReason', 'No budget', 1, true, false),
	(50, 'ClosedReason', 'No decision power', 2, true, false),
	(51, 'ClosedReason', 'Market not served', 3, true, false),
	(52, 'ClosedReason', 'Student or research', 4, true, false),
	(53, 'ClosedReason', 'Chose a competitor', 5, true, false),
	(54, 'ClosedReason', 'Never reached', 6, true, false),
	(55, 'ClosedReason', 'Asked to stop', 7, true, false),
	(56, 'ClosedReason', 'Duplicate', 8, true, false),
	(57, 'ClosedReason', 'Spam', 9, true, false),
	(58, 'LossReason', 'Price', 0, true, false),
	(59, 'LossReason', 'Competitor', 1, true, false),
	(60, 'LossReason', 'No decision', 2, true, false),
	(61, 'LossReason', 'Timing', 3, true, false),
	(62, 'LossReason', 'Missing feature', 4, true, false),
	(63, 'LossReason', 'Lost contact', 5, true, false),
	(64, 'LossReason', 'Other', 6, true, false),
	(65, 'ForecastCategory', 'Omitted', 0, true, false),
	(66, 'ForecastCategory', 'Pipeline', 1, true, false),
	(67, 'ForecastCategory', 'Best Case', 2, true, false),
	(68, 'ForecastCategory', 'Commit', 3, true, false),
	(69, 'ForecastCategory', 'Closed', 4, true, false),
	(70, 'OpportunityType', 'New Customer', 0, true, false),
	(71, 'OpportunityType', 'Existing Customer - Upgrade', 1, true, false),
	(72, 'OpportunityType', 'Existing Customer - Replacement', 2, true, false),
	(73, 'OpportunityType', 'Existing Customer - Downgrade', 3, true, false),
	(74, 'AccountType', 'Prospect', 0, true, false),
	(75, 'AccountType', 'Customer - Direct', 1, true, false),
	(76, 'AccountType', 'Customer - Channel', 2, true, false),
	(77, 'AccountType', 'Channel Partner / Reseller', 3, true, false),
	(78, 'AccountType', 'Installation Partner', 4, true, false),
	(79, 'AccountType', 'Technology Partner', 5, true, false),
	(80, 'AccountType', 'Other', 6, true, false),
	(81, 'Ownership', 'Public', 0, true, false),
	(82, 'Ownership', 'Private', 1, true, false),
	(83, 'Ownership', 'Subsidiary', 2, true, false),
	(84, 'Ownership', 'Other', 3, true, false),
	(85, 'ContactRole', 'Business User', 0, true, false),
	(86, 'ContactRole', 'Decision Maker', 1, true, false),
	(87, 'ContactRole', 'Economic Buyer', 2, true, false),
	(88, 'ContactRole', 'Economic Decision Maker', 3, true, false),
	(89, 'ContactRole', 'Evaluator', 4, true, false),
	(90, 'ContactRole', 'Executive Sponsor', 5, true, false),
	(91, 'ContactRole', 'Influencer', 6, true, false),
	(92, 'ContactRole', 'Technical Buyer', 7, true, false),
	(93, 'ContactRole', 'Other', 8, true, false),
	(94, 'CampaignType', 'Conference', 0, true, false),
	(95, 'CampaignType', 'Webinar', 1, true, false),
	(96, 'CampaignType', 'Trade Show', 2, true, false),
	(97, 'CampaignType', 'Public Relations', 3, true, false),
	(98, 'CampaignType', 'Partners', 4, true, false),
	(99, 'CampaignType', 'Referral Program', 5, true, false),
	(100, 'CampaignType', 'Advertisement', 6, true, false);
INSERT INTO public.catalog_picklistvalue (id, picklist, value, sort_order, is_active, is_default) VALUES
	(101, 'CampaignType', 'Banner Ads', 7, true, false),
	(102, 'CampaignType', 'Direct Mail', 8, true, false),
	(103, 'CampaignType', 'Email', 9, true, false),
	(104, 'CampaignType', 'Telemarketing', 10, true, false),
	(105, 'CampaignType', 'Other', 11, true, false),
	(106, 'CampaignStatus', 'Planned', 0, true, true),
	(107, 'CampaignStatus', 'In Progress', 1, true, false),
	(108, 'CampaignStatus', 'Completed', 2, true, false),
	(109, 'CampaignStatus', 'Aborted', 3, true, false),
	(110, 'TaskStatus', 'Not Started', 0, true, true),
	(111, 'TaskStatus', 'In Progress', 1, true, false),
	(112, 'TaskStatus', 'Completed', 2, true, false),
	(113, 'TaskStatus', 'Waiting on someone else', 3, true, false),
	(114, 'TaskStatus', 'Deferred', 4, true, false),
	(115, 'TaskPriority', 'High', 0, true, false),
	(116, 'TaskPriority', 'Normal', 1, true, true),
	(117, 'TaskPriority', 'Low', 2, true, false),
	(118, 'TaskSubtype', 'Task', 0, true, false),
	(119, 'TaskSubtype', 'Call', 1, true, false),
	(120, 'TaskSubtype', 'Email', 2, true, false),
	(121, 'CallType', 'Internal', 0, true, false),
	(122, 'CallType', 'Inbound', 1, true, false),
	(123, 'CallType', 'Outbound', 2, true, false),
	(124, 'ShowAs', 'Busy', 0, true, true),
	(125, 'ShowAs', 'OutOfOffice', 1, true, false),
	(126, 'ShowAs', 'Free', 2, true, false),
	(127, 'WinReason', 'Price', 0, true, false),
	(128, 'WinReason', 'Product fit', 1, true, false),
	(129, 'WinReason', 'Trust in us', 2, true, false),
	(130, 'WinReason', 'Existing customer', 3, true, false),
	(131, 'WinReason', 'Fast delivery', 4, true, false),
	(132, 'WinReason', 'Recommended by others', 5, true, false),
	(133, 'WinReason', 'Other', 6, true, false),
	(134, 'NoDealReason', 'For nurture', 0, true, false),
	(135, 'NoDealReason', 'A deal exists already', 1, true, false),
	(136, 'NoDealReason', 'No project now', 2, true, false),
	(137, 'NoDealReason', 'Only wants information', 3, true, false),
	(138, 'NoDealReason', 'Other', 4, true, false),
	(139, 'HandoffReason', 'No phone number', 0, true, false),
	(140, 'HandoffReason', 'Wrong market', 1, true, false),
	(141, 'HandoffReason', 'Score not real', 2, true, false),
	(142, 'HandoffReason', 'Not ready', 3, true, false),
	(143, 'HandoffReason', 'Duplicate', 4, true, false),
	(144, 'HandoffReason', 'No capacity', 5, true, false),
	(145, 'PauseReason', 'Waiting for the lead', 0, true, false),
	(146, 'PauseReason', 'Asked to be called later', 1, true, false),
	(147, 'PauseReason', 'Wrong number being checked', 2, true, false),
	(148, 'PauseReason', 'Out of office', 3, true, false),
	(149, 'PauseReason', 'Waiting for a colleague', 4, true, false);


INSERT INTO public.convert_conversionsettings (id, account_name, deal_name, role, allows_no_deal, overridden_by, asks_follow_up, follow_up_subject, follow_up_days) VALUES
	(1, '{company}', '{company}', '', true, 'managers', false, 'Next step with {name}', 3);


INSERT INTO public.convert_fieldmapping (id, lead_field, object_name, field, is_standard) VALUES
	(1, 'Company', 'Account', 'Name', true),
	(2, 'Phone', 'Account', 'Phone', true),
	(3, 'Fax', 'Account', 'Fax', true),
	(4, 'Website', 'Account', 'Website', true),
	(5, 'Industry', 'Account', 'Industry', true),
	(6, 'Rating', 'Account', 'Rating', true),
	(7, 'AnnualRevenue', 'Account', 'AnnualRevenue', true),
	(8, 'NumberOfEmployees', 'Account', 'NumberOfEmployees', true),
	(9, 'LeadSource', 'Account', 'AccountSource', true),
	(10, 'Street', 'Account', 'BillingStreet', true),
	(11, 'City', 'Account', 'BillingCity', true),
	(12, 'State', 'Account', 'BillingState', true),
	(13, 'PostalCode', 'Account', 'BillingPostalCode', true),
	(14, 'Country', 'Account', 'BillingCountry', true),
	(15, 'Salutation', 'Contact', 'Salutation', true),
	(16, 'FirstName', 'Contact', 'FirstName', true),
	(17, 'LastName', 'Contact', 'LastName', true),
	(18, 'Title', 'Contact', 'Title', true),
	(19, 'Phone', 'Contact', 'Phone', true),
	(20, 'MobilePhone', 'Contact', 'MobilePhone', true),
	(21, 'Fax', 'Contact', 'Fax', true),
	(22, 'Email', 'Contact', 'Email', true),
	(23, 'LeadSource', 'Contact', 'LeadSource', true),
	(24, 'Description', 'Contact', 'Description', true),
	(25, 'Street', 'Contact', 'MailingStreet', true),
	(26, 'City', 'Contact', 'MailingCity', true),
	(27, 'State', 'Contact', 'MailingState', true),
	(28, 'PostalCode', 'Contact', 'MailingPostalCode', true),
	(29, 'Country', 'Contact', 'MailingCountry', true),
	(30, 'HasOptedOutOfEmail', 'Contact', 'HasOptedOutOfEmail', true),
	(31, 'HasOptedOutOfFax', 'Contact', 'HasOptedOutOfFax', true),
	(32, 'DoNotCall', 'Contact', 'DoNotCall', true),
	(33, 'LeadSource', 'Opportunity', 'LeadSource', true);


INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(1, 'people', '0001_initial', now()),
	(2, 'account', '0001_initial', now()),
	(3, 'account', '0002_email_max_length', now()),
	(4, 'account', '0003_alter_emailaddress_create_unique_verified_email', now()),
	(5, 'account', '0004_alter_emailaddress_drop_unique_email', now()),
	(6, 'account', '0005_emailaddress_idx_upper_email', now()),
	(7, 'account', '0006_emailaddress_lower', now()),
	(8, 'account', '0007_emailaddress_idx_email', now()),
	(9, 'account', '0008_emailaddress_unique_primary_email_fixup', now()),
	(10, 'account', '0009_emailaddress_unique_primary_email', now()),
	(11, 'people', '0002_organization', now()),
	(12, 'people', '0003_standing', now()),
	(13, 'advising', '0001_initial', now()),
	(14, 'oauth2_provider', '0001_initial', now()),
	(15, 'oauth2_provider', '0002_auto_20190406_1805', now()),
	(16, 'oauth2_provider', '0003_auto_20201211_1314', now()),
	(17, 'oauth2_provider', '0004_auto_20200902_2022', now()),
	(18, 'oauth2_provider', '0005_auto_20211222_2352', now()),
	(19, 'oauth2_provider', '0006_alter_application_client_secret', now()),
	(20, 'oauth2_provider', '0007_application_post_logout_redirect_uris', now()),
	(21, 'oauth2_provider', '0008_alter_accesstoken_token', now()),
	(22, 'oauth2_provider', '0009_add_hash_client_secret', now()),
	(23, 'oauth2_provider', '0010_application_allowed_origins', now()),
	(24, 'oauth2_provider', '0011_refreshtoken_token_family', now()),
	(25, 'oauth2_provider', '0012_add_token_checksum', now()),
	(26, 'oauth2_provider', '0013_alter_application_authorization_grant_type_device', now()),
	(27, 'oauth2_provider', '0014_alter_help_text', now()),
	(28, 'oauth2_provider', '0015_refreshtoken_token_checksum', now()),
	(29, 'oauth2_provider', '0016_alter_devicegrant_scope', now()),
	(30, 'oauth2_provider', '0017_application_dcr_created', now()),
	(31, 'oauth2_provider', '0018_resource_indicators', now()),
	(32, 'oauth2_provider', '0019_application_registration_source', now()),
	(33, 'oauth2_provider', '0020_cimd_application_fields', now()),
	(34, 'oauth2_provider', '0021_translatable_field_labels', now()),
	(35, 'oauth2_provider', '0022_refreshtoken_token_family_index', now()),
	(36, 'records', '0001_initial', now()),
	(37, 'api', '0001_initial', now()),
	(38, 'api', '0002_bulk_jobs', now()),
	(39, 'api', '0003_client_terms', now()),
	(40, 'api', '0004_signing_key', now()),
	(41, 'api', '0005_allowed_origins', now()),
	(42, 'contenttypes', '0001_initial', now()),
	(43, 'contenttypes', '0002_remove_content_type_name', now()),
	(44, 'auth', '0001_initial', now()),
	(45, 'auth', '0002_alter_permission_name_max_length', now()),
	(46, 'auth', '0003_alter_user_email_max_length', now()),
	(47, 'auth', '0004_alter_user_username_opts', now()),
	(48, 'auth', '0005_alter_user_last_login_null', now()),
	(49, 'auth', '0006_require_contenttypes_0002', now()),
	(50, 'auth', '0007_alter_validators_add_error_messages', now()),
	(51, 'auth', '0008_alter_user_username_max_length', now()),
	(52, 'auth', '0009_alter_user_last_name_max_length', now()),
	(53, 'auth', '0010_alter_group_name_max_length', now()),
	(54, 'auth', '0011_update_proxy_permissions', now()),
	(55, 'auth', '0012_alter_user_first_name_max_length', now()),
	(56, 'capture', '0001_initial', now()),
	(57, 'capture', '0002_standing', now()),
	(58, 'capture', '0003_forms_seen_limited_deleted', now()),
	(59, 'capture', '0004_mailbox_oauth', now()),
	(60, 'capture', '0005_file_keeping', now()),
	(61, 'catalog', '0001_initial', now()),
	(62, 'catalog', '0002_picklists', now()),
	(63, 'catalog', '0003_win_reasons', now()),
	(64, 'convert', '0001_initial', now()),
	(65, 'convert', '0002_standard_map', now()),
	(66, 'convert', '0003_mapped_fields_stay', now()),
	(67, 'convert', '0004_conversion_settings', now()),
	(68, 'records', '0002_stages', now()),
	(69, 'records', '0003_standing', now()),
	(70, 'records', '0004_consent', now()),
	(71, 'records', '0005_duplicate_pairs', now()),
	(72, 'match', '0001_initial', now()),
	(73, 'match', '0002_compact_keys', now()),
	(74, 'match', '0003_match_run', now()),
	(75, 'match', '0004_rules', now()),
	(76, 'match', '0005_standard_rules', now()),
	(77, 'match', '0006_refusals', now()),
	(78, 'match', '0007_record_sets', now()),
	(79, 'people', '0004_queue_alarms', now()),
	(80, 'people', '0005_public_holidays', now()),
	(81, 'people', '0006_absences', now()),
	(82, 'people', '0007_hours_between_answers', now()),
	(83, 'people', '0008_lead_mode', now()),
	(84, 'records', '0006_tombstones', now()),
	(85, 'records', '0007_pairs_by_kind', now()),
	(86, 'records', '0008_notifications', now()),
	(87, 'records', '0009_path', now()),
	(88, 'records', '0010_questions', now()),
	(89, 'records', '0011_handoffs', now()),
	(90, 'records', '0012_clocks', now()),
	(91, 'records', '0013_deals', now()),
	(92, 'records', '0014_deal_history', now()),
	(93, 'records', '0015_conversions', now()),
	(94, 'records', '0016_account_contact_relations', now()),
	(95, 'records', '0017_campaign_tallies', now()),
	(96, 'records', '0018_conversion_rows', now()),
	(97, 'records', '0019_members_again', now()),
	(98, 'measure', '0001_influence', now()),
	(99, 'measure', '0002_influence_sums', now()),
	(100, 'measure', '0003_history', now());
INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(101, 'measure', '0004_daily_sums', now()),
	(102, 'measure', '0005_kept_figures', now()),
	(103, 'measure', '0006_kept_answers', now()),
	(104, 'merge', '0001_initial', now()),
	(105, 'merge', '0002_made', now()),
	(106, 'moving', '0001_initial', now()),
	(107, 'records', '0020_pipeline_at', now()),
	(108, 'records', '0021_forecast_indexes', now()),
	(109, 'records', '0022_hottest_newest', now()),
	(110, 'records', '0023_deal_figures', now()),
	(111, 'records', '0024_member_contacts', now()),
	(112, 'records', '0025_account_takes_what_leads_say', now()),
	(113, 'records', '0026_probability', now()),
	(114, 'records', '0027_grades', now()),
	(115, 'records', '0028_mail', now()),
	(116, 'nurture', '0001_initial', now()),
	(117, 'nurture', '0002_first_template', now()),
	(118, 'nurture', '0003_standing', now()),
	(119, 'nurture', '0004_auto_response_rules', now()),
	(120, 'nurture', '0005_programs', now()),
	(121, 'nurture', '0006_mails_of_senders', now()),
	(122, 'nurture', '0007_mailing', now()),
	(123, 'nurture', '0008_branches_by_mail', now()),
	(124, 'people', '0009_audit_fields', now()),
	(125, 'people', '0010_audit_fields_watched', now()),
	(126, 'procrastinate', '0001_initial', now()),
	(127, 'procrastinate', '0002_drop_started_at_column', now()),
	(128, 'procrastinate', '0003_drop_started_at_column', now()),
	(129, 'procrastinate', '0004_drop_procrastinate_version_table', now()),
	(130, 'procrastinate', '0005_fix_procrastinate_fetch_job', now()),
	(131, 'procrastinate', '0006_fix_trigger_status_events_insert', now()),
	(132, 'procrastinate', '0007_add_queueing_lock_column', now()),
	(133, 'procrastinate', '0008_close_fetch_job_race_condition', now()),
	(134, 'procrastinate', '0009_add_defer_job_function', now()),
	(135, 'procrastinate', '0010_add_procrastinate_periodic_defers', now()),
	(136, 'procrastinate', '0011_add_foreign_key_index', now()),
	(137, 'procrastinate', '0012_add_locks_to_periodic_defer', now()),
	(138, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
	(139, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
	(140, 'procrastinate', '0015_add_trigger_on_job_deletion', now()),
	(141, 'procrastinate', '0016_delete_finished_jobs', now()),
	(142, 'procrastinate', '0017_add_checks_to_finish_job', now()),
	(143, 'procrastinate', '0018_add_checks_to_retry_job', now()),
	(144, 'procrastinate', '0019_fix_finish_job_compat_issue', now()),
	(145, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
	(146, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
	(147, 'procrastinate', '0022_null_locks_excluded', now()),
	(148, 'procrastinate', '0023_remove_old_finish_job_function', now()),
	(149, 'procrastinate', '0024_job_id_bigint', now()),
	(150, 'procrastinate', '0025_add_models', now()),
	(151, 'procrastinate', '0026_add_job_priority', now()),
	(152, 'procrastinate', '0027_add_periodic_job_priority', now()),
	(153, 'procrastinate', '0028_add_cancel_states', now()),
	(154, 'procrastinate', '0029_add_additional_params_to_retry_job', now()),
	(155, 'procrastinate', '0030_alter_procrastinateevent_options', now()),
	(156, 'procrastinate', '0031_add_indexes_for_fetch_job', now()),
	(157, 'procrastinate', '0032_pre_cancel_notification', now()),
	(158, 'procrastinate', '0033_post_cancel_notification', now()),
	(159, 'procrastinate', '0034_pre_add_heartbeat', now()),
	(160, 'procrastinate', '0035_post_add_heartbeat', now()),
	(161, 'procrastinate', '0036_add_worker_model', now()),
	(162, 'procrastinate', '0037_pre_batch_defer_jobs', now()),
	(163, 'procrastinate', '0038_post_batch_defer_jobs', now()),
	(164, 'procrastinate', '0039_pre_priority_lock_fetch_job', now()),
	(165, 'procrastinate', '0040_pre_retry_failed_job', now()),
	(166, 'procrastinate', '0041_post_retry_failed_job', now()),
	(167, 'qualify', '0001_initial', now()),
	(168, 'qualify', '0002_clock_policies', now()),
	(169, 'qualify', '0003_standing', now()),
	(170, 'qualify', '0004_call_notes', now()),
	(171, 'qualify', '0005_handoffs', now()),
	(172, 'qualify', '0006_clock_kinds', now()),
	(173, 'qualify', '0007_clock_terms', now()),
	(174, 'qualify', '0008_tasks_that_follow', now()),
	(175, 'qualify', '0009_mql_by_the_grid', now()),
	(176, 'records', '0029_engagement', now()),
	(177, 'records', '0030_weekly_mail', now()),
	(178, 'records', '0031_met_and_answered', now()),
	(179, 'records', '0032_retention', now()),
	(180, 'records', '0033_clock_started', now()),
	(181, 'records', '0034_lists_of_the_day', now()),
	(182, 'records', '0035_synced', now()),
	(183, 'records', '0036_newest_first', now()),
	(184, 'recycling', '0001_initial', now()),
	(185, 'recycling', '0002_removed_rules', now()),
	(186, 'reporting', '0001_initial', now()),
	(187, 'route', '0001_initial', now()),
	(188, 'route', '0002_first_version', now()),
	(189, 'route', '0003_standing', now()),
	(190, 'route', '0004_drafts', now()),
	(191, 'route', '0005_targets', now()),
	(192, 'route', '0006_queue_stays', now()),
	(193, 'score', '0001_initial', now()),
	(194, 'score', '0002_first_version', now()),
	(195, 'score', '0003_standing', now()),
	(196, 'score', '0004_learned', now()),
	(197, 'score', '0005_behaviour', now()),
	(198, 'score', '0006_behaviour_is_noted', now()),
	(199, 'score', '0007_points_for_behaviour', now()),
	(200, 'sessions', '0001_initial', now());
INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(201, 'tracking', '0001_tracking', now()),
	(202, 'tracking', '0002_settings', now()),
	(203, 'web', '0001_initial', now());


INSERT INTO public.match_duplicaterule (id, sobject_type, sobject_subtype, developer_name, master_label, language, description, is_active, sort_order, conditions, security, alert_text, people_on_create, people_on_edit, api_on_create, api_on_edit, import_on_create, submission_on_create, reports_on_create, reports_on_edit, is_deleted) VALUES
	(1, 'Lead', 'None', 'Standard_Lead_Duplicate_Rule', 'Standard Lead Duplicate Rule', 'en_US', '', true, 1, '', 'EnforceSharingRules', 'Use one of these records?', 'alert', 'allow', 'allow', 'allow', 'allow', 'allow', true, true, false),
	(2, 'Contact', 'None', 'Standard_Contact_Duplicate_Rule', 'Standard Contact Duplicate Rule', 'en_US', '', true, 1, '', 'EnforceSharingRules', 'Use one of these records?', 'alert', 'allow', 'allow', 'allow', 'allow', 'allow', true, true, false),
	(3, 'Account', 'None', 'Standard_Account_Duplicate_Rule', 'Standard Account Duplicate Rule', 'en_US', '', true, 1, '', 'EnforceSharingRules', 'Use one of these records?', 'alert', 'allow', 'allow', 'allow', 'allow', 'allow', true, true, false);


INSERT INTO public.match_duplicaterule_matching_rules (id, duplicaterule_id, matchingrule_id) VALUES
	(1, 1, 1),
	(2, 1, 2),
	(3, 2, 1),
	(4, 2, 2),
	(5, 3, 3);


INSERT INTO public.match_matchingrule (id, sobject_type, sobject_subtype, developer_name, master_label, language, match_engine, boolean_filter, description, rule_status, tier, is_standard, is_deleted) VALUES
	(1, 'Lead', 'None', 'Headwater_Lead', 'Match model for leads', 'en_US', 'HeadwaterMatchEngine', '', 'All fields together, weighed by the match model.', 'Active', 'likely', true, false),
	(2, 'Contact', 'None', 'Headwater_Contact', 'Match model for contacts', 'en_US', 'HeadwaterMatchEngine', '', 'All fields together, weighed by the match model.', 'Active', 'likely', true, false),
	(3, 'Account', 'None', 'Headwater_Account', 'Match model for accounts', 'en_US', 'HeadwaterMatchEngine', '', 'All fields together, weighed by the match model.', 'Active', 'likely', true, false),
	(4, 'Lead', 'None', 'Standard_Lead_Match_Rule_v1_0', 'Standard Lead Matching Rule', 'en_US', 'FuzzyMatchEngine', '(1 AND 2 AND 3 AND 4) OR (1 AND 2 AND 5) OR (1 AND 2 AND 6 AND 4) OR (1 AND 2 AND 7 AND (8 OR 9 OR 6)) OR (1 AND 2 AND 7 AND 3) OR (1 AND 2 AND 3 AND 5) OR (1 AND 2 AND 6)', 'Salesforce’s equation for leads.', 'Active', 'likely', true, false),
	(5, 'Contact', 'None', 'Standard_Contact_Match_Rule_v1_1', 'Standard Contact Matching Rule', 'en_US', 'FuzzyMatchEngine', '(1 AND 2 AND 3 AND 4) OR (1 AND 2 AND 5) OR (1 AND 2 AND 6 AND 4) OR (1 AND 2 AND 7 AND (8 OR 9 OR 6)) OR (1 AND 2 AND 7 AND 3) OR (1 AND 2 AND 3 AND 5) OR (1 AND 2 AND 6)', 'Salesforce’s equation for contacts.', 'Active', 'likely', true, false),
	(6, 'Account', 'None', 'Standard_Account_Match_Rule_v1_0', 'Standard Account Matching Rule', 'en_US', 'FuzzyMatchEngine', '(1 AND 2) OR (1 AND 3 AND 4) OR (1 AND 5) OR (1 AND 6) OR (7 AND 6) OR (7 AND 2)', 'An equation for accounts like Salesforce’s, which is not published.', 'Active', 'likely', true, false),
	(7, 'Account', 'PersonAccount', 'Standard_Person_Account_Match_Rule_v1_0', 'Standard Person Account Matching Rule', 'en_US', 'FuzzyMatchEngine', '(1 AND 2 AND 3) OR (1 AND 2 AND 4 AND (5 OR 6)) OR (1 AND 2 AND 7)', 'Salesforce’s equation for accounts that are people.', 'Inactive', 'likely', true, false),
	(8, 'Account', 'None', 'Standard_Lead_Account_Match_Rule_v1_0', 'Standard Matching Rule for Leads on Accounts', 'en_US', 'FuzzyMatchEngine', '7 OR (1 AND (2 OR 3 OR 4 OR 5 OR 6))', 'Is a lead’s company an account already? By its website, or its name and a place.', 'Inactive', 'likely', true, false);


INSERT INTO public.match_matchingruleitem (id, sort_order, field, matching_method, blank_value_behavior, matching_rule_id) VALUES
	(1, 1, 'FirstName', 'FirstName', 'NullNotAllowed', 4),
	(2, 2, 'LastName', 'LastName', 'NullNotAllowed', 4),
	(3, 3, 'Title', 'Title', 'NullNotAllowed', 4),
	(4, 4, 'Company', 'CompanyName', 'NullNotAllowed', 4),
	(5, 5, 'Email', 'Exact', 'NullNotAllowed', 4),
	(6, 6, 'Phone', 'Phone', 'NullNotAllowed', 4),
	(7, 7, 'Street', 'Street', 'NullNotAllowed', 4),
	(8, 8, 'City', 'City', 'NullNotAllowed', 4),
	(9, 9, 'PostalCode', 'Zip', 'NullNotAllowed', 4),
	(10, 1, 'FirstName', 'FirstName', 'NullNotAllowed', 5),
	(11, 2, 'LastName', 'LastName', 'NullNotAllowed', 5),
	(12, 3, 'Title', 'Title', 'NullNotAllowed', 5),
	(13, 4, 'Account.Name', 'CompanyName', 'NullNotAllowed', 5),
	(14, 5, 'Email', 'Exact', 'NullNotAllowed', 5),
	(15, 6, 'Phone', 'Phone', 'NullNotAllowed', 5),
	(16, 7, 'MailingStreet', 'Street', 'NullNotAllowed', 5),
	(17, 8, 'MailingCity', 'City', 'NullNotAllowed', 5),
	(18, 9, 'MailingPostalCode', 'Zip', 'NullNotAllowed', 5),
	(19, 1, 'Name', 'CompanyName', 'NullNotAllowed', 6),
	(20, 2, 'BillingStreet', 'Street', 'NullNotAllowed', 6),
	(21, 3, 'BillingCity', 'City', 'NullNotAllowed', 6),
	(22, 4, 'BillingState', 'Exact', 'NullNotAllowed', 6),
	(23, 5, 'BillingPostalCode', 'Zip', 'NullNotAllowed', 6),
	(24, 6, 'Phone', 'Phone', 'NullNotAllowed', 6),
	(25, 7, 'Website', 'Exact', 'NullNotAllowed', 6),
	(26, 1, 'FirstName', 'FirstName', 'NullNotAllowed', 7),
	(27, 2, 'LastName', 'LastName', 'NullNotAllowed', 7),
	(28, 3, 'PersonEmail', 'Exact', 'NullNotAllowed', 7),
	(29, 4, 'BillingStreet', 'Street', 'NullNotAllowed', 7),
	(30, 5, 'BillingCity', 'City', 'NullNotAllowed', 7),
	(31, 6, 'BillingPostalCode', 'Zip', 'NullNotAllowed', 7),
	(32, 7, 'Phone', 'Phone', 'NullNotAllowed', 7),
	(33, 1, 'Name', 'CompanyName', 'NullNotAllowed', 8),
	(34, 2, 'BillingStreet', 'Street', 'NullNotAllowed', 8),
	(35, 3, 'BillingCity', 'City', 'NullNotAllowed', 8),
	(36, 4, 'BillingState', 'Exact', 'NullNotAllowed', 8),
	(37, 5, 'BillingPostalCode', 'Zip', 'NullNotAllowed', 8),
	(38, 6, 'Phone', 'Phone', 'NullNotAllowed', 8),
	(39, 7, 'Website', 'Exact', 'NullNotAllowed', 8);


INSERT INTO public.measure_influencesettings (id, window_days, responses_only, model) VALUES
	(1, 365, false, 'primary');


INSERT INTO public.measure_leaksettings (id, queue_hours, step_hours, duplicate_days, stuck_days, mailed, mail_at) VALUES
	(1, 24, 24, 3, 30, 'mondays', '07:30:00');


INSERT INTO public.nurture_mailsettings (id, notes_opens, notes_clicks, undo_seconds, footer) VALUES
	(1, true, true, 10, '');


INSERT INTO public.nurture_mailtemplate (id, key, name, subject, text, html, is_active, is_tracked, topic_id) VALUES
	(1, 'auto_response', 'Answer to a web inquiry', '{{Organization.Name}}: your inquiry has arrived', 'Hello {{FirstName|there}},

thank you for your inquiry. It has arrived and is being looked after.

{{Owner.Name|One of us}} will be in touch with you by {{Clock.DueAt|the end of the next working day}}.
If you would like to add something, just reply to this e-mail.

{{Owner.Name|Your team}}
{{Organization.Name}}
', '', true, true, NULL);


INSERT INTO public.people_businesshours (id, name, time_zone, week, is_default, country, subdivision, worked_holidays) VALUES
	(1, 'Office hours', 'UTC', '{"fri": [["09:00", "17:00"]], "mon": [["09:00", "17:00"]], "thu": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]]}', true, '', '', '[]');


INSERT INTO public.people_organization (id, name, country, locale, currency, time_zone, lead_access, account_access, opportunity_access, has_person_accounts, reply_address, created_at, default_lead_owner_id, hours_between_answers, lead_mode, takes_new_leads) VALUES
	(1, 'My company', 'US', 'en-US', 'USD', 'UTC', 'private', 'read', 'private', true, '', now(), 1, 12, 'leads', true);


INSERT INTO public.people_owner (id, kind, name, is_active) VALUES
	(1, 'Group', 'New leads', true);


INSERT INTO public.people_queue (owner_ptr_id, email, business_hours_id, is_telling_members, manager_id, tell_manager_after, tell_members_after) VALUES
	(1, '', NULL, false, NULL, NULL, NULL);


INSERT INTO public.people_standing (id, stamp) VALUES
	(1, 'eed96361-aee0-42f7-aef6-4aec48996f80');


INSERT INTO public.qualify_clockpolicy (id, name, sort_order, doors, criteria, minutes, counts_in, is_active, kind, reminds_owner, tells_manager, "then", warn_shares) VALUES
	(1, 'Web leads', 1, '["form", "web_to_lead", "email"]', '', 5, 'working_hours', true, 'first_attempt', true, true, '', '[0.5, 0.8]'),
	(2, 'All other leads', 2, '[]', '', 1440, 'all_hours', true, 'first_attempt', true, true, '', '[0.5, 0.8]'),
	(3, 'First conversation in two days', 3, '[]', '', 960, 'working_hours', false, 'first_contact', true, true, '', '[0.5, 0.8]'),
	(4, 'Always a next step', 4, '[]', '', 480, 'working_hours', false, 'next_step', true, true, '', '[0.5, 0.8]'),
	(5, 'Hand-offs are decided in a day', 5, '[]', '', 1440, 'working_hours', true, 'accept', true, true, '', '[0.5, 0.8]');


INSERT INTO public.qualify_handoffpolicy (id, is_automatic, judged_until, owner_id, team_id, offered_status_id, accepted_status_id, rejected_status_id, rejected_owner_id) VALUES
	(1, true, NULL, NULL, NULL, NULL, NULL, 3, NULL);


INSERT INTO public.qualify_stagedefinition (id, stage, version, text, criteria, proposed_at, marketing_at, sales_at, proposed_by_id, marketing_by_id, sales_by_id) VALUES
	(2, 'sal', 1, 'Sales has looked at the lead, finds that it meets what was agreed, and promises to call. A lead is rejected only with one of the agreed reasons.', '', now(), NULL, NULL, NULL, NULL, NULL),
	(3, 'mqo', 1, 'Marketing knows of a project, not only of a person: there is a need, and somebody who will talk about it. The deal starts early, at 0 %, without amount or date.', 'Need != null AND (Phone != null OR Email != null)', now(), NULL, NULL, NULL, NULL, NULL),
	(4, 'sql', 1, 'A talk has confirmed need and time, and with whom the next step is agreed.', 'Need != null AND Timeline != null', now(), NULL, NULL, NULL, NULL, NULL),
	(1, 'mql', 1, 'Somebody who fits us and has shown enough interest that a call from sales is worth both their time: fit and engagement meet in a filled cell of the score''s grid. We know how to reach them.', 'IsScoreQualified = true AND (Phone != null OR MobilePhone != null)', now(), NULL, NULL, NULL, NULL, NULL);


INSERT INTO public.records_botrule (id, sign, value, reason, is_person, is_active, is_standard) VALUES
	(1, 'prefetch', '', 'It was fetched in advance, before anybody asked for it.', false, true, true),
	(2, 'hidden', '', 'A link was followed that people do not see.', false, true, true),
	(3, 'driven', '', 'The browser was driven by a program.', false, true, true),
	(4, 'nameless', '', 'The browser did not say what it is.', false, true, true),
	(5, 'agent', 'bot, crawl, spider, slurp', 'It calls itself a crawler.', false, true, true),
	(6, 'agent', 'preview, facebookexternalhit, embedly, whatsapp, telegram, skype, discord, linkexpander', 'A preview of the link was made.', false, true, true),
	(7, 'agent', 'python, curl, wget, go-http, okhttp, java/, axios, node-fetch, libwww, httpclient, perl, ruby, php/', 'It is a program, not a browser.', false, true, true),
	(8, 'agent', 'headless, phantomjs, puppeteer, playwright, selenium, lighthouse, pingdom, uptime, monitor', 'It is a browser without a screen.', false, true, true),
	(9, 'agent', 'proofpoint, mimecast, barracuda, safelinks, symantec, trendmicro, forcepoint, urldefense, cloudmark, sophos, fortinet, scan', 'A mail scanner looked at it.', false, true, true),
	(10, 'speed', '5', 'It came faster after sending than anybody reads.', false, true, true),
	(11, 'burst', '3', 'Many links of one mail were followed at once.', false, true, true);


INSERT INTO public.records_leadstatus (id, name, "group", sort_order, guidance, required_fields, is_default, is_closed, is_converted, is_active, allowed_next, moves_when, recycle_after_days, recycle_owner_id, recycle_to) VALUES
	(2, 'Working - Contacted', 'contacted', 1, 'Find out what they need and who decides.', '[]', false, false, false, true, '[]', '{}', NULL, NULL, ''),
	(3, 'Nurturing', 'contacted', 2, 'Not yet. Keep in touch and set a day to call again.', '[]', false, false, false, true, '[]', '{}', NULL, NULL, ''),
	(4, 'Qualified', 'qualified', 3, 'Need and time are known: agree the next step, then convert.', '["need", "timeline"]', false, false, false, true, '[]', '{}', NULL, NULL, ''),
	(5, 'Closed - Not Converted', 'not_qualified', 4, 'Say why, so that marketing can learn from it.', '["closed_reason"]', false, true, false, true, '[]', '{}', NULL, NULL, ''),
	(6, 'Closed - Converted', 'converted', 5, 'Now an account, a contact and an opportunity.', '[]', false, true, true, true, '[]', '{}', NULL, NULL, ''),
	(1, 'Open - Not Contacted', 'new', 0, 'Reach them while they still remember asking.', '[]', true, false, false, true, '[]', '{"reply": "Working - Contacted", "connected": "Working - Contacted"}', NULL, NULL, '');


INSERT INTO public.records_opportunitystage (id, name, sort_order, probability, forecast_category, is_closed, is_won, is_active, description, expected_days, guidance, required_fields) VALUES
	(1, 'Info Gathering', 0, 0, 'Omitted', false, false, true, '', 60, 'Is there a project, and who cares? No amount and no date needed yet.', '[]'),
	(2, 'Prospecting', 1, 0, 'Omitted', false, false, true, '', 45, 'Get a first meeting with somebody who has the need.', '[]'),
	(3, 'Qualification', 2, 10, 'Pipeline', false, false, true, '', 21, 'Budget, authority, need and time: agree what happens next.', '[]'),
	(4, 'Needs Analysis', 3, 20, 'Pipeline', false, false, true, '', 21, 'Write down what they need in their words and have it confirmed.', '[]'),
	(5, 'Value Proposition', 4, 50, 'Best Case', false, false, true, '', 21, 'Show what it is worth to them, in numbers that they gave you.', '[]'),
	(6, 'Proposal/Price Quote', 5, 75, 'Best Case', false, false, true, '', 14, 'Send the offer and agree on the day to talk it through.', '[]'),
	(7, 'Negotiation/Review', 6, 90, 'Commit', false, false, true, '', 14, 'Settle the open points with whoever signs.', '[]'),
	(8, 'Closed Won', 7, 100, 'Closed', true, true, true, '', NULL, 'Say thank you, and hand over to those who deliver.', '[]'),
	(9, 'Closed Lost', 8, 0, 'Omitted', true, false, true, '', NULL, 'Say why, so that the next one goes better. Set a day to ask again.', '[]');


INSERT INTO public.records_question (id, text, topic, kind, choices, attribute, criteria, hint, is_required, sort_order, is_active) VALUES
	(1, 'Is there a budget?', '', 'text', '["Approved", "Planned", "Not yet", "None"]', 'budget', '', 'Who pays, and is it agreed?', false, 0, true),
	(2, 'Who decides?', '', 'text', '["Decides alone", "Decides with others", "Recommends", "Has no say"]', 'authority', '', 'Who else has a say?', false, 1, true),
	(3, 'What do they need, and why now?', '', 'text', '[]', 'need', '', 'In their own words', false, 2, true),
	(4, 'When do they want it?', '', 'text', '["This month", "This quarter", "This year", "Later"]', 'timeline', '', 'What happens if it comes later?', false, 3, true);


INSERT INTO public.records_topic (id, key, name, text, needs_consent, sort_order, is_active) VALUES
	(1, 'newsletter', 'Newsletter', 'What is new, about once a month.', true, 0, true),
	(2, 'offers', 'Offers and products', 'Prices, products and what they are good for.', true, 1, true),
	(3, 'events', 'Events and webinars', 'Invitations to meet us.', true, 2, true),
	(4, 'inquiry', 'Your inquiry', 'What follows when you have asked us something.', false, 3, true);


INSERT INTO public.recycling_recyclerule (id, name, sort_order, is_active, kind, reasons, attempts, criteria, after_days, way, status, words, created_at, owner_id, program_id, removed_at) VALUES
	(1, 'Not for us', 1, false, 'unqualified', '{"Market not served","Student or research","Asked to stop",Duplicate,Spam}', 3, '', 0, 'stays', '', 'Nothing will change that.', now(), NULL, NULL, NULL),
	(2, 'Not now', 2, false, 'unqualified', '{"No budget","No decision power","Chose a competitor"}', 3, '', 180, 'owner', 'Nurturing', 'Half a year later things may stand otherwise.', now(), NULL, NULL, NULL),
	(3, 'Closed for any other reason', 3, false, 'unqualified', '{}', 3, '', 365, 'owner', 'Nurturing', 'Once a year somebody looks again.', now(), NULL, NULL, NULL),
	(4, 'Rejected by sales', 4, false, 'rejected', '{}', 3, '', 30, 'owner', '', 'Marketing says what comes next.', now(), NULL, NULL, NULL),
	(5, 'Mail stays unanswered', 5, false, 'mails', '{}', 3, '', 3, 'call', '', 'Another channel: somebody calls.', now(), NULL, NULL, NULL),
	(6, 'Never reached by phone', 6, false, 'calls', '{}', 4, '', 14, 'owner', 'Nurturing', 'Another channel: warmed until they answer.', now(), NULL, NULL, NULL);


INSERT INTO public.route_assignmentruleset (id, version, is_published, published_at, note, published_by_id, based_on_id, changed_at, changed_by_id, revision) VALUES
	(1, 1, true, now(), 'Every lead goes to the default owner.', NULL, NULL, NULL, NULL, 0);


INSERT INTO public.score_learnedsettings (id, is_on, every_days, is_held, step, share, began_at, tried_at, missing, had, problem, estimated_until) VALUES
	(1, true, 7, false, '', 0, NULL, NULL, '[]', '{}', '', NULL);


INSERT INTO public.score_scorerule (id, "order", name, criteria, points, is_active, rule_set_id, event, half_life_days, interest, is_per_interest, key, most_points, side, what) VALUES
	(3, 3, 'Came by the website', 'LeadSource = ''Web''', 10, true, 1, '', NULL, '', false, '7d723498-cc25-6ebd-ff02-80210f1254fc', NULL, 'fit', ''),
	(6, 6, 'Decides there', 'Title LIKE ''%chief%'' OR Title LIKE ''%CEO%'' OR Title LIKE ''%owner%'' OR Title LIKE ''%director%'' OR Title LIKE ''%head of%'' OR Title LIKE ''%president%''', 15, true, 1, '', NULL, '', false, '764be8d7-5f09-b2df-9a8c-efe471f929d9', NULL, 'fit', ''),
	(2, 2, 'Gives a phone number', 'Phone != null OR MobilePhone != null', 10, true, 1, '', NULL, '', false, 'd6a2c13f-d7a0-aa4d-fff2-37f4ac1b7f55', NULL, 'fit', ''),
	(1, 1, 'Gives an e-mail address of a company', 'Email != null AND (NOT Email LIKE ''%@gmail.com'') AND (NOT Email LIKE ''%@googlemail.com'') AND (NOT Email LIKE ''%@outlook.com'') AND (NOT Email LIKE ''%@hotmail.com'') AND (NOT Email LIKE ''%@yahoo.com'') AND (NOT Email LIKE ''%@icloud.com'') AND (NOT Email LIKE ''%@gmx.de'') AND (NOT Email LIKE ''%@web.de'')', 10, true, 1, '', NULL, '', false, 'a90186e0-9be4-f757-8daa-b90d69993603', NULL, 'fit', ''),
	(7, 7, 'More than 50 people work there', 'NumberOfEmployees > 50', 10, true, 1, '', NULL, '', false, '296f8b48-2884-451c-1e70-701e317f5548', NULL, 'fit', ''),
	(4, 4, 'Names the company', 'Company != null', 5, true, 1, '', NULL, '', false, 'e11a6a58-262b-a054-95d9-8f54948d433c', NULL, 'fit', ''),
	(5, 5, 'Says who they are there', 'Title != null', 5, true, 1, '', NULL, '', false, '7199d728-ecc8-4d0c-e90d-0b6ba952ee15', NULL, 'fit', ''),
	(9, 9, 'Wants no e-mail', 'HasOptedOutOfEmail = true', -10, true, 1, '', NULL, '', false, '35d38203-e3bf-74e5-29c3-1671fad4411e', NULL, 'fit', ''),
	(8, 8, 'Was referred', 'LeadSource LIKE ''%referral%''', 15, true, 1, '', NULL, '', false, 'b052c2ff-e209-d279-6158-d6daa5879331', NULL, 'fit', ''),
	(10, 10, 'Studies, or applies for work', 'Title LIKE ''%student%'' OR Title LIKE ''%applicant%''', -15, true, 1, '', NULL, '', false, 'ba3a9893-b4b0-454e-ae7c-ca93d62f2e0a', NULL, 'fit', ''),
	(11, 11, 'Looked at a page', '', 1, true, 1, 'page_view', 30, '', false, '59ac3244-af21-4656-978b-91585dff52fe', 8, 'engagement', ''),
	(12, 12, 'Looked at a key page', '', 8, true, 1, 'key_page', 30, '', false, '1ac0cd01-c391-443c-800c-562e0f571a08', 24, 'engagement', ''),
	(13, 13, 'Began a form', '', 2, true, 1, 'form_start', 30, '', false, '714fb99c-8edc-433a-9852-a343c1e635d3', 4, 'engagement', ''),
	(14, 14, 'Sent a form', '', 15, true, 1, 'form_post', 60, '', false, 'e6609c1b-4e95-4f31-8c21-0619ff737927', 30, 'engagement', ''),
	(15, 15, 'Opened our mail', '', 1, true, 1, 'email_open', 30, '', false, '3a3d46a8-4f61-49cb-9d8a-8d4ef313887a', 3, 'engagement', ''),
	(16, 16, 'Followed a link in our mail', '', 6, true, 1, 'email_click', 30, '', false, '9d4105d5-710a-4737-aa5e-7da3d12c2d57', 18, 'engagement', ''),
	(17, 17, 'Answered our mail', '', 15, true, 1, 'email_reply', 60, '', false, 'a27845d6-2808-410c-80c8-e8158f6eeb75', 30, 'engagement', ''),
	(18, 18, 'Met us', '', 20, true, 1, 'meeting', 90, '', false, '06f4f322-5f7c-4b11-97bc-59a90491ee14', 40, 'engagement', ''),
	(19, 19, 'Responded to a campaign', '', 8, true, 1, 'campaign_response', 60, '', false, '38e357a1-7d6f-4d0e-adae-efc45595d57a', 24, 'engagement', ''),
	(20, 20, 'Looks for work: jobs', '', -20, true, 1, 'page_view', 90, '', false, 'ced19b21-9999-4f02-9d07-efb1a5e92775', 20, 'engagement', '/jobs'),
	(21, 21, 'Looks for work: career', '', -20, true, 1, 'page_view', 90, '', false, 'f9bbb20f-aeea-4e35-a53f-c3e5548564bb', 20, 'engagement', '/career');


INSERT INTO public.score_scoreruleset (id, version, is_published, published_at, note, hot_threshold, return_points, most_return_points, published_by_id, based_on_id, changed_at, changed_by_id, engagement_floors, grade_floors, qualifying_levels, revision) VALUES
	(1, 1, true, now(), 'The points to begin with.', 50, 10, 30, NULL, NULL, NULL, NULL, '{40,20,5}', '{50,35,20,10,0}', '{3,2,1,0,0,0}', 0);


INSERT INTO public.tracking_trackingsettings (id, is_on, sites, keep_days, gathered_until) VALUES
	(1, true, '', 400, NULL);


SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);


SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);


SELECT pg_catalog.setval('public.advising_advicerule_id_seq', 4, true);


SELECT pg_catalog.setval('public.advising_definition_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_allowedorigin_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_apiuse_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_bulkbatch_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_bulkjob_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_bulkpiece_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_intakekey_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_keptanswer_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_signingkey_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_trailmark_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_webhook_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_webhookdelivery_id_seq', 1, false);


SELECT pg_catalog.setval('public.api_webhooktry_id_seq', 1, false);


SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_filekeeping_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_formviews_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_hygienecount_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_hygienefinding_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_hygienefix_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_hygienefixed_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_hygienerun_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_knownsender_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_mailbox_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_replay_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_replayedsubmission_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_sentmessage_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_spamsettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.capture_webform_id_seq', 1, false);


SELECT pg_catalog.setval('public.catalog_customfield_id_seq', 1, false);


SELECT pg_catalog.setval('public.catalog_externalid_id_seq', 1, false);


SELECT pg_catalog.setval('public.catalog_picklistvalue_id_seq', 149, true);


SELECT pg_catalog.setval('public.convert_conversionrule_id_seq', 1, false);


SELECT pg_catalog.setval('public.convert_conversionsettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.convert_fieldmapping_id_seq', 33, true);


SELECT pg_catalog.setval('public.django_migrations_id_seq', 203, true);


SELECT pg_catalog.setval('public.match_duplicaterule_id_seq', 3, true);


SELECT pg_catalog.setval('public.match_duplicaterule_matching_rules_id_seq', 5, true);


SELECT pg_catalog.setval('public.match_learnedweights_id_seq', 1, false);


SELECT pg_catalog.setval('public.match_matchingrule_id_seq', 8, true);


SELECT pg_catalog.setval('public.match_matchingruleitem_id_seq', 39, true);


SELECT pg_catalog.setval('public.match_matchrun_id_seq', 1, false);


SELECT pg_catalog.setval('public.match_refusal_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_dailysnapshot_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_dailysum_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_influencesettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_influencesum_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_keptanswer_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_keptfigure_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_leaksettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.measure_snapshotday_id_seq', 1, false);


SELECT pg_catalog.setval('public.merge_merge_id_seq', 1, false);


SELECT pg_catalog.setval('public.moving_move_id_seq', 1, false);


SELECT pg_catalog.setval('public.moving_moverefusal_id_seq', 1, false);


SELECT pg_catalog.setval('public.moving_movestep_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_autoresponserule_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_enrolment_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_mailsettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_mailtemplate_id_seq', 1, true);


SELECT pg_catalog.setval('public.nurture_program_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_sendinglimits_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_step_id_seq', 1, false);


SELECT pg_catalog.setval('public.nurture_steppass_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_accesstoken_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_application_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_devicegrant_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_grant_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_idtoken_id_seq', 1, false);


SELECT pg_catalog.setval('public.oauth2_provider_refreshtoken_id_seq', 1, false);


SELECT pg_catalog.setval('public.people_absence_id_seq', 1, false);


SELECT pg_catalog.setval('public.people_businesshours_id_seq', 1, true);


SELECT pg_catalog.setval('public.people_holiday_id_seq', 1, false);


SELECT pg_catalog.setval('public.people_organization_id_seq', 1, false);


SELECT pg_catalog.setval('public.people_owner_id_seq', 1, true);


SELECT pg_catalog.setval('public.people_queuemember_id_seq', 1, false);


SELECT pg_catalog.setval('public.people_standing_id_seq', 1, true);


SELECT pg_catalog.setval('public.people_team_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_awaitedreply_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_cadence_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_cadencerun_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_cadencestep_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_calendarfeed_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_callnotes_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_clockpolicy_id_seq', 5, true);


SELECT pg_catalog.setval('public.qualify_handoffpolicy_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_loggedcall_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_missedclock_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_recurrence_id_seq', 1, false);


SELECT pg_catalog.setval('public.qualify_stagedefinition_id_seq', 4, true);


SELECT pg_catalog.setval('public.records_account_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_accountcontactrelation_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_answer_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_botrule_id_seq', 11, true);


SELECT pg_catalog.setval('public.records_campaign_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_campaignmember_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_campaignmemberstatus_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_campaigntally_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_clock_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_clockpause_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_consent_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_contact_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_conversion_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_conversionrun_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_conversionrunrow_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_duplicatepair_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_emailattachment_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_emailmessage_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_engagement_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_event_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_handoff_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_importhabit_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_importjob_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_importkept_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_importrow_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_lead_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_leadstatus_id_seq', 6, true);


SELECT pg_catalog.setval('public.records_note_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_notification_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_notificationmail_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_opportunity_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_opportunitycontactrole_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_opportunityhistory_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_opportunitystage_id_seq', 9, true);


SELECT pg_catalog.setval('public.records_question_id_seq', 4, true);


SELECT pg_catalog.setval('public.records_retention_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_submission_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_task_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_topic_id_seq', 4, true);


SELECT pg_catalog.setval('public.records_topicchoice_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_trailentry_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_undeliverable_id_seq', 1, false);


SELECT pg_catalog.setval('public.records_visitor_id_seq', 1, false);


SELECT pg_catalog.setval('public.recycling_recyclerule_id_seq', 6, true);


SELECT pg_catalog.setval('public.recycling_wayback_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_exportfile_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_exportpiece_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_liked_by_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_mail_teams_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_mail_users_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_teams_id_seq', 1, false);


SELECT pg_catalog.setval('public.reporting_report_users_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_assignmentcase_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_assignmentrule_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_assignmentruleset_id_seq', 1, true);


SELECT pg_catalog.setval('public.route_queuelook_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_queuestay_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_replay_id_seq', 1, false);


SELECT pg_catalog.setval('public.route_ruletally_id_seq', 1, false);


SELECT pg_catalog.setval('public.score_learnedmodel_id_seq', 1, false);


SELECT pg_catalog.setval('public.score_learnedsettings_id_seq', 1, false);


SELECT pg_catalog.setval('public.score_scorereplay_id_seq', 1, false);


SELECT pg_catalog.setval('public.score_scorerule_id_seq', 21, true);


SELECT pg_catalog.setval('public.score_scoreruleset_id_seq', 1, true);


SELECT pg_catalog.setval('public.score_unscored_id_seq', 1, false);


SELECT pg_catalog.setval('public.tracking_keypage_id_seq', 1, false);


SELECT pg_catalog.setval('public.tracking_pagecount_id_seq', 1, false);


SELECT pg_catalog.setval('public.tracking_trackingsettings_id_seq', 1, true);


SELECT pg_catalog.setval('public.web_savedview_id_seq', 1, false);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.advising_advicerule
    ADD CONSTRAINT advising_advicerule_name_key UNIQUE (name);


ALTER TABLE ONLY public.advising_advicerule
    ADD CONSTRAINT advising_advicerule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.advising_definition
    ADD CONSTRAINT advising_definition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_allowedorigin
    ADD CONSTRAINT api_allowedorigin_origin_key UNIQUE (origin);


ALTER TABLE ONLY public.api_allowedorigin
    ADD CONSTRAINT api_allowedorigin_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_apiuse
    ADD CONSTRAINT api_apiuse_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_bulkbatch
    ADD CONSTRAINT api_bulkbatch_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_bulkjob
    ADD CONSTRAINT api_bulkjob_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_bulkpiece
    ADD CONSTRAINT api_bulkpiece_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_clientterms
    ADD CONSTRAINT api_clientterms_pkey PRIMARY KEY (client_id);


ALTER TABLE ONLY public.api_intakekey
    ADD CONSTRAINT api_intakekey_key_hash_key UNIQUE (key_hash);


ALTER TABLE ONLY public.api_intakekey
    ADD CONSTRAINT api_intakekey_name_key UNIQUE (name);


ALTER TABLE ONLY public.api_intakekey
    ADD CONSTRAINT api_intakekey_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_keptanswer
    ADD CONSTRAINT api_keptanswer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_signingkey
    ADD CONSTRAINT api_signingkey_kid_key UNIQUE (kid);


ALTER TABLE ONLY public.api_signingkey
    ADD CONSTRAINT api_signingkey_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_trailmark
    ADD CONSTRAINT api_trailmark_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_apiuse
    ADD CONSTRAINT api_use_once UNIQUE (who, day);


ALTER TABLE ONLY public.api_webhook
    ADD CONSTRAINT api_webhook_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT api_webhookdelivery_message_id_key UNIQUE (message_id);


ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT api_webhookdelivery_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_webhooktry
    ADD CONSTRAINT api_webhooktry_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_emailattachment
    ADD CONSTRAINT attachment_place UNIQUE (message_id, place);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.api_bulkpiece
    ADD CONSTRAINT bulk_piece_once UNIQUE (batch_id, kind, number);


ALTER TABLE ONLY public.capture_filekeeping
    ADD CONSTRAINT capture_filekeeping_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_formviews
    ADD CONSTRAINT capture_formviews_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_hygienecount
    ADD CONSTRAINT capture_hygienecount_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_hygienefinding
    ADD CONSTRAINT capture_hygienefinding_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_hygienefix
    ADD CONSTRAINT capture_hygienefix_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_hygienefixed
    ADD CONSTRAINT capture_hygienefixed_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_hygienerun
    ADD CONSTRAINT capture_hygienerun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_knownsender
    ADD CONSTRAINT capture_knownsender_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_knownsender
    ADD CONSTRAINT capture_knownsender_value_key UNIQUE (value);


ALTER TABLE ONLY public.capture_mailbox
    ADD CONSTRAINT capture_mailbox_address_key UNIQUE (address);


ALTER TABLE ONLY public.capture_mailbox
    ADD CONSTRAINT capture_mailbox_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_receivedmail
    ADD CONSTRAINT capture_receivedmail_pkey PRIMARY KEY (submission_id);


ALTER TABLE ONLY public.capture_replay
    ADD CONSTRAINT capture_replay_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_replayedsubmission
    ADD CONSTRAINT capture_replayedsubmission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_sentmessage
    ADD CONSTRAINT capture_sentmessage_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_spamsettings
    ADD CONSTRAINT capture_spamsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_usedproof
    ADD CONSTRAINT capture_usedproof_pkey PRIMARY KEY (signature);


ALTER TABLE ONLY public.capture_webform
    ADD CONSTRAINT capture_webform_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_webform
    ADD CONSTRAINT capture_webform_slug_key UNIQUE (slug);


ALTER TABLE ONLY public.catalog_customfield
    ADD CONSTRAINT catalog_customfield_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalog_externalid
    ADD CONSTRAINT catalog_externalid_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalog_picklistvalue
    ADD CONSTRAINT catalog_picklistvalue_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_conversionrunrow
    ADD CONSTRAINT conversion_lead_once UNIQUE (run_id, lead_id);


ALTER TABLE ONLY public.records_conversionrunrow
    ADD CONSTRAINT conversion_row_once UNIQUE (run_id, number);


ALTER TABLE ONLY public.convert_conversionrule
    ADD CONSTRAINT convert_conversionrule_name_key UNIQUE (name);


ALTER TABLE ONLY public.convert_conversionrule
    ADD CONSTRAINT convert_conversionrule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.convert_conversionsettings
    ADD CONSTRAINT convert_conversionsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.convert_fieldmapping
    ADD CONSTRAINT convert_fieldmapping_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tracking_pagecount
    ADD CONSTRAINT count_of_a_page UNIQUE (day, kind, page, source, bot_reason);


ALTER TABLE ONLY public.catalog_customfield
    ADD CONSTRAINT custom_field_once UNIQUE (object_name, name);


ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT delivery_of_entry_once UNIQUE (webhook_id, entry_id);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


ALTER TABLE ONLY public.reporting_exportpiece
    ADD CONSTRAINT export_piece_once UNIQUE (file_id, place);


ALTER TABLE ONLY public.catalog_externalid
    ADD CONSTRAINT external_id_once UNIQUE (object_name, field, value);


ALTER TABLE ONLY public.capture_hygienecount
    ADD CONSTRAINT hygiene_counted_once UNIQUE (run_id, check_name, owner_id);


ALTER TABLE ONLY public.records_importhabit
    ADD CONSTRAINT import_habit_once UNIQUE (object_name, columns, "column");


ALTER TABLE ONLY public.records_importrow
    ADD CONSTRAINT import_row_once UNIQUE (job_id, is_check, number);


ALTER TABLE ONLY public.match_matchingruleitem
    ADD CONSTRAINT item_in_order UNIQUE (matching_rule_id, sort_order);


ALTER TABLE ONLY public.api_keptanswer
    ADD CONSTRAINT kept_answer_once UNIQUE (client, key);


ALTER TABLE ONLY public.match_duplicaterule
    ADD CONSTRAINT match_duplicaterule_developer_name_key UNIQUE (developer_name);


ALTER TABLE ONLY public.match_duplicaterule_matching_rules
    ADD CONSTRAINT match_duplicaterule_matc_duplicaterule_id_matchin_96c2f8dd_uniq UNIQUE (duplicaterule_id, matchingrule_id);


ALTER TABLE ONLY public.match_duplicaterule_matching_rules
    ADD CONSTRAINT match_duplicaterule_matching_rules_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_duplicaterule
    ADD CONSTRAINT match_duplicaterule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_learnedweights
    ADD CONSTRAINT match_learnedweights_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_matchingrule
    ADD CONSTRAINT match_matchingrule_developer_name_key UNIQUE (developer_name);


ALTER TABLE ONLY public.match_matchingrule
    ADD CONSTRAINT match_matchingrule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_matchingruleitem
    ADD CONSTRAINT match_matchingruleitem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_matchkey
    ADD CONSTRAINT match_matchkey_pkey PRIMARY KEY (hash, object_name, record_id);


ALTER TABLE ONLY public.match_matchrun
    ADD CONSTRAINT match_matchrun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_refusal
    ADD CONSTRAINT match_refusal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_dailysnapshot
    ADD CONSTRAINT measure_dailysnapshot_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_dailysum
    ADD CONSTRAINT measure_dailysum_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_influencesettings
    ADD CONSTRAINT measure_influencesettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_influencesum
    ADD CONSTRAINT measure_influencesum_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_keptanswer
    ADD CONSTRAINT measure_keptanswer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_keptfigure
    ADD CONSTRAINT measure_keptfigure_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_leaksettings
    ADD CONSTRAINT measure_leaksettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.measure_snapshotday
    ADD CONSTRAINT measure_snapshotday_day_key UNIQUE (day);


ALTER TABLE ONLY public.measure_snapshotday
    ADD CONSTRAINT measure_snapshotday_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_campaignmemberstatus
    ADD CONSTRAINT member_status_once UNIQUE (campaign_id, label);


ALTER TABLE ONLY public.merge_merge
    ADD CONSTRAINT merge_merge_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_missedclock
    ADD CONSTRAINT missed_once_each UNIQUE (clock_id, owner_id);


ALTER TABLE ONLY public.moving_movestep
    ADD CONSTRAINT move_step_once UNIQUE (move_id, name);


ALTER TABLE ONLY public.moving_move
    ADD CONSTRAINT moving_move_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.moving_moverefusal
    ADD CONSTRAINT moving_moverefusal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.moving_movestep
    ADD CONSTRAINT moving_movestep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_autoresponserule
    ADD CONSTRAINT nurture_autoresponserule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_delivery
    ADD CONSTRAINT nurture_delivery_pkey PRIMARY KEY (message_id);


ALTER TABLE ONLY public.nurture_enrolment
    ADD CONSTRAINT nurture_enrolment_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_mailsettings
    ADD CONSTRAINT nurture_mailsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_mailtemplate
    ADD CONSTRAINT nurture_mailtemplate_key_key UNIQUE (key);


ALTER TABLE ONLY public.nurture_mailtemplate
    ADD CONSTRAINT nurture_mailtemplate_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_program
    ADD CONSTRAINT nurture_program_name_key UNIQUE (name);


ALTER TABLE ONLY public.nurture_program
    ADD CONSTRAINT nurture_program_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_sendinglimits
    ADD CONSTRAINT nurture_sendinglimits_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_step
    ADD CONSTRAINT nurture_step_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_steppass
    ADD CONSTRAINT nurture_steppass_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_id_token_id_key UNIQUE (id_token_id);


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_source_refresh_token_id_key UNIQUE (source_refresh_token_id);


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_token_checksum_85319a26_uniq UNIQUE (token_checksum);


ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_application_client_id_key UNIQUE (client_id);


ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_application_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devicegrant_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devicegrant_unique_device_code UNIQUE (device_code);


ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_grant_code_key UNIQUE (code);


ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_grant_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idtoken_jti_key UNIQUE (jti);


ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idtoken_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refresht_token_checksum_revoked_46c81d1d_uniq UNIQUE (token_checksum, revoked);


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refreshtoken_access_token_id_key UNIQUE (access_token_id);


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refreshtoken_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_queuemember
    ADD CONSTRAINT once_in_a_queue UNIQUE (queue_id, user_id);


ALTER TABLE ONLY public.measure_dailysnapshot
    ADD CONSTRAINT one_daily_snapshot UNIQUE (what, day, key, owner_id);


ALTER TABLE ONLY public.people_holiday
    ADD CONSTRAINT one_holiday_a_day UNIQUE (business_hours_id, "on");


ALTER TABLE ONLY public.measure_influencesum
    ADD CONSTRAINT one_influence_sum UNIQUE (campaign_id, days, model);


ALTER TABLE ONLY public.measure_keptanswer
    ADD CONSTRAINT one_kept_answer UNIQUE (scope, question, name);


ALTER TABLE ONLY public.route_queuelook
    ADD CONSTRAINT one_last_look UNIQUE (queue_id, user_id);


ALTER TABLE ONLY public.capture_sentmessage
    ADD CONSTRAINT one_message_a_sender UNIQUE (fingerprint, sender);


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT one_relation_each UNIQUE (account_id, contact_id);


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT one_role_each UNIQUE (opportunity_id, contact_id);


ALTER TABLE ONLY public.convert_fieldmapping
    ADD CONSTRAINT one_source_for_a_target UNIQUE (object_name, field);


ALTER TABLE ONLY public.qualify_stagedefinition
    ADD CONSTRAINT one_stage_version UNIQUE (stage, version);


ALTER TABLE ONLY public.route_ruletally
    ADD CONSTRAINT one_tally_a_day UNIQUE (day, key);


ALTER TABLE ONLY public.records_duplicatepair
    ADD CONSTRAINT pair_once UNIQUE (one_object, one_id, other_object, other_id);


ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_businesshours
    ADD CONSTRAINT people_businesshours_name_key UNIQUE (name);


ALTER TABLE ONLY public.people_businesshours
    ADD CONSTRAINT people_businesshours_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_cache
    ADD CONSTRAINT people_cache_pkey PRIMARY KEY (cache_key);


ALTER TABLE ONLY public.people_holiday
    ADD CONSTRAINT people_holiday_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_organization
    ADD CONSTRAINT people_organization_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_owner
    ADD CONSTRAINT people_owner_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_queue
    ADD CONSTRAINT people_queue_pkey PRIMARY KEY (owner_ptr_id);


ALTER TABLE ONLY public.people_queuemember
    ADD CONSTRAINT people_queuemember_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_standing
    ADD CONSTRAINT people_standing_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_team
    ADD CONSTRAINT people_team_name_key UNIQUE (name);


ALTER TABLE ONLY public.people_team
    ADD CONSTRAINT people_team_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_email_key UNIQUE (email);


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_pkey PRIMARY KEY (owner_ptr_id);


ALTER TABLE ONLY public.catalog_picklistvalue
    ADD CONSTRAINT picklist_value_once UNIQUE (picklist, value);


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_awaitedreply
    ADD CONSTRAINT qualify_awaitedreply_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_awaitedreply
    ADD CONSTRAINT qualify_awaitedreply_task_id_key UNIQUE (task_id);


ALTER TABLE ONLY public.qualify_cadence
    ADD CONSTRAINT qualify_cadence_name_key UNIQUE (name);


ALTER TABLE ONLY public.qualify_cadence
    ADD CONSTRAINT qualify_cadence_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_task_id_key UNIQUE (task_id);


ALTER TABLE ONLY public.qualify_cadencestep
    ADD CONSTRAINT qualify_cadencestep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_calendarfeed
    ADD CONSTRAINT qualify_calendarfeed_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_calendarfeed
    ADD CONSTRAINT qualify_calendarfeed_secret_hash_key UNIQUE (secret_hash);


ALTER TABLE ONLY public.qualify_callnotes
    ADD CONSTRAINT qualify_callnotes_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_clockpolicy
    ADD CONSTRAINT qualify_clockpolicy_name_key UNIQUE (name);


ALTER TABLE ONLY public.qualify_clockpolicy
    ADD CONSTRAINT qualify_clockpolicy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolicy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_missedclock
    ADD CONSTRAINT qualify_missedclock_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_recurrence
    ADD CONSTRAINT qualify_recurrence_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.qualify_recurrence
    ADD CONSTRAINT qualify_recurrence_task_id_key UNIQUE (task_id);


ALTER TABLE ONLY public.qualify_stagedefinition
    ADD CONSTRAINT qualify_stagedefinition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_question
    ADD CONSTRAINT question_once_in_a_topic UNIQUE (topic, text);


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT records_accountcontactrelation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_answer
    ADD CONSTRAINT records_answer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_botrule
    ADD CONSTRAINT records_botrule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_campaign
    ADD CONSTRAINT records_campaign_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmember_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_campaignmemberstatus
    ADD CONSTRAINT records_campaignmemberstatus_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_campaigntally
    ADD CONSTRAINT records_campaigntally_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_clock
    ADD CONSTRAINT records_clock_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_clockpause
    ADD CONSTRAINT records_clockpause_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_consent
    ADD CONSTRAINT records_consent_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_conversionrun
    ADD CONSTRAINT records_conversionrun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_conversionrunrow
    ADD CONSTRAINT records_conversionrunrow_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_duplicatepair
    ADD CONSTRAINT records_duplicatepair_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_emailattachment
    ADD CONSTRAINT records_emailattachment_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_importhabit
    ADD CONSTRAINT records_importhabit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_importjob
    ADD CONSTRAINT records_importjob_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_importkept
    ADD CONSTRAINT records_importkept_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_importrow
    ADD CONSTRAINT records_importrow_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_leadstatus
    ADD CONSTRAINT records_leadstatus_name_key UNIQUE (name);


ALTER TABLE ONLY public.records_leadstatus
    ADD CONSTRAINT records_leadstatus_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_notification
    ADD CONSTRAINT records_notification_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_notification
    ADD CONSTRAINT records_notification_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_notificationmail
    ADD CONSTRAINT records_notificationmail_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_notificationmail
    ADD CONSTRAINT records_notificationmail_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_notificationsettings
    ADD CONSTRAINT records_notificationsettings_pkey PRIMARY KEY (user_id);


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT records_opportunitycontactrole_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_opportunityhistory
    ADD CONSTRAINT records_opportunityhistory_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_opportunitystage
    ADD CONSTRAINT records_opportunitystage_name_key UNIQUE (name);


ALTER TABLE ONLY public.records_opportunitystage
    ADD CONSTRAINT records_opportunitystage_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_question
    ADD CONSTRAINT records_question_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_retention
    ADD CONSTRAINT records_retention_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_submission
    ADD CONSTRAINT records_submission_idempotency_key_key UNIQUE (idempotency_key);


ALTER TABLE ONLY public.records_submission
    ADD CONSTRAINT records_submission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_topic
    ADD CONSTRAINT records_topic_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_topic
    ADD CONSTRAINT records_topic_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_topicchoice
    ADD CONSTRAINT records_topicchoice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_trailentry
    ADD CONSTRAINT records_trailentry_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_undeliverable
    ADD CONSTRAINT records_undeliverable_address_key UNIQUE (address);


ALTER TABLE ONLY public.records_undeliverable
    ADD CONSTRAINT records_undeliverable_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.records_visitor
    ADD CONSTRAINT records_visitor_key_key UNIQUE (key);


ALTER TABLE ONLY public.records_visitor
    ADD CONSTRAINT records_visitor_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.recycling_recyclerule
    ADD CONSTRAINT recycling_recyclerule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.recycling_wayback
    ADD CONSTRAINT recycling_wayback_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.match_refusal
    ADD CONSTRAINT refused_once UNIQUE (kind, key);


ALTER TABLE ONLY public.capture_replayedsubmission
    ADD CONSTRAINT replayed_once UNIQUE (replay_id, submission_id);


ALTER TABLE ONLY public.reporting_exportfile
    ADD CONSTRAINT reporting_exportfile_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_exportpiece
    ADD CONSTRAINT reporting_exportpiece_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_liked_by
    ADD CONSTRAINT reporting_report_liked_by_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_liked_by
    ADD CONSTRAINT reporting_report_liked_by_report_id_user_id_c16c8fdf_uniq UNIQUE (report_id, user_id);


ALTER TABLE ONLY public.reporting_report_mail_teams
    ADD CONSTRAINT reporting_report_mail_teams_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_mail_teams
    ADD CONSTRAINT reporting_report_mail_teams_report_id_team_id_30e1a814_uniq UNIQUE (report_id, team_id);


ALTER TABLE ONLY public.reporting_report_mail_users
    ADD CONSTRAINT reporting_report_mail_users_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_mail_users
    ADD CONSTRAINT reporting_report_mail_users_report_id_user_id_799ffc96_uniq UNIQUE (report_id, user_id);


ALTER TABLE ONLY public.reporting_report
    ADD CONSTRAINT reporting_report_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_teams
    ADD CONSTRAINT reporting_report_teams_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_teams
    ADD CONSTRAINT reporting_report_teams_report_id_team_id_6e56eafe_uniq UNIQUE (report_id, team_id);


ALTER TABLE ONLY public.reporting_report_users
    ADD CONSTRAINT reporting_report_users_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reporting_report_users
    ADD CONSTRAINT reporting_report_users_report_id_user_id_6979e8f1_uniq UNIQUE (report_id, user_id);


ALTER TABLE ONLY public.route_assignmentcase
    ADD CONSTRAINT route_assignmentcase_name_key UNIQUE (name);


ALTER TABLE ONLY public.route_assignmentcase
    ADD CONSTRAINT route_assignmentcase_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_assignmentrule
    ADD CONSTRAINT route_assignmentrule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_assignmentruleset
    ADD CONSTRAINT route_assignmentruleset_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_assignmentruleset
    ADD CONSTRAINT route_assignmentruleset_version_key UNIQUE (version);


ALTER TABLE ONLY public.route_queuelook
    ADD CONSTRAINT route_queuelook_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_queuestay
    ADD CONSTRAINT route_queuestay_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_replay
    ADD CONSTRAINT route_replay_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_returnedturn
    ADD CONSTRAINT route_returnedturn_pkey PRIMARY KEY (entry_id);


ALTER TABLE ONLY public.route_roundrobin
    ADD CONSTRAINT route_roundrobin_pkey PRIMARY KEY (team_id);


ALTER TABLE ONLY public.route_ruletally
    ADD CONSTRAINT route_ruletally_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.route_assignmentrule
    ADD CONSTRAINT rule_once_in_a_version UNIQUE (rule_set_id, key);


ALTER TABLE ONLY public.score_learnedmodel
    ADD CONSTRAINT score_learnedmodel_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.score_learnedmodel
    ADD CONSTRAINT score_learnedmodel_version_key UNIQUE (version);


ALTER TABLE ONLY public.score_learnedsettings
    ADD CONSTRAINT score_learnedsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.score_scorerule
    ADD CONSTRAINT score_rule_once_in_a_version UNIQUE (rule_set_id, key);


ALTER TABLE ONLY public.score_scorereplay
    ADD CONSTRAINT score_scorereplay_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.score_scorerule
    ADD CONSTRAINT score_scorerule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.score_scoreruleset
    ADD CONSTRAINT score_scoreruleset_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.score_scoreruleset
    ADD CONSTRAINT score_scoreruleset_version_key UNIQUE (version);


ALTER TABLE ONLY public.score_unscored
    ADD CONSTRAINT score_unscored_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.nurture_steppass
    ADD CONSTRAINT step_done_once UNIQUE (enrolment_id, step_key);


ALTER TABLE ONLY public.nurture_step
    ADD CONSTRAINT step_key_of_version UNIQUE (program_id, version, key);


ALTER TABLE ONLY public.tracking_keypage
    ADD CONSTRAINT tracking_keypage_path_key UNIQUE (path);


ALTER TABLE ONLY public.tracking_keypage
    ADD CONSTRAINT tracking_keypage_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tracking_pagecount
    ADD CONSTRAINT tracking_pagecount_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tracking_trackingsettings
    ADD CONSTRAINT tracking_trackingsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.capture_formviews
    ADD CONSTRAINT views_of_a_day UNIQUE (form_id, day);


ALTER TABLE ONLY public.recycling_wayback
    ADD CONSTRAINT way_back_once UNIQUE (lead_id, kind, since);


ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT web_savedview_pkey PRIMARY KEY (id);


CREATE INDEX account_by_name ON public.records_account USING btree (name);


CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


CREATE INDEX account_newest ON public.records_account USING btree (created_at DESC);


CREATE INDEX account_of_owner ON public.records_account USING btree (owner_id, created_at DESC);


CREATE INDEX account_search ON public.records_account USING gin (search_text public.gin_trgm_ops) WITH (fastupdate='on');


CREATE INDEX account_synced ON public.records_account USING btree (modified_at, id);


CREATE INDEX account_tombstone ON public.records_account USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);


CREATE INDEX advising_advicerule_name_e15701be_like ON public.advising_advicerule USING btree (name varchar_pattern_ops);


CREATE INDEX answer_of_lead ON public.records_answer USING btree (lead_id, question_id, at DESC);


CREATE INDEX answer_untold ON public.records_answer USING btree (at) WHERE (told_at IS NULL);


CREATE INDEX api_allowedorigin_created_by_id_20fb35ee ON public.api_allowedorigin USING btree (created_by_id);


CREATE INDEX api_allowedorigin_origin_34379f76_like ON public.api_allowedorigin USING btree (origin varchar_pattern_ops);


CREATE INDEX api_bulkbatch_job_id_edf1d890 ON public.api_bulkbatch USING btree (job_id);


CREATE INDEX api_bulkjob_created_by_id_72cc7f55 ON public.api_bulkjob USING btree (created_by_id);


CREATE INDEX api_bulkpiece_batch_id_008250b3 ON public.api_bulkpiece USING btree (batch_id);


CREATE INDEX api_clientterms_created_by_id_bc294554 ON public.api_clientterms USING btree (created_by_id);


CREATE INDEX api_intakekey_campaign_id_c67a88c2 ON public.api_intakekey USING btree (campaign_id);


CREATE INDEX api_intakekey_created_by_id_ab9a29b9 ON public.api_intakekey USING btree (created_by_id);


CREATE INDEX api_intakekey_key_hash_45d1f0cb_like ON public.api_intakekey USING btree (key_hash varchar_pattern_ops);


CREATE INDEX api_intakekey_name_25e91336_like ON public.api_intakekey USING btree (name varchar_pattern_ops);


CREATE INDEX api_signingkey_kid_1d7c0d27_like ON public.api_signingkey USING btree (kid varchar_pattern_ops);


CREATE INDEX api_webhook_created_by_id_8066cc64 ON public.api_webhook USING btree (created_by_id);


CREATE INDEX api_webhookdelivery_message_id_bfc026ed_like ON public.api_webhookdelivery USING btree (message_id varchar_pattern_ops);


CREATE INDEX api_webhookdelivery_webhook_id_5287e228 ON public.api_webhookdelivery USING btree (webhook_id);


CREATE INDEX api_webhooktry_delivery_id_d42433f6 ON public.api_webhooktry USING btree (delivery_id);


CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


CREATE INDEX bulk_job_state ON public.api_bulkjob USING btree (state, modified_at);


CREATE INDEX campaign_search ON public.records_campaign USING gin (search_text public.gin_trgm_ops) WITH (fastupdate='on');


CREATE INDEX capture_formviews_form_id_91d40fde ON public.capture_formviews USING btree (form_id);


CREATE INDEX capture_hygienecount_run_id_4ef262b7 ON public.capture_hygienecount USING btree (run_id);


CREATE INDEX capture_hygienefinding_run_id_94883c11 ON public.capture_hygienefinding USING btree (run_id);


CREATE INDEX capture_hygienefix_by_id_d87393eb ON public.capture_hygienefix USING btree (by_id);


CREATE INDEX capture_hygienefix_owner_id_9fb4085e ON public.capture_hygienefix USING btree (owner_id);


CREATE INDEX capture_hygienefix_run_id_1b6b2442 ON public.capture_hygienefix USING btree (run_id);


CREATE INDEX capture_hygienefixed_fix_id_f7fef9df ON public.capture_hygienefixed USING btree (fix_id);


CREATE INDEX capture_hygienefixed_lead_id_d239db75 ON public.capture_hygienefixed USING btree (lead_id);


CREATE INDEX capture_hygienerun_by_id_2c06d54a ON public.capture_hygienerun USING btree (by_id);


CREATE INDEX capture_knownsender_created_by_id_f6a6f457 ON public.capture_knownsender USING btree (created_by_id);


CREATE INDEX capture_knownsender_value_712d71d6_like ON public.capture_knownsender USING btree (value varchar_pattern_ops);


CREATE INDEX capture_mailbox_address_13a255fe_like ON public.capture_mailbox USING btree (address varchar_pattern_ops);


CREATE INDEX capture_mailbox_campaign_id_d737576b ON public.capture_mailbox USING btree (campaign_id);


CREATE INDEX capture_replay_started_by_id_2c67d273 ON public.capture_replay USING btree (started_by_id);


CREATE INDEX capture_replayedsubmission_replay_id_829fa917 ON public.capture_replayedsubmission USING btree (replay_id);


CREATE INDEX capture_replayedsubmission_submission_id_74f43e11 ON public.capture_replayedsubmission USING btree (submission_id);


CREATE INDEX capture_usedproof_signature_7c641fa4_like ON public.capture_usedproof USING btree (signature varchar_pattern_ops);


CREATE INDEX capture_usedproof_submission_id_31a19f4d ON public.capture_usedproof USING btree (submission_id);


CREATE INDEX capture_webform_campaign_id_020a0d35 ON public.capture_webform USING btree (campaign_id);


CREATE INDEX capture_webform_created_by_id_b91fcad1 ON public.capture_webform USING btree (created_by_id);


CREATE INDEX capture_webform_deleted_by_id_09626994 ON public.capture_webform USING btree (deleted_by_id);


CREATE INDEX capture_webform_slug_9ecf7f55_like ON public.capture_webform USING btree (slug varchar_pattern_ops);


CREATE INDEX clock_running ON public.records_clock USING btree (due_at) WHERE (stopped_at IS NULL);


CREATE INDEX clock_running_of ON public.records_clock USING btree (owner_id, due_at) WHERE (stopped_at IS NULL);


CREATE INDEX clock_started ON public.records_clock USING brin (started_at) WITH (autosummarize='on');


CREATE INDEX clock_watched ON public.records_clock USING btree (watch_at) WHERE ((stopped_at IS NULL) AND (watch_at IS NOT NULL));


CREATE INDEX contact_by_email ON public.records_contact USING btree (lower((email)::text));


CREATE INDEX contact_newest ON public.records_contact USING btree (created_at DESC);


CREATE INDEX contact_of_owner ON public.records_contact USING btree (owner_id, created_at DESC);


CREATE INDEX contact_search ON public.records_contact USING gin (search_text public.gin_trgm_ops) WITH (fastupdate='on');


CREATE INDEX contact_synced ON public.records_contact USING btree (modified_at, id);


CREATE INDEX contact_tombstone ON public.records_contact USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);


CREATE INDEX conversion_row_keys ON public.records_conversionrunrow USING gin (keys);


CREATE INDEX conversion_row_outcome ON public.records_conversionrunrow USING btree (run_id, outcome, number);


CREATE INDEX conversion_row_planned ON public.records_conversionrunrow USING btree (run_id, planned, number);


CREATE INDEX convert_conversionrule_name_a9a68bad_like ON public.convert_conversionrule USING btree (name varchar_pattern_ops);


CREATE INDEX daily_sum_of_axis ON public.measure_dailysum USING btree (what, axis, day);


CREATE INDEX deal_by_stage ON public.records_opportunity USING btree (lower((stage_name)::text));


CREATE INDEX deal_closed ON public.records_opportunity USING btree (closed_at) INCLUDE (id, owner_id, is_won, amount, lead_source, created_at, stage_name, win_reason, loss_reason) WHERE (is_closed AND (NOT is_deleted));


CREATE INDEX deal_newest ON public.records_opportunity USING btree (created_at DESC);


CREATE INDEX deal_of_board ON public.records_opportunity USING btree (stage_name, close_on, id DESC) INCLUDE (owner_id, campaign_id, amount, probability) WHERE ((NOT is_closed) AND (NOT is_deleted));


CREATE INDEX deal_of_forecast ON public.records_opportunity USING btree (close_on) INCLUDE (owner_id, forecast_category, amount, probability, is_won) WHERE ((NOT is_deleted) AND (NOT ((forecast_category)::text = 'Omitted'::text)) AND ((NOT is_closed) OR is_won));


CREATE INDEX deal_of_funnel ON public.records_opportunity USING btree (created_at) INCLUDE (id, owner_id, lead_source, pipeline_at, closed_at, is_won) WHERE (NOT is_deleted);


CREATE INDEX deal_open_of_owner ON public.records_opportunity USING btree (owner_id, close_on) WHERE ((NOT is_closed) AND (NOT is_deleted));


CREATE INDEX deal_search ON public.records_opportunity USING gin (search_text public.gin_trgm_ops) WITH (fastupdate='on');


CREATE INDEX deal_synced ON public.records_opportunity USING btree (modified_at, id);


CREATE INDEX delivery_due ON public.nurture_delivery USING btree (again_at) WHERE (again_at IS NOT NULL);


CREATE INDEX delivery_of_program ON public.nurture_delivery USING btree (program) WHERE (NOT ((program)::text = ''::text));


CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


CREATE INDEX early_stays ON public.records_opportunityhistory USING btree (at) INCLUDE (opportunity_id, ended_at, stage_name) WHERE (((forecast_category)::text = 'Omitted'::text) AND (NOT is_closed) AND (NOT is_deleted));


CREATE INDEX email_answers ON public.records_emailmessage USING btree (created_at) WHERE ((NOT is_deleted) AND is_incoming AND (NOT is_inquiry));


CREATE INDEX engagement_at ON public.records_engagement USING btree (at);


CREATE INDEX engagement_of_lead ON public.records_engagement USING btree (lead_id, at);


CREATE INDEX engagement_of_visitor ON public.records_engagement USING btree (visitor_id, at);


CREATE UNIQUE INDEX enrolled_once ON public.nurture_enrolment USING btree (program_id, lead_id) WHERE ((state)::text = 'running'::text);


CREATE INDEX enrolment_due ON public.nurture_enrolment USING btree (due_at) WHERE ((state)::text = 'running'::text);


CREATE INDEX enrolment_of_lead ON public.nurture_enrolment USING btree (program_id, lead_id, ended_at DESC);


CREATE INDEX event_starts ON public.records_event USING btree (starts_at);


CREATE INDEX external_id_of_record ON public.catalog_externalid USING btree (object_name, record_id);


CREATE INDEX forecast_of_a_day ON public.records_opportunityhistory USING btree (close_on, at) INCLUDE (ended_at, opportunity_id, owner_id, held_by_id, forecast_category, amount, probability, is_won) WHERE ((NOT is_deleted) AND (NOT ((forecast_category)::text = 'Omitted'::text)) AND ((NOT is_closed) OR is_won));


CREATE INDEX handoff_decided ON public.records_handoff USING btree (stage, decided_at);


CREATE INDEX handoff_of_lead ON public.records_handoff USING btree (lead_id, offered_at DESC);


CREATE INDEX handoff_waiting ON public.records_handoff USING btree (offered_at) WHERE ((stage)::text = 'offered'::text);


CREATE INDEX hygiene_of_check ON public.capture_hygienefinding USING btree (run_id, check_name, lead_id);


CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));


CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);


CREATE INDEX import_row_unusual ON public.records_importrow USING btree (job_id, is_check, verdict, number) WHERE (NOT ((verdict)::text = 'create'::text));


CREATE UNIQUE INDEX in_one_queue_at_once ON public.route_queuestay USING btree (lead_id) WHERE (left_at IS NULL);


CREATE INDEX kept_answer_age ON public.api_keptanswer USING btree (at);


CREATE INDEX kept_figures_of_period ON public.measure_keptfigure USING btree (days);


CREATE INDEX lead_by_email ON public.records_lead USING btree (lower((email)::text));


CREATE INDEX lead_by_status ON public.records_lead USING btree (lower((status)::text), created_at DESC);


CREATE INDEX lead_converted_account ON public.records_lead USING btree (converted_account_id) WHERE (converted_account_id IS NOT NULL);


CREATE INDEX lead_converted_contact ON public.records_lead USING btree (converted_contact_id) WHERE (converted_contact_id IS NOT NULL);


CREATE INDEX lead_converted_last ON public.records_lead USING btree (converted_on DESC NULLS LAST, id DESC) WHERE (is_converted AND (NOT is_deleted));


CREATE INDEX lead_converted_opportunity ON public.records_lead USING btree (converted_opportunity_id) WHERE (converted_opportunity_id IS NOT NULL);


CREATE INDEX lead_hot_of_owner ON public.records_lead USING btree (owner_id, score DESC, id DESC) WHERE ((NOT is_closed) AND (NOT is_converted) AND (NOT is_deleted));


CREATE INDEX lead_hottest_newest ON public.records_lead USING btree (score DESC, id DESC);


CREATE INDEX lead_matched_account ON public.records_lead USING btree (matched_account_id) WHERE (matched_account_id IS NOT NULL);


CREATE INDEX lead_matched_contact ON public.records_lead USING btree (matched_contact_id) WHERE (matched_contact_id IS NOT NULL);


CREATE INDEX lead_newest ON public.records_lead USING btree (created_at DESC);


CREATE UNIQUE INDEX lead_once_in_a_campaign ON public.records_campaignmember USING btree (campaign_id, lead_id) WHERE (NOT is_deleted);


CREATE INDEX lead_open_of_owner ON public.records_lead USING btree (owner_id, created_at DESC) WHERE ((NOT is_closed) AND (NOT is_converted) AND (NOT is_deleted));


CREATE INDEX lead_score_due ON public.records_lead USING btree (score_due_at) WHERE (score_due_at IS NOT NULL);


CREATE INDEX lead_search ON public.records_lead USING gin (search_text public.gin_trgm_ops) WITH (fastupdate='on');


CREATE INDEX lead_synced ON public.records_lead USING btree (modified_at, id);


CREATE INDEX lead_tombstone ON public.records_lead USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);


CREATE INDEX mails_of_sender ON public.nurture_steppass USING btree (sender_id, at) WHERE (sender_id IS NOT NULL);


CREATE INDEX match_duplicaterule_developer_name_d76a5a22_like ON public.match_duplicaterule USING btree (developer_name varchar_pattern_ops);


CREATE INDEX match_duplicaterule_matching_rules_duplicaterule_id_dd9ef1ac ON public.match_duplicaterule_matching_rules USING btree (duplicaterule_id);


CREATE INDEX match_duplicaterule_matching_rules_matchingrule_id_fbd66d2c ON public.match_duplicaterule_matching_rules USING btree (matchingrule_id);


CREATE INDEX match_key_of_record ON public.match_matchkey USING btree (object_name, record_id);


CREATE INDEX match_learnedweights_run_id_045080ac ON public.match_learnedweights USING btree (run_id);


CREATE INDEX match_matchingrule_developer_name_65258857_like ON public.match_matchingrule USING btree (developer_name varchar_pattern_ops);


CREATE INDEX match_matchingruleitem_matching_rule_id_a39d94b0 ON public.match_matchingruleitem USING btree (matching_rule_id);


CREATE INDEX match_matchrun_by_id_7ae6f421 ON public.match_matchrun USING btree (by_id);


CREATE INDEX member_answered ON public.records_campaignmember USING btree (first_responded_on) WHERE has_responded;


CREATE INDEX member_contact ON public.records_campaignmember USING btree (contact_id);


CREATE INDEX member_is_contact ON public.records_campaignmember USING btree (campaign_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);


CREATE INDEX member_newest ON public.records_campaignmember USING btree (campaign_id, created_at DESC, id DESC);


CREATE INDEX member_of_status ON public.records_campaignmember USING btree (campaign_id, status, created_at DESC, id DESC);


CREATE INDEX member_synced ON public.records_campaignmember USING btree (modified_at, id);


CREATE INDEX merge_of_losers ON public.merge_merge USING gin (loser_ids);


CREATE INDEX merge_of_survivor ON public.merge_merge USING btree (object_name, survivor_id);


CREATE INDEX moving_move_by_id_aed48c39 ON public.moving_move USING btree (by_id);


CREATE INDEX moving_moverefusal_step_id_81610ff3 ON public.moving_moverefusal USING btree (step_id);


CREATE INDEX moving_movestep_move_id_35efe700 ON public.moving_movestep USING btree (move_id);


CREATE UNIQUE INDEX name_of_a_recycling_rule ON public.recycling_recyclerule USING btree (name) WHERE (removed_at IS NULL);


CREATE INDEX notification_by_mail ON public.records_notification USING btree (mail_at) WHERE (mail_at IS NOT NULL);


CREATE INDEX notification_mail_due ON public.records_notificationmail USING btree (again_at) WHERE (again_at IS NOT NULL);


CREATE INDEX notification_unread ON public.records_notification USING btree (user_id, at DESC) WHERE (read_at IS NULL);


CREATE INDEX nurture_autoresponserule_template_id_01932fe6 ON public.nurture_autoresponserule USING btree (template_id);


CREATE INDEX nurture_delivery_topic_id_32cbe973 ON public.nurture_delivery USING btree (topic_id);


CREATE INDEX nurture_enrolment_enrolled_by_id_f66ddc4a ON public.nurture_enrolment USING btree (enrolled_by_id);


CREATE INDEX nurture_enrolment_lead_id_c75be9d3 ON public.nurture_enrolment USING btree (lead_id);


CREATE INDEX nurture_enrolment_program_id_c1e082d9 ON public.nurture_enrolment USING btree (program_id);


CREATE INDEX nurture_enrolment_step_id_7eb8d796 ON public.nurture_enrolment USING btree (step_id);


CREATE INDEX nurture_mailtemplate_key_7125815d_like ON public.nurture_mailtemplate USING btree (key varchar_pattern_ops);


CREATE INDEX nurture_mailtemplate_topic_id_50800bf6 ON public.nurture_mailtemplate USING btree (topic_id);


CREATE INDEX nurture_program_created_by_id_450eca28 ON public.nurture_program USING btree (created_by_id);


CREATE INDEX nurture_program_name_0e281c26_like ON public.nurture_program USING btree (name varchar_pattern_ops);


CREATE INDEX nurture_program_sender_id_03bc1c40 ON public.nurture_program USING btree (sender_id);


CREATE INDEX nurture_step_parent_id_b82e5c85 ON public.nurture_step USING btree (parent_id);


CREATE INDEX nurture_step_program_id_7f23e9d8 ON public.nurture_step USING btree (program_id);


CREATE INDEX nurture_step_template_id_7e4853d0 ON public.nurture_step USING btree (template_id);


CREATE INDEX nurture_steppass_enrolment_id_6d254854 ON public.nurture_steppass USING btree (enrolment_id);


CREATE INDEX nurture_steppass_message_key_e55b0533 ON public.nurture_steppass USING btree (message_key);


CREATE INDEX nurture_steppass_message_key_e55b0533_like ON public.nurture_steppass USING btree (message_key varchar_pattern_ops);


CREATE INDEX oauth2_prov_token_f_996e8a_idx ON public.oauth2_provider_refreshtoken USING btree (token_family);


CREATE INDEX oauth2_provider_accesstoken_application_id_b22886e1 ON public.oauth2_provider_accesstoken USING btree (application_id);


CREATE INDEX oauth2_provider_accesstoken_token_checksum_85319a26_like ON public.oauth2_provider_accesstoken USING btree (token_checksum varchar_pattern_ops);


CREATE INDEX oauth2_provider_accesstoken_user_id_6e4c9a65 ON public.oauth2_provider_accesstoken USING btree (user_id);


CREATE INDEX oauth2_provider_application_client_id_03f0cc84_like ON public.oauth2_provider_application USING btree (client_id varchar_pattern_ops);


CREATE INDEX oauth2_provider_application_client_secret_53133678 ON public.oauth2_provider_application USING btree (client_secret);


CREATE INDEX oauth2_provider_application_client_secret_53133678_like ON public.oauth2_provider_application USING btree (client_secret varchar_pattern_ops);


CREATE INDEX oauth2_provider_application_user_id_79829054 ON public.oauth2_provider_application USING btree (user_id);


CREATE INDEX oauth2_provider_devicegrant_client_id_229dd06d ON public.oauth2_provider_devicegrant USING btree (client_id);


CREATE INDEX oauth2_provider_devicegrant_client_id_229dd06d_like ON public.oauth2_provider_devicegrant USING btree (client_id varchar_pattern_ops);


CREATE INDEX oauth2_provider_devicegrant_user_id_1cec5156 ON public.oauth2_provider_devicegrant USING btree (user_id);


CREATE INDEX oauth2_provider_grant_application_id_81923564 ON public.oauth2_provider_grant USING btree (application_id);


CREATE INDEX oauth2_provider_grant_code_49ab4ddf_like ON public.oauth2_provider_grant USING btree (code varchar_pattern_ops);


CREATE INDEX oauth2_provider_grant_user_id_e8f62af8 ON public.oauth2_provider_grant USING btree (user_id);


CREATE INDEX oauth2_provider_idtoken_application_id_08c5ff4f ON public.oauth2_provider_idtoken USING btree (application_id);


CREATE INDEX oauth2_provider_idtoken_user_id_dd512b59 ON public.oauth2_provider_idtoken USING btree (user_id);


CREATE INDEX oauth2_provider_refreshtoken_application_id_2d1c311b ON public.oauth2_provider_refreshtoken USING btree (application_id);


CREATE INDEX oauth2_provider_refreshtoken_user_id_da837fce ON public.oauth2_provider_refreshtoken USING btree (user_id);


CREATE UNIQUE INDEX one_cadence_at_a_time ON public.qualify_cadencerun USING btree (lead_id) WHERE ((state)::text = 'running'::text);


CREATE UNIQUE INDEX one_default_business_hours ON public.people_businesshours USING btree (is_default) WHERE is_default;


CREATE UNIQUE INDEX one_default_member_status ON public.records_campaignmemberstatus USING btree (campaign_id) WHERE is_default;


CREATE UNIQUE INDEX one_default_status ON public.records_leadstatus USING btree (is_default) WHERE is_default;


CREATE UNIQUE INDEX one_draft_assignment ON public.route_assignmentruleset USING btree (is_published) WHERE (version IS NULL);


CREATE UNIQUE INDEX one_draft_score ON public.score_scoreruleset USING btree (is_published) WHERE (version IS NULL);


CREATE UNIQUE INDEX one_feed_each ON public.qualify_calendarfeed USING btree (user_id) WHERE (revoked_at IS NULL);


CREATE UNIQUE INDEX one_match_run_at_a_time ON public.match_matchrun USING btree (state) WHERE ((state)::text = 'running'::text);


CREATE UNIQUE INDEX one_open_pause ON public.records_clockpause USING btree (clock_id) WHERE (resumed_at IS NULL);


CREATE UNIQUE INDEX one_primary_contact ON public.records_opportunitycontactrole USING btree (opportunity_id) WHERE is_primary;


CREATE UNIQUE INDEX one_primary_of_account ON public.records_accountcontactrelation USING btree (account_id) WHERE ((NOT is_deleted) AND is_primary);


CREATE UNIQUE INDEX one_published_assignment ON public.route_assignmentruleset USING btree (is_published) WHERE is_published;


CREATE UNIQUE INDEX one_published_score ON public.score_scoreruleset USING btree (is_published) WHERE is_published;


CREATE UNIQUE INDEX one_question_for_a_field ON public.records_question USING btree (attribute) WHERE (NOT ((attribute)::text = ''::text));


CREATE UNIQUE INDEX one_replay_at_a_time ON public.route_replay USING btree (state) WHERE ((state)::text = 'running'::text);


CREATE UNIQUE INDEX one_running_clock ON public.records_clock USING btree (lead_id, kind) WHERE (stopped_at IS NULL);


CREATE UNIQUE INDEX one_score_replay_at_a_time ON public.score_scorereplay USING btree (state) WHERE ((state)::text = 'running'::text);


CREATE UNIQUE INDEX one_standing_conversion ON public.records_conversion USING btree (lead_id) WHERE (undone_at IS NULL);


CREATE UNIQUE INDEX one_used_learned_model ON public.score_learnedmodel USING btree (is_used) WHERE is_used;


CREATE UNIQUE INDEX one_way_back_at_a_time ON public.recycling_wayback USING btree (lead_id) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX pair_group ON public.records_duplicatepair USING btree ("group") WHERE (("group" IS NOT NULL) AND ((state)::text = 'open'::text));


CREATE INDEX pair_of_kind ON public.records_duplicatepair USING btree (one_object, other_object, probability DESC, id) WHERE ((state)::text = 'open'::text);


CREATE INDEX pair_of_other ON public.records_duplicatepair USING btree (other_object, other_id);


CREATE INDEX pair_to_review ON public.records_duplicatepair USING btree (probability DESC, id) WHERE ((state)::text = 'open'::text);


CREATE INDEX people_absence_delegate_id_08597091 ON public.people_absence USING btree (delegate_id);


CREATE INDEX people_absence_user_id_804325c1 ON public.people_absence USING btree (user_id);


CREATE INDEX people_businesshours_name_b2fa399c_like ON public.people_businesshours USING btree (name varchar_pattern_ops);


CREATE INDEX people_cache_expires ON public.people_cache USING btree (expires);


CREATE INDEX people_holiday_business_hours_id_4c108919 ON public.people_holiday USING btree (business_hours_id);


CREATE INDEX people_organization_default_lead_owner_id_cf5e5910 ON public.people_organization USING btree (default_lead_owner_id);


CREATE INDEX people_queue_business_hours_id_b790245b ON public.people_queue USING btree (business_hours_id);


CREATE INDEX people_queue_manager_id_2ef8fec1 ON public.people_queue USING btree (manager_id);


CREATE INDEX people_queuemember_queue_id_77c08aa8 ON public.people_queuemember USING btree (queue_id);


CREATE INDEX people_queuemember_user_id_cd41cf53 ON public.people_queuemember USING btree (user_id);


CREATE INDEX people_team_name_77e3994f_like ON public.people_team USING btree (name varchar_pattern_ops);


CREATE INDEX people_user_business_hours_id_c740c4b3 ON public.people_user USING btree (business_hours_id);


CREATE INDEX people_user_email_1f424fe4_like ON public.people_user USING btree (email varchar_pattern_ops);


CREATE INDEX people_user_manager_id_b8ae65c6 ON public.people_user USING btree (manager_id);


CREATE INDEX people_user_team_id_98c7e828 ON public.people_user USING btree (team_id);


CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);


CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));


CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);


CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);


CREATE INDEX qualify_cadence_name_46df024a_like ON public.qualify_cadence USING btree (name varchar_pattern_ops);


CREATE INDEX qualify_cadencerun_cadence_id_d35dc600 ON public.qualify_cadencerun USING btree (cadence_id);


CREATE INDEX qualify_cadencerun_ended_by_id_def030bc ON public.qualify_cadencerun USING btree (ended_by_id);


CREATE INDEX qualify_cadencerun_lead_id_56db117f ON public.qualify_cadencerun USING btree (lead_id);


CREATE INDEX qualify_cadencerun_previous_id_206fa0e0 ON public.qualify_cadencerun USING btree (previous_id);


CREATE INDEX qualify_cadencerun_started_by_id_d60d521c ON public.qualify_cadencerun USING btree (started_by_id);


CREATE INDEX qualify_cadencestep_cadence_id_614cb947 ON public.qualify_cadencestep USING btree (cadence_id);


CREATE INDEX qualify_cadencestep_template_id_bc3f8ee8 ON public.qualify_cadencestep USING btree (template_id);


CREATE INDEX qualify_calendarfeed_secret_hash_40838140_like ON public.qualify_calendarfeed USING btree (secret_hash varchar_pattern_ops);


CREATE INDEX qualify_calendarfeed_user_id_4b78f876 ON public.qualify_calendarfeed USING btree (user_id);


CREATE INDEX qualify_callnotes_by_id_89dff2df ON public.qualify_callnotes USING btree (by_id);


CREATE INDEX qualify_callnotes_lead_id_0ca30e1b ON public.qualify_callnotes USING btree (lead_id);


CREATE INDEX qualify_clockpolicy_name_c7415bfa_like ON public.qualify_clockpolicy USING btree (name varchar_pattern_ops);


CREATE INDEX qualify_handoffpolicy_accepted_status_id_0c321f10 ON public.qualify_handoffpolicy USING btree (accepted_status_id);


CREATE INDEX qualify_handoffpolicy_offered_status_id_ab921f2f ON public.qualify_handoffpolicy USING btree (offered_status_id);


CREATE INDEX qualify_handoffpolicy_owner_id_ceaaeba1 ON public.qualify_handoffpolicy USING btree (owner_id);


CREATE INDEX qualify_handoffpolicy_rejected_owner_id_f662e8f0 ON public.qualify_handoffpolicy USING btree (rejected_owner_id);


CREATE INDEX qualify_handoffpolicy_rejected_status_id_220967ae ON public.qualify_handoffpolicy USING btree (rejected_status_id);


CREATE INDEX qualify_handoffpolicy_team_id_837dcd6f ON public.qualify_handoffpolicy USING btree (team_id);


CREATE INDEX qualify_loggedcall_by_id_e0ef7a88 ON public.qualify_loggedcall USING btree (by_id);


CREATE INDEX qualify_loggedcall_follow_up_id_7734dca9 ON public.qualify_loggedcall USING btree (follow_up_id);


CREATE INDEX qualify_loggedcall_lead_id_1271d35f ON public.qualify_loggedcall USING btree (lead_id);


CREATE INDEX qualify_loggedcall_task_id_526ef772 ON public.qualify_loggedcall USING btree (task_id);


CREATE INDEX qualify_loggedcall_undone_by_id_d630aa3b ON public.qualify_loggedcall USING btree (undone_by_id);


CREATE INDEX qualify_missedclock_clock_id_302bbc26 ON public.qualify_missedclock USING btree (clock_id);


CREATE INDEX qualify_missedclock_owner_id_dd23552c ON public.qualify_missedclock USING btree (owner_id);


CREATE INDEX qualify_recurrence_previous_id_18a62a63 ON public.qualify_recurrence USING btree (previous_id);


CREATE INDEX qualify_stagedefinition_marketing_by_id_62bc0e49 ON public.qualify_stagedefinition USING btree (marketing_by_id);


CREATE INDEX qualify_stagedefinition_proposed_by_id_82a2870c ON public.qualify_stagedefinition USING btree (proposed_by_id);


CREATE INDEX qualify_stagedefinition_sales_by_id_8ac4eca0 ON public.qualify_stagedefinition USING btree (sales_by_id);


CREATE INDEX queue_stays_of_lead ON public.route_queuestay USING btree (lead_id, since DESC);


CREATE INDEX queue_waiting ON public.route_queuestay USING btree (queue_id, since) WHERE (left_at IS NULL);


CREATE INDEX received_mail_of_sender ON public.capture_receivedmail USING btree (sender, received_at);


CREATE INDEX records_account_owner_id_a3b76294 ON public.records_account USING btree (owner_id);


CREATE INDEX records_account_parent_id_6c8d8f9d ON public.records_account USING btree (parent_id);


CREATE INDEX records_accountcontactrelation_account_id_173dd7b3 ON public.records_accountcontactrelation USING btree (account_id);


CREATE INDEX records_accountcontactrelation_contact_id_5023cdc9 ON public.records_accountcontactrelation USING btree (contact_id);


CREATE INDEX records_answer_by_id_5598cd9c ON public.records_answer USING btree (by_id);


CREATE INDEX records_answer_lead_id_4b70c236 ON public.records_answer USING btree (lead_id);


CREATE INDEX records_answer_question_id_5d17871b ON public.records_answer USING btree (question_id);


CREATE INDEX records_campaign_owner_id_cd302c8d ON public.records_campaign USING btree (owner_id);


CREATE INDEX records_campaign_parent_id_0cf903f6 ON public.records_campaign USING btree (parent_id);


CREATE INDEX records_campaignmember_contact_id_6f99cf54 ON public.records_campaignmember USING btree (contact_id);


CREATE INDEX records_campaignmember_lead_id_c3344e26 ON public.records_campaignmember USING btree (lead_id);


CREATE INDEX records_campaignmemberstatus_campaign_id_689ab6f6 ON public.records_campaignmemberstatus USING btree (campaign_id);


CREATE INDEX records_campaigntally_campaign_id_51f59afd ON public.records_campaigntally USING btree (campaign_id);


CREATE INDEX records_clock_lead_id_8c79e1df ON public.records_clock USING btree (lead_id);


CREATE INDEX records_clock_owner_id_fb86f8fb ON public.records_clock USING btree (owner_id);


CREATE INDEX records_clockpause_clock_id_1baf12d9 ON public.records_clockpause USING btree (clock_id);


CREATE INDEX records_clockpause_paused_by_id_758d0d3b ON public.records_clockpause USING btree (paused_by_id);


CREATE INDEX records_clockpause_resumed_by_id_ef55e84d ON public.records_clockpause USING btree (resumed_by_id);


CREATE INDEX records_consent_by_id_2de07618 ON public.records_consent USING btree (by_id);


CREATE INDEX records_consent_contact_id_bfcebc40 ON public.records_consent USING btree (contact_id);


CREATE INDEX records_consent_lead_id_ff5ae440 ON public.records_consent USING btree (lead_id);


CREATE INDEX records_contact_account_id_69f6863b ON public.records_contact USING btree (account_id);


CREATE INDEX records_contact_owner_id_3ab538e1 ON public.records_contact USING btree (owner_id);


CREATE INDEX records_contact_reports_to_id_44fcbde7 ON public.records_contact USING btree (reports_to_id);


CREATE INDEX records_conversion_account_id_d5e98f11 ON public.records_conversion USING btree (account_id);


CREATE INDEX records_conversion_by_id_9e93ab4f ON public.records_conversion USING btree (by_id);


CREATE INDEX records_conversion_campaign_id_69ab9b3e ON public.records_conversion USING btree (campaign_id);


CREATE INDEX records_conversion_contact_id_ec36d1f4 ON public.records_conversion USING btree (contact_id);


CREATE INDEX records_conversion_lead_id_afc6ff8a ON public.records_conversion USING btree (lead_id);


CREATE INDEX records_conversion_opportunity_id_28960da6 ON public.records_conversion USING btree (opportunity_id);


CREATE INDEX records_conversion_run_id_7c7197d5 ON public.records_conversion USING btree (run_id);


CREATE INDEX records_conversion_undone_by_id_c8185c64 ON public.records_conversion USING btree (undone_by_id);


CREATE INDEX records_conversionrun_by_id_359803af ON public.records_conversionrun USING btree (by_id);


CREATE INDEX records_conversionrun_undone_by_id_f91eadc0 ON public.records_conversionrun USING btree (undone_by_id);


CREATE INDEX records_conversionrunrow_conversion_id_da974848 ON public.records_conversionrunrow USING btree (conversion_id);


CREATE INDEX records_emailattachment_message_id_a0920e77 ON public.records_emailattachment USING btree (message_id);


CREATE INDEX records_emailmessage_account_id_d8d2318b ON public.records_emailmessage USING btree (account_id);


CREATE INDEX records_emailmessage_campaign_id_788b765c ON public.records_emailmessage USING btree (campaign_id);


CREATE INDEX records_emailmessage_contact_id_4069859e ON public.records_emailmessage USING btree (contact_id);


CREATE INDEX records_emailmessage_key_f43b33a9_like ON public.records_emailmessage USING btree (key varchar_pattern_ops);


CREATE INDEX records_emailmessage_lead_id_6ccf2e65 ON public.records_emailmessage USING btree (lead_id);


CREATE INDEX records_emailmessage_message_id_7e0eae8c ON public.records_emailmessage USING btree (message_id);


CREATE INDEX records_emailmessage_message_id_7e0eae8c_like ON public.records_emailmessage USING btree (message_id varchar_pattern_ops);


CREATE INDEX records_emailmessage_opportunity_id_f54621aa ON public.records_emailmessage USING btree (opportunity_id);


CREATE INDEX records_engagement_contact_id_b9ea3952 ON public.records_engagement USING btree (contact_id);


CREATE INDEX records_engagement_key_df76547a_like ON public.records_engagement USING btree (key varchar_pattern_ops);


CREATE INDEX records_engagement_message_id_e72bd21c ON public.records_engagement USING btree (message_id);


CREATE INDEX records_event_account_id_fd69845c ON public.records_event USING btree (account_id);


CREATE INDEX records_event_campaign_id_993ff443 ON public.records_event USING btree (campaign_id);


CREATE INDEX records_event_contact_id_7a68f1bb ON public.records_event USING btree (contact_id);


CREATE INDEX records_event_lead_id_a267e214 ON public.records_event USING btree (lead_id);


CREATE INDEX records_event_opportunity_id_84645662 ON public.records_event USING btree (opportunity_id);


CREATE INDEX records_event_owner_id_0a31db36 ON public.records_event USING btree (owner_id);


CREATE INDEX records_handoff_clock_id_b4d04481 ON public.records_handoff USING btree (clock_id);


CREATE INDEX records_handoff_offered_to_id_67bc33cb ON public.records_handoff USING btree (offered_to_id);


CREATE INDEX records_handoff_opportunity_id_a76649d0 ON public.records_handoff USING btree (opportunity_id);


CREATE INDEX records_importjob_campaign_id_14dd5ce3 ON public.records_importjob USING btree (campaign_id);


CREATE INDEX records_importjob_created_by_id_613fe8fc ON public.records_importjob USING btree (created_by_id);


CREATE INDEX records_importjob_owner_id_2ae5a75c ON public.records_importjob USING btree (owner_id);


CREATE INDEX records_importjob_undone_by_id_c19a595c ON public.records_importjob USING btree (undone_by_id);


CREATE INDEX records_importkept_by_id_7335e787 ON public.records_importkept USING btree (by_id);


CREATE INDEX records_importkept_job_id_4e66c2d0 ON public.records_importkept USING btree (job_id);


CREATE INDEX records_lead_owner_id_421d047c ON public.records_lead USING btree (owner_id);


CREATE INDEX records_leadstatus_name_3b0a7651_like ON public.records_leadstatus USING btree (name varchar_pattern_ops);


CREATE INDEX records_leadstatus_recycle_owner_id_64f59aa6 ON public.records_leadstatus USING btree (recycle_owner_id);


CREATE INDEX records_note_account_id_44ad6a15 ON public.records_note USING btree (account_id);


CREATE INDEX records_note_campaign_id_854b5404 ON public.records_note USING btree (campaign_id);


CREATE INDEX records_note_contact_id_6dde0cf7 ON public.records_note USING btree (contact_id);


CREATE INDEX records_note_lead_id_b32b5870 ON public.records_note USING btree (lead_id);


CREATE INDEX records_note_opportunity_id_10e17f81 ON public.records_note USING btree (opportunity_id);


CREATE INDEX records_notification_key_905fcc76_like ON public.records_notification USING btree (key varchar_pattern_ops);


CREATE INDEX records_notification_user_id_a0a7b612 ON public.records_notification USING btree (user_id);


CREATE INDEX records_notificationmail_key_e1ff5fb1_like ON public.records_notificationmail USING btree (key varchar_pattern_ops);


CREATE INDEX records_notificationmail_user_id_0dece609 ON public.records_notificationmail USING btree (user_id);


CREATE INDEX records_opportunity_account_id_8c1b83e1 ON public.records_opportunity USING btree (account_id);


CREATE INDEX records_opportunity_campaign_id_bb1e906a ON public.records_opportunity USING btree (campaign_id);


CREATE INDEX records_opportunity_owner_id_3e09e167 ON public.records_opportunity USING btree (owner_id);


CREATE INDEX records_opportunitycontactrole_contact_id_86675d39 ON public.records_opportunitycontactrole USING btree (contact_id);


CREATE INDEX records_opportunitycontactrole_opportunity_id_c2bf974d ON public.records_opportunitycontactrole USING btree (opportunity_id);


CREATE INDEX records_opportunityhistory_by_id_5dfdc7ee ON public.records_opportunityhistory USING btree (by_id);


CREATE INDEX records_opportunityhistory_opportunity_id_7a204ade ON public.records_opportunityhistory USING btree (opportunity_id);


CREATE INDEX records_opportunitystage_name_c3c99d29_like ON public.records_opportunitystage USING btree (name varchar_pattern_ops);


CREATE INDEX records_submission_idempotency_key_3d43224b_like ON public.records_submission USING btree (idempotency_key varchar_pattern_ops);


CREATE INDEX records_submission_lead_id_6f9d8ca5 ON public.records_submission USING btree (lead_id);


CREATE INDEX records_task_account_id_138fdbbf ON public.records_task USING btree (account_id);


CREATE INDEX records_task_campaign_id_b72f4276 ON public.records_task USING btree (campaign_id);


CREATE INDEX records_task_contact_id_1e3bc49b ON public.records_task USING btree (contact_id);


CREATE INDEX records_task_lead_id_96906250 ON public.records_task USING btree (lead_id);


CREATE INDEX records_task_opportunity_id_06eea611 ON public.records_task USING btree (opportunity_id);


CREATE INDEX records_task_owner_id_13e6584c ON public.records_task USING btree (owner_id);


CREATE INDEX records_topic_key_ecba6fc1_like ON public.records_topic USING btree (key varchar_pattern_ops);


CREATE INDEX records_topicchoice_by_id_b1005640 ON public.records_topicchoice USING btree (by_id);


CREATE INDEX records_topicchoice_topic_id_5d5fd7eb ON public.records_topicchoice USING btree (topic_id);


CREATE INDEX records_undeliverable_address_0bbdd151_like ON public.records_undeliverable USING btree (address varchar_pattern_ops);


CREATE INDEX records_undeliverable_by_id_1983ffab ON public.records_undeliverable USING btree (by_id);


CREATE INDEX records_visitor_key_a3f58110_like ON public.records_visitor USING btree (key varchar_pattern_ops);


CREATE INDEX records_visitor_last_at_8fd0ab84 ON public.records_visitor USING btree (last_at);


CREATE INDEX records_visitor_lead_id_64264fc7 ON public.records_visitor USING btree (lead_id);


CREATE INDEX recycling_recyclerule_owner_id_9eeeaddb ON public.recycling_recyclerule USING btree (owner_id);


CREATE INDEX recycling_recyclerule_program_id_b3d844a6 ON public.recycling_recyclerule USING btree (program_id);


CREATE INDEX recycling_wayback_lead_id_cfd997b1 ON public.recycling_wayback USING btree (lead_id);


CREATE INDEX recycling_wayback_owner_id_e7dee800 ON public.recycling_wayback USING btree (owner_id);


CREATE INDEX recycling_wayback_rule_id_0463d474 ON public.recycling_wayback USING btree (rule_id);


CREATE INDEX replay_to_do ON public.capture_replayedsubmission USING btree (replay_id, id) WHERE (NOT is_released);


CREATE INDEX report_due ON public.reporting_report USING btree (next_at) WHERE ((NOT is_deleted) AND (next_at IS NOT NULL));


CREATE INDEX reporting_exportfile_user_id_d38869be ON public.reporting_exportfile USING btree (user_id);


CREATE INDEX reporting_exportpiece_file_id_973366e1 ON public.reporting_exportpiece USING btree (file_id);


CREATE INDEX reporting_report_liked_by_report_id_f276d8f9 ON public.reporting_report_liked_by USING btree (report_id);


CREATE INDEX reporting_report_liked_by_user_id_f26fa859 ON public.reporting_report_liked_by USING btree (user_id);


CREATE INDEX reporting_report_mail_teams_report_id_11141520 ON public.reporting_report_mail_teams USING btree (report_id);


CREATE INDEX reporting_report_mail_teams_team_id_70614a60 ON public.reporting_report_mail_teams USING btree (team_id);


CREATE INDEX reporting_report_mail_users_report_id_79b9da48 ON public.reporting_report_mail_users USING btree (report_id);


CREATE INDEX reporting_report_mail_users_user_id_b6216fc7 ON public.reporting_report_mail_users USING btree (user_id);


CREATE INDEX reporting_report_owner_id_6dedb104 ON public.reporting_report USING btree (owner_id);


CREATE INDEX reporting_report_teams_report_id_230e7b23 ON public.reporting_report_teams USING btree (report_id);


CREATE INDEX reporting_report_teams_team_id_94b2cd4a ON public.reporting_report_teams USING btree (team_id);


CREATE INDEX reporting_report_users_report_id_e0bc3bc7 ON public.reporting_report_users USING btree (report_id);


CREATE INDEX reporting_report_users_user_id_c01943f4 ON public.reporting_report_users USING btree (user_id);


CREATE INDEX route_assignmentcase_changed_by_id_8ef3ace3 ON public.route_assignmentcase USING btree (changed_by_id);


CREATE INDEX route_assignmentcase_name_7400c82b_like ON public.route_assignmentcase USING btree (name varchar_pattern_ops);


CREATE INDEX route_assignmentcase_owner_id_f1f4722d ON public.route_assignmentcase USING btree (owner_id);


CREATE INDEX route_assignmentcase_team_id_037b5ebd ON public.route_assignmentcase USING btree (team_id);


CREATE INDEX route_assignmentrule_owner_id_ff401413 ON public.route_assignmentrule USING btree (owner_id);


CREATE INDEX route_assignmentrule_rule_set_id_12c30c5f ON public.route_assignmentrule USING btree (rule_set_id);


CREATE INDEX route_assignmentrule_team_id_a6d5650e ON public.route_assignmentrule USING btree (team_id);


CREATE INDEX route_assignmentruleset_based_on_id_d265b401 ON public.route_assignmentruleset USING btree (based_on_id);


CREATE INDEX route_assignmentruleset_changed_by_id_4eb1fa01 ON public.route_assignmentruleset USING btree (changed_by_id);


CREATE INDEX route_assignmentruleset_published_by_id_34dbd2cf ON public.route_assignmentruleset USING btree (published_by_id);


CREATE INDEX route_queuelook_queue_id_99647a8a ON public.route_queuelook USING btree (queue_id);


CREATE INDEX route_queuelook_user_id_1a89bd69 ON public.route_queuelook USING btree (user_id);


CREATE INDEX route_queuestay_taken_by_id_04f89a57 ON public.route_queuestay USING btree (taken_by_id);


CREATE INDEX route_replay_by_id_99dca8c1 ON public.route_replay USING btree (by_id);


CREATE INDEX route_replay_rule_set_id_62ebe81e ON public.route_replay USING btree (rule_set_id);


CREATE INDEX route_returnedturn_team_id_b25bc0a0 ON public.route_returnedturn USING btree (team_id);


CREATE INDEX route_returnedturn_user_id_1e7a5941 ON public.route_returnedturn USING btree (user_id);


CREATE INDEX route_roundrobin_last_user_id_6f506acc ON public.route_roundrobin USING btree (last_user_id);


CREATE INDEX saved_view_of_owner ON public.web_savedview USING btree (object_name, owner_id);


CREATE INDEX score_learnedmodel_learned_by_id_320b0eca ON public.score_learnedmodel USING btree (learned_by_id);


CREATE INDEX score_scorereplay_by_id_cff0f886 ON public.score_scorereplay USING btree (by_id);


CREATE INDEX score_scorereplay_rule_set_id_afb4392b ON public.score_scorereplay USING btree (rule_set_id);


CREATE INDEX score_scorerule_rule_set_id_22f644bf ON public.score_scorerule USING btree (rule_set_id);


CREATE INDEX score_scoreruleset_based_on_id_2540c055 ON public.score_scoreruleset USING btree (based_on_id);


CREATE INDEX score_scoreruleset_changed_by_id_c8ab87f6 ON public.score_scoreruleset USING btree (changed_by_id);


CREATE INDEX score_scoreruleset_published_by_id_477a19e0 ON public.score_scoreruleset USING btree (published_by_id);


CREATE INDEX submission_newest ON public.records_submission USING btree (received_at DESC, door, state);


CREATE UNIQUE INDEX submission_row_once ON public.records_submission USING btree (import_job_id, import_row) WHERE (import_job_id IS NOT NULL);


CREATE INDEX submission_set_aside ON public.records_submission USING btree (state, received_at DESC) WHERE ((state)::text = ANY ((ARRAY['quarantined'::character varying, 'rejected'::character varying])::text[]));


CREATE INDEX submission_waiting ON public.records_submission USING btree (id) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX task_done_by_owner ON public.records_task USING btree (owner_id, completed_at) WHERE (is_closed AND (NOT is_deleted));


CREATE INDEX task_open_of_owner ON public.records_task USING btree (owner_id, due_on) WHERE ((NOT is_closed) AND (NOT is_deleted));


CREATE INDEX task_synced ON public.records_task USING btree (modified_at, id);


CREATE INDEX task_to_remind ON public.records_task USING btree (remind_at) WHERE ((NOT is_closed) AND (reminded_at IS NULL));


CREATE INDEX topic_of_address ON public.records_topicchoice USING btree (address, topic_id);


CREATE INDEX tracking_keypage_path_8de05b29_like ON public.tracking_keypage USING btree (path varchar_pattern_ops);


CREATE INDEX trail_of_event ON public.records_trailentry USING btree (event, at);


CREATE INDEX trail_of_record ON public.records_trailentry USING btree (object_name, record_id, at DESC);


CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


CREATE INDEX way_back_due ON public.recycling_wayback USING btree (due_at) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX way_back_ended ON public.recycling_wayback USING btree (ended_at DESC);


CREATE INDEX web_savedview_owner_id_5d101d46 ON public.web_savedview USING btree (owner_id);


CREATE INDEX webhook_delivery_due ON public.api_webhookdelivery USING btree (webhook_id, next_try_at) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX webhook_delivery_log ON public.api_webhookdelivery USING btree (webhook_id, created_at DESC);


CREATE INDEX webhook_delivery_open ON public.api_webhookdelivery USING btree (webhook_id, state) WHERE (NOT ((state)::text = 'delivered'::text));


CREATE TRIGGER consent_is_lasting BEFORE DELETE OR UPDATE ON public.records_consent FOR EACH ROW EXECUTE FUNCTION public.records_consent_is_lasting();


CREATE TRIGGER is_behaviour_came AFTER INSERT ON public.records_engagement REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION public.score_behaviour_came();


CREATE TRIGGER is_behaviour_changed AFTER UPDATE ON public.records_engagement REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION public.score_behaviour_changed();


CREATE TRIGGER is_behaviour_gone AFTER DELETE ON public.records_engagement REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION public.score_behaviour_went();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.advising_advicerule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.advising_definition FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.api_allowedorigin FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.capture_knownsender FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.capture_spamsettings FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.capture_webform FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.convert_conversionrule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.convert_conversionsettings FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.match_duplicaterule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.match_duplicaterule_matching_rules FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.match_learnedweights FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.match_matchingrule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.match_matchingruleitem FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.measure_influencesettings FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.measure_leaksettings FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.nurture_autoresponserule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.nurture_mailtemplate FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.nurture_sendinglimits FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_absence FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_businesshours FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_holiday FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_organization FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_owner FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_queue FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_queuemember FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.people_team FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OF role, first_name, last_name, title, phone, email, team_id, manager_id, business_hours_id, time_zone, is_taking_leads, turn_weight, most_open_leads, most_leads_a_day, skills, can_set_audit_fields OR TRUNCATE ON public.people_user FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.qualify_clockpolicy FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OF is_automatic, owner_id, team_id, offered_status_id, accepted_status_id, rejected_status_id, rejected_owner_id OR TRUNCATE ON public.qualify_handoffpolicy FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.qualify_stagedefinition FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.records_botrule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.records_leadstatus FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.records_opportunitystage FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.records_question FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.route_assignmentrule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.route_assignmentruleset FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.score_scorerule FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.score_scoreruleset FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.tracking_keypage FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR UPDATE OF is_on, sites, keep_days OR TRUNCATE ON public.tracking_trackingsettings FOR EACH STATEMENT EXECUTE FUNCTION public.people_standing_changed();


CREATE TRIGGER is_tallied_delete AFTER DELETE ON public.records_campaignmember REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.records_campaignmember_tallied_delete();


CREATE TRIGGER is_tallied_delete AFTER DELETE ON public.records_opportunity REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.records_opportunity_tallied_delete();


CREATE TRIGGER is_tallied_insert AFTER INSERT ON public.records_campaignmember REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.records_campaignmember_tallied_insert();


CREATE TRIGGER is_tallied_insert AFTER INSERT ON public.records_opportunity REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.records_opportunity_tallied_insert();


CREATE TRIGGER is_tallied_update AFTER UPDATE ON public.records_campaignmember REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.records_campaignmember_tallied_update();


CREATE TRIGGER is_tallied_update AFTER UPDATE ON public.records_opportunity REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.records_opportunity_tallied_update();


CREATE TRIGGER mapped_fields_keep BEFORE UPDATE ON public.catalog_customfield FOR EACH ROW WHEN ((((old.type)::text IS DISTINCT FROM (new.type)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.object_name)::text IS DISTINCT FROM (new.object_name)::text))) EXECUTE FUNCTION public.convert_mapped_fields_stay();


CREATE TRIGGER mapped_fields_stay BEFORE DELETE ON public.catalog_customfield FOR EACH ROW EXECUTE FUNCTION public.convert_mapped_fields_stay();


CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();


CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();


CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();


CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();


CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();


CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();


CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();


CREATE TRIGGER trail_is_lasting BEFORE DELETE OR UPDATE ON public.records_trailentry FOR EACH ROW EXECUTE FUNCTION public.records_trail_is_lasting();


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_allowedorigin
    ADD CONSTRAINT api_allowedorigin_created_by_id_20fb35ee_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_bulkbatch
    ADD CONSTRAINT api_bulkbatch_job_id_edf1d890_fk_api_bulkjob_id FOREIGN KEY (job_id) REFERENCES public.api_bulkjob(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_bulkjob
    ADD CONSTRAINT api_bulkjob_created_by_id_72cc7f55_fk_people_user_owner_ptr_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_bulkpiece
    ADD CONSTRAINT api_bulkpiece_batch_id_008250b3_fk_api_bulkbatch_id FOREIGN KEY (batch_id) REFERENCES public.api_bulkbatch(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_clientterms
    ADD CONSTRAINT api_clientterms_client_id_d9126737_fk_oauth2_pr FOREIGN KEY (client_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_clientterms
    ADD CONSTRAINT api_clientterms_created_by_id_bc294554_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_intakekey
    ADD CONSTRAINT api_intakekey_campaign_id_c67a88c2_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_intakekey
    ADD CONSTRAINT api_intakekey_created_by_id_ab9a29b9_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_webhook
    ADD CONSTRAINT api_webhook_created_by_id_8066cc64_fk_people_user_owner_ptr_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT api_webhookdelivery_webhook_id_5287e228_fk_api_webhook_id FOREIGN KEY (webhook_id) REFERENCES public.api_webhook(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.api_webhooktry
    ADD CONSTRAINT api_webhooktry_delivery_id_d42433f6_fk_api_webhookdelivery_id FOREIGN KEY (delivery_id) REFERENCES public.api_webhookdelivery(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_formviews
    ADD CONSTRAINT capture_formviews_form_id_91d40fde_fk_capture_webform_id FOREIGN KEY (form_id) REFERENCES public.capture_webform(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienecount
    ADD CONSTRAINT capture_hygienecount_run_id_4ef262b7_fk_capture_hygienerun_id FOREIGN KEY (run_id) REFERENCES public.capture_hygienerun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefinding
    ADD CONSTRAINT capture_hygienefinding_run_id_94883c11_fk_capture_hygienerun_id FOREIGN KEY (run_id) REFERENCES public.capture_hygienerun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefix
    ADD CONSTRAINT capture_hygienefix_by_id_d87393eb_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefix
    ADD CONSTRAINT capture_hygienefix_owner_id_9fb4085e_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefix
    ADD CONSTRAINT capture_hygienefix_run_id_1b6b2442_fk_capture_hygienerun_id FOREIGN KEY (run_id) REFERENCES public.capture_hygienerun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefixed
    ADD CONSTRAINT capture_hygienefixed_fix_id_f7fef9df_fk_capture_hygienefix_id FOREIGN KEY (fix_id) REFERENCES public.capture_hygienefix(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienefixed
    ADD CONSTRAINT capture_hygienefixed_lead_id_d239db75_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_hygienerun
    ADD CONSTRAINT capture_hygienerun_by_id_2c06d54a_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_knownsender
    ADD CONSTRAINT capture_knownsender_created_by_id_f6a6f457_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_mailbox
    ADD CONSTRAINT capture_mailbox_campaign_id_d737576b_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_receivedmail
    ADD CONSTRAINT capture_receivedmail_submission_id_19356b0a_fk_records_s FOREIGN KEY (submission_id) REFERENCES public.records_submission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_replay
    ADD CONSTRAINT capture_replay_started_by_id_2c67d273_fk_people_us FOREIGN KEY (started_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_replayedsubmission
    ADD CONSTRAINT capture_replayedsubm_replay_id_829fa917_fk_capture_r FOREIGN KEY (replay_id) REFERENCES public.capture_replay(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_replayedsubmission
    ADD CONSTRAINT capture_replayedsubm_submission_id_74f43e11_fk_records_s FOREIGN KEY (submission_id) REFERENCES public.records_submission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_usedproof
    ADD CONSTRAINT capture_usedproof_submission_id_31a19f4d_fk_records_s FOREIGN KEY (submission_id) REFERENCES public.records_submission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_webform
    ADD CONSTRAINT capture_webform_campaign_id_020a0d35_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_webform
    ADD CONSTRAINT capture_webform_created_by_id_b91fcad1_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.capture_webform
    ADD CONSTRAINT capture_webform_deleted_by_id_09626994_fk_people_us FOREIGN KEY (deleted_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_duplicaterule_matching_rules
    ADD CONSTRAINT match_duplicaterule__duplicaterule_id_dd9ef1ac_fk_match_dup FOREIGN KEY (duplicaterule_id) REFERENCES public.match_duplicaterule(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_duplicaterule_matching_rules
    ADD CONSTRAINT match_duplicaterule__matchingrule_id_fbd66d2c_fk_match_mat FOREIGN KEY (matchingrule_id) REFERENCES public.match_matchingrule(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_learnedweights
    ADD CONSTRAINT match_learnedweights_run_id_045080ac_fk_match_matchrun_id FOREIGN KEY (run_id) REFERENCES public.match_matchrun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_matchingruleitem
    ADD CONSTRAINT match_matchingruleit_matching_rule_id_a39d94b0_fk_match_mat FOREIGN KEY (matching_rule_id) REFERENCES public.match_matchingrule(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_matchrun
    ADD CONSTRAINT match_matchrun_by_id_7ae6f421_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.match_refusal
    ADD CONSTRAINT match_refusal_by_id_0da73761_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.measure_dailysnapshot
    ADD CONSTRAINT measure_dailysnapshot_owner_id_b3fe32ec_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.measure_keptanswer
    ADD CONSTRAINT measure_keptanswer_asker_id_c8453a71_fk_people_us FOREIGN KEY (asker_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.merge_merge
    ADD CONSTRAINT merge_merge_by_id_3db7d7e2_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.merge_merge
    ADD CONSTRAINT merge_merge_undone_by_id_d2aac32e_fk_people_user_owner_ptr_id FOREIGN KEY (undone_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.moving_move
    ADD CONSTRAINT moving_move_by_id_aed48c39_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.moving_moverefusal
    ADD CONSTRAINT moving_moverefusal_step_id_81610ff3_fk_moving_movestep_id FOREIGN KEY (step_id) REFERENCES public.moving_movestep(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.moving_movestep
    ADD CONSTRAINT moving_movestep_move_id_35efe700_fk_moving_move_id FOREIGN KEY (move_id) REFERENCES public.moving_move(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_autoresponserule
    ADD CONSTRAINT nurture_autoresponse_template_id_01932fe6_fk_nurture_m FOREIGN KEY (template_id) REFERENCES public.nurture_mailtemplate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_delivery
    ADD CONSTRAINT nurture_delivery_message_id_4435ad4e_fk_records_emailmessage_id FOREIGN KEY (message_id) REFERENCES public.records_emailmessage(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_delivery
    ADD CONSTRAINT nurture_delivery_topic_id_32cbe973_fk_records_topic_id FOREIGN KEY (topic_id) REFERENCES public.records_topic(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_enrolment
    ADD CONSTRAINT nurture_enrolment_enrolled_by_id_f66ddc4a_fk_people_us FOREIGN KEY (enrolled_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_enrolment
    ADD CONSTRAINT nurture_enrolment_lead_id_c75be9d3_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_enrolment
    ADD CONSTRAINT nurture_enrolment_program_id_c1e082d9_fk_nurture_program_id FOREIGN KEY (program_id) REFERENCES public.nurture_program(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_enrolment
    ADD CONSTRAINT nurture_enrolment_step_id_7eb8d796_fk_nurture_step_id FOREIGN KEY (step_id) REFERENCES public.nurture_step(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_mailtemplate
    ADD CONSTRAINT nurture_mailtemplate_topic_id_50800bf6_fk_records_topic_id FOREIGN KEY (topic_id) REFERENCES public.records_topic(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_program
    ADD CONSTRAINT nurture_program_created_by_id_450eca28_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_program
    ADD CONSTRAINT nurture_program_sender_id_03bc1c40_fk_people_user_owner_ptr_id FOREIGN KEY (sender_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_step
    ADD CONSTRAINT nurture_step_parent_id_b82e5c85_fk_nurture_step_id FOREIGN KEY (parent_id) REFERENCES public.nurture_step(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_step
    ADD CONSTRAINT nurture_step_program_id_7f23e9d8_fk_nurture_program_id FOREIGN KEY (program_id) REFERENCES public.nurture_program(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_step
    ADD CONSTRAINT nurture_step_template_id_7e4853d0_fk_nurture_mailtemplate_id FOREIGN KEY (template_id) REFERENCES public.nurture_mailtemplate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_steppass
    ADD CONSTRAINT nurture_steppass_enrolment_id_6d254854_fk_nurture_enrolment_id FOREIGN KEY (enrolment_id) REFERENCES public.nurture_enrolment(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.nurture_steppass
    ADD CONSTRAINT nurture_steppass_sender_id_cc4ed2a9_fk_people_owner_id FOREIGN KEY (sender_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_application_id_b22886e1_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_id_token_id_85db651b_fk_oauth2_pr FOREIGN KEY (id_token_id) REFERENCES public.oauth2_provider_idtoken(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_source_refresh_token_e66fbc72_fk_oauth2_pr FOREIGN KEY (source_refresh_token_id) REFERENCES public.oauth2_provider_refreshtoken(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_user_id_6e4c9a65_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_appl_user_id_79829054_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devi_user_id_1cec5156_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_gran_application_id_81923564_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_gran_user_id_e8f62af8_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idto_application_id_08c5ff4f_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idto_user_id_dd512b59_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_access_token_id_775e84e8_fk_oauth2_pr FOREIGN KEY (access_token_id) REFERENCES public.oauth2_provider_accesstoken(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_application_id_2d1c311b_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_user_id_da837fce_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_delegate_id_08597091_fk_people_user_owner_ptr_id FOREIGN KEY (delegate_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_user_id_804325c1_fk_people_user_owner_ptr_id FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_holiday
    ADD CONSTRAINT people_holiday_business_hours_id_4c108919_fk_people_bu FOREIGN KEY (business_hours_id) REFERENCES public.people_businesshours(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_organization
    ADD CONSTRAINT people_organization_default_lead_owner_i_cf5e5910_fk_people_ow FOREIGN KEY (default_lead_owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_queue
    ADD CONSTRAINT people_queue_business_hours_id_b790245b_fk_people_bu FOREIGN KEY (business_hours_id) REFERENCES public.people_businesshours(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_queue
    ADD CONSTRAINT people_queue_manager_id_2ef8fec1_fk_people_user_owner_ptr_id FOREIGN KEY (manager_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_queue
    ADD CONSTRAINT people_queue_owner_ptr_id_d82a2e0a_fk_people_owner_id FOREIGN KEY (owner_ptr_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_queuemember
    ADD CONSTRAINT people_queuemember_queue_id_77c08aa8_fk_people_qu FOREIGN KEY (queue_id) REFERENCES public.people_queue(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_queuemember
    ADD CONSTRAINT people_queuemember_user_id_cd41cf53_fk_people_user_owner_ptr_id FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_business_hours_id_c740c4b3_fk_people_bu FOREIGN KEY (business_hours_id) REFERENCES public.people_businesshours(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_manager_id_b8ae65c6_fk_people_user_owner_ptr_id FOREIGN KEY (manager_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_owner_ptr_id_5fb25eab_fk_people_owner_id FOREIGN KEY (owner_ptr_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_team_id_98c7e828_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);


ALTER TABLE ONLY public.qualify_awaitedreply
    ADD CONSTRAINT qualify_awaitedreply_task_id_0adee2be_fk_records_task_id FOREIGN KEY (task_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_cadence_id_d35dc600_fk_qualify_cadence_id FOREIGN KEY (cadence_id) REFERENCES public.qualify_cadence(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_ended_by_id_def030bc_fk_people_us FOREIGN KEY (ended_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_lead_id_56db117f_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_previous_id_206fa0e0_fk_records_task_id FOREIGN KEY (previous_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_started_by_id_d60d521c_fk_people_us FOREIGN KEY (started_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencerun
    ADD CONSTRAINT qualify_cadencerun_task_id_b23763ab_fk_records_task_id FOREIGN KEY (task_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencestep
    ADD CONSTRAINT qualify_cadencestep_cadence_id_614cb947_fk_qualify_cadence_id FOREIGN KEY (cadence_id) REFERENCES public.qualify_cadence(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_cadencestep
    ADD CONSTRAINT qualify_cadencestep_template_id_bc3f8ee8_fk_nurture_m FOREIGN KEY (template_id) REFERENCES public.nurture_mailtemplate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_calendarfeed
    ADD CONSTRAINT qualify_calendarfeed_user_id_4b78f876_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_callnotes
    ADD CONSTRAINT qualify_callnotes_by_id_89dff2df_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_callnotes
    ADD CONSTRAINT qualify_callnotes_lead_id_0ca30e1b_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolic_accepted_status_id_0c321f10_fk_records_l FOREIGN KEY (accepted_status_id) REFERENCES public.records_leadstatus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolic_offered_status_id_ab921f2f_fk_records_l FOREIGN KEY (offered_status_id) REFERENCES public.records_leadstatus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolic_rejected_owner_id_f662e8f0_fk_people_ow FOREIGN KEY (rejected_owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolic_rejected_status_id_220967ae_fk_records_l FOREIGN KEY (rejected_status_id) REFERENCES public.records_leadstatus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolicy_owner_id_ceaaeba1_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_handoffpolicy
    ADD CONSTRAINT qualify_handoffpolicy_team_id_837dcd6f_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_by_id_e0ef7a88_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_follow_up_id_7734dca9_fk_records_task_id FOREIGN KEY (follow_up_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_lead_id_1271d35f_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_task_id_526ef772_fk_records_task_id FOREIGN KEY (task_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_loggedcall
    ADD CONSTRAINT qualify_loggedcall_undone_by_id_d630aa3b_fk_people_us FOREIGN KEY (undone_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_missedclock
    ADD CONSTRAINT qualify_missedclock_clock_id_302bbc26_fk_records_clock_id FOREIGN KEY (clock_id) REFERENCES public.records_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_missedclock
    ADD CONSTRAINT qualify_missedclock_owner_id_dd23552c_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_recurrence
    ADD CONSTRAINT qualify_recurrence_previous_id_18a62a63_fk_records_task_id FOREIGN KEY (previous_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_recurrence
    ADD CONSTRAINT qualify_recurrence_task_id_75784790_fk_records_task_id FOREIGN KEY (task_id) REFERENCES public.records_task(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_stagedefinition
    ADD CONSTRAINT qualify_stagedefinit_marketing_by_id_62bc0e49_fk_people_us FOREIGN KEY (marketing_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_stagedefinition
    ADD CONSTRAINT qualify_stagedefinit_proposed_by_id_82a2870c_fk_people_us FOREIGN KEY (proposed_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.qualify_stagedefinition
    ADD CONSTRAINT qualify_stagedefinit_sales_by_id_8ac4eca0_fk_people_us FOREIGN KEY (sales_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_created_by_id_6932a335_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_master_record_id_9bef098a_fk_records_account_id FOREIGN KEY (master_record_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_modified_by_id_b621d573_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_owner_id_a3b76294_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_account
    ADD CONSTRAINT records_account_parent_id_6c8d8f9d_fk_records_account_id FOREIGN KEY (parent_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT records_accountconta_account_id_173dd7b3_fk_records_a FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT records_accountconta_contact_id_5023cdc9_fk_records_c FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT records_accountconta_created_by_id_58c506d5_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_accountcontactrelation
    ADD CONSTRAINT records_accountconta_modified_by_id_807606fb_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_answer
    ADD CONSTRAINT records_answer_by_id_5598cd9c_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_answer
    ADD CONSTRAINT records_answer_lead_id_4b70c236_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_answer
    ADD CONSTRAINT records_answer_question_id_5d17871b_fk_records_question_id FOREIGN KEY (question_id) REFERENCES public.records_question(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaign
    ADD CONSTRAINT records_campaign_created_by_id_db414e9c_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaign
    ADD CONSTRAINT records_campaign_modified_by_id_d934906c_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaign
    ADD CONSTRAINT records_campaign_owner_id_cd302c8d_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaign
    ADD CONSTRAINT records_campaign_parent_id_0cf903f6_fk_records_campaign_id FOREIGN KEY (parent_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmemberstatus
    ADD CONSTRAINT records_campaignmemb_campaign_id_689ab6f6_fk_records_c FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmemb_campaign_id_b2228085_fk_records_c FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmemb_contact_id_6f99cf54_fk_records_c FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmemberstatus
    ADD CONSTRAINT records_campaignmemb_created_by_id_c2831c81_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmemb_created_by_id_f9b94fee_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmemb_modified_by_id_19fcaa44_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmemberstatus
    ADD CONSTRAINT records_campaignmemb_modified_by_id_27b5f686_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_campaignmember
    ADD CONSTRAINT records_campaignmember_lead_id_c3344e26_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clock
    ADD CONSTRAINT records_clock_hours_id_a6564b5c_fk_people_businesshours_id FOREIGN KEY (hours_id) REFERENCES public.people_businesshours(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clock
    ADD CONSTRAINT records_clock_lead_id_8c79e1df_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clock
    ADD CONSTRAINT records_clock_owner_id_fb86f8fb_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clockpause
    ADD CONSTRAINT records_clockpause_clock_id_1baf12d9_fk_records_clock_id FOREIGN KEY (clock_id) REFERENCES public.records_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clockpause
    ADD CONSTRAINT records_clockpause_paused_by_id_758d0d3b_fk_people_us FOREIGN KEY (paused_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_clockpause
    ADD CONSTRAINT records_clockpause_resumed_by_id_ef55e84d_fk_people_us FOREIGN KEY (resumed_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_consent
    ADD CONSTRAINT records_consent_by_id_2de07618_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_consent
    ADD CONSTRAINT records_consent_contact_id_bfcebc40_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_consent
    ADD CONSTRAINT records_consent_lead_id_ff5ae440_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_account_id_69f6863b_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_created_by_id_a7f17107_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_master_record_id_63ec82d7_fk_records_contact_id FOREIGN KEY (master_record_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_modified_by_id_c1fcf6fb_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_owner_id_3ab538e1_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_contact
    ADD CONSTRAINT records_contact_reports_to_id_44fcbde7_fk_records_contact_id FOREIGN KEY (reports_to_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_account_id_d5e98f11_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_by_id_9e93ab4f_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_campaign_id_69ab9b3e_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_contact_id_ec36d1f4_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_lead_id_afc6ff8a_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_opportunity_id_28960da6_fk_records_o FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_run_id_7c7197d5_fk_records_conversionrun_id FOREIGN KEY (run_id) REFERENCES public.records_conversionrun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversion
    ADD CONSTRAINT records_conversion_undone_by_id_c8185c64_fk_people_us FOREIGN KEY (undone_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversionrun
    ADD CONSTRAINT records_conversionru_by_id_359803af_fk_people_us FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversionrunrow
    ADD CONSTRAINT records_conversionru_conversion_id_da974848_fk_records_c FOREIGN KEY (conversion_id) REFERENCES public.records_conversion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversionrunrow
    ADD CONSTRAINT records_conversionru_run_id_af78efaf_fk_records_c FOREIGN KEY (run_id) REFERENCES public.records_conversionrun(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_conversionrun
    ADD CONSTRAINT records_conversionru_undone_by_id_f91eadc0_fk_people_us FOREIGN KEY (undone_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_duplicatepair
    ADD CONSTRAINT records_duplicatepai_decided_by_id_cb9f31bc_fk_people_us FOREIGN KEY (decided_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailattachment
    ADD CONSTRAINT records_emailattachm_message_id_a0920e77_fk_records_e FOREIGN KEY (message_id) REFERENCES public.records_emailmessage(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_account_id_d8d2318b_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_campaign_id_788b765c_fk_records_c FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_contact_id_4069859e_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_created_by_id_e317aaad_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_lead_id_6ccf2e65_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_modified_by_id_007a4e20_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_emailmessage
    ADD CONSTRAINT records_emailmessage_opportunity_id_f54621aa_fk_records_o FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_contact_id_b9ea3952_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_lead_id_806acf3d_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_message_id_e72bd21c_fk_records_e FOREIGN KEY (message_id) REFERENCES public.records_emailmessage(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_engagement
    ADD CONSTRAINT records_engagement_visitor_id_89e644fd_fk_records_visitor_id FOREIGN KEY (visitor_id) REFERENCES public.records_visitor(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_account_id_fd69845c_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_campaign_id_993ff443_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_contact_id_7a68f1bb_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_created_by_id_2b4aaeb4_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_lead_id_a267e214_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_modified_by_id_c7305f98_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_opportunity_id_84645662_fk_records_opportunity_id FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_event
    ADD CONSTRAINT records_event_owner_id_0a31db36_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_clock_id_b4d04481_fk_records_clock_id FOREIGN KEY (clock_id) REFERENCES public.records_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_decided_by_id_16ebcbba_fk_people_us FOREIGN KEY (decided_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_lead_id_37143131_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_offered_by_id_a65d3844_fk_people_us FOREIGN KEY (offered_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_offered_to_id_67bc33cb_fk_people_owner_id FOREIGN KEY (offered_to_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_opportunity_id_a76649d0_fk_records_o FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_handoff
    ADD CONSTRAINT records_handoff_owner_before_id_e87cb91d_fk_people_owner_id FOREIGN KEY (owner_before_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importjob
    ADD CONSTRAINT records_importjob_campaign_id_14dd5ce3_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importjob
    ADD CONSTRAINT records_importjob_created_by_id_613fe8fc_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importjob
    ADD CONSTRAINT records_importjob_owner_id_2ae5a75c_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importjob
    ADD CONSTRAINT records_importjob_undone_by_id_c19a595c_fk_people_us FOREIGN KEY (undone_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importkept
    ADD CONSTRAINT records_importkept_by_id_7335e787_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importkept
    ADD CONSTRAINT records_importkept_job_id_4e66c2d0_fk_records_importjob_id FOREIGN KEY (job_id) REFERENCES public.records_importjob(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_importrow
    ADD CONSTRAINT records_importrow_job_id_21393b3d_fk_records_importjob_id FOREIGN KEY (job_id) REFERENCES public.records_importjob(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_converted_account_id_454ab1e5_fk_records_a FOREIGN KEY (converted_account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_converted_contact_id_81e2b84d_fk_records_c FOREIGN KEY (converted_contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_converted_opportunit_a4737e78_fk_records_o FOREIGN KEY (converted_opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_created_by_id_de67c863_fk_people_user_owner_ptr_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_master_record_id_da428d59_fk_records_lead_id FOREIGN KEY (master_record_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_matched_account_id_cd378bde_fk_records_account_id FOREIGN KEY (matched_account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_matched_contact_id_f2cfa723_fk_records_contact_id FOREIGN KEY (matched_contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_modified_by_id_3ec0a203_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_lead
    ADD CONSTRAINT records_lead_owner_id_421d047c_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_leadstatus
    ADD CONSTRAINT records_leadstatus_recycle_owner_id_64f59aa6_fk_people_owner_id FOREIGN KEY (recycle_owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_account_id_44ad6a15_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_campaign_id_854b5404_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_contact_id_6dde0cf7_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_created_by_id_766061ad_fk_people_user_owner_ptr_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_lead_id_b32b5870_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_modified_by_id_f7a3bf8d_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_note
    ADD CONSTRAINT records_note_opportunity_id_10e17f81_fk_records_opportunity_id FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_notificationmail
    ADD CONSTRAINT records_notification_user_id_0dece609_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_notificationsettings
    ADD CONSTRAINT records_notification_user_id_3a022bf5_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_notification
    ADD CONSTRAINT records_notification_user_id_a0a7b612_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_account_id_8c1b83e1_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_campaign_id_bb1e906a_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_created_by_id_b6967961_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_modified_by_id_eef92eaf_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunity
    ADD CONSTRAINT records_opportunity_owner_id_3e09e167_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT records_opportunityc_contact_id_86675d39_fk_records_c FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT records_opportunityc_created_by_id_33d0a58b_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT records_opportunityc_modified_by_id_08d383b7_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunitycontactrole
    ADD CONSTRAINT records_opportunityc_opportunity_id_c2bf974d_fk_records_o FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunityhistory
    ADD CONSTRAINT records_opportunityh_by_id_5dfdc7ee_fk_people_us FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunityhistory
    ADD CONSTRAINT records_opportunityh_held_by_id_478d2a59_fk_people_ow FOREIGN KEY (held_by_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunityhistory
    ADD CONSTRAINT records_opportunityh_opportunity_id_7a204ade_fk_records_o FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_opportunityhistory
    ADD CONSTRAINT records_opportunityhistory_owner_id_9daa6c32_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_submission
    ADD CONSTRAINT records_submission_by_id_8b608e74_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_submission
    ADD CONSTRAINT records_submission_import_job_id_f0bbd5f7_fk_records_i FOREIGN KEY (import_job_id) REFERENCES public.records_importjob(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_submission
    ADD CONSTRAINT records_submission_lead_id_6f9d8ca5_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_account_id_138fdbbf_fk_records_account_id FOREIGN KEY (account_id) REFERENCES public.records_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_campaign_id_b72f4276_fk_records_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.records_campaign(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_contact_id_1e3bc49b_fk_records_contact_id FOREIGN KEY (contact_id) REFERENCES public.records_contact(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_created_by_id_668237bb_fk_people_user_owner_ptr_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_lead_id_96906250_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_modified_by_id_a5a0fd43_fk_people_us FOREIGN KEY (modified_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_opportunity_id_06eea611_fk_records_opportunity_id FOREIGN KEY (opportunity_id) REFERENCES public.records_opportunity(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_task
    ADD CONSTRAINT records_task_owner_id_13e6584c_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_topicchoice
    ADD CONSTRAINT records_topicchoice_by_id_b1005640_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_topicchoice
    ADD CONSTRAINT records_topicchoice_topic_id_5d5fd7eb_fk_records_topic_id FOREIGN KEY (topic_id) REFERENCES public.records_topic(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_trailentry
    ADD CONSTRAINT records_trailentry_by_id_fe35096e_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_undeliverable
    ADD CONSTRAINT records_undeliverabl_by_id_1983ffab_fk_people_us FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.records_visitor
    ADD CONSTRAINT records_visitor_lead_id_64264fc7_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.recycling_recyclerule
    ADD CONSTRAINT recycling_recyclerule_owner_id_9eeeaddb_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.recycling_recyclerule
    ADD CONSTRAINT recycling_recyclerule_program_id_b3d844a6_fk_nurture_program_id FOREIGN KEY (program_id) REFERENCES public.nurture_program(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.recycling_wayback
    ADD CONSTRAINT recycling_wayback_lead_id_cfd997b1_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.recycling_wayback
    ADD CONSTRAINT recycling_wayback_owner_id_e7dee800_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.recycling_wayback
    ADD CONSTRAINT recycling_wayback_rule_id_0463d474_fk_recycling_recyclerule_id FOREIGN KEY (rule_id) REFERENCES public.recycling_recyclerule(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_exportfile
    ADD CONSTRAINT reporting_exportfile_user_id_d38869be_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_exportpiece
    ADD CONSTRAINT reporting_exportpiec_file_id_973366e1_fk_reporting FOREIGN KEY (file_id) REFERENCES public.reporting_exportfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_liked_by
    ADD CONSTRAINT reporting_report_lik_report_id_f276d8f9_fk_reporting FOREIGN KEY (report_id) REFERENCES public.reporting_report(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_liked_by
    ADD CONSTRAINT reporting_report_lik_user_id_f26fa859_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_mail_teams
    ADD CONSTRAINT reporting_report_mai_report_id_11141520_fk_reporting FOREIGN KEY (report_id) REFERENCES public.reporting_report(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_mail_users
    ADD CONSTRAINT reporting_report_mai_report_id_79b9da48_fk_reporting FOREIGN KEY (report_id) REFERENCES public.reporting_report(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_mail_users
    ADD CONSTRAINT reporting_report_mai_user_id_b6216fc7_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_mail_teams
    ADD CONSTRAINT reporting_report_mail_teams_team_id_70614a60_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report
    ADD CONSTRAINT reporting_report_owner_id_6dedb104_fk_people_user_owner_ptr_id FOREIGN KEY (owner_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_teams
    ADD CONSTRAINT reporting_report_tea_report_id_230e7b23_fk_reporting FOREIGN KEY (report_id) REFERENCES public.reporting_report(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_teams
    ADD CONSTRAINT reporting_report_teams_team_id_94b2cd4a_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_users
    ADD CONSTRAINT reporting_report_use_report_id_e0bc3bc7_fk_reporting FOREIGN KEY (report_id) REFERENCES public.reporting_report(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reporting_report_users
    ADD CONSTRAINT reporting_report_use_user_id_c01943f4_fk_people_us FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentcase
    ADD CONSTRAINT route_assignmentcase_changed_by_id_8ef3ace3_fk_people_us FOREIGN KEY (changed_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentcase
    ADD CONSTRAINT route_assignmentcase_owner_id_f1f4722d_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentcase
    ADD CONSTRAINT route_assignmentcase_team_id_037b5ebd_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentruleset
    ADD CONSTRAINT route_assignmentrule_based_on_id_d265b401_fk_route_ass FOREIGN KEY (based_on_id) REFERENCES public.route_assignmentruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentruleset
    ADD CONSTRAINT route_assignmentrule_changed_by_id_4eb1fa01_fk_people_us FOREIGN KEY (changed_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentrule
    ADD CONSTRAINT route_assignmentrule_owner_id_ff401413_fk_people_owner_id FOREIGN KEY (owner_id) REFERENCES public.people_owner(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentruleset
    ADD CONSTRAINT route_assignmentrule_published_by_id_34dbd2cf_fk_people_us FOREIGN KEY (published_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentrule
    ADD CONSTRAINT route_assignmentrule_rule_set_id_12c30c5f_fk_route_ass FOREIGN KEY (rule_set_id) REFERENCES public.route_assignmentruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_assignmentrule
    ADD CONSTRAINT route_assignmentrule_team_id_a6d5650e_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_queuelook
    ADD CONSTRAINT route_queuelook_queue_id_99647a8a_fk_people_queue_owner_ptr_id FOREIGN KEY (queue_id) REFERENCES public.people_queue(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_queuelook
    ADD CONSTRAINT route_queuelook_user_id_1a89bd69_fk_people_user_owner_ptr_id FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_queuestay
    ADD CONSTRAINT route_queuestay_lead_id_dc4a9ef5_fk_records_lead_id FOREIGN KEY (lead_id) REFERENCES public.records_lead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_queuestay
    ADD CONSTRAINT route_queuestay_queue_id_dfea9f5c_fk_people_queue_owner_ptr_id FOREIGN KEY (queue_id) REFERENCES public.people_queue(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_queuestay
    ADD CONSTRAINT route_queuestay_taken_by_id_04f89a57_fk_people_us FOREIGN KEY (taken_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_replay
    ADD CONSTRAINT route_replay_by_id_99dca8c1_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_replay
    ADD CONSTRAINT route_replay_rule_set_id_62ebe81e_fk_route_assignmentruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.route_assignmentruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_returnedturn
    ADD CONSTRAINT route_returnedturn_entry_id_cb3f2c23_fk_records_trailentry_id FOREIGN KEY (entry_id) REFERENCES public.records_trailentry(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_returnedturn
    ADD CONSTRAINT route_returnedturn_team_id_b25bc0a0_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_returnedturn
    ADD CONSTRAINT route_returnedturn_user_id_1e7a5941_fk_people_user_owner_ptr_id FOREIGN KEY (user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_roundrobin
    ADD CONSTRAINT route_roundrobin_last_user_id_6f506acc_fk_people_us FOREIGN KEY (last_user_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.route_roundrobin
    ADD CONSTRAINT route_roundrobin_team_id_1da96564_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_learnedmodel
    ADD CONSTRAINT score_learnedmodel_learned_by_id_320b0eca_fk_people_us FOREIGN KEY (learned_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scorereplay
    ADD CONSTRAINT score_scorereplay_by_id_cff0f886_fk_people_user_owner_ptr_id FOREIGN KEY (by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scorereplay
    ADD CONSTRAINT score_scorereplay_rule_set_id_afb4392b_fk_score_scoreruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.score_scoreruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scorerule
    ADD CONSTRAINT score_scorerule_rule_set_id_22f644bf_fk_score_scoreruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.score_scoreruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scoreruleset
    ADD CONSTRAINT score_scoreruleset_based_on_id_2540c055_fk_score_sco FOREIGN KEY (based_on_id) REFERENCES public.score_scoreruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scoreruleset
    ADD CONSTRAINT score_scoreruleset_changed_by_id_c8ab87f6_fk_people_us FOREIGN KEY (changed_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.score_scoreruleset
    ADD CONSTRAINT score_scoreruleset_published_by_id_477a19e0_fk_people_us FOREIGN KEY (published_by_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT web_savedview_owner_id_5d101d46_fk_people_user_owner_ptr_id FOREIGN KEY (owner_id) REFERENCES public.people_user(owner_ptr_id) DEFERRABLE INITIALLY DEFERRED;


--
-- PostgreSQL database dump complete
--


