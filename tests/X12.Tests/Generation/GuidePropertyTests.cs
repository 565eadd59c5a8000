using System.Text;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>What a guide's rows allow is written, read back row for row, judged clean, and every row of every guide is met.</summary>
public sealed class GuidePropertyTests
{
    private const int Seeds = 60;

    public static TheoryData<string> Transactions => [.. Guides.All.Where(g => g.TransactionId != "TA1").Select(g => g.Name)];

    [Theory]
    [MemberData(nameof(Transactions))]
    public void Whole_transactions_made_from_the_rows_are_written_read_back_and_clean(string name)
    {
        var guide = Guides.Named(name)!;
        var met = new bool[guide.Segments.Count];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var (file, rows) = Sample(guide, seed).Make();
            foreach (var row in rows) met[row.Index] = true;
            var where = $"{name}, seed {seed}";
            Assert.Equal(rows, RowsRead(file, where));
            using var again = new MemoryStream();
            Assert.Equal(0, X12Verbs.Rewrite(new("f", new MemoryStream(file)), again, TextWriter.Null));
            Assert.True(file.AsSpan().SequenceEqual(again.ToArray()), where);
            Assert.True(X12Verbs.ToJson(new MemoryStream(file), Stream.Null, TextWriter.Null) == 0, where);
            if (seed == 0) AssertAccepted(file, where);
        }

        Assert.Empty(guide.Segments.Where(s => !met[s.Index] && s.Usage != Usage.NotUsed && s.Id.ToString() is not ("ST" or "SE")));
    }

    internal static GuideSample Sample(Guide guide, int seed)
    {
        // Bare, sparse, rich and full transactions in turn.
        int[] densities = [0, 15, 50, 85, 100];
        var density = densities[seed % densities.Length];
        return guide.TransactionId switch
        {
            "837" when guide.Adopted.Count > 0 => new ClaimSample(guide, seed, density),
            "270" or "271" => new EligibilitySample(guide, seed, density),
            "278" => new AuthorizationSample(guide, seed, density),
            "275" => new AttachmentSample(guide, seed, density),
            "834" => new EnrollmentSample(guide, seed, density),
            _ => new GuideSample(guide, seed, density),
        };
    }

    /// <summary>The answers to a clean file are clean files too, and a 999 accepts its one transaction.</summary>
    private static void AssertAccepted(byte[] file, string where)
    {
        foreach (var answer in Acknowledger.Answer(new MemoryStream(file), new() { Date = new(2026, 1, 6), Time = new(9, 0) }))
        {
            RowsRead(answer.Content, where);
            if (answer.Kind == AnswerKind.Implementation999) Assert.Contains("AK9*A*1*1*1", Encoding.ASCII.GetString(answer.Content), StringComparison.Ordinal);
        }
    }

    /// <summary>The rows that the validator found, in order; a fault of level 1 to 4 fails the test.</summary>
    private static List<SegmentUse> RowsRead(byte[] file, string where)
    {
        List<SegmentUse> rows = [];
        using var validator = new X12Validator(new MemoryStream(file), 4);
        bool more;
        do
        {
            more = validator.Read();
            Assert.True(validator.Faults.Count == 0, where + ": " + string.Join(" | ", validator.Faults));
            if (more && validator.Use is { } use && use.Id.ToString() is not ("ST" or "SE")) rows.Add(use);
        }
        while (more);
        return rows;
    }
}
