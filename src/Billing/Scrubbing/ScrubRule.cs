using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>The lists of codes that rules ask, as <c>codes import</c> names them.</summary>
public enum CodeList { None, Hcpcs, Ptp, Mue, AddOn, Mce, Leie, Taxonomy }

/// <summary>Which claims a rule is for.</summary>
[Flags]
public enum Forms { Professional = 1, Institutional = 2, Dental = 4, All = 7 }

/// <summary>A place in a claim under its two names.</summary>
/// <param name="Own">The field of a claim of ours: practice.npi, lines[0].code.</param>
/// <param name="Element">The element of a file: 2010AA NM109, SV101-2.</param>
/// <param name="Line">The line, the first being 1.</param>
public readonly record struct Spot(string Own, string Element, int? Line = null);

/// <summary>What a rule's function says; id, source and, where it says nothing else, severity and fix are the rule's.</summary>
public sealed record RuleHit(Spot Spot, string Message, Money? AtStake = null)
{
    public string? Fix { get; init; }
    public Severity? Severity { get; init; }
    /// <summary>The list that does not cover the day: nothing is then found, and that is said.</summary>
    public string? Missing { get; init; }

    /// <summary>A fault of one line; the money at stake is the line's.</summary>
    public static RuleHit Of(ScrubLine line, Spot spot, string what) => new(spot, $"Line {line.N}: {what}.", line.Charge);
}

/// <summary>A rule: an id that is never reused, where it comes from, and a pure function that yields every fault it sees.</summary>
/// <param name="Id">Family, subject, number: NCC-PTP-01.</param>
/// <param name="Says">What it holds, in one sentence of our own.</param>
/// <param name="Fix">How to mend it, where the finding does not say better.</param>
/// <param name="Source">Law, manual, guide or policy with its section.</param>
/// <param name="Fails">Makes of the example claim one that this rule alone finds fault with.</param>
/// <param name="Passes">Makes of the example claim one that is near to it and right.</param>
public sealed record ScrubRule(
    string Id, Severity Severity, string Says, string Fix, string Source, Func<ScrubFacts, IEnumerable<RuleHit>> Check, Func<ScrubFacts, ScrubFacts> Fails, Func<ScrubFacts, ScrubFacts> Passes)
{
    /// <summary>The list that it stands in.</summary>
    public string Family { get; init; } = "";

    /// <summary>False where no word of a person helps: the claim cannot be written as it is.</summary>
    public bool MayPass { get; init; } = true;

    public Forms For { get; init; } = Forms.All;

    /// <summary>The list of codes without which it is not evaluated.</summary>
    public CodeList Needs { get; init; }

    /// <summary>A rule that looks at the claim as a whole.</summary>
    /// <param name="message">What is wrong, as a sentence; null when nothing is.</param>
    public static ScrubRule Claim(string id, Severity severity, string says, string fix, string source, Spot spot, Func<ScrubFacts, string?> message, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        new(id, severity, says, fix, source, facts => message(facts) is { } said ? [new RuleHit(spot, said)] : [], fails, passes);

    /// <summary>A rule that looks at each line.</summary>
    /// <param name="what">What is wrong with the line, to stand after "Line 2: " and before a full stop; null when nothing is.</param>
    public static ScrubRule Line(string id, Severity severity, string says, string fix, string source, Func<ScrubLine, Spot> spot, Func<ScrubFacts, ScrubLine, string?> what, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        new(id, severity, says, fix, source, facts => Lines(facts, spot, what), fails, passes);

    private static List<RuleHit> Lines(ScrubFacts facts, Func<ScrubLine, Spot> spot, Func<ScrubFacts, ScrubLine, string?> what)
    {
        List<RuleHit>? hits = null;
        var lines = facts.Lines;
        for (var i = 0; i < lines.Count; i++)
            if (what(facts, lines[i]) is { } said) (hits ??= []).Add(RuleHit.Of(lines[i], spot(lines[i]), said));
        return hits ?? Nothing;
    }

    private static readonly List<RuleHit> Nothing = [];
}
