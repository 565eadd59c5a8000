using CleanClaim.Billing.Claims;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Scrubbing;

/// <summary>Every rule with an example that it passes (the clean claim) and one that it stops or warns of.</summary>
public sealed class ScrubRulesTests
{
    private static readonly Address Chicago = new("12 Elm Street", null, "Chicago", "IL", "606011234");

    private static readonly BilledCoverage Evergreen = new()
    {
        CoverageId = 1, PayerId = 1, PayerKey = "evergreen", PayerName = "Evergreen", Kind = PayerKind.Commercial, PayerNumber = "77001", ClaimFiling = "CI", FilingDays = 180,
        AcceptsReplacement = true, PayerAddress = null, MemberId = "EGH318820945", Group = null, Relation = Relation.Self, LastName = "Whitfield", FirstName = "Thomas",
        BirthDate = new(1979, 11, 30), Sex = "M", Address = Chicago, From = new(2024, 1, 1), To = null, Authorization = null,
    };

    private static readonly ClaimSnapshot Claim = new()
    {
        VisitKey = "v1", Date = new(2026, 3, 2), Place = "11", Practice = new("sw", "Still Water", "1881999019", "361234567", "171100000X", Chicago, "3125550100"),
        Provider = new(1, "1425773086", "Lin", "Mei", "171100000X"), Patient = new("tom", "Whitfield", "Thomas", null, new(1979, 11, 30), "M", Chicago),
        Coverages = [Evergreen], Case = null, Diagnoses = ["M5450", "M542"], ContactMinutes = 32,
        Lines = [new(1, 11, "97810", [], new(9500), 1, [1, 2], null), new(2, 12, "97811", [], new(6000), 1, [1], null)],
    };

    private static readonly ScrubFacts Clean = new()
    {
        Claim = Claim, Today = new(2026, 3, 16), Charged = new(15500), Diagnosis = Icd10Cm.Current.On, PlaceName = PlaceOfService.Name,
    };

    /// <summary>The facts that break a rule, in words, by the rule's id.</summary>
    private static readonly Dictionary<string, (Severity Severity, string Says, Func<ScrubFacts> Facts)> Broken = new()
    {
        ["PRV-NPI-01"] = (Severity.Stop, "1425773087", () => With(c => c with { Provider = c.Provider with { Npi = "1425773087" } })),
        ["PRV-ZIP-01"] = (Severity.Stop, "60601", () => With(c => c with { Practice = c.Practice with { Address = Chicago with { Zip = "60601" } } })),
        ["PRV-PAR-01"] = (Severity.Stop, "1 May 2026", () => Clean with { Participation = ParticipationStanding.NotYet, ParticipatesFrom = new(2026, 5, 1) }),
        ["PRV-MCR-01"] = (Severity.Stop, "cannot enrol", () => Covered(c => c with { Kind = PayerKind.Medicare })),
        ["SUB-MID-01"] = (Severity.Stop, "member id", () => Covered(c => c with { MemberId = "" })),
        ["SUB-COV-01"] = (Severity.Stop, "28 Feb 2026", () => Covered(c => c with { To = new(2026, 2, 28) })),
        ["SUB-MSP-01"] = (Severity.Warn, "43", () => With(c => c with { Coverages = [Evergreen, Evergreen with { Kind = PayerKind.Medicare }], Provider = c.Provider with { Taxonomy = "207Q00000X" } }) with { Level = 1 }),
        ["PAT-DOB-01"] = (Severity.Stop, "after the service", () => With(c => c with { Patient = c.Patient with { BirthDate = new(2026, 3, 3) } })),
        ["PAT-NAM-01"] = (Severity.Stop, "\"小龙\"", () => With(c => c with { Patient = c.Patient with { FirstName = "小龙" } })),
        ["SUB-NAM-01"] = (Severity.Stop, "\"Иванова\"", () => Covered(c => c with { Relation = Relation.Spouse, LastName = "Иванова" })),
        ["CLM-DX-01"] = (Severity.Stop, "M54.5 ", () => With(c => c with { Diagnoses = ["M545", "M542"] })),
        ["CLM-PTR-01"] = (Severity.Stop, "diagnosis 3", () => Lines(l => l with { Pointers = [3] })),
        ["CLM-BAL-01"] = (Severity.Stop, "95.00", () => Clean with { Charged = new(9500) }),
        ["CLM-POS-01"] = (Severity.Stop, "00", () => With(c => c with { Place = "00" })),
        ["CLM-DOS-01"] = (Severity.Stop, "future", () => Clean with { Today = new(2026, 3, 1) }),
        ["CLM-REF-01"] = (Severity.Stop, "frequency 7", () => Clean with { Frequency = "7" }),
        ["CLM-FIL-01"] = (Severity.Stop, "29 Aug 2026", () => Clean with { Today = new(2026, 8, 30) }),
        ["CLM-DUP-01"] = (Severity.Stop, "another visit of", () => Clean with { SameDay = [new("97810", [], 1)] }),
        ["ACU-MIN-01"] = (Severity.Stop, "23 minutes", () => With(c => c with { ContactMinutes = 22 })),
        ["ACU-ADD-01"] = (Severity.Stop, "without 97810 or 97813", () => With(c => c with { Lines = [c.Lines[1] with { N = 1 }] }) with { Charged = new(6000) }),
        ["ACU-INI-01"] = (Severity.Stop, "97810 and 97813", () => With(c => c with { Lines = [c.Lines[0], c.Lines[1] with { Code = "97813" }] })),
    };

    public static TheoryData<string> Ids => [.. ScrubRules.All.Select(r => r.Id)];

    [Fact]
    public void A_clean_claim_has_no_finding_and_every_rule_has_its_own_id_and_a_source()
    {
        Assert.Empty(ScrubRules.Check(Clean));
        Assert.Equal(ScrubRules.All.Count, ScrubRules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(ScrubRules.All, r => Assert.NotEmpty(r.Source));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_rule_finds_what_breaks_it_with_place_fix_and_money_at_stake(string id)
    {
        var (severity, says, facts) = Broken[id];
        var finding = ScrubRules.Check(facts()).First(f => f.RuleId == id);
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Fix);
        Assert.True(finding.AtStake > Money.Zero);
    }

    [Theory] // the last day of a quarter of the time left; a Medicare claim of 29 February must be in by 28 February
    [InlineData(PayerKind.Commercial, 180, "2026-01-01", "2026-06-30")]
    [InlineData(PayerKind.Medicare, null, "2024-02-29", "2025-02-28")]
    [InlineData(PayerKind.Medicare, null, "2026-03-02", "2027-03-02")]
    public void A_claim_must_be_with_the_payer_by_its_last_day(PayerKind kind, int? days, string service, string last) =>
        Assert.Equal(DateOnly.Parse(last), FilingRules.LastDay(kind, days, DateOnly.Parse(service)));

    [Fact]
    public void A_claim_whose_time_runs_out_is_warned_of_and_a_later_payers_claim_is_not_judged_by_it()
    {
        Assert.Equal(Severity.Warn, Assert.Single(ScrubRules.Check(Clean with { Today = new(2026, 7, 20) })).Severity);
        Assert.DoesNotContain(ScrubRules.Check(Clean with { Today = new(2026, 8, 30), Level = 0, Frequency = "7", PayerControl = "EG1" }), f => f.RuleId == "CLM-FIL-01");
    }

    [Theory]
    [InlineData("76")]
    [InlineData("59")]
    [InlineData("XE")]
    public void A_repeat_with_its_modifier_is_no_duplicate(string modifier) =>
        Assert.DoesNotContain(ScrubRules.Check(Lines(l => l with { Modifiers = [modifier] }) with { SameDay = [new("97810", [], 1)] }), f => f.RuleId == "CLM-DUP-01");

    [Fact]
    public void A_diagnosis_of_a_year_that_is_not_loaded_is_not_judged() =>
        Assert.Equal(Severity.Inform, Assert.Single(ScrubRules.Check(Clean with { Diagnosis = (code, _) => code == "M542" ? CodeStanding.NotLoaded : CodeStanding.Valid })).Severity);

    [Theory] // what a claim can be sent with is no finding, whatever the letters were; the patient's own coverage names nobody else
    [InlineData("Łukasz", true)]
    [InlineData("Nguyễn", true)]
    [InlineData("O’Brien", true)]
    [InlineData("李", false)]
    [InlineData("Wang 王", false)]
    [InlineData("أحمد", false)]
    public void A_name_holds_a_claim_only_when_it_has_letters_that_no_file_carries(string name, bool goes)
    {
        var found = ScrubRules.Check(With(c => c with { Patient = c.Patient with { LastName = name }, Coverages = [Evergreen with { LastName = name }] })).Where(f => f.RuleId is "PAT-NAM-01" or "SUB-NAM-01");
        Assert.Equal(goes ? [] : ["PAT-NAM-01 patient.lastName"], found.Select(f => $"{f.RuleId} {f.Place}"));
    }

    [Fact]
    public void No_word_of_a_person_lets_a_name_pass_that_cannot_be_written()
    {
        Assert.False(ScrubRules.MayPass("PAT-NAM-01"));
        Assert.True(ScrubRules.MayPass("CLM-FIL-01"));
    }

    private static ScrubFacts With(Func<ClaimSnapshot, ClaimSnapshot> change) => Clean with { Claim = change(Claim) };

    private static ScrubFacts Covered(Func<BilledCoverage, BilledCoverage> change) => With(c => c with { Coverages = [change(Evergreen)] });

    private static ScrubFacts Lines(Func<BilledLine, BilledLine> change) => With(c => c with { Lines = [.. c.Lines.Select(change)] });
}
