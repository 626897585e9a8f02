-- Whether the audio of a number's calls is encrypted: off, allow, require, or nothing for the rule of the bridge.

alter table phone_number add column srtp varchar(8) default '' not null;
