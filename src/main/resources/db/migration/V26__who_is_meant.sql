-- What an answer that is kept for repetition is about, and whom an entry of the audit means: so that both can be forgotten
-- with the conversation or the customer.

alter table idempotency_key add column subject varchar(64) default '' not null;
create index idempotency_key_subject on idempotency_key (tenant_id, subject);

alter table audit_entry add column party_key varchar(32) default '' not null;
create index audit_entry_party on audit_entry (tenant_id, party_key);
