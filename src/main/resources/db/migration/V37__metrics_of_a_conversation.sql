-- What was measured in a call, as JSON; empty while it lasts, and if the bridge stopped during it. Written once.
alter table conversation add column metrics varchar(2000) default '' not null;
