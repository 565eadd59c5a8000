using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What posting knows of a claim: its charges, who covers it in which order, and what was posted for it so far.</summary>
public sealed record ClaimFacts
{
    public required long ClaimId { get; init; }
    public required long EncounterId { get; init; }
    public required long ProviderId { get; init; }
    public required long AccountId { get; init; }
    public required DateOnly ServiceDate { get; init; }
    /// <summary>Folded "LAST FIRST" (<see cref="Patient.FoldName"/>); empty takes any name.</summary>
    public string PatientName { get; init; } = "";
    /// <summary>Payers that a claim of this visit was sent to, beside those of <see cref="Coverages"/>.</summary>
    public IReadOnlyList<Id<Payer>> SentTo { get; init; } = [];
    public required IReadOnlyList<ChargeFacts> Charges { get; init; }
    public required IReadOnlyList<CoverageInOrder> Coverages { get; init; }
    /// <summary>What the payers of <see cref="Coverages"/> are called; empty where nobody asks.</summary>
    public IReadOnlyDictionary<Id<Payer>, PayerCalled> Called { get; init; } = new Dictionary<Id<Payer>, PayerCalled>();
    /// <summary>Live answers in posting order: neither unposted by us nor taken back by the payer.</summary>
    public IReadOnlyList<PostedAnswer> Answers { get; init; } = [];
    /// <summary>What went to plans after the first one; read only where a reversal is to be decided.</summary>
    public IReadOnlyList<AskedPlan> Asked { get; init; } = [];
    /// <summary>Submissions that we have taken back from their payer (frequency 8).</summary>
    public IReadOnlySet<long> Voided { get; init; } = new HashSet<long>();
    /// <summary>Nothing of the visit is charged any more; read only where a reversal is to be decided.</summary>
    public bool IsCancelled { get; init; }
    /// <summary>Whether a statement asked the guarantor for a charge of it; read only where a reversal is to be decided.</summary>
    public bool OnStatement { get; init; }
    /// <summary>Other PR codes that a person released (MONEY 1.5).</summary>
    public IReadOnlyList<ReleasedShare> Released { get; init; } = [];
    /// <summary>What people wrote off or moved of its charges, as far as it stands.</summary>
    public IReadOnlyList<DecidedAway> DecidedAway { get; init; } = [];
}

/// <summary>A plan that was sent a claim of ours, and the answers and reversals that were posted when it went: what it carries of them stands in it for good.</summary>
public sealed record AskedPlan(Plan Plan, IReadOnlySet<long> Posted);

/// <summary>So much of what a party owed for a charge a person wrote off, or moved to another party.</summary>
public sealed record DecidedAway(long ChargeId, Party From, Party? To, Money Amount);

/// <summary>A payer's name and electronic number, as registered.</summary>
public sealed record PayerCalled(string Name, string Number);

/// <summary>A code of one charge ("PR-96") that a person let go on to the next payer or the guarantor, and the day where the practice is.</summary>
public sealed record ReleasedShare(long ChargeId, string Code, DateOnly On);

/// <summary>An answer that was posted, with what was decided for it.</summary>
public sealed record PostedAnswer(long AdjudicationId, string? PayerControl, Money Charge, PostingDecision Decision)
{
    /// <summary>What it said that the payer adjusted; read only where a reversal is to be decided.</summary>
    public IReadOnlyList<AnswerAdjustment> Adjustments { get; init; } = [];
    /// <summary>The submission of ours whose number it came back under.</summary>
    public long? Submission { get; init; }
}

/// <summary>A payer's answer to the claim as it stands in the record.</summary>
public sealed record Answer
{
    public required long AdjudicationId { get; init; }
    /// <summary>CLP02.</summary>
    public required string Status { get; init; }
    public required Money Charge { get; init; }
    public required Money Paid { get; init; }
    /// <summary>CLP05; null when absent.</summary>
    public Money? PatientShare { get; init; }
    public string? PayerControl { get; init; }
    /// <summary>Of a reversal that was posted before, the answer that it took back: it takes back that one again and no other.</summary>
    public long? TookBack { get; init; }
    /// <summary>The payer of the coverage that answered; its receivable moves.</summary>
    public required Id<Payer> PayerId { get; init; }
    /// <summary>The coverage that answered, where its payer covers the patient under more than one.</summary>
    public Id<Coverage>? CoverageId { get; init; }
    public Plan Plan => new(CoverageId?.Value, PayerId.Value);
    /// <summary>Whose receivable it moves: the payer's, or that of the plan where it owes apart from another one of its payer.</summary>
    public Party Insurer { get => _insurer ?? Party.Payer(PayerId.Value); init => _insurer = value; }
    private readonly Party? _insurer;
    /// <summary>The submission of ours whose number it came back under.</summary>
    public long? Submission { get; init; }
    /// <summary>Who sent the check: the same payer, or one known only from its file.</summary>
    public required Party CheckParty { get; init; }
    public required long CheckId { get; init; }
    public required DateOnly CheckDate { get; init; }
    public IReadOnlyList<AnswerLine> Lines { get; init; } = [];
    public IReadOnlyList<AnswerAdjustment> Adjustments { get; init; } = [];
    public IReadOnlyList<AnswerRemark> Remarks { get; init; } = [];
    /// <summary>NM1*TT: the payer it was forwarded to.</summary>
    public string? CrossoverPayer { get; init; }
    public string? CrossoverPayerId { get; init; }
    /// <summary>Where in the payer's file, in words: the entry's source.</summary>
    public string Source { get; init; } = "";
}

/// <summary>One CAS triplet; <paramref name="LineN"/> null is the claim's level.</summary>
public sealed record AnswerAdjustment(int? LineN, string Group, string Reason, Money Amount)
{
    public string Code => $"{Group}-{Reason}";
}

public sealed record AnswerRemark(int? LineN, string Code);

/// <summary>The open balances of a claim's charges by account and party, moved in memory as decisions follow each other.</summary>
public sealed class Balances
{
    private readonly Dictionary<(Account Account, Party Party, long Charge), Money> _amounts = [];
    private readonly HashSet<(long Charge, Party From)> _lifted = [];

    /// <summary>Debts of which people's decisions were lifted, so that a plan's answer finds what it is about; <see cref="StandingDecisions"/> then says how much of each still stands.</summary>
    public IReadOnlySet<(long Charge, Party From)> Lifted => _lifted;

    /// <summary>The debt stands as if nobody had written it off or moved it; once for each.</summary>
    public void Lift(long charge, Party from, IEnumerable<DecidedAway> decided)
    {
        if (!_lifted.Add((charge, from))) return;
        foreach (var away in decided)
        {
            Add(BalanceEntries.AccountOf(from), from, charge, away.Amount);
            if (away.To is { } to) Add(BalanceEntries.AccountOf(to), to, charge, -away.Amount);
        }
    }

    public Money Of(Account account, Party party, long charge) => _amounts.GetValueOrDefault((account, party, charge));

    public IEnumerable<(Account Account, Party Party, long Charge, Money Amount)> All =>
        _amounts.Where(a => !a.Value.IsZero).Select(a => (a.Key.Account, a.Key.Party, a.Key.Charge, a.Value));

    public void Add(Account account, Party party, long charge, Money amount)
    {
        ref var balance = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_amounts, (account, party, charge), out _);
        balance += amount;
    }

    public void Apply(IEnumerable<DecidedLine> lines)
    {
        foreach (var line in lines)
            if (line.ChargeId is { } charge) Add(line.Account, line.Party, charge, line.Amount);
    }

    public Balances Copy()
    {
        var copy = new Balances();
        foreach (var (key, amount) in _amounts) copy._amounts[key] = amount;
        copy._lifted.UnionWith(_lifted);
        return copy;
    }
}
