-- A payment back to a guarantor: how it was paid, what of which receipt it was, and what was taken back. No refund was recorded before this step.
alter table refund add column method text not null;
alter table refund add column reference text;
create index ix_refund_party_kind_party_id on refund (org, practice, party_kind, party_id);

create table refund_part (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    refund_id bigint not null,
    receipt_id bigint not null,
    amount_cents bigint not null,
    moved_on date not null,
    how text not null,
    primary key (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id),
    foreign key (org, practice, refund_id) references refund (org, practice, id)
);

create index ix_refund_part_receipt_id on refund_part (org, practice, receipt_id);
create index ix_refund_part_refund_id on refund_part (org, practice, refund_id);

create table refund_taken_back (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    refund_id bigint not null,
    taken_back_on date not null,
    reason text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, refund_id) references refund (org, practice, id)
);

create unique index ux_refund_taken_back_refund_id on refund_taken_back (org, practice, refund_id);

alter table refund_part enable row level security;
create policy wall on refund_part using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table refund_taken_back enable row level security;
create policy wall on refund_taken_back using (org = nullif(current_setting('app.org', true), '')::bigint);
