using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Scrubbing;

/// <summary>Every rule on its own two examples: one that it alone finds fault with, one near to it that it passes.</summary>
public sealed class ScrubRulesTests
{
    private static readonly ScrubFacts Clean = ScrubExamples.Office;

    public static TheoryData<string> Ids => [.. ScrubRules.All.Select(r => r.Id)];

    [Fact]
    public void A_clean_claim_has_no_finding_and_every_rule_has_its_own_id_a_source_and_a_fix()
    {
        Assert.Empty(ScrubRules.Check(Clean));
        Assert.Empty(ScrubRules.Scrub(Clean).NotEvaluated);
        Assert.Empty(ScrubRules.Check(Clean.Stay()));
        Assert.Empty(ScrubRules.Check(Clean.Dental()));
        Assert.True(ScrubRules.All.Count >= 120);
        Assert.Equal(ScrubRules.All.Count, ScrubRules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(ScrubRules.All, r => Assert.True(r.Source.Length > 10 && r.Says.EndsWith('.'), r.Id));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_rule_alone_finds_what_breaks_it_with_place_fix_and_money_at_stake_and_passes_its_neighbour(string id)
    {
        var rule = ScrubRules.Find(id)!;
        var proof = RuleProof.Of(rule);
        Assert.Equal([id], proof.Found);
        Assert.Empty(proof.FoundInPassing);
        Assert.All(ScrubRules.Check(rule.Fails(Clean)), f => Assert.True(f.Fix.Length > 0 && f.Place.Length > 0 && f.Message.EndsWith('.') | f.Message.EndsWith(')'), f.ToString()));
    }

    [Theory] // the last day of a quarter of the time left; a Medicare claim of 29 February must be in by 28 February
    [InlineData(PayerKind.Commercial, 180, "2026-01-01", "2026-06-30")]
    [InlineData(PayerKind.Medicare, null, "2024-02-29", "2025-02-28")]
    [InlineData(PayerKind.Medicare, null, "2026-03-02", "2027-03-02")]
    public void A_claim_must_be_with_the_payer_by_its_last_day(PayerKind kind, int? days, string service, string last) =>
        Assert.Equal(DateOnly.Parse(last), FilingRules.LastDay(kind, days, DateOnly.Parse(service)));

    [Fact]
    public void A_claim_whose_time_runs_out_is_warned_of_and_a_corrected_claim_is_not_judged_by_it()
    {
        Assert.Equal(Severity.Warn, Assert.Single(ScrubRules.Check(Clean with { Today = new(2026, 7, 20) })).Severity);
        Assert.DoesNotContain(ScrubRules.Check(Clean with { Today = new(2026, 8, 30), Frequency = "7", PayerControl = "EG1" }), f => f.RuleId == "CLM-FIL-01");
    }

    [Fact]
    public void A_diagnosis_of_a_year_that_is_not_held_is_not_judged_and_said_once_of_a_file()
    {
        var facts = Clean with { Codes = Clean.Codes with { Diagnosis = (code, _) => code == "M542" ? CodeStanding.NotLoaded : CodeStanding.Valid } };
        Assert.Equal(("CLM-DX-01", "icd10cm-order of fiscal year 2026"), Assert.Single(ScrubRules.Scrub(facts).NotEvaluated) is var one ? (one.RuleId, one.Missing) : default);
        Assert.Empty(ScrubRules.Check(facts));
        Assert.Equal(Severity.Inform, Assert.Single(ScrubRules.Check(facts with { IsOfFile = false })).Severity);
    }

    [Fact]
    public void Without_imported_lists_their_rules_say_so()
    {
        var said = ScrubRules.Scrub(Clean with { Codes = ScrubCodes.Shipped });
        Assert.Empty(said.Findings);
        Assert.Equal(["hcpcs-anweb", "leie", "mce", "ncci-addon", "ncci-mue", "ncci-ptp", "taxonomy"], said.NotEvaluated.Select(n => n.Missing).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory] // what a claim can be sent with is no finding, whatever the letters were; the patient's own coverage names nobody else
    [InlineData("Łukasz", true)]
    [InlineData("Nguyễn", true)]
    [InlineData("O’Brien", true)]
    [InlineData("李", false)]
    [InlineData("Wang 王", false)]
    [InlineData("أحمد", false)]
    public void A_name_holds_a_claim_only_when_it_has_letters_that_no_file_carries(string name, bool goes)
    {
        var facts = (Clean with { IsOfFile = false, Patient = Clean.Patient with { LastName = name } }).Covered(c => c with { LastName = name });
        Assert.Equal(goes ? [] : ["PAT-NAM-01 patient.lastName"], ScrubRules.Check(facts).Where(f => f.RuleId is "PAT-NAM-01" or "SUB-NAM-01").Select(f => $"{f.RuleId} {f.Place}"));
    }

    [Fact]
    public void No_word_of_a_person_lets_a_name_pass_that_cannot_be_written()
    {
        Assert.False(ScrubRules.MayPass("PAT-NAM-01"));
        Assert.True(ScrubRules.MayPass("CLM-FIL-01"));
    }

    [Fact]
    public void Units_of_a_day_add_up_over_claims_and_a_replacement_stands_for_what_it_replaces()
    {
        var facts = (Clean with { SameDay = [new("97110", ["GP"], 4, Clean.Day, "1425773086", "207Q00000X", "claim A16")] }).Billed("97110-GP-76x4");
        Assert.Equal("NCC-MUE-03", Assert.Single(ScrubRules.Check(facts)).RuleId);
        Assert.Empty(ScrubRules.Check(facts with { Frequency = "7", PayerControl = "E1" }));
    }

    [Theory]
    [InlineData("97110", "97150-XS", true)]
    [InlineData("97110-59", "97150", true)]
    [InlineData("97110-GP", "97150-GP", false)]
    public void A_pair_is_lifted_by_a_modifier_on_either_line(string one, string other, bool lifted) =>
        Assert.Equal(lifted ? [] : ["NCC-PTP-02"], ScrubRules.Check(Clean.Billed(one, other)).Select(f => f.RuleId));

    [Theory]
    [InlineData("1EG4TE5MK73", true)]
    [InlineData("1SG4TE5MK73", false)]
    [InlineData("123456789A", false)]
    [InlineData("0EG4TE5MK73", false)]
    public void A_Medicare_number_has_its_form(string id, bool isOne) => Assert.Equal(isOne, !ScrubRules.Check(Clean.Medicare().Covered(c => c with { MemberId = id })).Any(f => f.RuleId == "SUB-MBI-01"));
}
