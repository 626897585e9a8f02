-- What must not be erased for as long as a dispute or an authority needs it: one conversation, or all of a number.
create table legal_hold (
    id               varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    conversation_id  varchar(40)   not null,
    number_key       varchar(32)   not null,
    reason           varchar(500)  not null,
    placed_by        varchar(100)  not null,
    placed_at        timestamp with time zone not null
);
create index legal_hold_conversation on legal_hold (tenant_id, conversation_id);
create index legal_hold_number on legal_hold (tenant_id, number_key);

-- The caller of a refused call in the form in which numbers are compared; empty if there was none.
alter table rejected_call add column party_key varchar(32) default '' not null;
create index rejected_call_party on rejected_call (tenant_id, party_key);

create index call_registration_ani on call_registration (tenant_id, ani_key);
create index call_registration_dnis on call_registration (tenant_id, dnis_key);
create index do_not_call_asked on do_not_call (tenant_id, conversation_id, number_key);
