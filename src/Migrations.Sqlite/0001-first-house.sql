-- The first house: every table of docs/decisions/0001-schema.md. Forward only: never edit an applied step, add one.

create table acknowledgment (
    org integer not null,
    id integer not null,
    file_sha256 text not null,
    st_ordinal integer not null,
    type text not null,
    answers text not null,
    accepted integer not null,
    detail text not null,
    at integer not null,
    primary key (org, id)
) strict, without rowid;

create table app_user (
    id integer not null primary key,
    email text not null,
    password_hash text,
    orgs text not null,
    failed_sign_ins integer not null,
    locked_until integer,
    security_stamp text not null
) strict, without rowid;

create table audit (
    org integer not null,
    id integer not null,
    actor text not null,
    verb text not null,
    subject text not null,
    at integer not null,
    hash blob not null,
    primary key (org, id)
) strict, without rowid;

create table file (
    org integer not null,
    sha256 text not null,
    bytes integer not null,
    name text not null,
    direction text not null,
    at integer not null,
    primary key (org, sha256)
) strict, without rowid;

create table id_block (
    org integer not null,
    kind text not null,
    next integer not null,
    primary key (org, kind)
) strict, without rowid;

create table idempotency (
    org integer not null,
    "key" text not null,
    verb text not null,
    body_hash text not null,
    outcome text,
    at integer not null,
    primary key (org, "key")
) strict, without rowid;

create table job (
    id integer not null primary key,
    org integer not null,
    practice integer,
    kind text not null,
    ref text not null,
    run_at integer not null,
    fence integer not null,
    lease_until integer,
    tries integer not null,
    last_error text,
    done_at integer
) strict, without rowid;

create table key_ring (
    id integer not null primary key,
    purpose text not null,
    wrapped blob not null,
    master_fingerprint text not null,
    at integer not null
) strict, without rowid;

create table membership (
    org integer not null,
    id integer not null,
    user_id integer not null,
    email text not null,
    role text not null,
    practices text not null,
    primary key (org, id)
) strict, without rowid;

create table organization (
    org integer not null primary key,
    "key" text not null,
    name text not null,
    key_id integer not null,
    practice_data integer not null
) strict, without rowid;

create table payer (
    org integer not null,
    id integer not null,
    "key" text not null,
    name text not null,
    kind text not null,
    payer_id text not null,
    claim_filing text not null,
    filing_days integer,
    accepts_replacement integer not null,
    address text,
    primary key (org, id)
) strict, without rowid;

create table posting_policy (
    org integer not null,
    version integer not null,
    "from" text not null,
    rules text not null,
    primary key (org, version)
) strict, without rowid;

create table practice (
    org integer not null,
    id integer not null,
    "key" text not null,
    name text not null,
    npi text not null,
    tax_id text not null,
    taxonomy text not null,
    zone text not null,
    address text not null,
    phone text not null,
    primary key (org, id)
) strict, without rowid;

create table schema_version (
    n integer not null primary key,
    name text not null,
    checksum text not null,
    at integer not null
) strict, without rowid;

create table trading_partner (
    org integer not null,
    id integer not null,
    "key" text not null,
    name text not null,
    transport text not null,
    folder text not null,
    submitter_id text not null,
    receiver_id text not null,
    receiver_name text not null,
    primary key (org, id)
) strict, without rowid;

create table file_chunk (
    org integer not null,
    sha256 text not null,
    n integer not null,
    body blob not null,
    primary key (org, sha256, n),
    foreign key (org, sha256) references file (org, sha256)
) strict;

create table transaction_set (
    org integer not null,
    id integer not null,
    sha256 text not null,
    st_ordinal integer not null,
    type text not null,
    canonical_hash text not null,
    from_byte integer not null,
    to_byte integer not null,
    outcome text not null,
    primary key (org, id),
    foreign key (org, sha256) references file (org, sha256)
) strict, without rowid;

create table account_month (
    org integer not null,
    practice integer not null,
    account integer not null,
    month integer not null,
    debits_cents integer not null,
    credits_cents integer not null,
    primary key (org, practice, account, month),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table adjusting_entry (
    org integer not null,
    practice integer not null,
    id integer not null,
    lines text not null,
    reason text not null,
    actor text not null,
    decided_on text not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table contract_rate (
    org integer not null,
    practice integer not null,
    id integer not null,
    payer_id integer not null,
    code text not null,
    modifiers text not null,
    amount_cents integer not null,
    "from" text not null,
    "to" text,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table deposit (
    org integer not null,
    practice integer not null,
    id integer not null,
    date text not null,
    amount_cents integer not null,
    description text not null,
    trace_number text,
    source_sha256 text,
    source_line integer,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table fee (
    org integer not null,
    practice integer not null,
    id integer not null,
    code text not null,
    modifiers text not null,
    amount_cents integer not null,
    "from" text not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table guarantor_account (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    kind text not null,
    last_name text,
    first_name text,
    organization_name text,
    address text not null,
    "from" text not null,
    alias_of integer,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, alias_of) references guarantor_account (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table journal_entry (
    org integer not null,
    practice integer not null,
    id integer not null,
    fact_kind integer not null,
    fact_id integer not null,
    generation integer not null,
    booked_on text not null,
    happened_on text not null,
    recorded_at integer not null,
    actor text not null,
    reverses integer,
    policy_version integer not null,
    source text not null,
    hash blob not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table open_item (
    org integer not null,
    practice integer not null,
    id integer not null,
    account integer not null,
    party_kind integer not null,
    party_id integer not null,
    about text not null,
    age_from text not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table patient (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    last_name text not null,
    first_name text not null,
    middle_name text,
    name_key text not null,
    birth_date text not null,
    sex text not null,
    address text not null,
    phone text,
    email text,
    language text,
    reason_for_visit text,
    alias_of integer,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, alias_of) references patient (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table payer_check (
    org integer not null,
    practice integer not null,
    id integer not null,
    payer_id integer,
    payer_name text not null,
    trn02 text not null,
    trn03 text not null,
    date text not null,
    amount_cents integer not null,
    method text not null,
    payee_npi text not null,
    dup_salt text not null,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table period (
    org integer not null,
    practice integer not null,
    month integer not null,
    closed_at integer,
    closed_by text,
    lines integer,
    debits_cents integer,
    root blob,
    primary key (org, practice, month),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table posting_decision (
    org integer not null,
    practice integer not null,
    fact_kind integer not null,
    fact_id integer not null,
    generation integer not null,
    matched_claim_id integer,
    matched_submission_id integer,
    match_how text,
    policy_version integer not null,
    choices text not null,
    at integer not null,
    primary key (org, practice, fact_kind, fact_id, generation),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table provider (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    npi text not null,
    last_name text not null,
    first_name text not null,
    taxonomy text not null,
    license text,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table seal (
    org integer not null,
    practice integer not null,
    n integer not null,
    from_entry integer not null,
    to_entry integer not null,
    count integer not null,
    entries blob not null,
    root blob not null,
    prev blob not null,
    at integer not null,
    primary key (org, practice, n),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table unsealed (
    org integer not null,
    practice integer not null,
    id integer not null,
    entries blob not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table period_event (
    org integer not null,
    practice integer not null,
    id integer not null,
    month integer not null,
    kind text not null,
    reason text not null,
    lines integer not null,
    debits_cents integer not null,
    root blob not null,
    actor text not null,
    at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create index ix_period_event_month on period_event (org, practice, month);

create table file_arrival (
    org integer not null,
    id integer not null,
    sha256 text not null,
    name text not null,
    partner_id integer,
    at integer not null,
    actor text not null,
    primary key (org, id),
    foreign key (org, sha256) references file (org, sha256),
    foreign key (org, partner_id) references trading_partner (org, id)
) strict, without rowid;

create table partner_payer (
    org integer not null,
    id integer not null,
    partner_id integer not null,
    payer_id integer not null,
    primary key (org, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, partner_id) references trading_partner (org, id)
) strict, without rowid;

create table statement (
    org integer not null,
    practice integer not null,
    id integer not null,
    account_id integer not null,
    n integer not null,
    number text not null,
    issued_on text not null,
    due_on text not null,
    amount_cents integer not null,
    file_sha256 text not null,
    primary key (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id)
) strict, without rowid;

create table journal_line (
    org integer not null,
    practice integer not null,
    id integer not null,
    entry_id integer not null,
    n integer not null,
    account integer not null,
    detail text,
    party_kind integer not null,
    party_id integer not null,
    encounter_id integer,
    charge_id integer,
    claim_id integer,
    check_id integer,
    provider_id integer,
    booked_on text not null,
    amount_cents integer not null,
    open_item_id integer,
    primary key (org, practice, id),
    foreign key (org, practice, entry_id) references journal_entry (org, practice, id),
    foreign key (org, practice, open_item_id) references open_item (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table open_item_now (
    org integer not null,
    practice integer not null,
    item_id integer not null,
    account integer not null,
    party_kind integer not null,
    party_id integer not null,
    age_from text not null,
    amount_cents integer not null,
    last_line_id integer not null,
    primary key (org, practice, item_id),
    foreign key (org, practice, item_id) references open_item (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table "authorization" (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    patient_id integer not null,
    payer_id integer not null,
    number text not null,
    codes text not null,
    units integer,
    "from" text not null,
    "to" text,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
) strict, without rowid;

create table "case" (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    patient_id integer not null,
    kind text not null,
    payer_id integer not null,
    date text not null,
    state text not null,
    claim_number text,
    employer text,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
) strict, without rowid;

create table coverage (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    patient_id integer not null,
    payer_id integer not null,
    plan text,
    member_id text not null,
    group_number text,
    rank integer not null,
    relation text not null,
    subscriber_last_name text not null,
    subscriber_first_name text not null,
    subscriber_birth_date text not null,
    subscriber_sex text not null,
    subscriber_address text not null,
    "from" text not null,
    "to" text,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, payer_id) references payer (org, id)
) strict, without rowid;

create table guarantor_of_patient (
    org integer not null,
    practice integer not null,
    id integer not null,
    account_id integer not null,
    patient_id integer not null,
    "from" text not null,
    primary key (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
) strict, without rowid;

create table opening_balance (
    org integer not null,
    practice integer not null,
    id integer not null,
    party_kind integer not null,
    party_id integer not null,
    patient_id integer,
    amount_cents integer not null,
    as_of text not null,
    source text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table remittance (
    org integer not null,
    practice integer not null,
    id integer not null,
    check_id integer not null,
    transaction_set_id integer,
    file_sha256 text,
    claims_paid_cents integer not null,
    provider_adjustments_cents integer not null,
    difference_cents integer not null,
    claims integer not null,
    received_at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, transaction_set_id) references transaction_set (org, id)
) strict, without rowid;

create table posting_run (
    org integer not null,
    practice integer not null,
    id integer not null,
    check_id integer not null,
    remittance_id integer not null,
    n integer not null,
    policy_version integer not null,
    kind text not null,
    booked_on text not null,
    at integer not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
) strict, without rowid;

create table participation (
    org integer not null,
    practice integer not null,
    id integer not null,
    provider_id integer not null,
    payer_id integer not null,
    "from" text not null,
    "to" text,
    primary key (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice, provider_id) references provider (org, practice, id)
) strict, without rowid;

create table encounter (
    org integer not null,
    practice integer not null,
    id integer not null,
    "key" text not null,
    patient_id integer not null,
    provider_id integer not null,
    account_id integer not null,
    case_id integer,
    place text not null,
    date text not null,
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
) strict, without rowid;

create table posting_chunk (
    org integer not null,
    practice integer not null,
    run_id integer not null,
    n integer not null,
    from_ordinal integer not null,
    to_ordinal integer not null,
    posted integer not null,
    waiting integer not null,
    last integer not null,
    primary key (org, practice, run_id, n),
    foreign key (org, practice, run_id) references posting_run (org, practice, id)
) strict, without rowid;

create table adjudication (
    org integer not null,
    practice integer not null,
    id integer not null,
    remittance_id integer not null,
    ordinal integer not null,
    clp_status text not null,
    pcn_raw text not null,
    pcn_folded text not null,
    payer_control text,
    charge_cents integer not null,
    paid_cents integer not null,
    patient_responsibility_cents integer,
    filing text,
    patient_name text,
    member_id text,
    service_from text,
    crossover_payer text,
    crossover_payer_id text,
    difference_cents integer not null,
    difference_at text,
    from_byte integer not null,
    to_byte integer not null,
    from_segment integer not null,
    to_segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
) strict, without rowid;

create table charge (
    org integer not null,
    practice integer not null,
    id integer not null,
    encounter_id integer not null,
    line integer not null,
    code text not null,
    modifiers text not null,
    units integer not null,
    amount_cents integer not null,
    expected_cents integer,
    pointers text not null,
    minutes integer,
    voids_charge_id integer,
    primary key (org, practice, id),
    foreign key (org, practice, voids_charge_id) references charge (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id)
) strict, without rowid;

create table claim (
    org integer not null,
    practice integer not null,
    id integer not null,
    encounter_id integer not null,
    patient_id integer not null,
    account_id integer not null,
    version integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
) strict, without rowid;

create table receipt (
    org integer not null,
    practice integer not null,
    id integer not null,
    account_id integer not null,
    patient_id integer not null,
    encounter_id integer,
    amount_cents integer not null,
    method text not null,
    taken_on text not null,
    recorded_at integer not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, patient_id) references patient (org, practice, id)
) strict, without rowid;

create table adjudication_extra (
    org integer not null,
    practice integer not null,
    id integer not null,
    adjudication_id integer not null,
    segment_raw text not null,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
) strict, without rowid;

create table adjudication_line (
    org integer not null,
    practice integer not null,
    id integer not null,
    adjudication_id integer not null,
    n integer not null,
    code_raw text not null,
    submitted_code_raw text,
    modifiers text not null,
    charge_cents integer not null,
    paid_cents integer not null,
    units text,
    allowed_cents integer,
    control_raw text,
    service_from text,
    from_segment integer not null,
    to_segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
) strict, without rowid;

create table adjustment (
    org integer not null,
    practice integer not null,
    id integer not null,
    adjudication_id integer not null,
    line_n integer,
    "group" text not null,
    reason text not null,
    amount_cents integer not null,
    quantity text,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
) strict, without rowid;

create table posting_exception (
    org integer not null,
    practice integer not null,
    id integer not null,
    kind text not null,
    file_sha256 text,
    remittance_id integer,
    adjudication_id integer,
    amount_cents integer not null,
    difference_cents integer not null,
    reason text not null,
    next_step text not null,
    opened_at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice) references practice (org, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
) strict, without rowid;

create table remark (
    org integer not null,
    practice integer not null,
    id integer not null,
    adjudication_id integer not null,
    line_n integer,
    code text not null,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id)
) strict, without rowid;

create table statement_line (
    org integer not null,
    practice integer not null,
    id integer not null,
    statement_id integer not null,
    encounter_id integer not null,
    charge_id integer not null,
    amount_cents integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, encounter_id) references encounter (org, practice, id),
    foreign key (org, practice, statement_id) references statement (org, practice, id)
) strict, without rowid;

create table transfer (
    org integer not null,
    practice integer not null,
    id integer not null,
    charge_id integer not null,
    from_kind integer not null,
    from_id integer not null,
    to_kind integer not null,
    to_id integer not null,
    amount_cents integer not null,
    reason text not null,
    decided_on text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id)
) strict, without rowid;

create table write_off (
    org integer not null,
    practice integer not null,
    id integer not null,
    charge_id integer not null,
    party_kind integer not null,
    party_id integer not null,
    amount_cents integer not null,
    reason text not null,
    note text not null,
    decided_on text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id)
) strict, without rowid;

create table claim_now (
    org integer not null,
    practice integer not null,
    claim_id integer not null,
    status text not null,
    turn text not null,
    next_action text not null,
    due_on text,
    wake_on text,
    at_stake_cents integer not null,
    fold_version integer not null,
    primary key (org, practice, claim_id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
) strict, without rowid;

create table claim_version (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    version integer not null,
    built_at integer not null,
    snapshot text not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
) strict, without rowid;

create table finding_override (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    rule_id text not null,
    place text not null,
    reason text not null,
    actor text not null,
    at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
) strict, without rowid;

create table person_decision (
    org integer not null,
    practice integer not null,
    id integer not null,
    kind text not null,
    adjudication_id integer,
    claim_id integer,
    charge_id integer,
    choice text not null,
    reason text not null,
    actor text not null,
    at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create table provider_adjustment (
    org integer not null,
    practice integer not null,
    id integer not null,
    remittance_id integer not null,
    reason text not null,
    reference_raw text,
    amount_cents integer not null,
    claim_id integer,
    segment integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, remittance_id) references remittance (org, practice, id)
) strict, without rowid;

create table touched (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id)
) strict, without rowid;

create table deposit_item (
    org integer not null,
    practice integer not null,
    id integer not null,
    deposit_id integer not null,
    check_id integer,
    receipt_id integer,
    amount_cents integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, deposit_id) references deposit (org, practice, id),
    foreign key (org, practice, check_id) references payer_check (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
) strict, without rowid;

create table receipt_application (
    org integer not null,
    practice integer not null,
    id integer not null,
    receipt_id integer not null,
    charge_id integer not null,
    account_id integer not null,
    amount_cents integer not null,
    applied_on text not null,
    how text not null,
    caused_by integer,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, account_id) references guarantor_account (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
) strict, without rowid;

create table receipt_returned (
    org integer not null,
    practice integer not null,
    id integer not null,
    receipt_id integer not null,
    returned_on text not null,
    reason text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
) strict, without rowid;

create table refund (
    org integer not null,
    practice integer not null,
    id integer not null,
    party_kind integer not null,
    party_id integer not null,
    charge_id integer,
    receipt_id integer,
    amount_cents integer not null,
    reason text not null,
    paid_on text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice) references practice (org, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id)
) strict, without rowid;

create table exception_settled (
    org integer not null,
    practice integer not null,
    exception_id integer not null,
    how text not null,
    actor text not null,
    at integer not null,
    primary key (org, practice, exception_id),
    foreign key (org, practice, exception_id) references posting_exception (org, practice, id)
) strict, without rowid;

create table claim_line (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_version_id integer not null,
    n integer not null,
    charge_id integer not null,
    amount_cents integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_version_id) references claim_version (org, practice, id)
) strict, without rowid;

create table submission (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    claim_version_id integer not null,
    coverage_id integer not null,
    payer_id integer not null,
    level text not null,
    frequency text not null,
    pcn text not null,
    pcn_folded text not null,
    payer_control text,
    replaces_id integer,
    partner_id integer,
    file_sha256 text not null,
    from_segment integer not null,
    to_segment integer not null,
    interchange_control text not null,
    group_control text not null,
    st_control text not null,
    charge_cents integer not null,
    at integer not null,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, claim_version_id) references claim_version (org, practice, id),
    foreign key (org, practice, coverage_id) references coverage (org, practice, id),
    foreign key (org, payer_id) references payer (org, id),
    foreign key (org, practice, replaces_id) references submission (org, practice, id),
    foreign key (org, partner_id) references trading_partner (org, id)
) strict, without rowid;

create table claim_event (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    submission_id integer,
    kind text not null,
    happened_on text not null,
    recorded_at integer not null,
    actor text not null,
    detail text not null,
    source_sha256 text,
    source_from_segment integer,
    source_to_segment integer,
    primary key (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, submission_id) references submission (org, practice, id)
) strict, without rowid;

create table denial (
    org integer not null,
    practice integer not null,
    id integer not null,
    claim_id integer not null,
    adjudication_id integer not null,
    submission_id integer,
    charge_id integer,
    line_n integer,
    codes text not null,
    reason text not null,
    suggested_action text not null,
    at_stake_cents integer not null,
    opened_on text not null,
    due_on text,
    primary key (org, practice, id),
    foreign key (org, practice, adjudication_id) references adjudication (org, practice, id),
    foreign key (org, practice, charge_id) references charge (org, practice, id),
    foreign key (org, practice, claim_id) references claim (org, practice, id),
    foreign key (org, practice, submission_id) references submission (org, practice, id)
) strict, without rowid;

create table denial_closed (
    org integer not null,
    practice integer not null,
    denial_id integer not null,
    how text not null,
    actor text not null,
    at integer not null,
    primary key (org, practice, denial_id),
    foreign key (org, practice, denial_id) references denial (org, practice, id)
) strict, without rowid;

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

-- Facts and the journal take no UPDATE and no DELETE.
create trigger posting_policy_no_update before update on posting_policy begin select raise(abort, 'posting_policy is append-only: correct by a new row'); end;
create trigger posting_policy_no_delete before delete on posting_policy begin select raise(abort, 'posting_policy is append-only: correct by a new row'); end;
create trigger file_no_update before update on file begin select raise(abort, 'file is append-only: correct by a new row'); end;
create trigger file_no_delete before delete on file begin select raise(abort, 'file is append-only: correct by a new row'); end;
create trigger file_chunk_no_update before update on file_chunk begin select raise(abort, 'file_chunk is append-only: correct by a new row'); end;
create trigger file_chunk_no_delete before delete on file_chunk begin select raise(abort, 'file_chunk is append-only: correct by a new row'); end;
create trigger file_arrival_no_update before update on file_arrival begin select raise(abort, 'file_arrival is append-only: correct by a new row'); end;
create trigger file_arrival_no_delete before delete on file_arrival begin select raise(abort, 'file_arrival is append-only: correct by a new row'); end;
create trigger transaction_set_no_update before update on transaction_set begin select raise(abort, 'transaction_set is append-only: correct by a new row'); end;
create trigger transaction_set_no_delete before delete on transaction_set begin select raise(abort, 'transaction_set is append-only: correct by a new row'); end;
create trigger acknowledgment_no_update before update on acknowledgment begin select raise(abort, 'acknowledgment is append-only: correct by a new row'); end;
create trigger acknowledgment_no_delete before delete on acknowledgment begin select raise(abort, 'acknowledgment is append-only: correct by a new row'); end;
create trigger audit_no_update before update on audit begin select raise(abort, 'audit is append-only: correct by a new row'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'audit is append-only: correct by a new row'); end;
create trigger charge_no_update before update on charge begin select raise(abort, 'charge is append-only: correct by a new row'); end;
create trigger charge_no_delete before delete on charge begin select raise(abort, 'charge is append-only: correct by a new row'); end;
create trigger claim_version_no_update before update on claim_version begin select raise(abort, 'claim_version is append-only: correct by a new row'); end;
create trigger claim_version_no_delete before delete on claim_version begin select raise(abort, 'claim_version is append-only: correct by a new row'); end;
create trigger claim_line_no_update before update on claim_line begin select raise(abort, 'claim_line is append-only: correct by a new row'); end;
create trigger claim_line_no_delete before delete on claim_line begin select raise(abort, 'claim_line is append-only: correct by a new row'); end;
create trigger submission_no_update before update on submission begin select raise(abort, 'submission is append-only: correct by a new row'); end;
create trigger submission_no_delete before delete on submission begin select raise(abort, 'submission is append-only: correct by a new row'); end;
create trigger claim_event_no_update before update on claim_event begin select raise(abort, 'claim_event is append-only: correct by a new row'); end;
create trigger claim_event_no_delete before delete on claim_event begin select raise(abort, 'claim_event is append-only: correct by a new row'); end;
create trigger payer_check_no_update before update on payer_check begin select raise(abort, 'payer_check is append-only: correct by a new row'); end;
create trigger payer_check_no_delete before delete on payer_check begin select raise(abort, 'payer_check is append-only: correct by a new row'); end;
create trigger remittance_no_update before update on remittance begin select raise(abort, 'remittance is append-only: correct by a new row'); end;
create trigger remittance_no_delete before delete on remittance begin select raise(abort, 'remittance is append-only: correct by a new row'); end;
create trigger adjudication_no_update before update on adjudication begin select raise(abort, 'adjudication is append-only: correct by a new row'); end;
create trigger adjudication_no_delete before delete on adjudication begin select raise(abort, 'adjudication is append-only: correct by a new row'); end;
create trigger adjudication_line_no_update before update on adjudication_line begin select raise(abort, 'adjudication_line is append-only: correct by a new row'); end;
create trigger adjudication_line_no_delete before delete on adjudication_line begin select raise(abort, 'adjudication_line is append-only: correct by a new row'); end;
create trigger adjustment_no_update before update on adjustment begin select raise(abort, 'adjustment is append-only: correct by a new row'); end;
create trigger adjustment_no_delete before delete on adjustment begin select raise(abort, 'adjustment is append-only: correct by a new row'); end;
create trigger remark_no_update before update on remark begin select raise(abort, 'remark is append-only: correct by a new row'); end;
create trigger remark_no_delete before delete on remark begin select raise(abort, 'remark is append-only: correct by a new row'); end;
create trigger adjudication_extra_no_update before update on adjudication_extra begin select raise(abort, 'adjudication_extra is append-only: correct by a new row'); end;
create trigger adjudication_extra_no_delete before delete on adjudication_extra begin select raise(abort, 'adjudication_extra is append-only: correct by a new row'); end;
create trigger provider_adjustment_no_update before update on provider_adjustment begin select raise(abort, 'provider_adjustment is append-only: correct by a new row'); end;
create trigger provider_adjustment_no_delete before delete on provider_adjustment begin select raise(abort, 'provider_adjustment is append-only: correct by a new row'); end;
create trigger receipt_no_update before update on receipt begin select raise(abort, 'receipt is append-only: correct by a new row'); end;
create trigger receipt_no_delete before delete on receipt begin select raise(abort, 'receipt is append-only: correct by a new row'); end;
create trigger deposit_no_update before update on deposit begin select raise(abort, 'deposit is append-only: correct by a new row'); end;
create trigger deposit_no_delete before delete on deposit begin select raise(abort, 'deposit is append-only: correct by a new row'); end;
create trigger deposit_item_no_update before update on deposit_item begin select raise(abort, 'deposit_item is append-only: correct by a new row'); end;
create trigger deposit_item_no_delete before delete on deposit_item begin select raise(abort, 'deposit_item is append-only: correct by a new row'); end;
create trigger finding_override_no_update before update on finding_override begin select raise(abort, 'finding_override is append-only: correct by a new row'); end;
create trigger finding_override_no_delete before delete on finding_override begin select raise(abort, 'finding_override is append-only: correct by a new row'); end;
create trigger receipt_application_no_update before update on receipt_application begin select raise(abort, 'receipt_application is append-only: correct by a new row'); end;
create trigger receipt_application_no_delete before delete on receipt_application begin select raise(abort, 'receipt_application is append-only: correct by a new row'); end;
create trigger receipt_returned_no_update before update on receipt_returned begin select raise(abort, 'receipt_returned is append-only: correct by a new row'); end;
create trigger receipt_returned_no_delete before delete on receipt_returned begin select raise(abort, 'receipt_returned is append-only: correct by a new row'); end;
create trigger write_off_no_update before update on write_off begin select raise(abort, 'write_off is append-only: correct by a new row'); end;
create trigger write_off_no_delete before delete on write_off begin select raise(abort, 'write_off is append-only: correct by a new row'); end;
create trigger transfer_no_update before update on transfer begin select raise(abort, 'transfer is append-only: correct by a new row'); end;
create trigger transfer_no_delete before delete on transfer begin select raise(abort, 'transfer is append-only: correct by a new row'); end;
create trigger refund_no_update before update on refund begin select raise(abort, 'refund is append-only: correct by a new row'); end;
create trigger refund_no_delete before delete on refund begin select raise(abort, 'refund is append-only: correct by a new row'); end;
create trigger person_decision_no_update before update on person_decision begin select raise(abort, 'person_decision is append-only: correct by a new row'); end;
create trigger person_decision_no_delete before delete on person_decision begin select raise(abort, 'person_decision is append-only: correct by a new row'); end;
create trigger opening_balance_no_update before update on opening_balance begin select raise(abort, 'opening_balance is append-only: correct by a new row'); end;
create trigger opening_balance_no_delete before delete on opening_balance begin select raise(abort, 'opening_balance is append-only: correct by a new row'); end;
create trigger adjusting_entry_no_update before update on adjusting_entry begin select raise(abort, 'adjusting_entry is append-only: correct by a new row'); end;
create trigger adjusting_entry_no_delete before delete on adjusting_entry begin select raise(abort, 'adjusting_entry is append-only: correct by a new row'); end;
create trigger posting_run_no_update before update on posting_run begin select raise(abort, 'posting_run is append-only: correct by a new row'); end;
create trigger posting_run_no_delete before delete on posting_run begin select raise(abort, 'posting_run is append-only: correct by a new row'); end;
create trigger posting_chunk_no_update before update on posting_chunk begin select raise(abort, 'posting_chunk is append-only: correct by a new row'); end;
create trigger posting_chunk_no_delete before delete on posting_chunk begin select raise(abort, 'posting_chunk is append-only: correct by a new row'); end;
create trigger posting_decision_no_update before update on posting_decision begin select raise(abort, 'posting_decision is append-only: correct by a new row'); end;
create trigger posting_decision_no_delete before delete on posting_decision begin select raise(abort, 'posting_decision is append-only: correct by a new row'); end;
create trigger posting_exception_no_update before update on posting_exception begin select raise(abort, 'posting_exception is append-only: correct by a new row'); end;
create trigger posting_exception_no_delete before delete on posting_exception begin select raise(abort, 'posting_exception is append-only: correct by a new row'); end;
create trigger exception_settled_no_update before update on exception_settled begin select raise(abort, 'exception_settled is append-only: correct by a new row'); end;
create trigger exception_settled_no_delete before delete on exception_settled begin select raise(abort, 'exception_settled is append-only: correct by a new row'); end;
create trigger journal_entry_no_update before update on journal_entry begin select raise(abort, 'journal_entry is append-only: correct by a new row'); end;
create trigger journal_entry_no_delete before delete on journal_entry begin select raise(abort, 'journal_entry is append-only: correct by a new row'); end;
create trigger journal_line_no_update before update on journal_line begin select raise(abort, 'journal_line is append-only: correct by a new row'); end;
create trigger journal_line_no_delete before delete on journal_line begin select raise(abort, 'journal_line is append-only: correct by a new row'); end;
create trigger open_item_no_update before update on open_item begin select raise(abort, 'open_item is append-only: correct by a new row'); end;
create trigger open_item_no_delete before delete on open_item begin select raise(abort, 'open_item is append-only: correct by a new row'); end;
create trigger seal_no_update before update on seal begin select raise(abort, 'seal is append-only: correct by a new row'); end;
create trigger seal_no_delete before delete on seal begin select raise(abort, 'seal is append-only: correct by a new row'); end;
create trigger denial_no_update before update on denial begin select raise(abort, 'denial is append-only: correct by a new row'); end;
create trigger denial_no_delete before delete on denial begin select raise(abort, 'denial is append-only: correct by a new row'); end;
create trigger denial_closed_no_update before update on denial_closed begin select raise(abort, 'denial_closed is append-only: correct by a new row'); end;
create trigger denial_closed_no_delete before delete on denial_closed begin select raise(abort, 'denial_closed is append-only: correct by a new row'); end;
create trigger statement_no_update before update on statement begin select raise(abort, 'statement is append-only: correct by a new row'); end;
create trigger statement_no_delete before delete on statement begin select raise(abort, 'statement is append-only: correct by a new row'); end;
create trigger statement_line_no_update before update on statement_line begin select raise(abort, 'statement_line is append-only: correct by a new row'); end;
create trigger statement_line_no_delete before delete on statement_line begin select raise(abort, 'statement_line is append-only: correct by a new row'); end;
create trigger guarantor_of_patient_no_update before update on guarantor_of_patient begin select raise(abort, 'guarantor_of_patient is append-only: correct by a new row'); end;
create trigger guarantor_of_patient_no_delete before delete on guarantor_of_patient begin select raise(abort, 'guarantor_of_patient is append-only: correct by a new row'); end;
create trigger fee_no_update before update on fee begin select raise(abort, 'fee is append-only: correct by a new row'); end;
create trigger fee_no_delete before delete on fee begin select raise(abort, 'fee is append-only: correct by a new row'); end;
create trigger idempotency_once before update on idempotency when old.outcome is not null or new.key <> old.key or new.verb <> old.verb or new.body_hash <> old.body_hash or new.at <> old.at begin select raise(abort, 'idempotency is append-only: an outcome is written once'); end;
create trigger idempotency_no_delete before delete on idempotency begin select raise(abort, 'idempotency is append-only'); end;
create trigger period_event_no_update before update on period_event begin select raise(abort, 'period_event is append-only: correct by a new row'); end;
create trigger period_event_no_delete before delete on period_event begin select raise(abort, 'period_event is append-only: correct by a new row'); end;
