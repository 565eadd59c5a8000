using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Tests.Generation;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Transactions;

/// <summary>Version 4010 comes out in the shapes of 5010, with a warning.</summary>
public class OlderVersionTests
{
    [Fact]
    public void A_remittance_of_4010_is_the_same_object()
    {
        var older = Assert.IsType<Remittance>(Assert.Single(X12Documents.Read(Sample.File("835", "004010X091A1", Sample.Remittance))));
        var newer = Assert.IsType<Remittance>(Assert.Single(X12Documents.Read(Sample.File("835", "005010X221A1", Sample.Remittance))));
        Assert.Equal(newer.Claims[0].Lines.Select(l => (l.Procedure?.Code, l.Paid)), older.Claims[0].Lines.Select(l => (l.Procedure?.Code, l.Paid)));
        Assert.Equal((newer.Amount, newer.TraceNumber, newer.Claims[0].PatientControlNumber), (older.Amount, older.TraceNumber, older.Claims[0].PatientControlNumber));
    }

    [Fact]
    public void Its_sums_are_judged_and_its_version_is_told()
    {
        const string Clean = "BPR*I*80*C*CHK************20260310\nTRN*1*C1*1512345678\nN1*PR*PRAIRIE\nN1*PE*CLINIC*XX*1234567893\nLX*1\nCLP*P1*1*100*80**12*I1\nNM1*QC*1*DOE*ANN\nSVC*HC:97810*100*80\nDTM*472*20260301\nCAS*CO*45*20";
        Assert.Equal(["ST-NOT-ADOPTED"], Rules("835", "004010X091A1", Clean));
        Assert.Equal(["ST-NOT-ADOPTED", "835-LINE-SUM", "835-CLAIM-SUM"], Rules("835", "004010X091A1", Clean.Replace("CAS*CO*45*20", "CAS*CO*45*19", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_guide_of_the_past_is_told_and_no_other()
    {
        Assert.Equal(["835-4010", "837-4010"], Guides.All.Where(g => g.Adopted.Count == 0).Select(g => g.Name).Order(StringComparer.Ordinal));
        Assert.All(Guides.All.Where(g => g.Adopted.Count > 0), g => Assert.All(g.Adopted, v => Assert.Contains(v, g.Versions)));
    }

    /// <summary>What "005010" alone does not say the lines do, or the type of bill where there is none; only a claim without either stays without a guide.</summary>
    [Theory]
    [InlineData("837P")]
    [InlineData("837I")]
    [InlineData("837D")]
    public void A_claim_whose_version_names_no_guide_is_read_by_what_its_lines_are(string name)
    {
        var guide = Guides.Named(name)!;
        var (file, rows) = GuidePropertyTests.Sample(guide, 3).Make();
        var bare = Encoding.Latin1.GetString(file).Replace($"*{guide.Version}~", "*005010~", StringComparison.Ordinal);
        List<Fault> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(bare)), faults.Add, 4);
        Assert.Equal([("ST-NOT-ADOPTED", Severity.Warning, name)], faults.Select(f => (f.Rule, f.Severity, f.Transaction)));
        var trail = new GuideTrail();
        using var reader = new X12Reader(Encoding.Latin1.GetBytes(bare));
        List<SegmentUse> read = [];
        while (reader.Read())
        {
            trail.Step(reader.Segment);
            if (trail.Use is { } use && use.Id.ToString() is not ("ST" or "SE")) read.Add(use);
        }

        Assert.Equal(rows, read);
        Assert.Contains(rows[5].Name, Shown(bare), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_without_lines_is_known_by_its_type_of_bill_alone()
    {
        Assert.Contains("ST-NOT-ADOPTED", Rules("837", "005010", "BHT*0019*00*1*20260105*1200*CH\nHL*1**20*1\nCLM*A*0***11:A:1"));
        Assert.Contains("ST-NO-GUIDE", Rules("837", "005010", "BHT*0019*00*1*20260105*1200*CH\nHL*1**20*1\nCLM*A*0***11:B:1"));
    }

    private static string Shown(string file)
    {
        using var page = new StringWriter();
        X12Verbs.Show(new MemoryStream(Encoding.Latin1.GetBytes(file)), page, TextWriter.Null);
        return page.ToString();
    }

    [CorpusFact]
    public void Claims_and_payments_of_4010_are_counted()
    {
        Assert.Equal((16, 55), Counted("837P-4010"));
        Assert.Equal((173, 513), Counted("837I-4010"));
        Assert.Equal((21, 25), Counted("835-4010"));
    }

    private static (int Objects, int Lines) Counted(string folder)
    {
        var (objects, lines) = (0, 0);
        foreach (var file in Directory.GetFiles(Path.Combine(Corpus.Folder!, folder)))
        {
            using var stream = File.OpenRead(file);
            foreach (var document in X12Documents.Read(stream))
                if (document is Claim claim) (objects, lines) = (objects + 1, lines + claim.Lines.Count);
                else if (document is Remittance remittance) (objects, lines) = (objects + remittance.Claims.Count, lines + remittance.Claims.Sum(c => c.Lines.Count));
        }

        return (objects, lines);
    }

    private static List<string> Rules(string transaction, string version, string segments)
    {
        List<string> rules = [];
        X12Validator.Validate(Sample.File(transaction, version, segments), fault => rules.Add(fault.Rule));
        return rules;
    }
}
