-- Official files of codes, each release with its days; shared by all organizations, and nothing in them is of a patient.
create table code_release (
    kind text not null,
    sha256 text not null,
    part text not null,
    name text not null,
    "from" date not null,
    file_name text not null,
    rows integer not null,
    at bigint not null,
    actor text not null,
    primary key (kind, sha256)
);

create table code_release_chunk (
    kind text not null,
    sha256 text not null,
    n integer not null,
    body bytea not null,
    primary key (kind, sha256, n)
);
