-- A mistyped fee is corrected by a row of the same first day with the next revision; the rows before stay. The defaults fill the rows that stand; none stays behind.
alter table fee add column revision integer not null default 1;
alter table fee alter column revision drop default;
drop index ux_fee_code_modifiers_from;
create unique index ux_fee_code_modifiers_from_revision on fee (org, practice, code, modifiers, "from", revision);
-- People's edits are counted, so that a stale one is answered with both versions.
alter table provider add column version integer not null default 1;
alter table provider alter column version drop default;
alter table payer add column version integer not null default 1;
alter table payer alter column version drop default;
-- Why the law has a minor answer alone (MONEY 6).
alter table guarantor_account add column minor_alone text;
