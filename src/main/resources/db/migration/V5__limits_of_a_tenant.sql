-- How many calls a second come in, and where calls may go out to and how many.

alter table tenant add column max_calls_per_second integer default 0 not null;
-- One entry a line.
alter table tenant add column outbound_allow varchar(8000) default '' not null;
alter table tenant add column outbound_max_calls integer default 50 not null;
alter table tenant add column outbound_per_minute integer default 60 not null;
alter table tenant add column outbound_per_day integer default 5000 not null;
alter table tenant add column outbound_ring_s integer default 60 not null;
alter table tenant add column outbound_duration_s integer default 3600 not null;
