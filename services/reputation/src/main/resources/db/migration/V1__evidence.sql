-- One row per network group of peers; outlives its members, so that strikes are not washed off by a new identity.
create table network_group (
    id            text        primary key,
    known_peers   integer     not null,
    strikes       bigint      not null, -- billionths, as of strikes_as_of
    strikes_as_of timestamptz not null
);

-- One row per source: what was seen of it, and what was last told to others.
create table source (
    id                    text             primary key, -- as in upstream:npm/registry.example
    network_group         text, -- null: upstreams and peers of allow-listed sites
    revision              bigint           not null,
    review_at             timestamptz      not null,
    -- fading weights in billionths
    verified_weight       bigint           not null,
    verified_as_of        timestamptz      not null,
    failed_weight         bigint           not null,
    failed_as_of          timestamptz      not null,
    corrupt_weight        bigint           not null,
    corrupt_as_of         timestamptz      not null,
    -- plain counts
    verified_count        bigint           not null,
    failed_count          bigint           not null,
    corrupt_count         bigint           not null,
    not_found_count       bigint           not null,
    refused_count         bigint           not null,
    -- moving averages in milliseconds, 0 = not known
    transfer_millis       double precision not null,
    answer_millis         double precision not null,
    recent_packages       text             not null, -- at most ten lines: time in milliseconds, space, package
    first_seen_at         timestamptz      not null,
    last_seen_at          timestamptz      not null,
    last_verified_at      timestamptz,
    last_corrupt_at       timestamptz,
    -- the scores when the evidence last changed or was last reviewed
    assessed_at           timestamptz      not null,
    seed_score            double precision not null,
    score                 double precision not null,
    -- what was last published; all null = nothing yet
    published_at          timestamptz,
    published_seed_score  double precision,
    published_score       double precision,
    published_eligible    boolean,
    published_quarantined_until timestamptz
);

create index source_by_score on source (score desc, id);
create index source_due on source (review_at);
create index source_by_group on source (network_group) where network_group is not null;
create index source_least_wanted on source ((corrupt_count > 0), last_seen_at);

-- One row per counted event: its id counts once, and a person can see why a score is what it is.
create table journal_line (
    event_id       uuid        primary key,
    source         text        not null,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    expires_at     timestamptz not null, -- from then on the event is too old to be counted at all
    outcome        text        not null,
    received_bytes bigint      not null,
    elapsed_nanos  bigint      not null,
    purl           text        not null,
    error_code     text        not null,
    trace_id       text        not null
);

create index journal_line_by_source on journal_line (source, occurred_at desc);
create index journal_line_expiry on journal_line (expires_at);
