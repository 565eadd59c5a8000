using System.Diagnostics;
using System.Globalization;
using System.Text;
using CleanClaim.Testing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Fuzzing;

/// <summary>
/// A search for files that break a promise of the engine: the same 2,000 executions with every change, whatever the machine; hours and a seed of its own with ./test --long
/// (CLEANCLAIM_FUZZ_MINUTES, 120 if not said; CLEANCLAIM_FUZZ_SEED to repeat one). What it finds is kept under artifacts/fuzz;
/// mended, it becomes a file of <c>Fuzzing/found</c>, which <see cref="What_was_found_once_stays_mended"/> runs for ever.
/// </summary>
public sealed class FuzzTests
{
    private const int UsualSeed = 20261122, UsualExecutions = 2_000, BudgetOfPlanted = 4_000;

    [Fact]
    public void No_file_breaks_a_promise()
    {
        var seed = Setting("CLEANCLAIM_FUZZ_SEED") ?? (LongRun.IsAsked ? Random.Shared.Next() : UsualSeed);
        var time = LongRun.IsAsked ? TimeSpan.FromMinutes(Setting("CLEANCLAIM_FUZZ_MINUTES") ?? 120) : TimeSpan.MaxValue;
        var started = Stopwatch.GetTimestamp();
        var record = new Search(seed, new(), Mutations.Structured).Run(Search.Seeds(), n => LongRun.IsAsked ? Stopwatch.GetElapsedTime(started) < time : n < UsualExecutions);
        TestNotes.Add($"fuzz: {record} in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} minutes");
        var folder = Checkout.PathTo("artifacts", "fuzz");
        foreach (var (finding, number) in record.Findings.Select((f, i) => (f, i)))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{seed}-{number}.edi")), finding.File);
        }

        Assert.True(record.Findings.Count == 0, $"{record}\n{string.Join('\n', record.Findings.Select(f => $"{f.Detail}\n{Encoding.Latin1.GetString(f.File)}"))}\nThe files are in artifacts/fuzz.");
        Assert.True(record.Executions > Search.Seeds().Count, record.ToString());
    }

    /// <summary>
    /// The control: a defect that stands behind structure (two claims of one number, in a file whose counts and levels are true) is found by the
    /// search and missed by as many changes that know nothing of structure.
    /// </summary>
    [Fact]
    public void A_planted_defect_is_found_and_as_many_blind_changes_miss_it()
    {
        byte[][] seeds = [Encoding.ASCII.GetBytes(SampleFiles.Claims837()), Encoding.ASCII.GetBytes(SampleFiles.Remittance835())];
        var found = new Search(UsualSeed, new(Planted), Mutations.Structured).Run(seeds, n => n < BudgetOfPlanted);
        Assert.Contains(found.Findings, f => f.What.Contains("PlantedDefectException", StringComparison.Ordinal));
        var missed = new Search(UsualSeed, new(Planted), (file, _, chance) => Mutations.Random(file, chance)).Run(seeds, n => n < BudgetOfPlanted);
        Assert.Empty(missed.Findings);
        Assert.True(missed.Executions >= found.Executions, "the blind search had the same budget");
        TestNotes.Add($"fuzz, planted defect: found ({found}); missed by blind changes ({missed})");
    }

    private sealed class PlantedDefectException : Exception;

    private static void Planted(byte[] file, IReadOnlyList<Fault> faults)
    {
        if (faults.Any(f => f.Level == 1)) return;
        HashSet<string> claims = new(StringComparer.Ordinal);
        using var reader = new X12Reader(file);
        while (reader.Read())
            if (reader.Segment.Id == SegmentId.Of("CLM") && !claims.Add(reader.Segment.Text(1) ?? "")) throw new PlantedDefectException();
    }

    public static TheoryData<string> Found =>
        [.. Directory.GetFiles(Checkout.PathTo("tests", "X12.Tests", "Fuzzing", "found")).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Found))]
    public void What_was_found_once_stays_mended(string name) => new Target().Run(File.ReadAllBytes(Checkout.PathTo("tests", "X12.Tests", "Fuzzing", "found", name)));

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
