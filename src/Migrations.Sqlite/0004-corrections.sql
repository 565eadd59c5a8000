-- A mistyped fee is corrected by a row of the same first day with the next revision; the rows before stay.
alter table fee add column revision integer not null default 1;
drop index ux_fee_code_modifiers_from;
create unique index ux_fee_code_modifiers_from_revision on fee (org, practice, code, modifiers, "from", revision);
-- People's edits are counted, so that a stale one is answered with both versions.
alter table provider add column version integer not null default 1;
alter table payer add column version integer not null default 1;
-- Why the law has a minor answer alone (MONEY 6).
alter table guarantor_account add column minor_alone text;
