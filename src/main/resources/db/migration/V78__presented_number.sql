-- A number that a transfer showed in place of the customer's: the script that takes the transfer asks by it, but it is nobody's
-- to be erased, held or opted out.
alter table conversation_party add column presented boolean default false not null;
