-- What replicas of one site share of the files they verified. Filled from the outbox of each replica; nothing here is
-- needed to serve what a replica holds.

create table pin (
    file_key text primary key,
    purl text not null,
    digests text not null,              -- algorithm:hex, strongest first, a space between
    size_bytes bigint,
    claimed_by text not null,
    first_seen_at timestamptz not null,
    published_at timestamptz,
    level text not null,
    evidence text not null
);
comment on table pin is 'First trusted claim about a file. Append-only: never updated, never deleted.';

create table hash_conflict (
    event_id uuid primary key,
    file_key text not null,
    purl text not null,
    digests text not null,
    claimed_by text not null,
    seen_at timestamptz not null,
    site text not null
);
create index hash_conflict_file on hash_conflict (file_key, seen_at);
comment on table hash_conflict is 'Claims that contradict a pin: evidence, not believed.';

create table receipt (
    event_id uuid primary key,
    file_key text not null,
    purl text not null,
    source text not null,
    at timestamptz not null,
    message bytea not null              -- granary.v1.ArtifactFetched as it was sent
);
create index receipt_purl on receipt (purl, at);

create table recall (
    purl text primary key,
    active boolean not null,
    reason text not null,
    actor text not null,
    decided_at timestamptz not null,
    revision bigint not null
);

create table processed_event (
    event_id uuid primary key,
    processed_at timestamptz not null
);
create index processed_event_age on processed_event (processed_at);
comment on table processed_event is 'Events that took effect. A row is needed as long as its event may be delivered again.';
