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

    /// <summary>Every finding of every rule, and the rules that could not be asked.</summary>
    public static Scrubbed Scrub(ScrubFacts facts)
    {
        List<Finding> findings = [];
        List<NotEvaluated> missed = [];
        for (var i = 0; i < All.Count; i++)
        {
            var rule = All[i];
            if ((rule.For & facts.Form) == 0) continue;
            if (rule.Needs != CodeList.None && facts.Codes.Missing(rule.Needs, facts.Form, facts.Day) is { } missing)
            {
                missed.Add(new(rule.Id, missing));
                continue;
            }

            foreach (var hit in rule.Check(facts))
            {
                if (hit.Missing is not null) missed.Add(new(rule.Id, hit.Missing));
                // Of a file it is said once for all of its claims.
                if (hit.Missing is null || !facts.IsOfFile) findings.Add(FindingOf(rule, hit, facts));
            }
        }

        return new(findings, missed);
    }

    /// <summary>Every finding of every rule.</summary>
    public static IReadOnlyList<Finding> Check(ScrubFacts facts) => Scrub(facts).Findings;

    private static Finding FindingOf(ScrubRule rule, RuleHit hit, ScrubFacts facts) =>
        new(rule.Id, hit.Severity ?? rule.Severity, facts.IsOfFile ? hit.Spot.Element : hit.Spot.Own, hit.Message, hit.Fix ?? rule.Fix, rule.Source, hit.AtStake ?? facts.Charge) { Line = hit.Spot.Line };

    private static IEnumerable<ScrubRule> Of(string family, IEnumerable<ScrubRule> rules) => rules.Select(r => r with { Family = family });
}
