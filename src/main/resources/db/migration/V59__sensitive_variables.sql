-- Variables of a number whose values are not written down, one name a line; and shapes that are masked wherever they stand: card, ssn.
alter table phone_number add column sensitive_variables varchar(2000) default '' not null;
alter table phone_number add column sensitive_shapes varchar(100) default '' not null;
