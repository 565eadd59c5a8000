-- A row of the charge master may say that from its day on the code has no fee.
alter table fee add column ends integer not null default 0;
