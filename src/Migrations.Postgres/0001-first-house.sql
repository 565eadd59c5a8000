-- The first house: every table of docs/decisions/0001-schema.md. Forward only: never edit an applied step, add one.

create table acknowledgment (
    org bigint not null,
    id bigint not null,
    file_sha256 text not null,
    st_ordinal integer not null,
    type text not null,
    answers text not null,
    accepted boolean not null,
    detail text not null,
    at bigint not null,
    primary key (org, id)
);

create table app_user (
    id bigint not null,
    email text not null,
    password_hash text,
    orgs text not null,
    failed_sign_ins integer not null,
    locked_until bigint,
    security_stamp text not null,
    primary key (id)
);

create table audit (
    org bigint not null,
    id bigint not null,
    actor text not null,
    verb text not null,
    subject text not null,
    at bigint not null,
    hash bytea not null,
    primary key (org, id)
);

create table file (
    org bigint not null,
    sha256 text not null,
    bytes bigint not null,
    name text not null,
    direction text not null,
    at bigint not null,
    primary key (org, sha256)
);

create table id_block (
    org bigint not null,
    kind text not null,
    next bigint not null,
    primary key (org, kind)
);

create table idempotency (
    org bigint not null,
    key text not null,
    verb text not null,
    body_hash text not null,
    outcome text,
    at bigint not null,
    primary key (org, key)
);

create table job (
    id bigint not null,
    org bigint not null,
    practice bigint,
    kind text not null,
    ref text not null,
    run_at bigint not null,
    fence bigint not null,
    lease_until bigint,
    tries integer not null,
    last_error text,
    done_at bigint,
    primary key (id)
);

create table key_ring (
    id bigint not null,
    purpose text not null,
    wrapped bytea not null,
    master_fingerprint text not null,
    at bigint not null,
    primary key (id)
);

create table membership (
    org bigint not null,
    id bigint not null,
    user_id bigint not null,
    email text not null,
    role text not null,
    practices text not null,
    primary key (org, id)
);

create table organization (
    org bigint not null,
    key text not null,
    name text not null,
    key_id bigint not null,
    practice_data boolean not null,
    primary key (org)
);

create table payer (
    org bigint not null,
    id bigint not null,
    key text not null,
    name text not null,
    kind text not null,
    payer_id text not null,
    claim_filing text not null,
    filing_days integer,
    accepts_replacement boolean not null,
    address text,
    primary key (org, id)
);

create table posting_policy (
    org bigint not null,
    version integer not null,
    "from" date not null,
    rules text not null,
    primary key (org, version)
);

create table practice (
    org bigint not null,
    id bigint not null,
    key text not null,
    name text not null,
    npi text not null,
    tax_id text not null,
    taxonomy text not null,
    zone text not null,
    address text not null,
    phone text not null,
    primary key (org, id)
);

create table schema_version (
    n integer,
    name text not null,
    checksum text not null,
    at bigint not null,
    primary key (n)
);

create table trading_partner (
    org bigint not null,
    id bigint not null,
    key text not null,
    name text not null,
    transport text not null,
    folder text not null,
    submitter_id text not null,
    receiver_id text not null,
    receiver_name text not null,
    primary key (org, id)
);

create table file_chunk (
    org bigint not null,
    sha256 text not null,
    n integer not null,
    body bytea not null,
    primary key (org, sha256, n),
    foreign key (org, sha256) references file (org, sha256)
);

create table transaction_set (
    org bigint not null,
    id bigint not null,
    sha256 text not null,
    st_ordinal integer not null,
    type text not null,
    canonical_hash text not null,
    from_byte bigint not null,
    to_byte bigint not null,
    outcome text not null,
    primary key (org, id),
    foreign key (org, sha256) references file (org, sha256)
);

create table account_month (
    org bigint not null,
    practice bigint not null,
    account smallint not null,
    month integer not null,
    debits_cents bigint not null,
    credits_cents bigint not null,
    primary key (org, practice, account, month),
    foreign key (org, practice) references practice (org, id)
);

create table adjusting_entry (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    lines text not null,
    reason text not null,
    actor text not null,
    decided_on date not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table contract_rate (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    payer_id bigint not null,
    code text not null,
    modifiers text not null,
    amount_cents bigint not null,
    "from" date not null,
    "to" date,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice) references practice (org, id)
);

create table deposit (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    date date not null,
    amount_cents bigint not null,
    description text not null,
    trace_number text,
    source_sha256 text,
    source_line integer,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table fee (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    code text not null,
    modifiers text not null,
    amount_cents bigint not null,
    "from" date not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table guarantor_account (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    kind text not null,
    last_name text,
    first_name text,
    organization_name text,
    address text not null,
    "from" date not null,
    alias_of bigint,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, alias_of) references guarantor_account (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table journal_entry (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    fact_kind smallint not null,
    fact_id bigint not null,
    generation integer not null,
    booked_on date not null,
    happened_on date not null,
    recorded_at bigint not null,
    actor text not null,
    reverses bigint,
    policy_version integer not null,
    source text not null,
    hash bytea not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table open_item (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    account smallint not null,
    party_kind smallint not null,
    party_id bigint not null,
    about text not null,
    age_from date not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table patient (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    last_name text not null,
    first_name text not null,
    middle_name text,
    name_key text collate "C" not null,
    birth_date date not null,
    sex text not null,
    address text not null,
    phone text,
    email text,
    language text,
    reason_for_visit text,
    alias_of bigint,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, alias_of) references patient (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table payer_check (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    payer_id bigint,
    payer_name text not null,
    trn02 text not null,
    trn03 text not null,
    date date not null,
    amount_cents bigint not null,
    method text not null,
    payee_npi text not null,
    dup_salt text not null,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice) references practice (org, id)
);

create table period (
    org bigint not null,
    practice bigint not null,
    month integer not null,
    closed_at bigint,
    closed_by text,
    lines bigint,
    debits_cents bigint,
    root bytea,
    primary key (org, practice, month),
    foreign key (org, practice) references practice (org, id)
);

create table posting_decision (
    org bigint not null,
    practice bigint not null,
    fact_kind smallint not null,
    fact_id bigint not null,
    generation integer not null,
    matched_claim_id bigint,
    matched_submission_id bigint,
    match_how text,
    policy_version integer not null,
    choices text not null,
    at bigint not null,
    primary key (org, practice, fact_kind, fact_id, generation),
    foreign key (org, practice) references practice (org, id)
);

create table provider (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    npi text not null,
    last_name text not null,
    first_name text not null,
    taxonomy text not null,
    license text,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table seal (
    org bigint not null,
    practice bigint not null,
    n integer not null,
    from_entry bigint not null,
    to_entry bigint not null,
    count integer not null,
    entries bytea not null,
    root bytea not null,
    prev bytea not null,
    at bigint not null,
    primary key (org, practice, n),
    foreign key (org, practice) references practice (org, id)
);

create table unsealed (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    entries bytea not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table period_event (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    month integer not null,
    kind text not null,
    reason text not null,
    lines bigint not null,
    debits_cents bigint not null,
    root bytea not null,
    actor text not null,
    at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create index ix_period_event_month on period_event (org, practice, month);

create table file_arrival (
    org bigint not null,
    id bigint not null,
    sha256 text not null,
    name text not null,
    partner_id bigint,
    at bigint not null,
    actor text not null,
    primary key (org, id),
    foreign key (org, sha256) references file (org, sha256),
    foreign key (org, partner_id) references trading_partner (org, id)
);

create table partner_payer (
    org bigint not null,
    id bigint not null,
    partner_id bigint not null,
    payer_id bigint not null,
    primary key (org, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, partner_id) references trading_partner (org, id)
);

create table statement (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    account_id bigint not null,
    n integer not null,
    number text not null,
    issued_on date not null,
    due_on date not null,
    amount_cents bigint not null,
    file_sha256 text not null,
    primary key (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id)
);

create table journal_line (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    entry_id bigint not null,
    n integer not null,
    account smallint not null,
    detail text,
    party_kind smallint not null,
    party_id bigint not null,
    encounter_id bigint,
    charge_id bigint,
    claim_id bigint,
    check_id bigint,
    provider_id bigint,
    booked_on date not null,
    amount_cents bigint not null,
    open_item_id bigint,
    primary key (org, practice, id),
    foreign key (org, practice, entry_id) references journal_entry (org, practice, id),
    foreign key (org, practice, open_item_id) references open_item (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table open_item_now (
    org bigint not null,
    practice bigint not null,
    item_id bigint not null,
    account smallint not null,
    party_kind smallint not null,
    party_id bigint not null,
    age_from date not null,
    amount_cents bigint not null,
    last_line_id bigint not null,
    primary key (org, practice, item_id),
    foreign key (org, practice, item_id) references open_item (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table "authorization" (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    patient_id bigint not null,
    payer_id bigint not null,
    number text not null,
    codes text not null,
    units integer,
    "from" date not null,
    "to" date,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
);

create table "case" (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    patient_id bigint not null,
    kind text not null,
    payer_id bigint not null,
    date date not null,
    state text not null,
    claim_number text,
    employer text,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
);

create table coverage (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    patient_id bigint not null,
    payer_id bigint not null,
    plan text,
    member_id text not null,
    group_number text,
    rank integer not null,
    relation text not null,
    subscriber_last_name text not null,
    subscriber_first_name text not null,
    subscriber_birth_date date not null,
    subscriber_sex text not null,
    subscriber_address text not null,
    "from" date not null,
    "to" date,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
);

create table guarantor_of_patient (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    account_id bigint not null,
    patient_id bigint not null,
    "from" date not null,
    primary key (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
);

create table opening_balance (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    party_kind smallint not null,
    party_id bigint not null,
    patient_id bigint,
    amount_cents bigint not null,
    as_of date not null,
    source text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table remittance (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    check_id bigint not null,
    transaction_set_id bigint,
    file_sha256 text,
    claims_paid_cents bigint not null,
    provider_adjustments_cents bigint not null,
    difference_cents bigint not null,
    claims integer not null,
    received_at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, transaction_set_id) references transaction_set (org, id)
);

create table posting_run (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    check_id bigint not null,
    remittance_id bigint not null,
    n integer not null,
    policy_version integer not null,
    kind text not null,
    booked_on date not null,
    at bigint not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
);

create table participation (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    provider_id bigint not null,
    payer_id bigint not null,
    "from" date not null,
    "to" date,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice, provider_id) references provider (org, practice, id)
);

create table encounter (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    key text not null,
    patient_id bigint not null,
    provider_id bigint not null,
    account_id bigint not null,
    case_id bigint,
    place text not null,
    date date not null,
    diagnoses text not null,
    contact_minutes integer,
    sets text,
    note text,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, case_id) references "case" (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, practice, provider_id) references provider (org, practice, id)
);

create table posting_chunk (
    org bigint not null,
    practice bigint not null,
    run_id bigint not null,
    n integer not null,
    from_ordinal integer not null,
    to_ordinal integer not null,
    posted integer not null,
    waiting integer not null,
    last boolean not null,
    primary key (org, practice, run_id, n),
    foreign key (org, practice, run_id) references posting_run (org, practice, id)
);

create table adjudication (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    remittance_id bigint not null,
    ordinal integer not null,
    clp_status text not null,
    pcn_raw text not null,
    pcn_folded text not null,
    payer_control text,
    charge_cents bigint not null,
    paid_cents bigint not null,
    patient_responsibility_cents bigint,
    filing text,
    patient_name text,
    member_id text,
    service_from date,
    crossover_payer text,
    crossover_payer_id text,
    difference_cents bigint not null,
    difference_at text,
    from_byte bigint not null,
    to_byte bigint not null,
    from_segment integer not null,
    to_segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
);

create table charge (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    encounter_id bigint not null,
    line integer not null,
    code text not null,
    modifiers text not null,
    units integer not null,
    amount_cents bigint not null,
    expected_cents bigint,
    pointers text not null,
    minutes integer,
    voids_charge_id bigint,
    primary key (org, practice, id),
    foreign key (org, practice, voids_charge_id) references charge (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id)
);

create table claim (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    encounter_id bigint not null,
    patient_id bigint not null,
    account_id bigint not null,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
);

create table receipt (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    account_id bigint not null,
    patient_id bigint not null,
    encounter_id bigint,
    amount_cents bigint not null,
    method text not null,
    taken_on date not null,
    recorded_at bigint not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
);

create table adjudication_extra (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    adjudication_id bigint not null,
    segment_raw text not null,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
);

create table adjudication_line (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    adjudication_id bigint not null,
    n integer not null,
    code_raw text not null,
    submitted_code_raw text,
    modifiers text not null,
    charge_cents bigint not null,
    paid_cents bigint not null,
    units text,
    allowed_cents bigint,
    control_raw text,
    service_from date,
    from_segment integer not null,
    to_segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
);

create table adjustment (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    adjudication_id bigint not null,
    line_n integer,
    "group" text not null,
    reason text not null,
    amount_cents bigint not null,
    quantity text,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
);

create table posting_exception (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    kind text not null,
    file_sha256 text,
    remittance_id bigint,
    adjudication_id bigint,
    amount_cents bigint not null,
    difference_cents bigint not null,
    reason text not null,
    next_step text not null,
    opened_at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice) references practice (org, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
);

create table remark (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    adjudication_id bigint not null,
    line_n integer,
    code text not null,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
);

create table statement_line (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    statement_id bigint not null,
    encounter_id bigint not null,
    charge_id bigint not null,
    amount_cents bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, statement_id) references statement (org, practice, id)
);

create table transfer (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    charge_id bigint not null,
    from_kind smallint not null,
    from_id bigint not null,
    to_kind smallint not null,
    to_id bigint not null,
    amount_cents bigint not null,
    reason text not null,
    decided_on date not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id)
);

create table write_off (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    charge_id bigint not null,
    party_kind smallint not null,
    party_id bigint not null,
    amount_cents bigint not null,
    reason text not null,
    note text not null,
    decided_on date not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id)
);

create table claim_now (
    org bigint not null,
    practice bigint not null,
    claim_id bigint not null,
    status text not null,
    turn text not null,
    next_action text not null,
    due_on date,
    wake_on date,
    at_stake_cents bigint not null,
    fold_version integer not null,
    primary key (org, practice, claim_id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
);

create table claim_version (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    version integer not null,
    built_at bigint not null,
    snapshot text not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
);

create table finding_override (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    rule_id text not null,
    place text not null,
    reason text not null,
    actor text not null,
    at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
);

create table person_decision (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    kind text not null,
    adjudication_id bigint,
    claim_id bigint,
    charge_id bigint,
    choice text not null,
    reason text not null,
    actor text not null,
    at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice) references practice (org, id)
);

create table provider_adjustment (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    remittance_id bigint not null,
    reason text not null,
    reference_raw text,
    amount_cents bigint not null,
    claim_id bigint,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
);

create table touched (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
);

create table deposit_item (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    deposit_id bigint not null,
    check_id bigint,
    receipt_id bigint,
    amount_cents bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, deposit_id) references deposit (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
);

create table receipt_application (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    receipt_id bigint not null,
    charge_id bigint not null,
    account_id bigint not null,
    amount_cents bigint not null,
    applied_on date not null,
    how text not null,
    caused_by bigint,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
);

create table receipt_returned (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    receipt_id bigint not null,
    returned_on date not null,
    reason text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
);

create table refund (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    party_kind smallint not null,
    party_id bigint not null,
    charge_id bigint,
    receipt_id bigint,
    amount_cents bigint not null,
    reason text not null,
    paid_on date not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice) references practice (org, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
);

create table exception_settled (
    org bigint not null,
    practice bigint not null,
    exception_id bigint not null,
    how text not null,
    actor text not null,
    at bigint not null,
    primary key (org, practice, exception_id),
    foreign key (org, practice, exception_id) references posting_exception (org, practice, id)
);

create table claim_line (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_version_id bigint not null,
    n integer not null,
    charge_id bigint not null,
    amount_cents bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_version_id) references claim_version (org, practice, id)
);

create table submission (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    claim_version_id bigint not null,
    coverage_id bigint not null,
    payer_id bigint not null,
    level text not null,
    frequency text not null,
    pcn text not null,
    pcn_folded text not null,
    payer_control text,
    replaces_id bigint,
    partner_id bigint,
    file_sha256 text not null,
    from_segment integer not null,
    to_segment integer not null,
    interchange_control text not null,
    group_control text not null,
    st_control text not null,
    charge_cents bigint not null,
    at bigint not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, claim_version_id) references claim_version (org, practice, id),
    foreign key (org, practice, coverage_id) references coverage (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice, replaces_id) references submission (org, practice, id),
    foreign key (org, partner_id) references trading_partner (org, id)
);

create table claim_event (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    submission_id bigint,
    kind text not null,
    happened_on date not null,
    recorded_at bigint not null,
    actor text not null,
    detail text not null,
    source_sha256 text,
    source_from_segment integer,
    source_to_segment integer,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, submission_id) references submission (org, practice, id)
);

create table denial (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    claim_id bigint not null,
    adjudication_id bigint not null,
    submission_id bigint,
    charge_id bigint,
    line_n integer,
    codes text not null,
    reason text not null,
    suggested_action text not null,
    at_stake_cents bigint not null,
    opened_on date not null,
    due_on date,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, submission_id) references submission (org, practice, id)
);

create table denial_closed (
    org bigint not null,
    practice bigint not null,
    denial_id bigint not null,
    how text not null,
    actor text not null,
    at bigint not null,
    primary key (org, practice, denial_id),
    foreign key (org, practice, denial_id) references denial (org, practice, id)
);

create unique index ux_acknowledgment_file_sha256_st_ordinal on acknowledgment (org, file_sha256, st_ordinal);

create index ix_adjudication_payer_control on adjudication (org, practice, payer_control);

create index ix_adjudication_pcn_folded on adjudication (org, practice, pcn_folded);

create unique index ux_adjudication_remittance_id_ordinal on adjudication (org, practice, remittance_id, ordinal);

create index ix_adjudication_extra_adjudication_id on adjudication_extra (org, practice, adjudication_id);

create unique index ux_adjudication_line_adjudication_id_n on adjudication_line (org, practice, adjudication_id, n);

create index ix_adjustment_adjudication_id on adjustment (org, practice, adjudication_id);

create unique index ux_app_user_email on app_user (email);

create unique index ux_authorization_key on "authorization" (org, practice, "key");

create unique index ux_case_key on "case" (org, practice, "key");

create index ix_charge_encounter_id on charge (org, practice, encounter_id);

create index ix_claim_encounter_id on claim (org, practice, encounter_id);

create index ix_claim_patient_id on claim (org, practice, patient_id);

create index ix_claim_event_claim_id_id on claim_event (org, practice, claim_id, id);

create index ix_claim_line_charge_id on claim_line (org, practice, charge_id);

create unique index ux_claim_line_claim_version_id_n on claim_line (org, practice, claim_version_id, n);

create index ix_claim_now_turn_due_on on claim_now (org, practice, turn, due_on) where next_action <> '';

create index ix_claim_now_wake_on on claim_now (org, practice, wake_on) where wake_on is not null;

create unique index ux_claim_version_claim_id_version on claim_version (org, practice, claim_id, version);

create unique index ux_contract_rate_payer_id_code_modifiers_from on contract_rate (org, practice, payer_id, code, modifiers, "from");

create unique index ux_coverage_key on coverage (org, practice, "key");

create index ix_coverage_patient_id on coverage (org, practice, patient_id);

create index ix_denial_claim_id on denial (org, practice, claim_id);

create unique index ux_deposit_source_sha256_source_line on deposit (org, practice, source_sha256, source_line);

create index ix_deposit_item_check_id on deposit_item (org, practice, check_id);

create index ix_deposit_item_deposit_id on deposit_item (org, practice, deposit_id);

create index ix_encounter_account_id on encounter (org, practice, account_id);

create unique index ux_encounter_key on encounter (org, practice, "key");

create index ix_encounter_patient_id_date on encounter (org, practice, patient_id, date);

create unique index ux_fee_code_modifiers_from on fee (org, practice, code, modifiers, "from");

create index ix_file_arrival_sha256 on file_arrival (org, sha256);

create unique index ux_guarantor_account_key on guarantor_account (org, practice, "key");

create index ix_guarantor_of_patient_account_id on guarantor_of_patient (org, practice, account_id);

create unique index ux_guarantor_of_patient_patient_id_from_account_id on guarantor_of_patient (org, practice, patient_id, "from", account_id);

create index ix_job_run_at on job (run_at) where done_at is null;

create unique index ux_journal_entry_fact_kind_fact_id_generation on journal_entry (org, practice, fact_kind, fact_id, generation);

create index ix_journal_line_booked_on on journal_line (org, practice, booked_on);

create index ix_journal_line_encounter_id on journal_line (org, practice, encounter_id) where encounter_id is not null;

create index ix_journal_line_entry_id on journal_line (org, practice, entry_id);

create index ix_journal_line_open_item_id_booked_on_amount_cents on journal_line (org, practice, open_item_id, booked_on, amount_cents) where open_item_id is not null;

create unique index ux_membership_email on membership (org, email);

create unique index ux_open_item_about_account_party_kind_party_id on open_item (org, practice, about, account, party_kind, party_id);

create index ix_open_item_now_account_party_kind_party_id_age_from_amount on open_item_now (org, practice, account, party_kind, party_id, age_from, amount_cents) where amount_cents <> 0;

create unique index ux_organization_key on organization ("key");

create unique index ux_participation_provider_id_payer_id_from on participation (org, practice, provider_id, payer_id, "from");

create unique index ux_partner_payer_payer_id on partner_payer (org, payer_id);

create index ix_patient_birth_date on patient (org, practice, birth_date);

create unique index ux_patient_key on patient (org, practice, "key");

create index ix_patient_name_key on patient (org, practice, name_key);

create unique index ux_payer_key on payer (org, "key");

create unique index ux_payer_check_trn03_trn02_payee_npi_date_amount_cents_dup_s on payer_check (org, practice, trn03, trn02, payee_npi, date, amount_cents, dup_salt);

create index ix_person_decision_adjudication_id on person_decision (org, practice, adjudication_id);

create index ix_person_decision_claim_id on person_decision (org, practice, claim_id);

create index ix_posting_decision_matched_claim_id on posting_decision (org, practice, matched_claim_id);

create index ix_posting_exception_adjudication_id on posting_exception (org, practice, adjudication_id);

create unique index ux_posting_run_check_id_n on posting_run (org, practice, check_id, n);

create unique index ux_practice_key on practice (org, "key");

create unique index ux_provider_key on provider (org, practice, "key");

create index ix_provider_adjustment_remittance_id on provider_adjustment (org, practice, remittance_id);

create index ix_receipt_account_id on receipt (org, practice, account_id);

create index ix_receipt_application_charge_id on receipt_application (org, practice, charge_id);

create index ix_receipt_application_receipt_id on receipt_application (org, practice, receipt_id);

create unique index ux_receipt_returned_receipt_id on receipt_returned (org, practice, receipt_id);

create index ix_remark_adjudication_id on remark (org, practice, adjudication_id);

create index ix_remittance_check_id on remittance (org, practice, check_id);

create index ix_statement_account_id on statement (org, practice, account_id);

create unique index ux_statement_number on statement (org, practice, number);

create index ix_statement_line_statement_id on statement_line (org, practice, statement_id);

create index ix_submission_claim_id on submission (org, practice, claim_id);

create index ix_submission_file_sha256 on submission (org, practice, file_sha256);

create unique index ux_submission_pcn_folded on submission (org, practice, pcn_folded);

create unique index ux_trading_partner_key on trading_partner (org, "key");

create index ix_transaction_set_canonical_hash on transaction_set (org, canonical_hash);

create unique index ux_transaction_set_sha256_st_ordinal on transaction_set (org, sha256, st_ordinal);

create index ix_transfer_charge_id on transfer (org, practice, charge_id);

create index ix_write_off_charge_id on write_off (org, practice, charge_id);

-- The wall: an organization sees its own rows only. The role that runs neither owns these tables nor bypasses this.
alter table acknowledgment enable row level security;
create policy wall on acknowledgment using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table audit enable row level security;
create policy wall on audit using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table file enable row level security;
create policy wall on file using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table id_block enable row level security;
create policy wall on id_block using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table idempotency enable row level security;
create policy wall on idempotency using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table membership enable row level security;
create policy wall on membership using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table payer enable row level security;
create policy wall on payer using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table posting_policy enable row level security;
create policy wall on posting_policy using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table practice enable row level security;
create policy wall on practice using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table trading_partner enable row level security;
create policy wall on trading_partner using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table file_chunk enable row level security;
create policy wall on file_chunk using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table transaction_set enable row level security;
create policy wall on transaction_set using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table account_month enable row level security;
create policy wall on account_month using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table adjusting_entry enable row level security;
create policy wall on adjusting_entry using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table contract_rate enable row level security;
create policy wall on contract_rate using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table deposit enable row level security;
create policy wall on deposit using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table fee enable row level security;
create policy wall on fee using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table guarantor_account enable row level security;
create policy wall on guarantor_account using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table journal_entry enable row level security;
create policy wall on journal_entry using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table open_item enable row level security;
create policy wall on open_item using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table patient enable row level security;
create policy wall on patient using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table payer_check enable row level security;
create policy wall on payer_check using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table period enable row level security;
create policy wall on period using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table posting_decision enable row level security;
create policy wall on posting_decision using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table provider enable row level security;
create policy wall on provider using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table seal enable row level security;
create policy wall on seal using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table file_arrival enable row level security;
create policy wall on file_arrival using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table partner_payer enable row level security;
create policy wall on partner_payer using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table statement enable row level security;
create policy wall on statement using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table journal_line enable row level security;
create policy wall on journal_line using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table open_item_now enable row level security;
create policy wall on open_item_now using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table "authorization" enable row level security;
create policy wall on "authorization" using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table "case" enable row level security;
create policy wall on "case" using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table coverage enable row level security;
create policy wall on coverage using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table guarantor_of_patient enable row level security;
create policy wall on guarantor_of_patient using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table opening_balance enable row level security;
create policy wall on opening_balance using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table posting_run enable row level security;
create policy wall on posting_run using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table remittance enable row level security;
create policy wall on remittance using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table participation enable row level security;
create policy wall on participation using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table encounter enable row level security;
create policy wall on encounter using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table posting_chunk enable row level security;
create policy wall on posting_chunk using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table adjudication enable row level security;
create policy wall on adjudication using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table charge enable row level security;
create policy wall on charge using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table claim enable row level security;
create policy wall on claim using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table receipt enable row level security;
create policy wall on receipt using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table adjudication_extra enable row level security;
create policy wall on adjudication_extra using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table adjudication_line enable row level security;
create policy wall on adjudication_line using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table adjustment enable row level security;
create policy wall on adjustment using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table posting_exception enable row level security;
create policy wall on posting_exception using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table remark enable row level security;
create policy wall on remark using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table statement_line enable row level security;
create policy wall on statement_line using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table transfer enable row level security;
create policy wall on transfer using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table write_off enable row level security;
create policy wall on write_off using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table claim_now enable row level security;
create policy wall on claim_now using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table claim_version enable row level security;
create policy wall on claim_version using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table finding_override enable row level security;
create policy wall on finding_override using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table person_decision enable row level security;
create policy wall on person_decision using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table provider_adjustment enable row level security;
create policy wall on provider_adjustment using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table touched enable row level security;
create policy wall on touched using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table deposit_item enable row level security;
create policy wall on deposit_item using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table receipt_application enable row level security;
create policy wall on receipt_application using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table receipt_returned enable row level security;
create policy wall on receipt_returned using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table refund enable row level security;
create policy wall on refund using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table exception_settled enable row level security;
create policy wall on exception_settled using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table claim_line enable row level security;
create policy wall on claim_line using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table submission enable row level security;
create policy wall on submission using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table claim_event enable row level security;
create policy wall on claim_event using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table denial enable row level security;
create policy wall on denial using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table denial_closed enable row level security;
create policy wall on denial_closed using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table unsealed enable row level security;
create policy wall on unsealed using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table period_event enable row level security;
create policy wall on period_event using (org = nullif(current_setting('app.org', true), '')::bigint);
