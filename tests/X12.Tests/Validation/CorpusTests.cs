using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>Every published 5010 file of the types whose guides are held: read, or refused with located faults.</summary>
public sealed class CorpusTests
{
    private static IReadOnlyList<Corpus.Entry> Held { get; } =
        [.. Corpus.Index.Where(e => e.Transaction == "TA1" || Guides.For(e.Transaction, e.Version) is not null || (e.Transaction == "837" && e.Version == "005010"))];

    [CorpusFact]
    public void Every_file_is_read_or_refused_with_located_faults()
    {
        Assert.True(Held.Count >= 90, $"{Held.Count} files");
        foreach (var entry in Held)
        {
            var length = new FileInfo(entry.Path).Length;
            var (summary, faults) = Validate(entry, 7);
            Assert.True(summary.Segments > 0 || faults.Count > 0, entry.Path);
            Assert.All(faults, f => Assert.True(f.Place.Line >= 1 && f.Place.Offset >= 0 && f.Place.Offset <= length && f.Message.Length > 0 && f.Fix.Length > 0, entry.Path + ": " + f));
        }
    }

    [CorpusFact]
    public void What_two_validators_agree_is_valid_has_no_error_of_level_1_or_2()
    {
        var valid = Held.Where(e => e.Verdict == "agree-valid").ToList();
        Assert.True(valid.Count >= 21, $"{valid.Count} files");
        foreach (var entry in valid)
            Assert.True(Validate(entry, 2).Faults.All(f => f.Severity == Severity.Warning), entry.Path + ": " + string.Join(" | ", Validate(entry, 2).Faults));
    }

    [CorpusFact]
    public void What_two_validators_agree_is_invalid_has_an_error_of_level_1_or_2()
    {
        var invalid = Held.Where(e => e.Verdict == "agree-invalid").ToList();
        Assert.True(invalid.Count >= 39, $"{invalid.Count} files");
        foreach (var entry in invalid) Assert.True(Validate(entry, 2).Faults.Any(f => f.Severity == Severity.Error), entry.Path);
    }

    [CorpusFact]
    public void Files_of_every_other_kind_are_read_without_a_crash()
    {
        foreach (var entry in Corpus.Index)
            for (var level = 1; level <= 7; level += 6) Validate(entry, level);
        Assert.True(Corpus.Index.Count >= 366);
    }

    [CorpusFact]
    public void A_file_cut_off_anywhere_is_told_so()
    {
        var entry = Held.First(e => e.Verdict == "agree-valid" && e.Transaction == "837");
        var bytes = File.ReadAllBytes(entry.Path);
        var end = bytes.AsSpan().TrimEnd("\r\n "u8).Length;
        for (var length = 1; length < end; length += 7)
        {
            List<Fault> faults = [];
            X12Validator.Validate(new MemoryStream(bytes, 0, length), faults.Add);
            Assert.Contains(faults, f => f.Severity == Severity.Error);
        }
    }

    private static (ValidationSummary Summary, List<Fault> Faults) Validate(Corpus.Entry entry, int level)
    {
        List<Fault> faults = [];
        using var stream = File.OpenRead(entry.Path);
        return (X12Validator.Validate(stream, faults.Add, level), faults);
    }
}
