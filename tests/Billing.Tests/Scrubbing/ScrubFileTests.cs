using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Billing.Tests.Scrubbing;

/// <summary>Claims of a file held against those before them, and every published 837.</summary>
public sealed class ScrubFileTests
{
    [Fact]
    public void A_later_claim_of_the_patient_is_held_against_the_earlier_ones_of_the_file()
    {
        var file = new ScrubFile(ScrubExamples.Office.Codes, new(2026, 3, 16));
        var first = ScrubExamples.Office.Billed("97110");
        Assert.Empty(file.Claim(first, out _).Findings);
        Assert.Equal(["CLM-DUP-01"], file.Claim(first with { PatientControl = "A18" }, out _).Findings.Select(f => f.RuleId));
        Assert.Equal(["NCC-PTP-03"], file.Claim(first.Billed("97150") with { PatientControl = "A19", Rendering = first.Rendering! with { Npi = "1881999019", LastName = "Ray" }, Billing = first.Billing with { } }, out _).Findings.Select(f => f.RuleId).Where(r => r.StartsWith("NCC", StringComparison.Ordinal)));
        Assert.Empty(file.Claim(first with { PatientControl = "A17", Frequency = "7", PayerControl = "E1" }, out _).Findings);
        Assert.Empty(file.Claim(first with { PatientControl = "B1", Patient = first.Patient with { FirstName = "Ann" } }, out _).Findings);
        var summary = file.Summary;
        Assert.Equal((5, 3, 2), (summary.Claims, summary.Clean, summary.Stops + summary.Warnings - 1));
    }

    [Fact]
    public void The_thirteenth_visit_of_a_Medicare_patient_asks_for_KX_and_the_twenty_first_stops()
    {
        var file = new ScrubFile(ScrubExamples.Office.Codes, new(2026, 3, 16));
        List<string> said = [];
        for (var visit = 0; visit < 21; visit++)
        {
            var facts = (ScrubExamples.Office.Medicare() with { PatientControl = $"A{visit}" }).Billed("97810").On(new DateOnly(2026, 1, 5).AddDays(7 * visit));
            said.AddRange(file.Claim(facts with { Codes = facts.Codes with { MuePractitioner = [] } }, out _).Findings.Where(f => f.RuleId is "NCD-ACU-03" or "NCD-ACU-04").Select(f => $"{visit + 1} {f.RuleId}"));
        }

        Assert.Equal(["13 NCD-ACU-03", "20 NCD-ACU-03", "21 NCD-ACU-04"], [said[0], said[^2], said[^1]]);
    }

    [SharedFact]
    public void Every_published_837_is_scrubbed_to_its_end()
    {
        var claims = 0;
        foreach (var path in Directory.EnumerateFiles(SharedFolder.PathTo("corpus", "x12"), "*", SearchOption.AllDirectories))
        {
            var scrub = new ScrubFile(ScrubCodes.Shipped, new(2026, 3, 16));
            using var stream = File.OpenRead(path);
            foreach (var claim in Claims837.Read(stream)) scrub.Claim(claim);
            claims += scrub.Summary.Claims;
        }

        Assert.True(claims > 300, $"{claims} claims");
    }
}
