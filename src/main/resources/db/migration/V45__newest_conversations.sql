-- Newest first, as lists are asked for: H2 follows an index only in the direction that it was made in, and sorts otherwise.
create index conversation_newest on conversation (tenant_id desc, id desc);
create index conversation_newest_of_number on conversation (tenant_id desc, number_key desc, id desc);
create index conversation_newest_of_agent on conversation (tenant_id desc, agent_id desc, id desc);
create index conversation_newest_of_outcome on conversation (tenant_id desc, outcome desc, id desc);
drop index conversation_number;
drop index conversation_agent;
drop index conversation_outcome;
-- Figures of a stretch of time are counted in the index alone.
create index conversation_figures on conversation (tenant_id, started_at, outcome);
drop index conversation_started;
