-- Each entry of the audit holds a digest of itself and of the one before it in its tenant, so that nothing can be changed, left out
-- or put in between without it showing. Entries that were made before have no place in the chain.
alter table audit_entry add column seq bigint;
-- It names a customer, and is the only kind that may be blotted out.
alter table audit_entry add column personal boolean default false not null;
-- So that a digest does not tell the number that it was made of; goes with the number.
alter table audit_entry add column salt varchar(32) default '' not null;
alter table audit_entry add column detail_digest varchar(64) default '' not null;
alter table audit_entry add column digest varchar(64) default '' not null;
alter table audit_entry add constraint audit_entry_seq unique (tenant_id, seq);

-- The last entry of each tenant's chain. Who adds one locks it, for as long as a commit takes.
create table audit_head (
    tenant_id  varchar(40) not null primary key references tenant,
    seq        bigint      not null,
    digest     varchar(64) not null
);
