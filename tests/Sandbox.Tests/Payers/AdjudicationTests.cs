using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Payers;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Tests.Payers;

public sealed class AdjudicationTests
{
    private static readonly string[] Codes = ["97810", "97811", "97813", "97814", "97140", "97110", "99213", "20561", "00000"];

    /// <summary>005010X221A1 1.10.2: charge less adjustments is paid, on every line; a second payer adds no more than the patient owed.</summary>
    [Fact]
    public void Any_claim_at_any_payer_first_or_second_balances_on_every_line()
    {
        var random = new Random(20261112);
        var payers = SandboxConfiguration.Default().Payers!;
        var standing = new List<AdjudicatedClaim>();
        var second = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var payer = payers[random.Next(payers.Count)];
            var member = payer.Members[random.Next(payer.Members.Count)];
            var claim = Claim(random, payer, member, i);
            var who = Covered.Find(payer, claim);
            Assert.NotNull(who);
            var answer = Adjudication.Adjudicate(who, claim, $"N{i}", [.. standing.Where(c => c.PayerId == payer.PayerId)], [], new DateOnly(2026, 12, 31));
            if (i % 3 == 0) standing.Add(answer);
            foreach (var line in answer.Lines)
            {
                Assert.Equal(line.Line.Charge, line.Paid + line.Adjustments.Sum(a => a.Amount));
                Assert.True(line.Paid >= 0, $"{payer.Name} pays {line.Paid}");
                Assert.DoesNotContain(line.Adjustments, a => a.Amount == 0);
                if (Coordination.Of(claim, line.Line) is not { } prior) continue;
                second++;
                Assert.True(line.Paid <= prior.PatientShare, "More than the patient owed.");
                Assert.Equal(line.Line.Charge - prior.PatientShare, line.Adjustments.Where(a => a is { Group: "OA", Reason: "23" }).Sum(a => a.Amount));
            }
        }
        Assert.True(second > 1_000, $"Only {second} lines of a second payer were tried.");
    }

    private static SubmittedClaim Claim(Random random, Payer payer, Member member, int number)
    {
        var day = new DateOnly(2026, 1, 1).AddDays(random.Next(360));
        var lines = Enumerable.Range(1, random.Next(1, 5)).Select(n => new SubmittedLine(
            n, Codes[random.Next(Codes.Length)], random.Next(3) == 0 ? ["59"] : [], random.Next(0, 30_000), random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture),
            [1], day, day, $"C{number}-{n}")).ToList();
        var secondary = payer.Coordination == CoordinationMethod.Supplement || random.Next(2) == 0;
        var person = new Person(member.LastName, member.FirstName, "", member.BirthDate, member.Sex);
        return new SubmittedClaim
        {
            Submission = new("S", "S", "S", "B", IsTest: true),
            Billing = new("1881999019", "361234567", "CLINIC", "1 ROAD", "CHICAGO", "IL", "606011234", ""),
            MemberId = member.MemberId,
            Subscriber = person,
            Patient = person,
            PatientIsSubscriber = true,
            PayerId = payer.PayerId,
            PayerName = payer.Name,
            Responsibility = secondary ? "S" : "P",
            PatientControlNumber = $"P{number}",
            TotalCharge = lines.Sum(l => l.Charge),
            PlaceOfService = "11",
            Frequency = "1",
            OriginalReference = "",
            Authorization = "",
            Diagnoses = [random.Next(2) == 0 ? "M5450" : "M542"],
            RenderingNpi = "1425773086",
            RenderingTaxonomy = "",
            Lines = lines,
            OtherPayers = secondary ? [new("P", "FIRST", "First", 0, [], [.. lines.Select(l => PriorAnswer(random, l))])] : [],
        };
    }

    private static PriorLine PriorAnswer(Random random, SubmittedLine line)
    {
        var contractual = random.NextInt64(line.Charge + 1);
        var patient = random.NextInt64(line.Charge - contractual + 1);
        Adjustment[] adjustments = [new("CO", "45", contractual), new("PR", random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture), patient)];
        return new(line.Number, line.Charge - contractual - patient, [.. adjustments.Where(a => a.Amount != 0)]);
    }

    /// <summary>Charge 150.00; the first payer paid 60.00, wrote off 50.00 and left 40.00 to the patient. Own plan alone: 100.00 allowed, 80.00 benefit.</summary>
    [Theory]
    [InlineData("standard", 40_00, "its own 80.00, but no more than the 40.00 left")]
    [InlineData("nonDuplication", 20_00, "80.00 less the 60.00 paid")]
    [InlineData("medicareSecondary", 40_00, "lowest of 150-60, 80 and max(100,100)-60 (42 CFR 411.33)")]
    public void Each_way_to_coordinate_pays_by_its_formula(string method, long pays, string because)
    {
        var parsed = method switch { "standard" => CoordinationMethod.Standard, "nonDuplication" => CoordinationMethod.NonDuplication, _ => CoordinationMethod.MedicareSecondary };
        var prior = new Prior(60_00, [new("PR", "2", 40_00)], 100_00);
        var plan = SandboxConfiguration.Default().Payers![0].Plans[0];
        Assert.True(pays == Coordination.Pays(parsed, plan, prior, charge: 150_00, allowed: 100_00, ownBenefit: 80_00), because);
    }

    [Fact]
    public void The_supplement_pays_the_coinsurance_and_leaves_the_deductible()
    {
        var golden = SandboxConfiguration.Default().FindPayer("77004")!;
        var prior = new Prior(60_00, [new("PR", "1", 25_00), new("PR", "2", 15_00)], 100_00);
        Assert.Equal(15_00, Coordination.Pays(golden.Coordination, golden.Plans[0], prior, 150_00, 100_00, 0));
    }

    [Theory]
    [InlineData("62", 62_00L)]
    [InlineData("41.5", 41_50L)]
    [InlineData(".07", 7L)]
    [InlineData("-14.80", -14_80L)]
    [InlineData("1.005", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("9999999999999999", null)]
    public void An_amount_is_whole_cents_or_none(string text, long? cents) => Assert.Equal(cents, Cents.Parse(text));
}
