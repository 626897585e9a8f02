-- A key that somebody got by signing in, for as long as that lasts.
alter table api_key add column session boolean default false not null;
create index api_key_of_sessions on api_key (session, expires_at);
