namespace CleanClaim.Billing.Scrubbing;

/// <summary>The rules in force, in the order in which their findings are shown. An id is never reused.</summary>
public static class ScrubRules
{
    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        .. Of("identity", IdentityRules.All), .. Of("coverage", CoverageRules.All), .. Of("participation", ProviderRules.All), .. Of("dates", DateRules.All), .. Of("diagnoses", DiagnosisRules.All),
        .. Of("codes", CodeRules.All), .. Of("age and sex", AgeSexRules.All), .. Of("lines", LineRules.All), .. Of("filing", FilingRules.All), .. Of("duplicates", DuplicateRules.All), .. Of("modifiers", ModifierRules.All),
        .. Of("therapy and telehealth", TherapyRules.All), .. Of("correct coding", NcciRules.All), .. Of("acupuncture", AcupunctureRules.All), .. Of("medicare", MedicareRules.All), .. Of("other payers", PayerRules.All),
        .. Of("facility", FacilityRules.All), .. Of("dental", DentalRules.All),
    ];

    private static readonly Dictionary<string, ScrubRule> ById = All.ToDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>The rule of an id; null when there is none.</summary>
    public static ScrubRule? Find(string ruleId) => ById.GetValueOrDefault(ruleId);

    /// <summary>Whether a person may let the finding pass with a reason.</summary>
    public static bool MayPass(string ruleId) => Find(ruleId) is { MayPass: true };

    [ThreadStatic]
    private static Asked? _asked;

    /// <summary>Every finding of every rule, and the rules that could not be asked.</summary>
    public static Scrubbed Scrub(ScrubFacts facts)
    {
        var asked = _asked is { } last && last.IsFor(facts) ? last : _asked = new Asked(facts);
        var traits = RuleTraits.On(facts);
        List<Finding> findings = [];
        List<NotEvaluated>? missed = null;
        foreach (var (rule, waitsFor) in asked.Rules)
        {
            if ((traits & waitsFor) != waitsFor) continue;
            var hits = rule.Check(facts);
            if (hits is ICollection<RuleHit> { Count: 0 }) continue;
            foreach (var hit in hits)
            {
                if (hit.Missing is not null) (missed ??= [.. asked.Missed]).Add(new(rule.Id, hit.Missing));
                // Of a file it is said once for all of its claims.
                if (hit.Missing is null || !facts.IsOfFile) findings.Add(FindingOf(rule, hit, facts));
            }
        }

        return new(findings, missed ?? asked.Missed);
    }

    /// <summary>The rules that can be asked of claims of one form with the lists that are held, and those that cannot: the same for most claims of a file.</summary>
    private sealed class Asked
    {
        private readonly ScrubCodes _codes;
        private readonly Forms _form;
        private readonly string? _mue;

        public Asked(ScrubFacts facts)
        {
            (_codes, _form, _mue) = (facts.Codes, facts.Form, facts.Codes.Missing(CodeList.Mue, facts.Form, facts.Day));
            List<NotEvaluated> missed = [];
            List<(ScrubRule, Traits)> rules = [];
            foreach (var rule in All)
            {
                if ((rule.For & _form) == 0) continue;
                if (rule.Needs != CodeList.None && _codes.Missing(rule.Needs, _form, facts.Day) is { } missing) missed.Add(new(rule.Id, missing));
                else rules.Add((rule, RuleTraits.For(rule.Id)));
            }

            (Rules, Missed) = ([.. rules], missed);
        }

        public (ScrubRule Rule, Traits WaitsFor)[] Rules { get; }
        public List<NotEvaluated> Missed { get; }

        public bool IsFor(ScrubFacts facts) => ReferenceEquals(_codes, facts.Codes) && _form == facts.Form && _mue == _codes.Missing(CodeList.Mue, _form, facts.Day);
    }

    /// <summary>Every finding of every rule.</summary>
    public static IReadOnlyList<Finding> Check(ScrubFacts facts) => Scrub(facts).Findings;

    private static Finding FindingOf(ScrubRule rule, RuleHit hit, ScrubFacts facts) =>
        new(rule.Id, hit.Severity ?? rule.Severity, facts.IsOfFile ? hit.Spot.Element : hit.Spot.Own, hit.Message, hit.Fix ?? rule.Fix, rule.Source, hit.AtStake ?? facts.Charge) { Line = hit.Spot.Line };

    private static IEnumerable<ScrubRule> Of(string family, IEnumerable<ScrubRule> rules) => rules.Select(r => r with { Family = family });
}
