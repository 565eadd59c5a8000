using CleanClaim.Testing;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>docs/x12-verdicts.md says what the validator says.</summary>
public class VerdictsTests
{
    [CorpusFact]
    public void The_table_of_verdicts_holds_for_every_file()
    {
        var rows = File.ReadLines(Path.Combine(Checkout.Root, "docs", "x12-verdicts.md")).Where(l => l.Contains('/', StringComparison.Ordinal) && l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Select(c => (File: c[1], Index: c[3], Ours: c[4])).ToList();
        Assert.True(rows.Count >= 93, $"{rows.Count} files");
        var judged = rows.Select(r => r.File).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Corpus.Index.Where(e => e.Version.Contains('X', StringComparison.Ordinal) && Guides.For(e.Transaction, e.Version) is not null).Select(e => Path.GetRelativePath(Corpus.Folder!, e.Path)).Where(f => !judged.Contains(f)));
        foreach (var (file, _, ours) in rows)
        {
            var errors = 0;
            using var stream = File.OpenRead(Path.Combine(Corpus.Folder!, file));
            X12Validator.Validate(stream, fault => errors += fault.Severity == Severity.Error ? 1 : 0, levelMax: 2);
            Assert.True(ours == (errors > 0 ? "invalid" : "valid"), $"{file}: {errors} errors, but the table says {ours}");
        }

        Assert.DoesNotContain(rows, r => r is { Index: "agree-valid", Ours: "invalid" } or { Index: "agree-invalid", Ours: "valid" });
    }
}
