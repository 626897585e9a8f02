-- A number that an entry names besides those of the customer, as numbers are compared: whom a caller was connected with. So that it can
-- be forgotten with that person, whose conversation it is not.
alter table timeline_entry add column party_key varchar(32) default '' not null;
create index timeline_entry_party on timeline_entry (tenant_id, party_key);
