-- The jobs that a reversal leaves behind a later payer (TakenBackWork): found without reading other work or any answer.
create index ix_denial_codes on denial (org, codes) where codes = '22';
