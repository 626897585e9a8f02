-- Five9's id of a registered call, so that the timeline of the call names it as Five9's reports do.
alter table call_registration add column five9_call_id varchar(64) default '' not null;
