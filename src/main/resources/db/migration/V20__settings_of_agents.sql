-- What only the agent's provider knows how to read, as JSON: addresses, greeting, limits, where calls may be transferred.
alter table agent add column settings varchar(20000) default '{}' not null;
alter table agent_version add column settings varchar(20000) default '{}' not null;
