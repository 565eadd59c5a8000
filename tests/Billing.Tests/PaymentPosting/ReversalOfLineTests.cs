using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A payer that takes back one line of its answer, with the corrected line or before it: the other lines, and the share that they left, stand whatever is undone and posted again.</summary>
public sealed class ReversalOfLineTests
{
    private static string Line(string pcn, int n, int sign, int paid, string cas) =>
        $"SVC*HC:{(n == 1 ? "97810" : "97811")}*{sign * (n == 1 ? 100 : 60)}*{sign * paid}**1~DTM*472*20260203~CAS*{cas}~REF*6R*{pcn}{n}~";

    private static string Claim(string pcn, string status, int charge, int paid, params string[] lines) => $"CLP*{pcn}*{status}*{charge}*{paid}**12*ICN{pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~{string.Concat(lines)}";

    private static string Answer(string pcn) => Claim(pcn, "1", 160, 120, Line(pcn, 1, 1, 80, "PR*2*20"), Line(pcn, 2, 1, 40, "CO*45*20"));
    private static string TakenBack(string pcn) => Claim(pcn, "22", -60, -40, Line(pcn, 2, -1, 40, "CO*45*-20"));
    private static string Corrected(string pcn) => Claim(pcn, "1", 60, 50, Line(pcn, 2, 1, 50, "CO*45*10"));

    private static Task<List<string>> Work(House house) => house.Read(async tx => (await OpenDenials.Open(tx).ToListAsync()).ConvertAll(d => $"{d.AtStake} {d.Reason}"));

    private static Task Unpost(House house, string trace) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test"));

    [Theory, OnSqlite, OnPostgres]
    public async Task The_other_lines_stand_and_the_line_is_asked_for_until_it_is_answered(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcns = await ward.Claims(4, "97810 100.00", "97811 60.00");
        await ward.Post(Edi.Remit("T1", "360", pcns.Take(3).Select(Answer)));
        var answered = await ward.Items();
        // The corrected line behind the reversal, before it, and not yet.
        var changed = Edi.Remit("T2", "100", [TakenBack(pcns[0]), Corrected(pcns[0]), Corrected(pcns[1]), TakenBack(pcns[1]), TakenBack(pcns[2]), Answer(pcns[3])]);
        await ward.Post(changed);
        string[] book = ["contractual 40.00", "grossCharges -640.00", "payerReceivable blue 60.00", "payerReceivable green 80.00", "paymentsInTransit blue 460.00"];
        Assert.Equal(book, await ward.Book());
        string[] work = ["60.00 Taken back: blue health took 40.00 back on 10 Mar 2026 and sent no new answer."];
        Assert.Equal(work, await Work(house));
        var items = await ward.Items();
        await ward.Post(Edi.Remit("T3", "50", [Corrected(pcns[2])]));
        Assert.Empty(await Work(house));
        var done = await ward.Items();

        await Unpost(house, "T3");
        await Stands(ward, items, work);
        await Unpost(house, "T2");
        await Stands(ward, answered);
        await ward.Post(changed);
        await Stands(ward, items, work);
        await ward.Post(Edi.Remit("T3", "50", [Corrected(pcns[2])]));
        await Stands(ward, done);
        await Assert.ThrowsAsync<BadInputException>(() => Unpost(house, "T1"));
        await Unpost(house, "T2");
        await ward.Post(changed);
        await Stands(ward, done);

        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join(" / ", found.Examples)}"));
    }

    private static async Task Stands(Ward ward, List<string> items, params string[] work)
    {
        Assert.Equal(items, await ward.Items());
        Assert.Equal(work, await Work(ward.House));
    }
}
