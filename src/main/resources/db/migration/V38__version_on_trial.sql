-- The share of a number's calls that another version of its agent answers; no version: all go to the published one.
alter table phone_number add column trial_version integer;
alter table phone_number add column trial_percent integer default 0 not null;
