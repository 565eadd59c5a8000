using CleanClaim.Testing;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>
/// docs/x12-verdicts.md says what the validator says of every published file. When a verdict changes on purpose: run this test with CLEANCLAIM_GOLDEN=write,
/// read the diff, and see that the page's words above the table still hold.
/// </summary>
public class VerdictsTests
{
    private const int RulesNamedMax = 5;

    [CorpusFact]
    public void The_table_of_verdicts_holds_for_every_file()
    {
        var path = Checkout.PathTo("docs", "x12-verdicts.md");
        var page = File.ReadAllLines(path);
        var head = Array.FindIndex(page, l => l.StartsWith("|---", StringComparison.Ordinal)) + 1;
        var verdicts = Corpus.Index.Select(e => (Entry: e, Ours: Judge(e))).OrderBy(v => v.Ours.Row, StringComparer.Ordinal).ToList();
        var rows = verdicts.Select(v => v.Ours.Row).ToList();
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_GOLDEN") == "write") File.WriteAllLines(path, page[..head].Concat(rows));
        else Assert.Equal(rows, page[head..]);

        Assert.Empty(verdicts.Where(v => v.Entry.Verdict == "agree-valid" && !v.Ours.Valid || v.Entry.Verdict == "agree-invalid" && v.Ours.Valid).Select(v => v.Ours.Row));
    }

    private static (string Row, bool Valid) Judge(Corpus.Entry entry)
    {
        List<string> low = [], high = [];
        var errors = 0;
        using var stream = File.OpenRead(entry.Path);
        X12Validator.Validate(stream, fault =>
        {
            var rules = fault.Level <= 2 ? low : high;
            if (!rules.Contains(fault.Rule)) rules.Add(fault.Rule);
            if (fault is { Level: <= 2, Severity: Severity.Error }) errors++;
        });
        var file = Path.GetRelativePath(Corpus.Folder!, entry.Path).Replace('\\', '/');
        return ($"| {file} | {entry.Intent} | {entry.Verdict} | {(errors > 0 ? "invalid" : "valid")} | {Named(low)} | {Named(high)} |", errors == 0);
    }

    private static string Named(List<string> rules) =>
        string.Join(", ", rules.Take(RulesNamedMax)) + (rules.Count > RulesNamedMax ? $" and {rules.Count - RulesNamedMax} more" : "");
}
