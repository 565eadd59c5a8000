-- Money that one practice of the organization paid another for what was due between their books, as each of the two books has it.
create table practice_settlement (
    org integer not null,
    practice integer not null,
    id integer not null,
    number integer not null,
    other_practice integer not null,
    amount_cents integer not null,
    paid_on text not null,
    reference text not null,
    undoes integer,
    reason text,
    actor text not null,
    at integer not null,
    primary key (org, practice, id),
    foreign key (org, other_practice) references practice (org, id),
    foreign key (org, practice) references practice (org, id)
) strict, without rowid;

create unique index ux_practice_settlement_number on practice_settlement (org, practice, number);
create unique index ux_practice_settlement_undoes on practice_settlement (org, practice, undoes);

create trigger practice_settlement_no_update before update on practice_settlement begin select raise(abort, 'practice_settlement is append-only: correct by a new row'); end;
create trigger practice_settlement_no_delete before delete on practice_settlement begin select raise(abort, 'practice_settlement is append-only: correct by a new row'); end;

-- A line of the bank may be such a payment.
alter table deposit_item add column settlement integer;
