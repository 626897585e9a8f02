-- A call of a simulated customer. It counts in no figure, and nobody is told of it.
alter table conversation add column rehearsal boolean default false not null;
create index conversation_counted on conversation (tenant_id, started_at, rehearsal, outcome);
drop index conversation_figures;

create table rehearsal (
    id               varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    agent_id         varchar(40)   not null,
    draft            boolean       not null,
    campaign         varchar(100)  not null,
    customer         varchar(100)  not null,
    number           varchar(64)   not null,
    conversation_id  varchar(40)   not null,
    expected         varchar(300)  not null,
    result           varchar(500)  not null,
    deviations       varchar(4000) not null,
    started_by       varchar(40)   not null,
    started_at       timestamp with time zone not null,
    ended_at         timestamp with time zone
);
create index rehearsal_of_agent on rehearsal (tenant_id desc, agent_id desc, id desc);
create index rehearsal_of_conversation on rehearsal (conversation_id);
