using System.Text;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Sandbox;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>
/// A defect in the map itself is refused by the sandbox, whose reader and payers share no code with ours, with the place: by the clearinghouse in the 999,
/// or by the payer, who knows its members, in the 277CA. The map as it stands is taken.
/// </summary>
public sealed class DefectiveMapTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 16);
    private static readonly Address Chicago = new("12 Elm Street", null, "Chicago", "IL", "606011234");

    private static readonly ClaimFileEnds Ends = new()
    {
        SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", ReceiverName = "Sandbox Clearinghouse", Date = Today, Time = new(12, 0), ControlNumber = 7, IsTest = true,
    };

    private readonly string _root = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;

    public static TheoryData<string> Defects => [.. MapDefect.All.Select(d => d.Name)];

    [Fact]
    public void The_map_as_it_stands_is_taken_and_paid()
    {
        var (ends, claims) = Book();
        var (bytes, refused) = PlantedMaps.Unchanged(ends, claims);
        Assert.Empty(refused);
        Assert.Equal(To837P.Write(ends, claims).Bytes, bytes);
        Assert.Empty(ReadBack.Compare(bytes, claims).Faults);
        Assert.Equal((0, ""), (Send(bytes), string.Join('\n', Reasons(bytes))));
    }

    [Theory, MemberData(nameof(Defects))]
    public void A_defect_in_the_map_is_refused_with_its_place(string name)
    {
        var defect = MapDefect.All.Single(d => d.Name == name);
        var (ends, claims) = Book();
        var (bytes, refused) = PlantedMaps.With(defect)(ends, claims);
        Assert.Empty(refused);
        Assert.NotEqual(To837P.Write(ends, claims).Bytes, bytes);
        Assert.Equal(1, Send(bytes));
        Assert.Matches(@"IK3\*|IK4\*|STC\*A[37]:|TA1\*.*\*R\*", Answers("999") + Answers("277ca") + Answers("ta1"));
        Assert.Contains(defect.Told, string.Join('\n', Reasons(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_defect_whose_line_is_gone_from_the_source_is_told()
    {
        var gone = new MapDefect("nothing", "a line that was never there", "", "");
        Assert.Contains("stands 0 times", Assert.Throws<InvalidOperationException>(() => PlantedMaps.Plant(PlantedMaps.Source(), gone)).Message, StringComparison.Ordinal);
        var twice = gone with { Line = "to.Segment(" };
        Assert.Contains("once is needed", Assert.Throws<InvalidOperationException>(() => PlantedMaps.Plant(PlantedMaps.Source(), twice)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Thomas's claim was sent and taken before; now come its replacement, Lucia's claim to her mother's plan, and another of hers to her father's after the mother's answered.</summary>
    private (ClaimFileEnds Ends, IReadOnlyList<OutboundClaim> Claims) Book()
    {
        var first = Thomas with { Pcn = Pcn.Of(1) };
        Assert.Equal(0, Send(To837P.Write(Ends, [first]).Bytes));
        var number = Answers("277ca").Split("REF*1K*")[1].Split('~')[0];
        foreach (var answer in Directory.GetFiles(Path.Combine(_root, "out"))) File.Delete(answer);
        return (Ends with { ControlNumber = 8 }, [first with { Pcn = Pcn.Of(2), Frequency = "7", PayerControl = number }, Lucia, LuciasSecond]);
    }

    private int Send(byte[] file)
    {
        Directory.CreateDirectory(Path.Combine(_root, "in"));
        File.WriteAllBytes(Path.Combine(_root, "in", "claims.837"), file);
        return SandboxDoor.Run(_root, Today, 1, TextWriter.Null);
    }

    private string Answers(string kind) => string.Concat(Directory.GetFiles(Path.Combine(_root, "out"), $"*.{kind}").Select(f => Encoding.ASCII.GetString(File.ReadAllBytes(f))));

    /// <summary>Every fault that the reader names, a TA1 that rejects the file, and every status of a 277CA that rejects a claim.</summary>
    private IEnumerable<string> Reasons(byte[] file) =>
        SandboxDoor.Refusals(file).Concat((Answers("ta1") + Answers("277ca")).Split('~', StringSplitOptions.TrimEntries)
            .Where(s => s.StartsWith("STC*A3", StringComparison.Ordinal) || s.StartsWith("STC*A7", StringComparison.Ordinal) || (s.StartsWith("TA1", StringComparison.Ordinal) && s.Contains("*R*", StringComparison.Ordinal))));

    private static readonly BilledCoverage ThomasEvergreen = new()
    {
        CoverageId = 1, PayerId = 1, PayerKey = "evergreen", PayerName = "Evergreen Health Plan", Kind = PayerKind.Commercial, PayerNumber = "77001", ClaimFiling = "CI", FilingDays = 180,
        AcceptsReplacement = true, PayerAddress = null, MemberId = "EGH318820945", Group = "G-77", Relation = Relation.Self, LastName = "Whitfield", FirstName = "Thomas",
        BirthDate = new(1979, 11, 30), Sex = "M", Address = Chicago, From = new(2024, 1, 1), To = null, Authorization = "AUTH12",
    };

    private static readonly BilledCoverage Mothers = ThomasEvergreen with
    {
        CoverageId = 2,
        MemberId = "EGH204177331",
        Relation = Relation.Child,
        LastName = "Reyes",
        FirstName = "Marisol",
        BirthDate = new(1986, 3, 14),
        Sex = "F",
        Authorization = null,
    };

    private static readonly BilledCoverage Fathers = Mothers with
    {
        CoverageId = 3,
        PayerId = 2,
        PayerKey = "lakeside",
        PayerName = "Lakeside Mutual",
        PayerNumber = "77002",
        MemberId = "LMI55120874",
        Group = null,
        FirstName = "Daniel",
        BirthDate = new(1984, 9, 2),
        Sex = "M",
    };

    private static readonly OutboundClaim Thomas = new(new ClaimSnapshot
    {
        VisitKey = "t1", Date = new(2026, 3, 2), Place = "11", Practice = new("sw", "Still Water", "1881999019", "361234567", "171100000X", Chicago, "3125550100"),
        Provider = new(1, "1425773086", "Lin", "Mei", "171100000X"), Patient = new("tom", "Whitfield", "Thomas", null, new(1979, 11, 30), "M", Chicago),
        Coverages = [ThomasEvergreen], Case = new(CaseKind.Auto, new(2026, 2, 1), "IL", "AC-55", null), Diagnoses = ["M5450", "M542"], ContactMinutes = 32,
        Lines = [new(1, 11, "97810", ["59"], new(9500), 1, [1, 2], null), new(2, 12, "97811", [], new(6050), 1, [1], null)],
    }, 0, "", "1", null, []);

    private static readonly OutboundClaim Lucia = new(Thomas.Claim with
    {
        VisitKey = "l1",
        Patient = new("lucia", "Reyes", "Lucía", null, new(2016, 5, 20), "F", Chicago),
        Coverages = [Mothers, Fathers],
        Case = null,
        Diagnoses = ["G43009"],
        Lines = [new(1, 21, "97810", [], new(9500), 1, [1], null), new(2, 22, "97811", [], new(6000), 1, [1], null)],
    }, 0, Pcn.Of(3), "1", null, []);

    private static readonly OutboundClaim LuciasSecond = Lucia with
    {
        Claim = Lucia.Claim with { VisitKey = "l0", Date = new(2026, 2, 3) },
        Level = 1,
        Pcn = Pcn.Of(4),
        Prior =
        [
            new(0, new(2026, 2, 20), new(7800), "EG2605100001", [], [],
            [
                new(1, new(2026, 2, 20), new(3700), null, [new("CO", "45", new(3300), null), new("PR", "3", new(2500), null)]),
                new(2, new(2026, 2, 20), new(4100), null, [new("CO", "45", new(1900), null)]),
            ]),
        ],
    };
}
