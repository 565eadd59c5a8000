using CleanClaim.X12.Partners;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Sums and situational rules of one transaction: fed segment by segment and loop end by loop end, they keep a few totals
/// and never a tree, so that a claim of a thousand lines costs what its longest line does.
/// </summary>
internal abstract class TransactionRules(FaultLog log)
{
    protected FaultLog Log { get; } = log;

    /// <summary>A transaction set begins; nothing of the one before may be remembered.</summary>
    public abstract void Begin();

    /// <summary>A segment that the guide has, after its elements were checked.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="use">Its row.</param>
    public abstract void Segment(SegmentView segment, SegmentUse use);

    /// <summary>Whether <see cref="Segment"/> does anything for segments of this row; it is not told of others.</summary>
    public virtual bool Concern(SegmentUse use) => true;

    /// <summary>Whether <see cref="Close"/> does anything at the end of this loop; it is not told of others.</summary>
    public virtual bool Concern(LoopUse loop) => true;

    /// <summary>A segment that has no place; sums that it may have belonged to are not to be judged.</summary>
    /// <param name="id">Its id; one that the guide does not know may have been meant as any.</param>
    /// <param name="isKnown">Whether the guide has such a segment.</param>
    public abstract void Stray(SegmentId id, bool isKnown);

    /// <summary>A loop has ended, its inner loops before it.</summary>
    public abstract void Close(LoopUse loop);

    /// <summary>The rules of a guide up to the level asked for; null where it has none.</summary>
    public static TransactionRules? For(Guide guide, FaultLog log, ValidationOptions options)
    {
        var usual = OfSums(guide, log);
        if (options.LevelMax <= 4) return usual;
        List<TransactionRules> all = usual is null ? [] : [usual];
        all.Add(new CodeSetRules(guide, log, options.CodeSets ?? new CodeTables()));
        if (options.LevelMax >= 6 && OfKind(guide, log) is { } kind) all.Add(kind);
        if (options is { LevelMax: >= 7, Partner: { } partner } && partner.Rows.Any(r => r.Transaction == guide.Name)) all.Add(new PartnerRules(guide, log, partner));
        return new JoinedRules(guide, log, all);
    }

    private static TransactionRules? OfKind(Guide guide, FaultLog log) => guide.Name switch
    {
        "837P" => new ProfessionalKindRules(guide, log),
        "837I" => new InstitutionalKindRules(guide, log),
        _ => null,
    };

    private static TransactionRules? OfSums(Guide guide, FaultLog log) => guide.Name switch
    {
        "837P" or "837I" or "837D" => new ClaimRules(guide, log),
        "835" or "835-4010" => new RemittanceRules(guide, log),
        "270" or "271" => new EligibilityRules(guide, log),
        "278" or "278-RESPONSE" => new AuthorizationRules(guide, log),
        "820" or "820HIX" => new PremiumRules(guide, log),
        "834" => new EnrollmentRules(guide, log),
        _ => null,
    };
}

/// <summary>A sum of amounts in cents. When a term cannot be read the sum is not known, and no rule judges it.</summary>
internal struct CentSum
{
    private long _cents;
    private bool _isUnknown;

    public readonly long? Cents => _isUnknown ? null : _cents;

    /// <summary>Adds an amount; an absent one counts as nothing.</summary>
    public void Add(Parsed<X12Number> amount)
    {
        if (amount.HasValue && amount.Value.TryCents(out var cents)) Add(cents);
        else if (amount.HasValue || amount.Fault != FaultKind.None) _isUnknown = true;
    }

    /// <summary>The same for what stands in an element.</summary>
    public void Add(SegmentView segment, int element)
    {
        var text = segment[element];
        if (!text.IsEmpty) Add(X12Number.CentsWithSlack(text));
    }

    /// <summary>Adds another sum.</summary>
    public void Add(CentSum other) => Add(other.Cents);

    public void Add(long? cents)
    {
        if (cents is { } known && known is > -MaxCents and < MaxCents && _cents is > -MaxCents and < MaxCents) _cents += known;
        else _isUnknown = true;
    }

    public void Forget() => _isUnknown = true;

    // Far above any file's total and far below overflow.
    private const long MaxCents = long.MaxValue / 4;

    /// <summary>The amounts of a CAS segment: elements 3, 6, 9, 12, 15, 18.</summary>
    public void AddAdjustments(SegmentView cas)
    {
        for (var i = 3; i <= 18 && i <= cas.Count; i += 3) Add(cas, i);
    }
}

/// <summary>Amounts in messages.</summary>
internal static class Dollars
{
    public static string Of(long cents) => "$" + new X12Number(cents, 2);

    public static string Plain(long cents) => new X12Number(cents, 2).ToString();
}
