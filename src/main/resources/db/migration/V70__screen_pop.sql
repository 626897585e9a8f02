-- How many minutes the link lasts that a script is told with an outcome; 0 for none.
alter table tenant add column screen_pop_minutes integer default 0 not null;
