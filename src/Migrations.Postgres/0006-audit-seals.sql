-- A hash chain over the audit log, as the seals are over the journal; and the audit rows that wait for it. Those that stand are sealed next.
create table audit_seal (
    org bigint not null,
    n integer not null,
    count integer not null,
    "rows" bytea not null,
    root bytea not null,
    prev bytea not null,
    at bigint not null,
    primary key (org, n)
);

create table audit_unsealed (
    org bigint not null,
    id bigint not null,
    primary key (org, id)
);

insert into audit_unsealed (org, id) select org, id from audit;

alter table audit_seal enable row level security;
create policy wall on audit_seal using (org = nullif(current_setting('app.org', true), '')::bigint);
alter table audit_unsealed enable row level security;
create policy wall on audit_unsealed using (org = nullif(current_setting('app.org', true), '')::bigint);
