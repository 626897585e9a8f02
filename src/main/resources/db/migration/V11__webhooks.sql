-- Where a tenant wants its events, and what became of each.

create table webhook (
    id                    varchar(40)   not null primary key,
    tenant_id             varchar(40)   not null references tenant,
    version               integer       not null,
    url                   varchar(2000) not null,
    description           varchar(200)  not null,
    -- Types of events, with commas between; empty for all.
    events                varchar(500)  not null,
    enabled               boolean       not null,
    disabled_reason       varchar(200)  not null,
    secret                varchar(300)  not null,
    previous_secret       varchar(300),
    previous_until        timestamp with time zone,
    created_at            timestamp with time zone not null,
    updated_at            timestamp with time zone not null
);
create index webhook_of_tenant on webhook (tenant_id, id);

-- Apart from the webhook, whose revision changes with what people change.
create table webhook_health (
    webhook_id       varchar(40)   not null primary key references webhook on delete cascade,
    failures         integer       not null,
    paused_until     timestamp with time zone,
    last_success_at  timestamp with time zone,
    last_failure_at  timestamp with time zone,
    last_failure     varchar(200)  not null
);

-- One event for one webhook. Of those with one subject that go in order one at most is pending, the later ones are
-- waiting; what was asked for again goes out of order. While it is sent a delivery is leased: next_at is when others may
-- take it for abandoned.
create table webhook_delivery (
    id           varchar(40)   not null primary key,
    tenant_id    varchar(40)   not null,
    webhook_id   varchar(40)   not null,
    event_seq    bigint        not null,
    event_id     varchar(40)   not null,
    subject      varchar(40)   not null,
    type         varchar(64)   not null,
    in_order     boolean       not null,
    state        varchar(16)   not null,
    attempts     integer       not null,
    tries        varchar(8000) not null,
    next_at      timestamp with time zone not null,
    lease        varchar(80)   not null,
    created_at   timestamp with time zone not null,
    finished_at  timestamp with time zone
);
create index webhook_delivery_due on webhook_delivery (webhook_id, state, next_at);
create index webhook_delivery_order on webhook_delivery (subject, webhook_id, state, event_seq);
create index webhook_delivery_page on webhook_delivery (webhook_id, id);
create index webhook_delivery_event on webhook_delivery (event_seq);
create index webhook_delivery_finished on webhook_delivery (state, finished_at);
create index webhook_delivery_lease on webhook_delivery (lease);

-- Which bridge on the database does what only one may do at a time.
create table event_relay (
    name   varchar(16)  not null primary key,
    owner  varchar(80)  not null,
    until  timestamp with time zone
);
insert into event_relay (name, owner, until) values ('webhooks', '', null), ('kafka', '', null);

alter table outbox_event add column spread boolean default false not null;
alter table outbox_event add column published boolean default false not null;
create index outbox_event_spread on outbox_event (spread, seq);
create index outbox_event_published on outbox_event (published, seq);
