-- Events are told in the order of their number. It is taken one by one: a number that a bridge takes in advance, as it
-- does for other rows, could be smaller than that of an earlier event which another bridge on the same database wrote.

-- Nobody could be told of these, and nobody waits for them.
drop table outbox_event;
drop sequence outbox_event_seq;

create sequence outbox_event_seq start with 1 increment by 1;
create table outbox_event (
    seq          bigint          not null primary key,
    event_id     varchar(40)     not null,
    tenant_id    varchar(40)     not null,
    subject      varchar(40)     not null,
    type         varchar(64)     not null,
    happened_at  timestamp with time zone not null,
    payload      varchar(120000) not null,
    constraint outbox_event_id unique (event_id)
);
create index outbox_event_subject on outbox_event (subject, seq);
