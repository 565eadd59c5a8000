using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Tests.Transactions;

/// <summary>Every 5010 file of the five types is read, or refused with a located fault.</summary>
public class CorpusReadingTests
{
    private static readonly string[] Folders = ["835", "837P", "999", "TA1", "277CA"];

    private sealed record Read(string Name, List<X12Document> Documents, List<ReadFault> Faults);

    private static List<Read> All(string folder)
    {
        var all = new List<Read>();
        foreach (var file in Directory.GetFiles(Path.Combine(Corpus.Folder!, folder)).Order(StringComparer.Ordinal))
        {
            var faults = new List<ReadFault>();
            using var stream = File.OpenRead(file);
            all.Add(new(Path.GetFileName(file), [.. X12Documents.Read(stream, faults)], faults));
        }

        return all;
    }

    [CorpusFact]
    public void Every_file_gives_objects_or_a_located_fault()
    {
        var files = Folders.SelectMany(All).ToList();
        Assert.Equal(78, files.Count);
        Assert.All(files, f => Assert.True(f.Documents.Count > 0 || f.Faults.Count > 0, f.Name));
        Assert.Equal(
            ["imsweb-x12-parser__src_test_resources_837_5010_x12_no_isa_line.txt", "keironstoddart-edi-835-parser__tests_test_edi_835_files_blue_cross_nc_sample.txt"],
            files.Where(f => f.Documents.Count == 0).Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(files.Where(f => f.Documents.Count == 0), f => Assert.Equal(FaultKind.NotX12, f.Faults[0].Kind));
    }

    [CorpusFact]
    public void Remittances_are_counted_down_to_the_adjustment()
    {
        var remittances = All("835").SelectMany(f => f.Documents).OfType<Remittance>().ToList();
        Assert.Equal((19, 412, 1_616), (remittances.Count, remittances.Sum(r => r.Claims.Count), remittances.Sum(r => r.Claims.Sum(c => c.Lines.Count))));
        Assert.Equal(0, remittances.Sum(r => r.Kept.Count + r.Claims.Sum(c => c.Kept.Count + c.Lines.Sum(l => l.Kept.Count))));
        Assert.Equal("20002316", Assert.Single(remittances.SelectMany(r => r.Unread)).Raw);
        Assert.All(remittances, r => Assert.True(r.Complete));
    }

    [CorpusFact]
    public void Claims_are_counted_down_to_the_line()
    {
        var claims = All("837P").SelectMany(f => f.Documents).OfType<Claim>().ToList();
        Assert.Equal((1_523, 1_588), (claims.Count, claims.Sum(c => c.Lines.Count)));
        Assert.Equal(14, claims.Sum(c => c.Lines.Sum(l => l.Adjudications.Count)));
    }

    [CorpusFact]
    public void Answers_are_counted()
    {
        var answers = All("999").Concat(All("TA1")).Concat(All("277CA")).SelectMany(f => f.Documents).ToList();
        Assert.Equal((7, 3, 3), (answers.OfType<Acknowledgment999>().Count(), answers.OfType<InterchangeAcknowledgment>().Count(),
            answers.OfType<ClaimStatusReport>().Count()));
        Assert.Equal(15, answers.OfType<Acknowledgment999>().Sum(a => a.Transactions.Count));
        Assert.Equal(4, answers.OfType<ClaimStatusReport>().Sum(a => a.Claims.Count));
    }
}
