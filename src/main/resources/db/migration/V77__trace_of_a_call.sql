-- Where a call's trace goes on, as W3C Trace Context writes it; empty without tracing.
alter table conversation add column traceparent varchar(55) default '' not null;
alter table outbox_event add column traceparent varchar(55) default '' not null;
