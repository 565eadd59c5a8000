using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Reads off the record what became of a check: never remembered, always counted.</summary>
internal static class RemitOutcome
{
    public const int ReasonsShown = 20;

    public static async Task<RemitLine> Of(Tx tx, string? file, RunPlan plan, bool acted, CancellationToken cancel)
    {
        var (practice, remittanceId) = (new Id<Practice>(plan.Practice), new Id<RemittanceRow>(plan.Remittance));
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == remittanceId, cancel);
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == remittance.CheckId, cancel);
        var posted = (int)await LiveFacts.Posted(tx, practice, remittanceId);
        var whole = await CheckDetail.Of(tx, practice, check.Id, cancel);
        var reasons = await Exceptions.Open(tx).Where(e => e.Practice == practice && e.RemittanceId == remittanceId).OrderBy(e => e.Id).Select(e => e.Reason).Take(ReasonsShown).ToListAsync(cancel);
        var gone = whole.WhyGone(remittanceId); // then nothing of it waits
        var waiting = gone is null ? remittance.Claims - posted : 0;
        // The parts of a check balance together, none by itself.
        var difference = whole.IsPlain || !whole.Posted.Contains(remittanceId) ? remittance.Difference : whole.DifferenceOf(whole.Posted);
        var payer = check.PayerId is { } id ? await tx.Db.Set<Payer>().Where(p => p.Id == id).Select(p => p.Key).FirstAsync(cancel) : check.Trn03;
        var outcome = !acted ? "duplicate" : waiting == 0 && reasons.Count == 0 && difference.IsZero ? "posted" : posted == 0 && waiting > 0 ? "exception" : "partly";
        var key = await tx.Db.Set<Practice>().Where(p => p.Id == practice).Select(p => p.Key).FirstAsync(cancel);
        List<string> notes = check.PayerId is null ? [RemitNotes.OnNobodysList(check)] : [];
        if (acted) notes.AddRange([.. await UnderTheSameTrace(tx, check, cancel), .. await PaidTwice(tx, practice, remittanceId), .. await InSiblings(tx, check, remittanceId, cancel), .. await AtTheBank(tx, check, cancel)]);
        return new RemitLine(file, check.Trn02, payer, key, outcome, remittance.Claims, posted, waiting, check.Amount, difference, gone is null ? reasons : [gone, .. reasons]) { Notes = notes, PayerName = RemitPosting.Known(check.PayerName), CheckId = check.Id.Value };
    }

    /// <summary>A trace number names one payment (TRN, 005010X221A1): another posted check of the same payer, day and payee over another amount may be the same money told twice.</summary>
    private static async Task<List<string>> UnderTheSameTrace(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        if (check.Amount.IsZero || PassedCheck.Of(check) is not null) return [];
        var others = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == check.Practice && c.Trn03 == check.Trn03 && c.Trn02 == check.Trn02 && c.PayeeNpi == check.PayeeNpi && c.Date == check.Date
            && c.Amount != check.Amount && c.Id != check.Id).OrderBy(c => c.Id).ToListAsync(cancel);
        List<string> notes = [];
        foreach (var other in others)
            if (!other.Amount.IsZero && PassedCheck.Of(other) is null && await LiveFacts.IsLive(tx, check.Practice, other.Id, cancel))
                notes.Add($"A check {check.Trn02} of that day over {other.Amount.ForPeople()} is posted too (check {other.Id}); this one is over {check.Amount.ForPeople()}. If they are one payment, unpost the one that is wrong.");
        return notes;
    }

    /// <summary>What of the check stands in the books of sibling practices, and which of their claims the payer has paid more than it owed with this remittance.</summary>
    private static async Task<List<string>> InSiblings(Tx tx, PayerCheck check, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var passed = (await SiblingCheck.All(tx, check, cancel)).Where(p => p.Live).ToList();
        if (passed.Count == 0) return [];
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == check.Practice && a.RemittanceId == remittance).Select(a => a.Id.Value).ToListAsync(cancel);
        List<string> notes = [];
        foreach (var part in passed.Where(p => answers.Contains(p.Of.Fact)))
            foreach (var id in await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == part.Practice.Id && r.CheckId == part.Check.Id).Select(r => r.Id).ToListAsync(cancel))
                notes.AddRange(await PaidTwice(tx, part.Practice.Id, id));
        return [.. notes, .. Due(passed)];
    }

    /// <summary>Money of a posted check that came before it, or that may be its.</summary>
    private static async Task<IEnumerable<string>> AtTheBank(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        if (!await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)) return [];
        return [.. (await BankLines.OfCheck(tx, check, cancel)).Select(d => $"The bank has its money: {d.Amount.ForPeople()} of {d.Date.InWords()}."),
            .. (await BankLines.ForCheck(tx, check, cancel)).Select(d => $"The bank brought {d.Amount.ForPeople()} on {d.Date.InWords()} that is nobody's yet. If it is this check's, say so: it is line {d.Id} of the bank.")];
    }

    private static IEnumerable<string> Due(IEnumerable<SiblingCheck> passed) => passed.GroupBy(p => p.Practice.Id).Select(g => (g.First().Practice.Name, g.Sum(p => p.Check.Amount)))
            .Select(s => s.Item2.IsNegative ? $"Part of it is posted in the book of {s.Name}, which owes us {s.Item2.Abs.ForPeople()} for it." : $"Part of it is posted in the book of {s.Name}, to which {s.Item2.ForPeople()} is due.");

    /// <summary>The claims that the payer has paid more than it owed with this remittance: their open credits.</summary>
    private static async Task<List<string>> PaidTwice(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance)
    {
        // From the answers by way of their claims, which is how work is found; a credit is work of a charge below zero.
        var rows = await tx.Session.Query(
            """
            select a.pcn_raw, sum(n.at_stake_cents) from adjudication a
            join posting_decision d on d.org = a.org and d.practice = a.practice and d.fact_kind = @p3 and d.fact_id = a.id
            join denial n on n.org = a.org and n.practice = a.practice and n.claim_id = d.matched_claim_id and n.adjudication_id = a.id
            where a.org = @p0 and a.practice = @p1 and a.remittance_id = @p2 and n.charge_id is not null and n.at_stake_cents < 0
                and d.generation % 2 = 1 and d.generation = (select max(l.generation) from posting_decision l where l.org = a.org and l.practice = a.practice and l.fact_kind = @p3 and l.fact_id = a.id)
                and not exists (select 1 from denial_closed c where c.org = n.org and c.practice = n.practice and c.denial_id = n.id)
            group by a.ordinal, a.pcn_raw order by a.ordinal limit 20
            """,
            r => (Pcn: r.GetString(0), Credit: new Money(-Convert.ToInt64(r.GetValue(1), System.Globalization.CultureInfo.InvariantCulture))), tx.Scope.Org.Value, practice.Value, remittance.Value, (short)FactKind.Adjudication);
        return [.. rows.Select(r => $"Claim {r.Pcn}: with this answer the payer has paid {r.Credit} more than it owed. It stands as the payer's credit, as work among the denials.")];
    }
}
