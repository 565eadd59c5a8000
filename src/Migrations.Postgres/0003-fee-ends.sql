-- A row of the charge master may say that from its day on the code has no fee. The default fills the rows that stand; none stays behind.
alter table fee add column ends boolean not null default false;
alter table fee alter column ends drop default;
