-- A tenant's user of Five9's web services, and what is to be done there by itself. Nothing without a name and a secret.
alter table tenant add column five9_host varchar(64) default 'api.five9.com' not null;
alter table tenant add column five9_username varchar(254) default '' not null;
alter table tenant add column five9_secret varchar(64) default '' not null;
alter table tenant add column five9_dnc boolean default false not null;
alter table tenant add column five9_callback_list varchar(200) default '' not null;
alter table tenant add column five9_dispositions varchar(4000) default '' not null;
-- Five9 ends the session of a user who begins another one, so that a tenant has one request under way at a time.
alter table tenant add column five9_busy_until timestamp with time zone;
alter table tenant add column five9_held_until timestamp with time zone;

-- What is to be done at Five9 because of an outcome. Without a number or a name: those are read when it is done.
create table five9_task (
    id               varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    conversation_id  varchar(40)   not null,
    kind             varchar(16)   not null,
    revision         int           not null,
    state            varchar(16)   not null,
    attempts         int           not null,
    alone            boolean       not null,
    maybe_done       boolean       not null,
    detail           varchar(500)  not null,
    next_at          timestamp with time zone not null,
    created_at       timestamp with time zone not null,
    settled_at       timestamp with time zone,
    constraint five9_task_of_conversation unique (conversation_id, kind)
);
create index five9_task_due on five9_task (state, next_at);
create index five9_task_of_tenant on five9_task (tenant_id, state, id);
