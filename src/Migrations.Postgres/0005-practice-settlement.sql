-- Money that one practice of the organization paid another for what was due between their books, as each of the two books has it.
create table practice_settlement (
    org bigint not null,
    practice bigint not null,
    id bigint not null,
    number bigint not null,
    other_practice bigint not null,
    amount_cents bigint not null,
    paid_on date not null,
    reference text not null,
    undoes bigint,
    reason text,
    actor text not null,
    at bigint not null,
    primary key (org, practice, id),
    foreign key (org, other_practice) references practice (org, id),
    foreign key (org, practice) references practice (org, id)
);

create unique index ux_practice_settlement_number on practice_settlement (org, practice, number);
create unique index ux_practice_settlement_undoes on practice_settlement (org, practice, undoes);

alter table practice_settlement enable row level security;
create policy wall on practice_settlement using (org = nullif(current_setting('app.org', true), '')::bigint);

-- A line of the bank may be such a payment.
alter table deposit_item add column settlement bigint;
