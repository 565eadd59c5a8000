-- A payment back to a guarantor: how it was paid, what of which receipt it was, and what was taken back. No refund was recorded before this step.
alter table refund add column method text not null;
alter table refund add column reference text;
create index ix_refund_party_kind_party_id on refund (org, practice, party_kind, party_id);

create table refund_part (
    org integer not null,
    practice integer not null,
    id integer not null,
    refund_id integer not null,
    receipt_id integer not null,
    amount_cents integer not null,
    moved_on text not null,
    how text not null,
    primary key (org, practice, id),
    foreign key (org, practice, receipt_id) references receipt (org, practice, id),
    foreign key (org, practice, refund_id) references refund (org, practice, id)
) strict, without rowid;

create index ix_refund_part_receipt_id on refund_part (org, practice, receipt_id);
create index ix_refund_part_refund_id on refund_part (org, practice, refund_id);

create table refund_taken_back (
    org integer not null,
    practice integer not null,
    id integer not null,
    refund_id integer not null,
    taken_back_on text not null,
    reason text not null,
    actor text not null,
    primary key (org, practice, id),
    foreign key (org, practice, refund_id) references refund (org, practice, id)
) strict, without rowid;

create unique index ux_refund_taken_back_refund_id on refund_taken_back (org, practice, refund_id);

create trigger refund_part_no_update before update on refund_part begin select raise(abort, 'refund_part is append-only: correct by a new row'); end;
create trigger refund_part_no_delete before delete on refund_part begin select raise(abort, 'refund_part is append-only: correct by a new row'); end;
create trigger refund_taken_back_no_update before update on refund_taken_back begin select raise(abort, 'refund_taken_back is append-only: correct by a new row'); end;
create trigger refund_taken_back_no_delete before delete on refund_taken_back begin select raise(abort, 'refund_taken_back is append-only: correct by a new row'); end;
