-- Where the trace of whoever asked another bridge for something goes on, as W3C Trace Context writes it; empty without tracing.
alter table node_command add column traceparent varchar(55) default '' not null;
