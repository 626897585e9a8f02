-- A token by which a call finds its number where many share one dialled address; kept as its hash only.
alter table phone_number add column call_token_hash varchar(64);
alter table phone_number add column previous_call_token_hash varchar(64);
alter table phone_number add column previous_call_token_until timestamp with time zone;
create unique index phone_number_by_call_token on phone_number (call_token_hash);
create index phone_number_by_previous_call_token on phone_number (previous_call_token_hash);
