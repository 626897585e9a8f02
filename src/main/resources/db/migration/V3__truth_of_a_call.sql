-- What was told stays true, what was erased stays erased, and what a customer asked for outlives both.

-- The outcome revision that a script was given while the call was still up; 0 if none was. The end of the call is left
-- out of that revision's answer for good, so that asking again gives the same bytes.
alter table conversation add column told_revision integer default 0 not null;

-- writing, complete, truncated or failed; empty if the call is not recorded.
alter table conversation add column recording_state varchar(16) default '' not null;
update conversation set recording_state = 'complete' where recording <> '';

-- SHA-256 of tenant and correlation of an erased call, so that an opt-out which comes late still finds it.
alter table conversation add column erased_correlation varchar(64) default '' not null;
create index conversation_erased on conversation (erased_correlation);

create index conversation_ended on conversation (tenant_id, ended_at);
create index rejected_call_at on rejected_call (at);

-- Customers who asked not to be called again. Outlives the erasure of the conversation in which they said so.
create table do_not_call (
    conversation_id  varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    number_key       varchar(32)   not null,
    asked_at         timestamp with time zone not null
);
create index do_not_call_number on do_not_call (tenant_id, number_key);
