using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>A claim of a file with what the rules say of it.</summary>
/// <param name="Number">Its place in the file, the first being 1.</param>
/// <param name="Segment">The first segment of the claim, counted from the ST.</param>
public sealed record ScrubbedClaim(int Number, string PatientControlNumber, int Segment, Money Charge, IReadOnlyList<Finding> Findings)
{
    /// <summary>What hangs on the worst of it: a claim is paid or not once, however many things are wrong.</summary>
    public Money AtStake => Findings.Where(f => f.Severity != Severity.Inform).Select(f => f.AtStake).DefaultIfEmpty(Money.Zero).Max();
}

/// <summary>What was found in a file as a whole.</summary>
public sealed record ScrubSummary(int Claims, int Clean, int Stops, int Warnings, int Informs, IReadOnlyList<NotEvaluated> NotEvaluated, Money AtStake);

/// <summary>
/// Scrubs the claims of an 837 one by one as they are read. A claim is held against those that stand before it in the file: lines of the same patient with
/// the same biller (across claims and providers of the group), its own number, earlier treatments. Of those only the lines are kept.
/// </summary>
public sealed class ScrubFile(ScrubCodes codes, DateOnly today)
{
    private readonly Dictionary<string, List<SameDayLine>> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Frequency, DateOnly Day)> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<DateOnly>> _needled = new(StringComparer.Ordinal);
    private readonly HashSet<NotEvaluated> _missed = [];
    private IReadOnlyList<NotEvaluated> _missedLast = [];
    private int _claims, _clean, _stops, _warnings, _informs;
    private Money _atStake;

    public ScrubbedClaim Claim(Claim claim)
    {
        var said = Claim(FactsOfFile.Of(claim, codes, today), out var number);
        return new(number, claim.PatientControlNumber ?? "", claim.Where.FirstSegment, said.Charge, said.Findings);
    }

    /// <summary>The next claim, as facts.</summary>
    public (Money Charge, IReadOnlyList<Finding> Findings) Claim(ScrubFacts facts, out int number)
    {
        var around = Around(facts);
        var said = ScrubRules.Scrub(around);
        number = ++_claims;
        Count(said);
        Keep(around);
        var one = new ScrubbedClaim(number, facts.PatientControl, 0, facts.Charge, said.Findings);
        _atStake += one.AtStake;
        return (facts.Charge, said.Findings);
    }

    public ScrubSummary Summary => new(_claims, _clean, _stops, _warnings, _informs, [.. _missed.OrderBy(m => m.RuleId, StringComparer.Ordinal).ThenBy(m => m.Missing, StringComparer.Ordinal)], _atStake);

    private void Count(Scrubbed said)
    {
        // Mostly the same list as of the claim before.
        if (!ReferenceEquals(_missedLast, said.NotEvaluated)) _missed.UnionWith(_missedLast = said.NotEvaluated);
        if (said.Findings.All(f => f.Severity == Severity.Inform)) _clean++;
        foreach (var finding in said.Findings) _ = finding.Severity switch { Severity.Stop => _stops++, Severity.Warn => _warnings++, _ => _informs++ };
    }

    private ScrubFacts Around(ScrubFacts facts)
    {
        var patient = PatientOf(facts);
        var number = facts.PatientControl.Length > 0 && _numbers.TryGetValue(NumberOf(facts), out var before) && before.Frequency == facts.Frequency ? $"a claim of {before.Day.InWords()}" : null;
        if (!_lines.TryGetValue(patient, out var lines)) return number is null ? facts : facts with { SameNumber = number };
        var days = facts.Lines.Select(facts.DayOf).ToHashSet();
        return facts with
        {
            SameDay = [.. lines.Where(l => days.Contains(l.Day))],
            SameNumber = number,
            AcupunctureDays = _needled.TryGetValue(patient, out var needled) ? [.. needled.Where(d => d < facts.Day)] : [],
        };
    }

    private void Keep(ScrubFacts facts)
    {
        _numbers.TryAdd(NumberOf(facts), (facts.Frequency, facts.Day));
        // What voids or replaces says of services that another claim has billed.
        if (facts.Frequency is "7" or "8") return;
        var patient = PatientOf(facts);
        if (!_lines.TryGetValue(patient, out var lines)) _lines[patient] = lines = [];
        foreach (var line in facts.Lines.Where(l => l.Code.Length > 0))
        {
            var who = facts.RenderingOf(line) ?? facts.Billing;
            lines.Add(new(line.Code, line.Modifiers, line.Units ?? 0, facts.DayOf(line), who.Npi, who.Taxonomy ?? facts.Billing.Taxonomy, $"claim {facts.PatientControl}"));
            if (!AcupunctureRules.IsNeedling(line.Code)) continue;
            if (!_needled.TryGetValue(patient, out var days)) _needled[patient] = days = [];
            days.Add(facts.DayOf(line));
        }
    }

    private static string NumberOf(ScrubFacts facts) => $"{facts.Billing.Npi}|{facts.PatientControl}|{facts.Level}|{facts.Coverage.PayerNumber}";

    /// <summary>One patient of one biller at one payer: a family shares its member id.</summary>
    private static string PatientOf(ScrubFacts facts) => $"{facts.Billing.Npi ?? facts.Billing.TaxId}|{facts.Form}|{facts.Coverage.PayerNumber}|{facts.Coverage.MemberId}|{facts.Patient.FirstName}|{facts.Patient.BirthDate}";
}
