-- What trunks shall be, and what was made of it at their providers.
create table trunk (
    id                varchar(40)    not null primary key,
    tenant_id         varchar(40)    not null references tenant,
    version           int            not null,
    name              varchar(40)    not null,
    provider          varchar(16)    not null,
    spec              varchar(20000) not null,
    spec_revision     int            not null,
    applied_revision  int,
    busy_until        timestamp with time zone,
    created_at        timestamp with time zone not null,
    updated_at        timestamp with time zone not null,
    constraint trunk_of_tenant unique (tenant_id, name)
);

create table trunk_piece (
    id           varchar(40)  not null primary key,
    trunk_id     varchar(40)  not null references trunk,
    path         varchar(200) not null,
    provider_id  varchar(300) not null,
    made_at      timestamp with time zone not null,
    constraint piece_of_trunk unique (trunk_id, path)
);
