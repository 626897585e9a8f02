-- What was said and decided on each call, and what Five9 may ask about it.

-- Made by Five9 before a transfer; joined to the call that follows.
create table call_registration (
    id               varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    correlation      varchar(128)  not null,
    number           varchar(64)   not null,
    number_key       varchar(32)   not null,
    ani_key          varchar(32)   not null,
    dnis_key         varchar(32)   not null,
    campaign         varchar(200)  not null,
    fields           varchar(100000) not null,
    conversation_id  varchar(40),
    registered_at    timestamp with time zone not null,
    expires_at       timestamp with time zone not null,
    constraint call_registration_correlation unique (tenant_id, correlation)
);
create index call_registration_open on call_registration (tenant_id, number_key, expires_at);

create table conversation (
    id               varchar(40)   not null primary key,
    tenant_id        varchar(40)   not null references tenant,
    call_id          varchar(255)  not null,
    correlation      varchar(128)  not null,
    ani              varchar(64)   not null,
    dnis             varchar(64)   not null,
    number           varchar(64)   not null,
    number_key       varchar(32)   not null,
    agent_id         varchar(40)   not null,
    agent            varchar(64)   not null,
    agent_version    integer       not null,
    state            varchar(16)   not null,
    started_at       timestamp with time zone not null,
    answered_at      timestamp with time zone,
    ended_at         timestamp with time zone,
    ended_by         varchar(16)   not null,
    end_detail       varchar(500)  not null,
    recording        varchar(255)  not null,
    recorded_ms      bigint        not null,
    revision         integer       not null,
    final_outcome    boolean       not null,
    outcome          varchar(16)   not null,
    route_type       varchar(16)   not null,
    default_route    varchar(1000) not null,
    bye_headers      varchar(4000) not null,
    bye_revision     integer       not null,
    node             varchar(64)   not null,
    diagnosis        varchar(300)  not null,
    erased_at        timestamp with time zone
);
create index conversation_of_tenant on conversation (tenant_id, id);
create index conversation_correlation on conversation (tenant_id, correlation, id);
create index conversation_started on conversation (tenant_id, started_at);
create index conversation_open on conversation (state, node);

-- Every number under which the customer of a conversation may be asked for.
create table conversation_party (
    conversation_id  varchar(40)  not null references conversation,
    number_key       varchar(32)  not null,
    tenant_id        varchar(40)  not null,
    started_at       timestamp with time zone not null,
    primary key (conversation_id, number_key)
);
create index conversation_party_number on conversation_party (tenant_id, number_key, started_at);

create table conversation_variable (
    conversation_id  varchar(40)   not null references conversation,
    name_key         varchar(100)  not null,
    tenant_id        varchar(40)   not null,
    seq              integer       not null,
    name             varchar(100)  not null,
    header           varchar(110)  not null,
    content          varchar(4096) not null,
    used             boolean       not null,
    source           varchar(16)   not null,
    primary key (conversation_id, name_key)
);

create table transcript_item (
    conversation_id  varchar(40)    not null references conversation,
    item_id          varchar(64)    not null,
    tenant_id        varchar(40)    not null,
    role             varchar(8)     not null,
    text             varchar(10000) not null,
    start_ms         bigint         not null,
    end_ms           bigint         not null,
    interrupted_at_ms bigint        not null,
    confidence       double precision not null,
    source           varchar(64)    not null,
    primary key (conversation_id, item_id)
);

create sequence timeline_entry_seq start with 1 increment by 50;
create table timeline_entry (
    id               bigint        not null primary key,
    tenant_id        varchar(40)   not null,
    conversation_id  varchar(40)   not null references conversation,
    at               timestamp with time zone not null,
    kind             varchar(40)   not null,
    actor            varchar(16)   not null,
    summary          varchar(500)  not null,
    detail           varchar(10000) not null
);
create index timeline_entry_of_conversation on timeline_entry (conversation_id, at, id);

create table outcome_revision (
    conversation_id  varchar(40)   not null references conversation,
    revision         integer       not null,
    tenant_id        varchar(40)   not null,
    idempotency_key  varchar(200)  not null,
    request_hash     varchar(64)   not null,
    source           varchar(8)    not null,
    is_final         boolean       not null,
    before_bye       boolean       not null,
    outcome          varchar(16)   not null,
    route_type       varchar(16)   not null,
    route_value      varchar(255)  not null,
    route_reason     varchar(500)  not null,
    summary          varchar(4000) not null,
    intent           varchar(500)  not null,
    dnc              boolean       not null,
    callback_at      varchar(64)   not null,
    consent          varchar(8)    not null,
    confidence       double precision,
    variables        varchar(100000) not null,
    evidence         varchar(20000) not null,
    committed_at     timestamp with time zone not null,
    primary key (conversation_id, revision),
    constraint outcome_revision_key unique (tenant_id, conversation_id, idempotency_key)
);

-- An INVITE that was refused. tenant_id is null if the called number belongs to nobody.
create table rejected_call (
    id           varchar(40)   not null primary key,
    tenant_id    varchar(40),
    at           timestamp with time zone not null,
    call_id      varchar(255)  not null,
    ani          varchar(64)   not null,
    dnis         varchar(64)   not null,
    source       varchar(64)   not null,
    status       integer       not null,
    condition    varchar(64)   not null,
    reason       varchar(500)  not null,
    hint         varchar(500)  not null
);
create index rejected_call_of_tenant on rejected_call (tenant_id, id);

-- Events that wait to be told to webhooks and Kafka; a row is deleted once it was delivered.
create sequence outbox_event_seq start with 1 increment by 50;
create table outbox_event (
    id               bigint         not null primary key,
    tenant_id        varchar(40)    not null,
    conversation_id  varchar(40)    not null,
    event_id         varchar(40)    not null,
    type             varchar(64)    not null,
    happened_at      timestamp with time zone not null,
    payload          varchar(120000) not null
);
