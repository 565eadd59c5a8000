using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A guarantor's money that is tied to no visit stands on the same visits again, in whichever order checks are undone and posted again.</summary>
public sealed class ReceiptDriftTests
{
    private static async Task<Ward> Open(string kind, bool secondary = false)
    {
        var ward = await Ward.Open(kind, secondary);
        await ward.House.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
        {
            Practice = ward.House.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
        }).Id.Value));
        return ward;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_checks_undone_and_posted_again_the_other_way_round_leave_a_receipt_on_the_visits_it_paid(string kind)
    {
        var ward = await Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        string Of(string trace, string date, params string[] some) => Edi.Remit(trace, $"{60 * some.Length}", some.Select(p => Edi.Claim(p, "60", "CO*45*20", "PR*3*20")), date: date);
        var (first, second) = (Of("K1", "20260301", pcns[0], pcns[1]), Of("K3", "20260304", pcns[2]));
        await Take(ward, "50.00");
        await ward.Post(first);
        await ward.Post(second); // 20.00, 20.00 and 10.00 of 20.00
        var (book, items) = (await ward.Book(), await ward.Items());
        Assert.Contains("guarantorReceivable guarantor 10.00", book);
        foreach (var trace in new[] { "K3", "K1" }) await Unpost(house, trace);
        await ward.Post(second);
        Assert.Contains("patientPrepayments guarantor -40.00", await ward.Book()); // what the first check's visits had is kept for them
        await ward.Post(first);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());

        // A new check finds all that is held, as ever; what it took is not there when the first one is back.
        await Unpost(house, "K1");
        await ward.Post(Of("K5", "20260320", await ward.Claim("97810 100.00")));
        await ward.Post(first);
        Assert.Contains("guarantorReceivable guarantor 30.00", await ward.Book());
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("patientPrepayments", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sqlite", 102)]
    [InlineData("sqlite", 108)]
    [InlineData("sqlite", 115)]
    [InlineData("sqlite", 303)]
    [InlineData("sqlite", 314)]
    [InlineData("postgres", 4)]
    public async Task Any_checks_undone_and_posted_again_in_any_lawful_order_leave_every_open_item(string kind, int seed)
    {
        if (kind == "postgres" && Testing.PostgresServer.MissingReason is not null) return;
        var random = new Random(seed);
        var ward = await Open(kind, secondary: seed % 2 == 0);
        await using var house = ward.House;
        var pcns = await ward.Claims(6, "97810 100.00");
        for (var check = 1; check <= 5; check++)
        {
            var claims = pcns.Where(_ => random.Next(3) > 0).SelectMany(p => Answer(p, check, random)).ToList();
            var total = claims.Sum(c => c.Paid);
            await ward.Post(Edi.Remit($"T{check}", $"{total / 100}.{Math.Abs(total) % 100:00}", claims.Select(c => c.Text), payer: check == 3 ? "77002" : "77001", method: total < 0 ? "NON" : "ACH", date: $"202603{check:00}"));
            house.Clock.Pass(TimeSpan.FromMinutes(1));
            if (random.Next(3) > 0) await Take(ward, $"{5 + random.Next(40)}.00", random.Next(4) == 0 ? $"v{1 + random.Next(6)}" : null);
            if (random.Next(2) == 0) await ZeroDriftTests.Settle(ward, await house.Read(async tx => (await tx.Db.Set<Encounter>().OrderBy(e => e.Id).ToListAsync())[random.Next(6)]), random);
            if (random.Next(3) == 0) await house.Do(tx => ApplyPrepaid.Run(tx, house.Practice, ward.Account));
        }
        var (book, items) = (await ward.Book(), await ward.Items());
        var remittances = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync());
        for (var round = 0; round < 3; round++)
        {
            var gone = await UnpostSome(house, random);
            random.Shuffle(gone);
            foreach (var i in gone) await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittances[i]);
            Assert.Equal(book, await ward.Book());
            Assert.Equal(items, await ward.Items());
        }
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    /// <summary>Undoes some of the checks in an order of chance; one that a later check takes back something of stays.</summary>
    private static async Task<int[]> UnpostSome(House house, Random random)
    {
        var some = Enumerable.Range(0, 5).Where(_ => random.Next(4) > 0).ToArray();
        random.Shuffle(some);
        var gone = new List<int>();
        foreach (var i in some)
        {
            try
            {
                await Unpost(house, $"T{i + 1}");
                gone.Add(i);
            }
            catch (BadInputException refused)
            {
                Assert.Contains("takes back the answer", refused.Message, StringComparison.Ordinal);
            }
        }
        return [.. gone];
    }

    private static Task Unpost(House house, string trace) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test"));

    private static Task Take(Ward ward, string amount, string? visit = null) =>
        ward.House.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Money.TryParse(amount)!.Value, PaymentMethod.Cash, visit, null)));

    private static IEnumerable<(string Text, long Paid)> Answer(string pcn, int check, Random random)
    {
        if (check > 3 && random.Next(2) == 0)
        {
            yield return (Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), -6000);
            if (random.Next(2) == 0) yield return (Edi.Claim(pcn, "70", "CO*45*20", "PR*2*10"), 7000);
            yield break;
        }
        yield return random.Next(4) switch
        {
            0 => (Edi.Claim(pcn, "0", "CO*197*100"), 0),
            1 => (Edi.Claim(pcn, "55.55", "CO*45*24.45", "PR*1*20"), 5555),
            2 => (Edi.Claim(pcn, "60", "CO*45*20", "PR*96*20"), 6000),
            _ => (Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20"), 6000),
        };
    }
}
