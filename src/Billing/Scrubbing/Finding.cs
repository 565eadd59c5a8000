using CleanClaim.Billing.Claims;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Stop: the claim stays until it is mended or overridden with a reason. Warn: it goes, and says so. Inform: for the record.</summary>
public enum Severity { Stop, Warn, Inform }

/// <summary>What a rule found on a claim: where, what, how to mend it, by which source, and how much money hangs on it.</summary>
public sealed record Finding(string RuleId, Severity Severity, string Place, string Message, string Fix, string Source, Money AtStake)
{
    /// <summary>Why a person let it pass; null while it stands.</summary>
    public string? OverriddenBecause { get; init; }

    public bool Holds => Severity == Severity.Stop && OverriddenBecause is null;
}

/// <summary>A line of the same patient on the same day that stands on another visit.</summary>
public sealed record SameDayLine(string Code, IReadOnlyList<string> Modifiers, long ProviderId);

/// <summary>Whether the rendering provider takes part with the payer on the day of service.</summary>
public enum ParticipationStanding { NotRecorded, Participates, NotYet, Ended }

/// <summary>Everything a rule may look at: the claim as it would be sent to one payer, and what is known around it. No database, no clock.</summary>
public sealed record ScrubFacts
{
    public required ClaimSnapshot Claim { get; init; }
    /// <summary>Place in the claim's coverages: 0 is the primary.</summary>
    public int Level { get; init; }
    /// <summary>CLM05-3.</summary>
    public string Frequency { get; init; } = "1";
    public string? PayerControl { get; init; }
    /// <summary>Today where the practice is.</summary>
    public required DateOnly Today { get; init; }
    /// <summary>What the visit's standing charges add up to now.</summary>
    public required Money Charged { get; init; }
    public ParticipationStanding Participation { get; init; } = ParticipationStanding.Participates;
    public DateOnly? ParticipatesFrom { get; init; }
    public IReadOnlyList<SameDayLine> SameDay { get; init; } = [];
    /// <summary>Validity of an ICD-10-CM code on a day.</summary>
    public required Func<string, DateOnly, CodeStanding> Diagnosis { get; init; }
    /// <summary>CMS name of a place of service; null when there is no such code.</summary>
    public required Func<string, string?> PlaceName { get; init; }

    public BilledCoverage Coverage => Claim.Coverages[Level];
}

/// <summary>A rule: an id that is never reused, where it comes from, and a pure function that yields every fault it sees.</summary>
/// <param name="MayPass">False where no word of a person helps: the claim cannot be written as it is.</param>
public sealed record ScrubRule(string Id, string Source, Func<ScrubFacts, IEnumerable<RuleHit>> Check, bool MayPass = true);

/// <summary>What a rule's function says; id and source are the rule's.</summary>
public sealed record RuleHit(Severity Severity, string Place, string Message, string Fix, Money? AtStake = null);
