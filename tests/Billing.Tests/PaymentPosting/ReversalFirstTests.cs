using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A corrected answer counts after the reversal of the one that it corrects, wherever it stands: before it in the file, or in an earlier check (DESIGN law 7).</summary>
public sealed class ReversalFirstTests
{
    private static readonly string[] Corrected = ["contractual 75.50", "payerReceivable green 20.00"];

    private static string First(string pcn) => Edi.Claim(pcn, "1", "215", "129.50", "97810", "CO*45*75.5", "PR*3*10");
    private static string Back(string pcn) => Edi.Claim(pcn, "22", "-215", "-129.50", "97810", "CO*45*-75.5", "PR*3*-10");
    private static string Again(string pcn) => Edi.Claim(pcn, "1", "215", "119.50", "97810", "CO*45*75.5", "PR*3*20");

    private static Task<int> Credits(House house) => house.Read(async tx => (await OpenDenials.Open(tx).ToListAsync()).Count(d => d.AtStake.IsNegative));

    private static Task Unpost(House house, string trace) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test"));

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_it_stands_before_the_reversal_in_one_check(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        var (one, items) = (await ward.Book(), await ward.Items());
        var file = Edi.Remit("Z2", "0", [Again(pcn), Back(pcn)], "PLB*1234567893*20261231*FB*-10~", date: "20260304", method: "NON");
        await ward.Post(file);
        await Holds(ward);
        var after = await ward.Items();
        await Unpost(house, "Z2");
        Assert.Equal(one, await ward.Book());
        Assert.Equal(items, await ward.Items());
        await ward.Post(file);
        Assert.Equal(after, await ward.Items());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_it_comes_in_an_earlier_check_and_whatever_is_undone_and_posted_again(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        var (second, third) = (Edi.Remit("Z2", "119.50", [Again(pcn)], date: "20260304"), Edi.Remit("Z3", "0", [Back(pcn)], "PLB*1234567893*20261231*FB*-129.5~", date: "20260305", method: "NON"));
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        await ward.Post(second);
        var twice = await ward.Items();
        Assert.NotEqual(0, await Credits(house));
        await ward.Post(third);
        await Holds(ward);
        var after = await ward.Items();

        await Unpost(house, "Z3");
        Assert.Equal(twice, await ward.Items());
        await ward.Post(third);
        Assert.Equal(after, await ward.Items());
        await Unpost(house, "Z2");
        await ward.Post(second);
        Assert.Equal(after, await ward.Items());
        await Unpost(house, "Z3");
        await Unpost(house, "Z2");
        await ward.Post(third);
        await ward.Post(second);
        Assert.Equal(after, await ward.Items());
        Assert.Equal(0, await Credits(house));
    }

    private static string Remit(string trace, string date, string amount, params string[] claims) => Money.TryParse(amount)!.Value.IsNegative
        ? Edi.Remit(trace, "0", claims, $"PLB*1234567893*20261231*FB*{amount}~", date: date, method: "NON") : Edi.Remit(trace, amount, claims, date: date);

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_other_transactions_of_the_same_posting_lie_between(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        house.Database.ClaimsAtOnce = 1;
        var (pcn, others) = (await ward.Claim("97810 215.00"), await ward.Claims(2, "97810 100.00"));
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        var one = await ward.Items();
        string[] between = [Edi.Claim(others[0], "100"), Edi.Claim(others[1], "100")];
        var wrong = Remit("Z2", "20260304", "190", [Again(pcn), .. between, Back(pcn)]);
        var right = Remit("Z2R", "20260304", "190", [Back(pcn), .. between, Again(pcn)]);
        Assert.Equal(4, (await ward.Post(wrong)).Posted);
        await Stands(ward);
        var after = await Standing(ward);
        await Unpost(house, "Z2");
        Assert.Equal(one, await ward.Items());
        await ward.Post(right);
        Assert.Equal(after, await Standing(ward));
        await Unpost(house, "Z2R");
        await ward.Post(wrong);
        Assert.Equal(after, await Standing(ward));
        await Proved(house, ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_the_posting_stops_between_and_goes_on_another_day(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        house.Database.ClaimsAtOnce = 1;
        var (pcn, other) = (await ward.Claim("97810 215.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        var file = Remit("Z2", "20260304", "90", [Again(pcn), Edi.Claim(other, "100"), Back(pcn)]);
        await StopAfter(ward, file, chunks: 2);
        Assert.NotEqual(0, await Credits(house)); // what is posted so far is a second payment
        house.Clock.Pass(TimeSpan.FromDays(1));
        await ward.Post(file);
        await Stands(ward);
        await Proved(house, ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_while_the_check_that_brought_it_is_half_posted(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        house.Database.ClaimsAtOnce = 1;
        var (pcn, other) = (await ward.Claim("97810 215.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        var second = Remit("Z2", "20260304", "219.50", [Again(pcn), Edi.Claim(other, "100")]);
        await StopAfter(ward, second, chunks: 1);
        Assert.Equal("posted", (await ward.Post(Remit("Z3", "20260305", "-129.50", Back(pcn)))).Outcome);
        await ward.Post(second);
        await Stands(ward);
        await Proved(house, ward);
    }

    private static string Ida(string pcn, string status, string charge, string paid, params string[] cas) => Edi.Claim("IVER*IDA", pcn, status, charge, paid, "97810", cas);

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_for_a_claim_of_a_sibling_practice_in_one_check_and_over_two(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var (lucia, ida) = (await ward.Claim("97810 100.00"), await sibling.Claim("97810 215.00"));
        var (first, again, back) = (Ida(ida, "1", "215", "129.50", "CO*45*75.5", "PR*3*10"), Ida(ida, "1", "215", "119.50", "CO*45*75.5", "PR*3*20"), Ida(ida, "22", "-215", "-129.50", "CO*45*-75.5", "PR*3*-10"));
        await ward.Post(Edi.Remit("Z1", "129.50", [first], date: "20260301"));
        var (here, there) = (await ward.Items(), await sibling.Items());

        async Task Nothing()
        {
            Assert.Equal(here, await ward.Items());
            Assert.Equal(there, await sibling.Items());
        }
        var right = Remit("Z2R", "20260304", "50", back, Edi.Claim(lucia, "60", "CO*45*40"), again);
        await ward.Post(right);
        var rightThere = await Standing(sibling);
        await Unpost(house, "Z2R");

        house.Database.ClaimsAtOnce = 1; // in one transaction or in three
        foreach (var wrong in new[] { Remit("Z2", "20260304", "-10", again, back), Remit("Z3", "20260304", "50", again, Edi.Claim(lucia, "60", "CO*45*40"), back) })
        {
            await ward.Post(wrong);
            Assert.Contains("dueFrom 119.50", await sibling.Book());
            Assert.Equal(rightThere, await Standing(sibling));
            await Unpost(house, wrong.Contains("*Z2*", StringComparison.Ordinal) ? "Z2" : "Z3");
            await Nothing();
        }

        var (corrected, takenBack) = (Remit("Z4", "20260304", "179.50", again, Edi.Claim(lucia, "60", "CO*45*40")), Remit("Z5", "20260305", "-129.50", back));
        await ward.Post(corrected);
        await ward.Post(takenBack);
        Assert.Equal(rightThere, await Standing(sibling));
        await Unpost(house, "Z4");
        await ward.Post(corrected);
        Assert.Equal(rightThere, await Standing(sibling));
        await Unpost(house, "Z5");
        await Unpost(house, "Z4");
        await Nothing();
        await ward.Post(takenBack);
        await ward.Post(corrected);
        Assert.Equal(rightThere, await Standing(sibling));
        await Proved(house, sibling);
        await Proved(house, ward);
    }

    /// <summary>Two answers paid the same; the payer's adjustments say which of them is taken back.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_takes_back_the_answer_whose_adjustments_it_mirrors(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        await ward.Post(Edi.Remit("Z2", "129.50", [Edi.Claim(pcn, "1", "215", "129.50", "97810", "CO*45*65.5", "PR*3*20")], date: "20260304"));
        await ward.Post(Remit("Z3", "20260305", "-129.50", Back(pcn)));
        var book = await ward.Book();
        Assert.Contains("contractual 65.50", book);
        Assert.Contains("payerReceivable green 20.00", book);
        Assert.Equal(0, await Credits(house));
    }

    /// <summary>The answer that is taken back was never posted here: the corrected one of the same check is not it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_never_takes_back_the_corrected_answer_of_its_own_check(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        Assert.Equal(1, (await ward.Post(Remit("Z2", "20260304", "-10", Again(pcn), Back(pcn)))).Waiting);
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        Assert.Empty(await house.Read(tx => Exceptions.Open(tx).Select(e => e.Reason).ToListAsync()));
        await Stands(ward);
        await Proved(house, ward);
    }

    /// <summary>The file as a posting leaves it that a power cut ends after so many of its transactions.</summary>
    private static async Task StopAfter(Ward ward, string text, int chunks)
    {
        var (house, bytes) = (ward.House, System.Text.Encoding.Latin1.GetBytes(text));
        var file = RemittanceFile.Scan(bytes);
        var document = Assert.Single(Remittance835.Read(new MemoryStream(bytes, writable: false)));
        var plan = await house.Do(async tx =>
        {
            var sha = await StoreRemittanceFile.Run(tx, "remit.835", bytes, default);
            var payment = From835.Of(document, sha);
            var received = await ReceiveRemittance.Run(tx, new ReceiveCommand(sha, file.Sets.Single(x => x.TransactionId == "835"), payment), default);
            await tx.Db.SaveChangesAsync();
            var remittance = new Id<RemittanceRow>(received.RemittanceId!.Value);
            await RecordClaims.Run(tx, ward.Practice, remittance, payment.Claims, 0, payment.Claims.Count, default);
            return await PostingRuns.BeginPosting(tx, ward.Practice, remittance, retry: false);
        });
        for (var n = 1; n <= chunks; n++)
        {
            var chunk = n;
            Assert.False((await house.Do(tx => PostRemittance.Run(tx, ward.Practice, new(plan.Run!.Value), chunk))).Last);
        }
    }

    /// <summary>What is open of charges, whose, how old, whose turn is next, and what people have to do; not the checks on their way to the bank.</summary>
    private static Task<List<string>> Standing(Ward ward) => ward.House.Read(async tx =>
    {
        var claims = await tx.Db.Set<Record.Claim>().Where(c => c.Practice == ward.Practice).Select(c => c.Id).ToListAsync();
        var work = await OpenDenials.Open(tx).Select(d => new { d.Codes, d.AtStake }).ToListAsync();
        var next = (await StandingAnswers.Of(tx, ward.Practice, claims, default)).SelectMany(g => g.ToList().Counting().Select(a => $"{g.Key} paid {a.Decision.Paid} next {a.Decision.Next?.PayerId}"));
        return (await ward.Items()).Where(i => i.Contains("charge:", StringComparison.Ordinal)).Concat(work.ConvertAll(d => $"{d.Codes} {d.AtStake}")).Concat(next).Order(StringComparer.Ordinal).ToList();
    });

    private static async Task Stands(Ward ward)
    {
        await Holds(ward);
        Assert.Contains(await Standing(ward), l => l.EndsWith($"paid 119.50 next {ward.Green}", StringComparison.Ordinal));
        Assert.DoesNotContain(await Standing(ward), l => l.Contains("paid 129.50", StringComparison.Ordinal));
    }

    private static async Task Proved(House house, Ward ward)
    {
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, ward.Practice))).Drifts);
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join(" / ", found.Examples)}"));
    }

    /// <summary>The patient's 20.00 is the second plan's, the contract's 75.50 is written off, and nobody has a credit.</summary>
    private static async Task Holds(Ward ward)
    {
        var book = await ward.Book();
        foreach (var line in Corrected) Assert.Contains(line, book);
        Assert.DoesNotContain(book, l => l.StartsWith("payerReceivable blue", StringComparison.Ordinal));
        Assert.Equal(0, await Credits(ward.House));
    }
}
