-- One row for each number of a customer who asked not to be called again, and one with an empty number where the
-- conversation had been erased before. Outlives the conversation in which it was said.
drop table do_not_call;
create table do_not_call (
    conversation_id  varchar(40)   not null,
    number_key       varchar(32)   not null,
    tenant_id        varchar(40)   not null references tenant,
    asked_at         timestamp with time zone not null,
    primary key (conversation_id, number_key)
);
create index do_not_call_number on do_not_call (tenant_id, number_key);
