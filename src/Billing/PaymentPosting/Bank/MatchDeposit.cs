using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A line of the bank: money that came in, or below zero money that it took out.</summary>
/// <param name="Line">Its line in the file, from 1; of an OFX file its transaction.</param>
/// <param name="Trace">The trace that the bank passes on (CORE 370: TRN02 in the CCD+ addenda), when it does.</param>
public sealed record BankLine(int Line, DateOnly Date, Money Amount, string Description, string? Trace)
{
    /// <summary>What the bank's own number (OFX FITID) makes of it: account, number, amount. Null where the bank gives none.</summary>
    public string? Key { get; init; }
}

/// <summary>What a bank line turned out to be: "check" (EFT or payer check), "practice" (a sibling paid what was due), "receipts", "returned" (a receipt it took back), "unidentified", "out" (money out that is nobody's yet), "known" (imported before).</summary>
public sealed record MatchedLine(int Line, string What, Money Amount, string Detail)
{
    /// <summary>Known from another file, or taken out before: a person may say that it is money all the same (<see cref="TakeAnyway"/>).</summary>
    public bool MayBeOther { get; init; }
}

/// <summary>
/// The bank's money is recognised when it is there (MONEY 1.3): a line that is a check's moves payments in transit to cash, one that is a day's receipts moves
/// undeposited receipts; one that is nobody's stands as unidentified, with age and owner. Money out is ours only where it takes a returned receipt back; all other is
/// told and not taken in: brought again once the payment is recorded as returned, it is taken. A refund of ours left cash when it was given, so its line is told as that.
/// </summary>
public static class MatchDeposit
{
    /// <param name="anyway">Known lines that a person says are money all the same.</param>
    /// <exception cref="BadInputException">A line is of a day to come, or one to be taken anyway is not in the file; nothing of the file is taken.</exception>
    public static async Task<IReadOnlyList<MatchedLine>> Run(Tx tx, Id<Practice> practice, string sha256, IReadOnlyList<BankLine> lines, TakeAnyway? anyway = null, CancellationToken cancel = default)
    {
        var taken = Asked(lines, anyway ?? TakeAnyway.None);
        var today = await tx.Today(practice);
        var toCome = lines.Where(l => l.Date > today).Select(l => new Fault($"line {l.Line} date", $"{l.Date.InWords()} lies in the future.", "Correct the date, or bring the line on its day.")).ToList();
        if (toCome.Count > 0) throw new BadInputException(toCome);
        await Roots.HoldFile(tx, $"bank|{practice}");
        var known = await KnownLines.Of(tx, practice, sha256, lines, cancel);
        var result = new List<MatchedLine>();
        foreach (var line in lines)
        {
            var why = taken.Lines.Contains(line.Line) ? taken.Reason : null;
            if (known.Find(line, anyway: why is not null) is { } before) result.Add(before);
            else if (!line.Amount.IsNegative) result.Add(await Taken(tx, practice, sha256, line, await Awaited(tx, practice, line, cancel), (known.Gone(line), why), cancel));
            else if (await ReturnedOf(tx, practice, line, cancel) is { } returned) result.Add(await Taken(tx, practice, sha256, line, returned, (known.Gone(line), why), cancel));
            else result.Add(new MatchedLine(line.Line, "out", line.Amount, await RefundList.InBank(tx, practice, line, cancel) ?? await MayHaveComeBack(tx, practice, line, cancel)));
        }
        tx.Subject = $"file {sha256}";
        return result;
    }

    private static TakeAnyway Asked(IReadOnlyList<BankLine> lines, TakeAnyway anyway)
    {
        if (anyway.Lines.Count == 0) return anyway;
        var strangers = anyway.Lines.Where(n => lines.All(l => l.Line != n)).Select(n => new Fault($"line {n}", $"Line {n} of the file is no line of money.", "Name a line that the import tells as known.")).ToList();
        return strangers.Count > 0 ? throw new BadInputException(strangers) : anyway with { Reason = PersonDecisions.Reason(anyway.Reason) };
    }

    /// <summary>What the line is, or what its money is not: a check that came before is named, and then no payment at the desk is taken for it.</summary>
    private static async Task<DepositMatch?> Awaited(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        if (await CheckOf(tx, practice, line, cancel) is { } check) return check;
        if ((await BroughtChecks.Of(tx, practice, [line.Amount], cancel)).Named(line.Trace, line.Description, line.Amount) is { } came) return new DepositMatch([], DepositMatch.Unidentified, came);
        return await PaidBySibling(tx, practice, line, cancel) ?? await ReceiptsOf(tx, practice, line, cancel);
    }

    /// <param name="again">What the line was before it was taken out, and why a person takes it though it is known; null where that is not so.</param>
    private static async Task<MatchedLine> Taken(Tx tx, Id<Practice> practice, string sha256, BankLine line, DepositMatch? match, (Deposit? Gone, string? Why) again, CancellationToken cancel)
    {
        var deposit = again.Gone ?? tx.Add(new Deposit
        {
            Practice = practice, Id = tx.NextId<Deposit>(), Date = line.Date, Amount = line.Amount, Description = line.Description, TraceNumber = line.Trace, SourceSha256 = sha256, SourceLine = line.Line,
        });
        match ??= new([], DepositMatch.Unidentified, "no check or receipts of this amount are awaited");
        var source = again.Why is null ? DepositBook.Place(deposit) : $"{tx.Actor}: {DepositBook.Place(deposit)}, taken though it was known: {again.Why}";
        await DepositBook.Lay(tx, deposit, match.From.Count > 0 ? match.From : [DepositBook.Nobodys(deposit)], source, cancel);
        if (match.Unposted is { } unposted) await BankedCheck.Came(tx, unposted, cancel);
        return new MatchedLine(line.Line, match.What, line.Amount, match.Detail);
    }

    /// <summary>Money that a sibling practice paid for what is due between the books: by its reference, or by amount alone where the line has no trace.</summary>
    private static async Task<DepositMatch?> PaidBySibling(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var received = -line.Amount;
        var paid = await tx.Db.Set<PracticeSettlement>().AsNoTracking().Where(s => s.Practice == practice && s.Amount == received && s.PaidOn <= line.Date && s.Undoes == null
            && !tx.Db.Set<PracticeSettlement>().Any(u => u.Practice == practice && u.Undoes == s.Number)).ToListAsync(cancel);
        var banked = await PracticeDues.Banked(tx, practice, [.. paid.Select(s => (long?)s.Id.Value)], cancel);
        paid.RemoveAll(s => banked.Contains(s.Id.Value));
        bool IsNamed(PracticeSettlement s) => s.Reference == line.Trace || line.Description.Contains(s.Reference, StringComparison.Ordinal);
        var one = paid.FindAll(IsNamed) is [var named] ? named : line.Trace is null && paid is [var alone] ? alone : null;
        if (one is null) return null;
        var name = await tx.Db.Set<Practice>().Where(p => p.Id == one.OtherPractice).Select(p => p.Name).FirstAsync(cancel);
        return new([new JournalLine(Account.PaymentsInTransit, Party.Practice(one.OtherPractice.Value), -line.Amount) { About = $"{SettlePractices.About}{one.Id}" }], DepositMatch.Practice, $"paid by {name} on {one.PaidOn.InWords()}, {one.Reference}");
    }

    private static async Task<DepositMatch?> CheckOf(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var (check, posted) = await OfCheck(tx, practice, line, cancel);
        for (Id<PayerCheck>? held = null; check is not null && held != check.Id;)
        {
            await Roots.HoldCheck(tx, check.Id);
            held = check.Id;
            (check, posted) = await OfCheck(tx, practice, line, cancel); // as it stands now that nobody posts or unposts it
        }
        if (check is null) return null;
        return ToCheck(check, posted);
    }

    internal static DepositMatch ToCheck(PayerCheck check, bool posted) =>
        new([new JournalLine(Account.PaymentsInTransit, ChunkFacts.CheckParty(check), -check.Amount) { About = $"check:{check.Id}", CheckId = check.Id.Value }], DepositMatch.Check,
            $"check {check.Trn02} of {check.Date.InWords()}{(posted ? "" : ", which is not posted: its money stands unapplied until it is")}", posted ? null : check);

    /// <summary>
    /// By trace and amount: of the checks on their way, else of those that were unposted before their money came. Without a trace by amount alone, when exactly one check of it is in transit.
    /// </summary>
    private static async Task<(PayerCheck? Check, bool Posted)> OfCheck(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var candidates = await OfAmount(tx, practice, line.Amount, cancel);
        var inTransit = await InTransit(tx, practice, candidates, cancel);
        bool IsNamed(PayerCheck check) => Names(line.Trace, line.Description, check);
        if (inTransit.FindAll(IsNamed) is [var named]) return (named, true);
        var unposted = new List<PayerCheck>();
        foreach (var check in candidates.FindAll(IsNamed))
            if (await WasUnposted(tx, check, cancel)) unposted.Add(check);
        if (unposted is [var one]) return (one, false);
        return (line.Trace is null && inTransit is [var alone] ? alone : null, true);
    }

    /// <summary>Whether the bank's words name the check.</summary>
    internal static bool Names(string? trace, string description, PayerCheck check) => check.Trn02.Length > 0 && (check.Trn02 == trace || description.Contains(check.Trn02, StringComparison.Ordinal));

    /// <summary>Checks of the amount, oldest first; what a sibling practice passed on never comes to this practice's bank by itself.</summary>
    internal static async Task<List<PayerCheck>> OfAmount(Tx tx, Id<Practice> practice, Money amount, CancellationToken cancel) =>
        (await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && c.Amount == amount).OrderBy(c => c.Date).ToListAsync(cancel)).FindAll(c => PassedCheck.Of(c) is null);

    /// <summary>Those whose whole amount is on its way to the bank.</summary>
    internal static async Task<List<PayerCheck>> InTransit(Tx tx, Id<Practice> practice, List<PayerCheck> checks, CancellationToken cancel)
    {
        var inTransit = new List<PayerCheck>();
        foreach (var part in checks.Chunk(500))
        {
            var open = await OpenBalances.About(tx, practice, [.. part.Select(c => $"check:{c.Id}")], cancel);
            inTransit.AddRange(part.Where(c => open.Exists(o => o.Account == Account.PaymentsInTransit && o.About == $"check:{c.Id}" && o.Amount == c.Amount)));
        }
        return inTransit;
    }

    /// <summary>It was posted, is not now, and the bank has not brought its money yet.</summary>
    internal static async Task<bool> WasUnposted(Tx tx, PayerCheck check, CancellationToken cancel) =>
        await LiveFacts.Generation(tx, check.Practice, FactKind.Check, check.Id.Value) is > 0 and var generation && generation % 2 == 0 && !check.Amount.IsZero
        && !await DepositItems.Standing(tx).AnyAsync(i => i.Practice == check.Practice && i.CheckId == check.Id, cancel);

    /// <summary>All undeposited receipts of one day and method, when their sum is the line's; with those that came back only after the line's day when it is not.</summary>
    internal static async Task<DepositMatch?> ReceiptsOf(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && r.TakenOn <= line.Date && !DepositItems.Standing(tx).Any(i => i.Practice == practice && i.ReceiptId == r.Id))
            .OrderBy(r => r.Id).ToListAsync(cancel);
        var returned = await tx.Db.Set<ReceiptReturned>().AsNoTracking().Where(x => x.Practice == practice)
            .ToDictionaryAsync(x => x.ReceiptId, x => ReturnReceipt.NeverWas(x) ? DateOnly.MinValue : x.ReturnedOn, cancel);
        var day = OfOneDay(receipts.FindAll(r => !returned.ContainsKey(r.Id)), line.Amount) ?? OfOneDay(receipts.FindAll(r => !returned.TryGetValue(r.Id, out var on) || on >= line.Date), line.Amount);
        if (day is null) return null;
        return ToReceipts(day);
    }

    /// <summary>Receipts as a match, named by their days.</summary>
    internal static DepositMatch ToReceipts(List<Receipt> receipts)
    {
        var days = receipts.Select(r => r.TakenOn).Distinct().Order().ToList();
        return new(receipts.ConvertAll(r => new JournalLine(Account.UndepositedReceipts, Party.Guarantor(r.AccountId.Value), -r.Amount) { About = $"receipt:{r.Id}" }), DepositMatch.Receipts,
            $"{(receipts.Count == 1 ? "1 receipt" : $"{receipts.Count} receipts")} of {days[0].InWords()}{(days.Count > 1 ? $" to {days[^1].InWords()}" : "")}");
    }

    /// <summary>What was taken at the desk up to a day, did not come back, and the bank has not brought: the latest first.</summary>
    internal static async Task<List<Receipt>> AtTheDesk(Tx tx, Id<Practice> practice, DateOnly upTo, CancellationToken cancel) =>
        await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && r.TakenOn <= upTo && !DepositItems.Standing(tx).Any(i => i.Practice == practice && i.ReceiptId == r.Id)
            && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id)).OrderByDescending(r => r.TakenOn).ThenByDescending(r => r.Id).ToListAsync(cancel);

    private static List<Receipt>? OfOneDay(List<Receipt> receipts, Money amount) =>
        receipts.GroupBy(r => (r.TakenOn, r.Method)).Concat<IEnumerable<Receipt>>(receipts.GroupBy(r => r.TakenOn)).Concat(receipts.Select(r => new[] { r })).FirstOrDefault(g => g.Sum(r => r.Amount) == amount)?.ToList();

    /// <summary>A bank often tells first of a check that came back: the latest payment of the amount that it had brought, which nobody has recorded as returned.</summary>
    private static async Task<string> MayHaveComeBack(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var amount = -line.Amount;
        var receipt = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && r.Amount == amount && r.TakenOn <= line.Date && DepositItems.Standing(tx).Any(i => i.Practice == practice && i.ReceiptId == r.Id)
            && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id)).OrderByDescending(r => r.TakenOn).ThenByDescending(r => r.Id).FirstOrDefaultAsync(cancel);
        return receipt is null ? "money out, nobody's yet; no payment of this amount was brought to the bank"
            : $"money out, nobody's yet; it may be receipt {receipt.Id} of {receipt.TakenOn.InWords()}: if that came back, record it as returned and bring this file again";
    }

    /// <summary>The bank takes a receipt back that it had: the oldest of this amount that was returned and is still counted as banked.</summary>
    private static async Task<DepositMatch?> ReturnedOf(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && r.Amount == -line.Amount && tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id))
            .OrderBy(r => r.Id).ToListAsync(cancel);
        var open = await OpenBalances.About(tx, practice, receipts.ConvertAll(r => $"receipt:{r.Id}"), cancel);
        var receipt = receipts.Find(r => open.Exists(o => o.Account == Account.UndepositedReceipts && o.About == $"receipt:{r.Id}" && o.Amount == line.Amount));
        if (receipt is null) return null;
        return new([new JournalLine(Account.UndepositedReceipts, Party.Guarantor(receipt.AccountId.Value), -line.Amount) { About = $"receipt:{receipt.Id}" }], DepositMatch.Returned, $"receipt {receipt.Id} of {receipt.TakenOn.InWords()}, returned");
    }
}
