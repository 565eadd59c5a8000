-- Official files of codes, each release with its days; shared by all organizations, and nothing in them is of a patient.
create table code_release (
    kind text not null,
    sha256 text not null,
    part text not null,
    name text not null,
    "from" text not null,
    file_name text not null,
    rows integer not null,
    at integer not null,
    actor text not null,
    primary key (kind, sha256)
) strict, without rowid;

create table code_release_chunk (
    kind text not null,
    sha256 text not null,
    n integer not null,
    body blob not null,
    primary key (kind, sha256, n)
) strict;

create trigger code_release_no_update before update on code_release begin select raise(abort, 'code_release is append-only: correct by a new row'); end;
create trigger code_release_no_delete before delete on code_release begin select raise(abort, 'code_release is append-only: correct by a new row'); end;
create trigger code_release_chunk_no_update before update on code_release_chunk begin select raise(abort, 'code_release_chunk is append-only: correct by a new row'); end;
create trigger code_release_chunk_no_delete before delete on code_release_chunk begin select raise(abort, 'code_release_chunk is append-only: correct by a new row'); end;
