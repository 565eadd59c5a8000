using CleanClaim.X12.Schema;
using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

public class ShowTests
{
    private static string Show(Stream file, int exitCode = 0)
    {
        var output = new StringWriter();
        Assert.Equal(exitCode, X12Verbs.Show(file, output, new StringWriter()));
        return output.ToString();
    }

    [Fact]
    public void Loops_are_named_and_indented_and_codes_explained()
    {
        var page = Show(Sample.File("835", "005010X221A1", Sample.Remittance)).Split('\n');
        Assert.Contains("    [1000A] Payer", page);
        Assert.Contains("      [2100] Claim payment", page);
        Assert.Contains("        [2110] Service payment", page);
        Assert.Contains("            CLP02    Status                       1  (decided as first payer)", page);
        Assert.Contains("              SVC01-3  Modifier                     GP", page);
        Assert.Contains("          QQQ  (not in the guide)", page);
    }

    [Fact]
    public void Each_balance_stands_with_all_its_terms()
    {
        var page = Show(Sample.File("835", "005010X221A1", Sample.Remittance));
        Assert.Contains("= line charge 150.00 - 27.50 (CO 45) - 10.00 (CO 253) - 20.00 (PR 2) = 92.50; paid 92.50: balances", page, StringComparison.Ordinal);
        Assert.Contains("= line charge 20.00 - -10.00 (CO 94) = 30.00; paid 20.00: does not balance, difference 10.00", page, StringComparison.Ordinal);
        Assert.Contains("= 1 claims paid 112.50 - 20.00 (WO) = 92.50; check or transfer 92.50: balances", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_balance_of_an_earlier_payer_stands_with_the_adjustments_of_claim_and_lines()
    {
        var page = Show(SampleFiles.Stream(SampleFiles.Claims837()));
        Assert.Contains("= line charge 200.00 - 50.00 (CO 45) - 20.00 (PR 2) = 130.00; paid by the other payer 130.00: balances", page, StringComparison.Ordinal);
        Assert.Contains("= claim charge 200.00 - 20.00 (PR 1) - 50.00 (CO 45) - 20.00 (PR 2) = 110.00; paid by payer 777776666 110.00: balances", page, StringComparison.Ordinal);
        var wrong = Show(SampleFiles.Stream(SampleFiles.Claims837(f => f.Replace("AMT*D*110", "AMT*D*111", StringComparison.Ordinal))));
        Assert.Contains("paid by payer 777776666 111.00: does not balance, difference -1.00", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_claim_payment_and_benefit_begins_with_what_it_says()
    {
        var claims = Show(SampleFiles.Stream(SampleFiles.Claims837()));
        Assert.Contains("> Claim 26463775: 79.50 for TIM DOE, child of the subscriber JOHN DOE, 1 line of 2026-01-03, by MAPLE STREET CLINIC; original claim, to", claims, StringComparison.Ordinal);
        Assert.Contains("= 3 claims, charges 379.50 in all", claims, StringComparison.Ordinal);
        var paid = Show(SampleFiles.Stream(SampleFiles.Remittance835()));
        Assert.Contains("> Claim 26463774 for JANE SMITH: charged 150.00", paid, StringComparison.Ordinal);
        Assert.Contains("charged 150.00, paid 110.50, the patient owes 20.00; decided as first payer; not paid: ", paid, StringComparison.Ordinal);
        Assert.Contains("CO 45 above what the contract allows", paid, StringComparison.Ordinal);
        Assert.Contains("> 180.50 from RUSHMORE LIFE to", paid, StringComparison.Ordinal);
        var benefits = Show(Sample.File("271", "005010X279A1", SampleEligibility.Answer));
        Assert.Contains("co-insurance 20 %", benefits, StringComparison.Ordinal);
    }

    [Fact]
    public void An_institutional_claim_has_a_type_of_bill_and_no_place_of_service()
    {
        var page = Show(Sample.File("837", "005010X223A2", "CLM*A1*10***11:A:1**A*Y*Y"));
        Assert.Contains("CLM05-1  Type of bill                 11  (hospital, inpatient)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Place of service", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_and_times_are_written_as_people_write_them()
    {
        var page = Show(SampleFiles.Stream(SampleFiles.Claims837()));
        Assert.Matches(@"DTP03    Date                         20260103  \(2026-01-03\)", page);
        Assert.Matches(@"ISA10    Time                         \d{4}  \(\d\d:\d\d\)", page);
    }

    [Fact]
    public void Each_repeat_of_an_element_is_explained()
    {
        var page = Show(Sample.File("271", "005010X279A1", SampleEligibility.Answer)).Split('\n');
        Assert.Contains("                  EB03     Service type                 64  (acupuncture)", page);
        Assert.Contains("                  EB03     Service type                 PT  (physical therapy)", page);
    }

    [Fact]
    public void A_missing_amount_leaves_the_balance_open()
    {
        var page = Show(Sample.File("835", "005010X221A1", "BPR*I**C*NON\nCLP*P1*1*10*x**12*I1\nCAS*CO*45*2"));
        Assert.Contains("= claim charge 10.00 - 2.00 (CO 45) = 8.00; paid ?: not evaluated", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_that_a_guide_lets_stand_has_a_name()
    {
        var nameless = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var segment in Guides.All.SelectMany(g => g.Segments))
            foreach (var element in segment.Elements.Where(e => e.Usage != Usage.NotUsed))
            {
                var name = $"{segment.Id}{element.Position:00}";
                if (element.Type != ElementType.Composite && Words.Element(name) is null) nameless.Add(name);
                foreach (var part in element.Components.Where(c => c.Usage != Usage.NotUsed))
                    if (Words.Element($"{name}-{part.Component}") is null) nameless.Add($"{name}-{part.Component}");
            }

        Assert.Empty(nameless);
    }

    [Fact]
    public void A_file_is_shown_while_it_is_read()
    {
        var file = SampleFiles.Stream(string.Concat(Enumerable.Repeat(SampleFiles.Remittance835(), 2_000)));
        var at = new List<long>();
        using var output = new Witness(() => at.Add(file.Position));
        X12Verbs.Show(file, output, TextWriter.Null);
        Assert.True(at[0] < file.Length / 2, $"the first words came after {at[0]} of {file.Length} bytes");
    }

    private sealed class Witness(Action written) : StringWriter
    {
        public override void Write(string? value) => written();
    }

    [CorpusFact]
    public void Every_published_file_can_be_shown_whole()
    {
        var files = new[] { "835", "837P", "999", "TA1", "277CA" }.SelectMany(f => Directory.GetFiles(Path.Combine(Corpus.Folder!, f))).ToList();
        Assert.Equal(78, files.Count);
        foreach (var file in files.Where(f => new FileInfo(f).Length < 200_000))
        {
            using var stream = File.OpenRead(file);
            var page = new StringWriter();
            X12Verbs.Show(stream, page, new StringWriter());
            if (File.ReadAllText(file).TrimStart('\uFEFF').StartsWith("ISA", StringComparison.Ordinal))
                Assert.StartsWith("ISA  Interchange", page.ToString(), StringComparison.Ordinal);
        }
    }
}
