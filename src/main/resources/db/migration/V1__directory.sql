-- Who may use the bridge, which numbers are called, and which agent answers them.

create table tenant (
    id                      varchar(40)  not null primary key,
    version                 integer      not null,
    name                    varchar(100) not null,
    name_key                varchar(100) not null,
    wait_cap_s              integer      not null,
    retention_days          integer      not null,
    max_calls               integer      not null,
    webhook_secret          varchar(300) not null,
    webhook_previous        varchar(300),
    webhook_previous_until  timestamp with time zone,
    created_at              timestamp with time zone not null,
    updated_at              timestamp with time zone not null,
    constraint tenant_name_key unique (name_key)
);

create table api_key (
    id              varchar(40)  not null primary key,
    tenant_id       varchar(40)  not null references tenant,
    label           varchar(100) not null,
    scopes          varchar(100) not null,
    secret_hash     varchar(64)  not null,
    previous_hash   varchar(64),
    previous_until  timestamp with time zone,
    expires_at      timestamp with time zone,
    created_at      timestamp with time zone not null
);
create index api_key_of_tenant on api_key (tenant_id, id);

create table agent (
    id                 varchar(40)     not null primary key,
    tenant_id          varchar(40)     not null references tenant,
    version            integer         not null,
    name               varchar(64)     not null,
    provider           varchar(64)     not null,
    voice              varchar(100)    not null,
    prompt             varchar(50000)  not null,
    dialogue           varchar(100000) not null,
    draft_changed      boolean         not null,
    published_version  integer,
    latest_version     integer         not null,
    created_at         timestamp with time zone not null,
    updated_at         timestamp with time zone not null,
    constraint agent_name unique (tenant_id, name)
);
create index agent_of_tenant on agent (tenant_id, id);

-- A row is written when a version is published, and never changed.
create table agent_version (
    id            varchar(40)     not null primary key,
    tenant_id     varchar(40)     not null references tenant,
    agent_id      varchar(40)     not null references agent,
    number        integer         not null,
    provider      varchar(64)     not null,
    voice         varchar(100)    not null,
    prompt        varchar(50000)  not null,
    dialogue      varchar(100000) not null,
    published_at  timestamp with time zone not null,
    published_by  varchar(100)    not null,
    constraint agent_version_number unique (agent_id, number)
);

-- number_key is what a called number is reduced to; one key leads to one tenant in the whole deployment.
create table phone_number (
    id              varchar(40)   not null primary key,
    tenant_id       varchar(40)   not null references tenant,
    version         integer       not null,
    number          varchar(64)   not null,
    number_key      varchar(32)   not null,
    kind            varchar(16)   not null,
    name            varchar(100)  not null,
    terminal_uri    varchar(255)  not null,
    trunk_username  varchar(100),
    trunk_password  varchar(500),
    agent_id        varchar(40)   references agent,
    header_map      varchar(4000) not null,
    bye_headers     varchar(4000) not null,
    default_route   varchar(1000) not null,
    created_at      timestamp with time zone not null,
    updated_at      timestamp with time zone not null,
    constraint phone_number_key unique (number_key)
);
create index phone_number_of_tenant on phone_number (tenant_id, id);
create index phone_number_of_agent on phone_number (agent_id);

-- What a POST with an Idempotency-Key was answered; reply is encrypted, as it can hold a secret that is shown once.
create table idempotency_key (
    id            varchar(64)    not null primary key,
    tenant_id     varchar(40)    not null references tenant,
    request_hash  varchar(64)    not null,
    status        integer        not null,
    reply         varchar(400000),
    created_at    timestamp with time zone not null
);
create index idempotency_key_age on idempotency_key (created_at);

create table audit_entry (
    id         varchar(40)   not null primary key,
    tenant_id  varchar(40)   not null references tenant,
    at         timestamp with time zone not null,
    actor      varchar(100)  not null,
    action     varchar(64)   not null,
    target     varchar(100)  not null,
    detail     varchar(1000) not null
);
create index audit_entry_of_tenant on audit_entry (tenant_id, id);
