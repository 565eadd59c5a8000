using CleanClaim.Billing;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Visits;

/// <summary>Part of a visit's money that has not found its zero: who has it, and how much; negative is money held for the visit.</summary>
public sealed record OpenAmount(Account Account, PartyKind PartyKind, long PartyId, string Party, Money Amount)
{
    /// <summary>A debt of a plan or a guarantor; a credit or money held is not decided about here.</summary>
    public bool MayBeDecided => Account is Account.PayerReceivable or Account.GuarantorReceivable && Amount > Money.Zero;

    public string Decision(Encounter visit) => new DebtQuestion((short)PartyKind, PartyId).Address(visit.Id);

    /// <summary>Where its entries stand.</summary>
    public string Explanation(Encounter visit) => $"/visits/{visit.Id}/explain?account={(short)Account}&kind={(short)PartyKind}&party={PartyId}";
}

/// <summary>A journal line as people read it. <paramref name="About"/> is what its open item is about, null for income and cash.</summary>
public sealed record LineView(JournalLineRow Line, string Party, string? About)
{
    /// <summary>Moves something of the visit that is to find zero: its charges, or money held for it. Checks and receipts on their way to the bank are not the visit's.</summary>
    public bool IsOpenOf(Id<Encounter> visit) => About is { } about && (about.StartsWith("charge:", StringComparison.Ordinal) || about == $"visit:{visit}");
}

/// <summary>Where an entry comes from, for a person: the words, and the page or the segments that prove it.</summary>
public sealed record EntrySource(string Words, string? Href);

/// <summary>A journal entry as people read it.</summary>
public sealed record EntryView(JournalEntryRow Entry, IReadOnlyList<LineView> Lines, string What, IReadOnlyList<EntrySource> Sources);

/// <summary>Every entry that moved money of a visit, each with its fact and the place in the payer's file.</summary>
internal static class VisitEntries
{
    public static async Task<IReadOnlyList<EntryView>> Of(Tx tx, Encounter visit, CancellationToken cancel)
    {
        var practice = visit.Practice;
        var touching = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && l.EncounterId == visit.Id.Value).OrderBy(l => l.Id).ToListAsync(cancel);
        var entryIds = touching.Select(l => l.EntryId).Distinct().ToList();
        var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && entryIds.Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(cancel);
        var itemIds = touching.Where(l => l.OpenItemId is not null).Select(l => l.OpenItemId!.Value).Distinct().ToList();
        var about = await tx.Db.Set<OpenItem>().AsNoTracking().Where(i => i.Practice == practice && itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.About, cancel);
        var insurers = await PlanParties.Names(tx, practice, touching.Select(l => new Party(l.PartyKind, l.PartyId)), cancel);
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice).ToDictionaryAsync(a => a.Id.Value, a => a.DisplayName, cancel);
        var answers = await Answers(tx, practice, entries, cancel);
        string Name(JournalLineRow l) => l.PartyKind switch
        {
            PartyKind.Payer or PartyKind.Plan => insurers[new Party(l.PartyKind, l.PartyId)],
            PartyKind.Guarantor => accounts.GetValueOrDefault(l.PartyId, "guarantor"),
            PartyKind.UnknownPayer => "unknown payer",
            _ => "",
        };
        var byEntry = touching.ToLookup(l => l.EntryId);
        return [.. entries.Select(e => new EntryView(e, [.. byEntry[e.Id].Select(l => new LineView(l, Name(l), l.OpenItemId is { } item ? about[item] : null))], What(e, answers), Sources(e, answers)))];
    }

    private sealed record Answer(Adjudication Said, RemittanceRow In, PayerCheck Check);

    private static async Task<Dictionary<long, Answer>> Answers(Tx tx, Id<Practice> practice, IEnumerable<JournalEntryRow> entries, CancellationToken cancel)
    {
        var ids = entries.Where(e => e.FactKind == FactKind.Adjudication).Select(e => new Id<Adjudication>(e.FactId)).Distinct().ToList();
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).ToListAsync(cancel);
        var remittanceIds = said.Select(a => a.RemittanceId).Distinct().ToList();
        var remittances = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && remittanceIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        var checkIds = remittances.Values.Select(r => r.CheckId).Distinct().ToList();
        var checks = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && checkIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        return said.ToDictionary(a => a.Id.Value, a => new Answer(a, remittances[a.RemittanceId], checks[remittances[a.RemittanceId].CheckId]));
    }

    private static string What(JournalEntryRow entry, Dictionary<long, Answer> answers)
    {
        var fact = entry.FactKind switch
        {
            FactKind.Charge => "Charged",
            // CLP02 22: reversal of an earlier payment.
            FactKind.Adjudication => answers.TryGetValue(entry.FactId, out var answer) && answer.Said.ClpStatus == "22" ? "The payer took its answer back" : "The payer answered",
            FactKind.Receipt => "Paid at the desk",
            FactKind.ReceiptApplication => "Payment met the debt",
            FactKind.ProviderAdjustment => "The payer adjusted a check",
            FactKind.WriteOff => "Written off",
            FactKind.Transfer => "Moved by a person",
            FactKind.Refund or FactKind.RefundPart => "Given back",
            FactKind.Deposit => "Reached the bank",
            FactKind.OpeningBalance => "Brought over",
            FactKind.PracticeSettlement => "Paid between our practices",
            FactKind.AdjustingEntry => "Adjusted by a person",
            _ => "Booked",
        };
        return entry.Reverses is null ? fact : $"{fact}: undone";
    }

    private static IReadOnlyList<EntrySource> Sources(JournalEntryRow entry, Dictionary<long, Answer> answers)
    {
        if (entry.FactKind != FactKind.Adjudication || !answers.TryGetValue(entry.FactId, out var answer)) return [new EntrySource(BalanceReasons.InWords(entry.FactKind, entry.Source), null)];
        var check = new EntrySource($"{answer.Check.PayerName}, check {answer.Check.Trn02}", $"/payments/checks/{answer.Check.Id}#a{answer.Said.Id}");
        return answer.In.FileSha256 is not { } sha ? [check]
            : [check, new EntrySource($"segments {answer.Said.FromSegment}–{answer.Said.ToSegment}", $"/files/{sha}?from={answer.Said.FromSegment}&to={answer.Said.ToSegment}#s{answer.Said.FromSegment}")];
    }
}
