-- The variables that say what a lead has agreed to, one name a line; and which of a call's were such.
alter table phone_number add column consent_variables varchar(2000) default '' not null;
alter table conversation_variable add column consent boolean default false not null;

-- How long the agent was there before the call was answered: the transcript counts from the one, the recording from the other.
alter table conversation add column agent_lead_ms bigint default 0 not null;
