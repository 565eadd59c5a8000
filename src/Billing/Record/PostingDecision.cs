using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

public enum DecisionKind { Answer = 1, Reversal, Undone, ProviderAdjustment, Check, Remainder, Application, PassedOn }

/// <summary>One line that a decision lays: debit positive. Short names, since one row in two of the database is made of these.</summary>
public sealed record DecidedLine(
    [property: JsonPropertyName("a")] Account Account,
    [property: JsonPropertyName("p")] PartyKind PartyKind,
    [property: JsonPropertyName("i")] long PartyId,
    [property: JsonPropertyName("c")] long Cents)
{
    [JsonPropertyName("h")] public long? ChargeId { get; init; }
    /// <summary>For write-offs the reason word.</summary>
    [JsonPropertyName("d")] public string? Detail { get; init; }
    /// <summary>The open item, where the account alone does not tell it (the projection).</summary>
    [JsonPropertyName("o")] public string? About { get; init; }
    [JsonPropertyName("f")] public DateOnly? AgeFrom { get; init; }

    [JsonIgnore] public Money Amount => new(Cents);
    [JsonIgnore] public Party Party => new(PartyKind, PartyId);
    /// <summary>Same line on the other side.</summary>
    public DecidedLine Mirrored() => this with { Cents = -Cents };
}

/// <summary>Money that an answer left open: it stays in the payer's receivable and becomes a work item.</summary>
/// <param name="Kind">"denied", "reduced", "review", "leftOver", "credit", "coverage", "unanswered", "outOfTurn", or one of <see cref="TakenBackWork"/>.</param>
/// <param name="Codes">"CO-197 N115": the adjustments and remarks as they stand.</param>
public sealed record OpenAmount(string Kind, long? ChargeId, int? LineN, string Codes, long Cents, string? Why)
{
    [JsonIgnore] public Money Amount => new(Cents);
}

/// <summary>Where an answer or a provider adjustment went that is a sibling practice's: to a check of its own, in its book.</summary>
public sealed record PassedOn(long Practice, long Check, long Remittance);

/// <summary>Whose turn comes after this answer. <paramref name="OwnClaim"/> is false when the payer forwarded the claim itself.</summary>
public sealed record NextTurn(long CoverageId, long PayerId, bool OwnClaim)
{
    /// <summary>As what the plan owes apart from another one of its payer (<see cref="Coverage.ApartId"/>).</summary>
    public long? ApartId { get; init; }
    [JsonIgnore] public Plan Plan => new(CoverageId, PayerId);
    [JsonIgnore] public Party Party => ApartId is { } apart ? Party.Plan(apart) : Party.Payer(PayerId);
}

/// <summary>
/// What was decided for one fact, stored so that the projection gives the same entry for ever: lines, findings, what stays open,
/// who is next. JSON, format version inside.
/// </summary>
public sealed record PostingDecision
{
    public int Format { get; init; } = 1;
    public required DecisionKind Kind { get; init; }
    public required DateOnly HappenedOn { get; init; }
    public string Source { get; init; } = "";
    public long? ClaimId { get; init; }
    public long? EncounterId { get; init; }
    public long? ProviderId { get; init; }
    public long? CheckId { get; init; }
    /// <summary>The payer whose receivable it moved.</summary>
    public long? PayerId { get; init; }
    /// <summary>The coverage that answered, where the payer covers the patient under more than one; else null, since the payer says it.</summary>
    public long? CoverageId { get; init; }
    /// <summary>As what the plan that answered owes apart from another one of its payer (<see cref="Coverage.ApartId"/>).</summary>
    public long? ApartId { get; init; }
    /// <summary>Whose receivable it moved.</summary>
    [JsonIgnore]
    public Party? Insurer => ApartId is { } apart ? Party.Plan(apart) : PayerId is { } payer ? Party.Payer(payer) : null;
    [JsonIgnore]
    public Plan? Plan => PayerId is { } payer ? new Plan(CoverageId, payer) : null;
    /// <summary>The answer that a reversal takes back, or the fact that caused an application.</summary>
    public long? Of { get; init; }
    public IReadOnlyList<DecidedLine> Lines { get; init; } = [];
    public IReadOnlyList<OpenAmount> Open { get; init; } = [];
    /// <summary>Memos for people: what the payer said that moved nothing, and what differs from expectation.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
    public NextTurn? Next { get; init; }
    /// <summary>Charges of the claim that the answer leaves out, where the payer splits the claim over several answers; null when it answers all.</summary>
    public IReadOnlyList<long>? Unanswered { get; init; }
    /// <summary>Of a reversal that takes back some lines of its answer alone, the charges of these; null where the whole answer is taken back.</summary>
    public IReadOnlyList<long>? Part { get; init; }
    /// <summary>The answer of which nothing stands any more by this reversal.</summary>
    [JsonIgnore]
    public long? TakesBackWhole => Kind == DecisionKind.Reversal && Part is null ? Of : null;

    /// <summary>An answer as far as it stands, of which these charges' lines were taken back: it says nothing of them any more.</summary>
    public PostingDecision Without(IReadOnlyCollection<long> charges) => this with
    {
        Lines = [.. Lines.Where(l => l.ChargeId is not { } charge || !charges.Contains(charge))],
        Open = [.. Open.Where(o => o.ChargeId is not { } charge || !charges.Contains(charge))],
        Unanswered = [.. (Unanswered ?? []).Union(charges)],
    };

    /// <summary>What it took from its check: the money that came with an answer, below zero that a reversal takes back.</summary>
    [JsonIgnore]
    public Money Paid => Lines.Where(l => l.Account == Account.RemittanceClearing).Sum(l => l.Amount);
    /// <summary>Set when it is not this practice's: the money goes on, and the sibling's book has the rest.</summary>
    public PassedOn? PassedOn { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The answers among a claim's live decisions that no reversal among them takes back, each as far as it stands.</summary>
    public static IEnumerable<(long Fact, PostingDecision Decision)> Standing(IReadOnlyCollection<(long Fact, PostingDecision Decision)> live)
    {
        var reversals = live.Where(l => l.Decision is { Kind: DecisionKind.Reversal, Of: not null }).ToLookup(l => l.Decision.Of!.Value, l => l.Decision);
        foreach (var (fact, decision) in live.Where(l => l.Decision.Kind == DecisionKind.Answer))
        {
            if (reversals[fact].Any(r => r.Part is null)) continue;
            var charges = reversals[fact].SelectMany(r => r.Part!).ToHashSet();
            yield return (fact, charges.Count == 0 ? decision : decision.Without(charges));
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Options);
    public static PostingDecision FromJson(string json) => JsonSerializer.Deserialize<PostingDecision>(json, Options)!;

    /// <summary>What a fact's decision becomes when it is unposted: no lines of its own, the journal holds the mirror.</summary>
    public static PostingDecision Undo(PostingDecision undone) =>
        new() { Kind = DecisionKind.Undone, HappenedOn = undone.HappenedOn, ClaimId = undone.ClaimId, CheckId = undone.CheckId };
}
