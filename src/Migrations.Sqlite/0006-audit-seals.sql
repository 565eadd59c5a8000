-- A hash chain over the audit log, as the seals are over the journal; and the audit rows that wait for it. Those that stand are sealed next.
create table audit_seal (
    org integer not null,
    n integer not null,
    count integer not null,
    "rows" blob not null,
    root blob not null,
    prev blob not null,
    at integer not null,
    primary key (org, n)
) strict, without rowid;

create table audit_unsealed (
    org integer not null,
    id integer not null,
    primary key (org, id)
) strict, without rowid;

insert into audit_unsealed (org, id) select org, id from audit;

create trigger audit_seal_no_update before update on audit_seal begin select raise(abort, 'audit_seal is append-only: correct by a new row'); end;
create trigger audit_seal_no_delete before delete on audit_seal begin select raise(abort, 'audit_seal is append-only: correct by a new row'); end;
