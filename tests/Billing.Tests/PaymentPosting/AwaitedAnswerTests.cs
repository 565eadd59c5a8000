using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A payer that takes its answer back and gives no other owes the claim again: somebody asks it why (DESIGN law 8), and the claim's status says what stands.</summary>
public sealed class AwaitedAnswerTests
{
    private static string Paid(string pcn) => Edi.Remit("K1", "80", [Edi.Claim(pcn, "1", "160", "80", "97810", "CO*45*60", "PR*3*20")], date: "20260301");
    private static string Back(string pcn, string other) => Edi.Remit("K3", "0", [Edi.Claim(pcn, "22", "-160", "-80", "97810", "CO*45*-60", "PR*3*-20"), Edi.Claim(other, "80", "CO*45*20")], date: "20260304");
    private static string Corrected(string pcn) => Edi.Remit("K4", "60", [Edi.Claim(pcn, "1", "160", "60", "97810", "CO*45*60", "PR*3*40")], date: "20260311");
    private const string Work = "160.00 due 3 Apr 2026: Taken back: blue health took 80.00 back on 4 Mar 2026 and sent no new answer. Ask the payer why, or wait for its corrected answer.";

    private static Task Unpost(House house, string trace, string? pcn = null) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, pcn, "test"));

    private static Task<List<string>> Open(House house) => house.Read(async tx =>
        (await OpenDenials.Open(tx).OrderBy(d => d.Id).ToListAsync()).ConvertAll(d => $"{d.AtStake} due {d.DueOn?.InWords() ?? "never"}: {d.Reason} {d.SuggestedAction}"));

    private static Task<ClaimView> View(House house, string pcn) => house.Read(async tx =>
    {
        var claim = await tx.Db.Set<Submission>().Where(s => s.Pcn == pcn).Select(s => s.ClaimId).SingleAsync();
        return (await ProjectClaims.View(tx, house.Practice, [claim], new DateOnly(2026, 3, 20)))[0];
    });

    private static async Task<string> Status(House house, string pcn) => NextAction.StatusOf(await View(house, pcn));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_that_no_new_answer_follows_is_work_until_one_does_whatever_is_undone_and_posted_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Paid(pcn));
        house.Clock.Pass(TimeSpan.FromMinutes(1));
        await ward.Post(Back(pcn, other));
        house.Clock.Pass(TimeSpan.FromMinutes(1));
        await Stands([Work], "accepted");
        var step = NextAction.Of(await View(house, pcn));
        Assert.Equal(("us", "Ask the payer why, or wait for its corrected answer.", new DateOnly(2026, 4, 3)), (step.Turn, step.Action, step.DueOn));

        await Unpost(house, "K3");
        await Stands([], "adjudicated");
        await ward.Post(Back(pcn, other));
        await Stands([Work], "accepted");
        await ward.Post(Corrected(pcn));
        await Stands([], "adjudicated");
        await Unpost(house, "K4");
        await Stands([Work], "accepted");
        await ward.Post(Corrected(pcn));
        await Stands([], "adjudicated");

        // The reversal alone, taken out from before the corrected answer and put back: the corrected answer is still the last.
        await Unpost(house, "K3", pcn);
        await Stands(["-60.00 due never: Credit: The payer paid more than"], "adjudicated"); // two answers, none taken back
        await ward.Post(Back(pcn, other));
        await Stands([], "adjudicated");
        Assert.Contains("guarantorReceivable guarantor 40.00", await ward.Book());

        foreach (var trace in new[] { "K4", "K3", "K1" }) await Unpost(house, trace);
        await Stands([], "accepted");

        async Task Stands(string[] work, string status)
        {
            var open = await Open(house);
            Assert.Equal(work.Length, open.Count);
            Assert.All(work.Zip(open), w => Assert.StartsWith(w.First, w.Second, StringComparison.Ordinal));
            Assert.Equal(status, await Status(house, pcn));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_ends_with_what_is_owed_and_comes_back_with_it(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Paid(pcn));
        await ward.Post(Back(pcn, other));
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().OrderBy(e => e.Id).FirstAsync());
        var debt = await house.Read(async tx => (await VisitBalance.Owed(tx, visit))[0]);
        var off = await house.Do(tx => VisitBalance.WriteOff(tx, new(new VisitDebt(visit.Id.Value, debt.Party, debt.Line, new Money(10000)), "smallBalance", "")));
        Assert.Equal([Work.Replace("160.00", "60.00", StringComparison.Ordinal)], await Open(house));
        await house.Do(tx => VisitBalance.WriteOff(tx, new(new VisitDebt(visit.Id.Value, debt.Party, debt.Line, null), "smallBalance", "")));
        Assert.Empty(await Open(house));
        await house.Do(tx => TakeBackDecision.Run(tx, new(off[0].Id, "wrong")));
        Assert.Equal([Work.Replace("160.00", "100.00", StringComparison.Ordinal)], await Open(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_person_has_ended_stays_ended_when_the_same_answer_is_posted_again(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")], date: "20260301"));
        await ward.Post(Edi.Remit("T2", "15", [Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*2*5")], payer: "77002", date: "20260302"));
        var back = Edi.Remit("T3", "0", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(other, "60", "CO*45*40")], date: "20260303");
        await ward.Post(back);
        var all = await Open(house);
        Assert.Equal(["15.00", "5.00", "100.00"], all.Select(w => w.Split(' ')[0]));
        // The share to compare, and the payer to be asked: a person ends both.
        foreach (var work in (await house.Read(tx => OpenDenials.Open(tx).OrderBy(d => d.Id).ToListAsync())).Where((_, i) => i is 1 or 2)) await house.Do(tx => EndWork.Run(tx, new(work.Id.Value, "settled by telephone")));
        string[] left = [all[0]];
        Assert.Equal(left, await Open(house));

        await Unpost(house, "T3");
        Assert.Empty(await Open(house));
        await ward.Post(back);
        Assert.Equal(left, await Open(house));

        // Without the second plan's answer there is no share to compare; with it again, the word about it stands still.
        await Unpost(house, "T3");
        await Unpost(house, "T2");
        await ward.Post(back);
        Assert.Empty(await Open(house));
        await house.Do(async tx =>
        {
            var ended = (await EndWork.Ended(tx, house.Practice, await tx.Db.Set<Submission>().Where(s => s.Pcn == pcn).Select(s => s.ClaimId).SingleAsync())).Find(TakenBackWork.IsAnswer)!;
            await EndWork.TakeBack(tx, new(ended.Id.Value, "it did not answer"));
        });
        Assert.Equal([all[2]], await Open(house));
        await Unpost(house, "T3");
        await ward.Post(back);
        Assert.Equal([all[2]], await Open(house));
    }
}
