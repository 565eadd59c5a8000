using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Remittance;

public enum Stands { InBoth, OnlyPosted, OnlyNew }

/// <summary>What a person may say of a second remittance for a posted check (ARCHITECTURE 1).</summary>
public enum SecondChoice { Duplicate, Part, Replacement }

/// <summary>One thing that both remittances say, side by side. Null: not said. Amounts have two decimals.</summary>
public sealed record Compared(string What, string? Posted, string? New)
{
    public bool Differs => !string.Equals(Posted, New, StringComparison.Ordinal);
}

/// <summary>A claim of either side. <see cref="Differences"/> holds only what differs, and nothing for a claim of one side.</summary>
public sealed record ComparedClaim(string Pcn, string? Patient, Stands Stands, string? PostedStatus, string? NewStatus, Money? PostedPaid, Money? NewPaid, IReadOnlyList<Compared> Differences)
{
    public bool Differs => Stands != Stands.InBoth || Differences.Count > 0;
}

/// <summary>Provider adjustments (PLB) of one reason and reference, summed on each side; null where the side has none.</summary>
public sealed record ComparedAdjustment(string Reason, string? Reference, Money? Posted, Money? New)
{
    public bool Differs => Posted != New;
}

/// <summary>What one side adds up to. <see cref="Net"/> is what it explains of the check: sum of CLP04 less sum of PLB (005010X221A1 1.10.2.1).</summary>
public sealed record RemittanceSums(int Claims, Money Charged, Money Paid, Money ProviderAdjustments)
{
    public Money Net => Paid - ProviderAdjustments;
}

/// <summary>
/// Two remittances for one check, as values: what is posted (one, or several parts) and the one that came after. Pure. Claims are paired by patient control number, those
/// that say the same first, then those of the same status (a reversal and its correction share a number), then in the order of the file.
/// </summary>
public sealed record RemittanceComparison(Money Check, IReadOnlyList<Compared> Header, IReadOnlyList<ComparedClaim> Claims, IReadOnlyList<ComparedAdjustment> ProviderAdjustments,
    RemittanceSums Posted, RemittanceSums New)
{
    public int SameClaims => Claims.Count(c => !c.Differs);
    /// <summary>What both together explain of the check.</summary>
    public Money Together => Posted.Net + New.Net;
    /// <summary>Above zero: as parts they would pay more than the check has.</summary>
    public Money Excess => Together - Check;

    /// <summary>Claims with money in them that the new remittance repeats word for word: posting it as a part would pay them twice.</summary>
    public IReadOnlyList<ComparedClaim> Repeated => [.. Claims.Where(c => !c.Differs && c.NewPaid is { IsZero: false })];

    /// <summary>What the figures suggest; a person decides.</summary>
    public (SecondChoice Choice, string Why) Suggestion =>
        New.Claims > 0 && Claims.All(c => c.Stands == Stands.OnlyPosted || !c.Differs) && ProviderAdjustments.All(a => a.New is null || !a.Differs) ? (SecondChoice.Duplicate, "everything in it is posted already, word for word")
        : Claims.All(c => c.Stands != Stands.InBoth) && Excess <= Money.Zero ? (SecondChoice.Part, $"it has no claim that is posted, and together they make {Together} of the check's {Check}")
        : (SecondChoice.Replacement, $"it answers posted claims in another way; by itself it makes {New.Net} of the check's {Check}");

    public static RemittanceComparison Of(Money check, IReadOnlyList<ReceivedPayment> posted, ReceivedPayment now) => new(
        check, posted.Count == 0 ? [] : HeaderOf(posted[^1], now), ClaimsOf([.. posted.SelectMany(p => p.Claims)], now.Claims),
        AdjustmentsOf([.. posted.SelectMany(p => p.ProviderAdjustments)], now.ProviderAdjustments), SumsOf(posted), SumsOf([now]));

    private static RemittanceSums SumsOf(IReadOnlyList<ReceivedPayment> payments) =>
        new(payments.Sum(p => p.Claims.Count), payments.SelectMany(p => p.Claims).Sum(c => c.Charge ?? Money.Zero), payments.Sum(p => p.ClaimsPaid), payments.Sum(p => p.Adjusted));

    private static List<Compared> HeaderOf(ReceivedPayment posted, ReceivedPayment now) =>
    [
        new("trace", posted.Trn02, now.Trn02), new("date", posted.Date?.InWords(), now.Date?.InWords()), new("amount", posted.Amount?.ToString(), now.Amount?.ToString()),
        new("paid by", posted.Method, now.Method), new("payer", posted.PayerName, now.PayerName), new("payer's trace id", posted.Trn03, now.Trn03), new("payee", posted.PayeeNpi, now.PayeeNpi),
    ];

    private static List<ComparedClaim> ClaimsOf(IReadOnlyList<ReceivedClaim> posted, IReadOnlyList<ReceivedClaim> now)
    {
        var (before, after) = (posted.ToLookup(KeyOf, StringComparer.Ordinal), now.ToLookup(KeyOf, StringComparer.Ordinal));
        return [.. posted.Concat(now).Select(KeyOf).Distinct(StringComparer.Ordinal).SelectMany(key => Paired([.. before[key]], [.. after[key]]))];
    }

    private static string KeyOf(ReceivedClaim claim) => Pcn.Fold(claim.Pcn) is { Length: > 0 } pcn ? pcn : $"payer {claim.PayerControl}";

    /// <summary>More claims under one number than anybody sends are paired in the order of the files, so that a strange file costs no more than its length.</summary>
    private const int PairingsMax = 2_500;

    private static IEnumerable<ComparedClaim> Paired(List<ReceivedClaim> posted, List<ReceivedClaim> now)
    {
        if (posted.Count * (long)now.Count > PairingsMax)
        {
            var both = Math.Min(posted.Count, now.Count);
            return posted.Zip(now, Both).Concat(OneSided(posted.Skip(both), now.Skip(both)));
        }
        Func<ReceivedClaim, ReceivedClaim, bool>[] ways = [(a, b) => Differences(a, b).Count == 0, (a, b) => a.Status == b.Status, (_, _) => true];
        var pairs = new List<(ReceivedClaim Posted, ReceivedClaim New)>();
        foreach (var fits in ways)
            foreach (var was in posted.ToList())
            {
                if (now.Find(n => fits(was, n)) is not { } other) continue;
                pairs.Add((was, other));
                posted.Remove(was);
                now.Remove(other);
            }
        return pairs.Select(p => Both(p.Posted, p.New)).Concat(OneSided(posted, now));
    }

    private static IEnumerable<ComparedClaim> OneSided(IEnumerable<ReceivedClaim> posted, IEnumerable<ReceivedClaim> now) =>
        posted.Select(c => new ComparedClaim(c.Pcn, c.PatientName, Stands.OnlyPosted, c.Status, null, c.Paid, null, []))
            .Concat(now.Select(c => new ComparedClaim(c.Pcn, c.PatientName, Stands.OnlyNew, null, c.Status, null, c.Paid, [])));

    private static ComparedClaim Both(ReceivedClaim posted, ReceivedClaim now) =>
        new(now.Pcn, now.PatientName ?? posted.PatientName, Stands.InBoth, posted.Status, now.Status, posted.Paid, now.Paid, Differences(posted, now));

    private static List<Compared> Differences(ReceivedClaim posted, ReceivedClaim now)
    {
        var all = new List<Compared>
        {
            new("status", posted.Status, now.Status), new("charge", posted.Charge?.ToString(), now.Charge?.ToString()), new("paid", posted.Paid?.ToString(), now.Paid?.ToString()),
            new("patient's share", posted.PatientResponsibility?.ToString(), now.PatientResponsibility?.ToString()), new("payer's number", posted.PayerControl, now.PayerControl),
            new("patient", posted.PatientName, now.PatientName), new("member id", posted.MemberId, now.MemberId), new("service date", posted.ServiceFrom?.InWords(), now.ServiceFrom?.InWords()),
            new("forwarded to", posted.CrossoverPayer, now.CrossoverPayer), new("adjustments of the claim", Adjusted(posted, null), Adjusted(now, null)),
            new("remarks of the claim", Remarked(posted, null), Remarked(now, null)),
        };
        for (var n = 1; n <= Math.Max(posted.Lines.Count, now.Lines.Count); n++)
        {
            all.Add(new($"line {n}", LineOf(posted, n), LineOf(now, n)));
            all.Add(new($"adjustments of line {n}", Adjusted(posted, n), Adjusted(now, n)));
            all.Add(new($"remarks of line {n}", Remarked(posted, n), Remarked(now, n)));
        }
        return all.FindAll(c => c.Differs);
    }

    private static string? LineOf(ReceivedClaim claim, int n) =>
        claim.Lines.FirstOrDefault(l => l.N == n) is { } line ? $"{line.Code} {line.Modifiers}".Trim() + $" charged {line.Charge?.ToString() ?? "?"}, paid {line.Paid?.ToString() ?? "?"}" : null;

    /// <summary>In one order, since payers shuffle them.</summary>
    private static string? Adjusted(ReceivedClaim claim, int? line) =>
        Text(claim.Adjustments.Where(a => a.LineN == line).Select(a => $"{a.Group}-{a.Reason} {a.Amount?.ToString() ?? "?"}"));

    private static string? Remarked(ReceivedClaim claim, int? line) => Text(claim.Remarks.Where(r => r.LineN == line).Select(r => r.Code));

    private static string? Text(IEnumerable<string> parts) => string.Join(", ", parts.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;

    private static List<ComparedAdjustment> AdjustmentsOf(IReadOnlyList<ReceivedProviderAdjustment> posted, IReadOnlyList<ReceivedProviderAdjustment> now)
    {
        static (string, string?) Key(ReceivedProviderAdjustment a) => (a.Reason, a.Reference);
        var (before, after) = (posted.ToLookup(Key), now.ToLookup(Key));
        static Money? Sum(IEnumerable<ReceivedProviderAdjustment> rows) => rows.Any() ? rows.Sum(a => a.Amount ?? Money.Zero) : null;
        return [.. posted.Concat(now).Select(Key).Distinct().Select(k => new ComparedAdjustment(k.Item1, k.Item2, Sum(before[k]), Sum(after[k])))];
    }
}
