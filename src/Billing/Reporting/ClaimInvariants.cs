using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>What must be true between the rows of the record: none names a row that is gone, a claim is what was billed, its story and its work tell what was decided, its advice is what follows.</summary>
public static class ClaimInvariants
{
    /// <summary>Derived rows; what they must be has lines of its own, as has a journal line's open item (item-lines).</summary>
    private static readonly Type[] Derived = [typeof(OpenItemNow), typeof(AccountMonth), typeof(ClaimNow), typeof(Touched), typeof(Unsealed)];

    /// <summary>References that are plain values: by which column of which table they are found.</summary>
    private static readonly (string Table, string Column, string Target)[] ByValue =
    [
        ("submission", "file_sha256", "file"), ("remittance", "file_sha256", "file"), ("claim_event", "source_sha256", "file"), ("statement", "file_sha256", "file"),
        ("posting_exception", "file_sha256", "file"), ("acknowledgment", "file_sha256", "file"), ("posting_decision", "matched_claim_id", "claim"), ("posting_decision", "matched_submission_id", "submission"),
    ];

    /// <summary>SQLite enforces this with each statement and PostgreSQL too, but neither against one who switches that off.</summary>
    public static readonly Invariant References = new("references", "every row that another row names is on record", async (tx, cancel) =>
    {
        cancel.ThrowIfCancellationRequested();
        var named = Named(tx).ToList();
        var rows = await tx.Session.Number($"select {string.Join(" + ", named.Select(n => n.Table).Distinct().Select(t => $"(select count(*) from \"{t}\" where org = @p0)"))}", tx.Scope.Org.Value);
        var gone = string.Join(" union all ", named.Select(n =>
            $"select '{n.Table}' as named_by, '{n.Columns[^1].From}' as \"column\", '{n.Target}' as gone, count(*) as rows from \"{n.Table}\" c where c.org = @p0 and c.\"{n.Columns[^1].From}\" is not null "
            + $"and not exists (select 1 from \"{n.Target}\" t where {string.Join(" and ", n.Columns.Select(k => $"t.\"{k.To}\" = c.\"{k.From}\""))})"));
        return new Examined(rows, await tx.Session.Query($"select * from ({gone}) as all_named where rows > 0", Invariant.Text, tx.Scope.Org.Value));
    });

    private static IEnumerable<(string Table, string Target, (string From, string To)[] Columns)> Named(Tx tx)
    {
        foreach (var type in Tables.OfOrganization.Concat(Tables.OfPractice).Except(Derived))
            foreach (var key in tx.Db.Model.FindEntityType(type)!.GetForeignKeys())
            {
                var target = key.PrincipalEntityType.ClrType;
                if ((type, target) == (typeof(JournalLineRow), typeof(OpenItem))) continue;
                yield return (Tables.NameOf(type), Tables.NameOf(target), [.. key.Properties.Zip(key.PrincipalKey.Properties, (from, to) => (Tables.ColumnOf(from), Tables.ColumnOf(to)))]);
            }
        foreach (var (table, column, target) in ByValue)
            yield return (table, target, target == "file" ? [("org", "org"), (column, "sha256")] : [("org", "org"), ("practice", "practice"), (column, "id")]);
    }

    public static Invariant Billed(bool postgres)
    {
        var inSnapshot = postgres ? "json_array_length(cast(v.snapshot as json) -> 'Lines')" : "json_array_length(v.snapshot, '$.Lines')";
        return Invariant.Of("claim-lines", "every version of a claim has the lines of its snapshot with the amounts of their charges, and every submission the charge of its version",
            "select (select count(*) from claim_version where org = @p0) + (select count(*) from submission where org = @p0)",
            $"""
            with billed as (select practice, claim_version_id, count(*) as n, sum(amount_cents) as cents from claim_line where org = @p0 group by practice, claim_version_id)
            select v.practice, v.claim_id as claim, v.version, 'lines' as what, {inSnapshot} as said, coalesce(b.n, 0) as found from claim_version v
            left join billed b on b.practice = v.practice and b.claim_version_id = v.id where v.org = @p0 and {inSnapshot} <> coalesce(b.n, 0)
            union all
            select l.practice, v.claim_id, v.version, 'charge', c.amount_cents, l.amount_cents from claim_line l
            join charge c on c.org = l.org and c.practice = l.practice and c.id = l.charge_id join claim_version v on v.org = l.org and v.practice = l.practice and v.id = l.claim_version_id
            where l.org = @p0 and l.amount_cents <> c.amount_cents
            union all
            select s.practice, s.claim_id, s.id, 'submission', coalesce(b.cents, 0), s.charge_cents from submission s
            left join billed b on b.practice = s.practice and b.claim_version_id = s.claim_version_id where s.org = @p0 and s.charge_cents <> coalesce(b.cents, 0)
            union all
            select c.practice, c.id, c.version, 'versions', c.version, count(v.id) from claim c
            left join claim_version v on v.org = c.org and v.practice = c.practice and v.claim_id = c.id where c.org = @p0 group by c.practice, c.id, c.version having c.version <> count(v.id)
            """);
    }

    private static readonly string Ta1 = $"'{nameof(ClaimEventKind.InterchangeAccepted)}', '{nameof(ClaimEventKind.InterchangeRejected)}'", G999 = $"'{nameof(ClaimEventKind.GroupAccepted)}', '{nameof(ClaimEventKind.GroupRejected)}'",
        C277 = $"'{nameof(ClaimEventKind.ClearinghouseAccepted)}', '{nameof(ClaimEventKind.PayerAccepted)}', '{nameof(ClaimEventKind.Rejected)}'";

    /// <summary>An answer typed in without a file has no place by which its event could be told from others'.</summary>
    public static readonly Invariant Story = Invariant.Of("claim-story", "the story of every claim tells of each version that was built, each submission that was sent and each answer that was posted from a file, and no acknowledgment that it tells of is gone",
        "select count(*) from claim_event where org = @p0",
        $"""
        select v.practice, v.claim_id as claim, '{nameof(ClaimEventKind.Built)}' as not_told, count(*) as times, coalesce(min(e.n), 0) as told from claim_version v
        left join (select practice, claim_id, count(*) as n from claim_event where org = @p0 and kind = '{nameof(ClaimEventKind.Built)}' group by practice, claim_id) e on e.practice = v.practice and e.claim_id = v.claim_id
        where v.org = @p0 group by v.practice, v.claim_id having count(*) > coalesce(min(e.n), 0)
        union all
        select s.practice, s.claim_id, '{nameof(ClaimEventKind.Sent)}', 1, 0 from submission s
        where s.org = @p0 and not exists (select 1 from claim_event e where e.org = s.org and e.practice = s.practice and e.claim_id = s.claim_id and e.submission_id = s.id and e.kind = '{nameof(ClaimEventKind.Sent)}')
        union all
        select d.practice, d.matched_claim_id, '{nameof(ClaimEventKind.Adjudicated)}', 1, 0 from posting_decision d
        join adjudication a on a.org = d.org and a.practice = d.practice and a.id = d.fact_id join remittance r on r.org = a.org and r.practice = a.practice and r.id = a.remittance_id
        where d.org = @p0 and d.fact_kind = {(short)FactKind.Adjudication} and d.generation = 1 and d.matched_claim_id is not null and r.file_sha256 is not null
            and not exists (select 1 from claim_event e where e.org = d.org and e.practice = d.practice and e.claim_id = d.matched_claim_id and e.source_sha256 = r.file_sha256 and e.source_from_segment = a.from_segment
                and e.kind in ('{nameof(ClaimEventKind.Adjudicated)}', '{nameof(ClaimEventKind.Reversed)}'))
        union all
        select e.practice, e.claim_id, 'acknowledgment of ' || e.kind, 1, 0 from claim_event e
        where e.org = @p0 and e.source_sha256 is not null and e.kind in ({Ta1}, {G999}, {C277}) and not exists (select 1 from acknowledgment a where a.org = e.org and a.file_sha256 = e.source_sha256
            and a.type = case when e.kind in ({Ta1}) then 'TA1' when e.kind in ({G999}) then '999' else '277CA' end)
        union all
        select 0, 0, 'acknowledgment ' || max(a.st_ordinal) || ' of file ' || a.file_sha256, max(a.st_ordinal), count(*) from acknowledgment a
        where a.org = @p0 group by a.file_sha256 having max(a.st_ordinal) > count(*)
        """);

    /// <summary>A fact is undone when its latest decision is an undoing, which has an even generation.</summary>
    private static readonly string Undone =
        $"(select max(d.generation) from posting_decision d where d.org = @p0 and d.practice = w.practice and d.fact_kind = {(short)FactKind.Adjudication} and d.fact_id = w.adjudication_id) % 2 = 0";

    public static Invariant Work(bool postgres)
    {
        var opened = postgres
            ? "cross join lateral json_array_elements(cast(d.choices as json) -> 'Open') as o"
            : "cross join json_each(d.choices, '$.Open') as j";
        string Of(string name, string type) => postgres ? $"cast(o ->> '{name}' as {type})" : $"json_extract(j.value, '$.{name}')";
        return Invariant.Of("open-work", "what every decision left open with a payer became work with its codes and amount; no work stands of an answer that is undone, and what waits in the queue has the answer's amounts",
            "select (select count(*) from denial where org = @p0) + (select count(*) from posting_exception where org = @p0)",
            $"""
            select d.practice, d.fact_id as answer, 'not opened' as what, {Of("Codes", "text")} as codes, coalesce({Of("Cents", "bigint")}, 0) as cents from posting_decision d {opened}
            where d.org = @p0 and d.fact_kind = {(short)FactKind.Adjudication} and d.choices like '%"Open":[%' and not exists (select 1 from denial w where w.org = d.org and w.practice = d.practice and w.adjudication_id = d.fact_id
                and w.codes = {Of("Codes", "text")} and w.at_stake_cents = coalesce({Of("Cents", "bigint")}, 0) and coalesce(w.charge_id, 0) = coalesce({Of("ChargeId", "bigint")}, 0))
            union all
            select w.practice, w.adjudication_id, 'not closed', w.codes, w.at_stake_cents from denial w
            where w.org = @p0 and w.codes <> '{TakenBackWork.CodesOf(TakenBackWork.Answer)}' and {Undone} and not exists (select 1 from denial_closed c where c.org = w.org and c.practice = w.practice and c.denial_id = w.id)
            union all
            select w.practice, w.adjudication_id, 'waits otherwise', w.kind, w.amount_cents from posting_exception w
            join adjudication a on a.org = w.org and a.practice = w.practice and a.id = w.adjudication_id where w.org = @p0 and (w.amount_cents <> a.paid_cents or w.difference_cents <> a.difference_cents)
            """);
    }

    /// <summary>Claims whose facts moved a moment ago, or whose day has come, are folded anew by the next upkeep and are not compared before it.</summary>
    public static readonly Invariant Advice = new("advice", "the advice kept for every claim (claim_now) is what its facts give when it is folded again", async (tx, cancel) =>
    {
        var (violations, rows, due, later) = (new List<string>(), 0L, 0L, 0L);
        foreach (var practice in await BookInvariants.Practices(tx, cancel))
        {
            var compared = await ProjectClaims.Compare(tx, practice, cancel);
            violations.AddRange(compared.Differences.Select(d => $"practice {practice}, {d}"));
            (rows, due, later) = (rows + compared.Claims, due + compared.Due, later + compared.Later);
        }
        return new Examined(rows, violations, (due, later) switch
        {
            (0, 0) => null,
            (_, 0) => $"{due} to be folded anew",
            (0, _) => $"{later} kept as of a later day",
            _ => $"{due} to be folded anew, {later} kept as of a later day",
        });
    });
}
