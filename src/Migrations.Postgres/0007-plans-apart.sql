-- A payer that covers a patient under two plans at once owes for each apart: the one registered later under its own name.
alter table coverage add column apart_id bigint;
update coverage set apart_id = id where exists (select 1 from coverage o where o.org = coverage.org and o.practice = coverage.practice and o.patient_id = coverage.patient_id and o.payer_id = coverage.payer_id
    and o.id < coverage.id and o."from" <= coalesce(coverage."to", date '9999-12-31') and coalesce(o."to", date '9999-12-31') >= coverage."from");
