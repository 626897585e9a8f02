-- Keys of a tenant's own accounts at providers. Agents' settings name them; nothing reads them out again.
create table tenant_secret (
    id          varchar(40)   not null primary key,
    tenant_id   varchar(40)   not null references tenant,
    name        varchar(64)   not null,
    sealed      varchar(3000) not null,
    created_at  timestamp with time zone not null,
    updated_at  timestamp with time zone not null,
    constraint secret_of_tenant unique (tenant_id, name)
);
