-- The bridges that share this database, by what they last said of themselves; times are those of the database.
create table node (
    name     varchar(64) not null primary key,
    seen_at  timestamp with time zone not null
);

-- What one bridge is asked to do by another, with a call that it has. Kept until it is taken, or until the bridge is gone.
create table node_command (
    id               varchar(40)  not null primary key,
    node             varchar(64)  not null,
    tenant_id        varchar(40)  not null references tenant,
    conversation_id  varchar(40)  not null,
    kind             varchar(16)  not null,
    body             text         not null
);
create index node_command_of_node on node_command (node, id);
