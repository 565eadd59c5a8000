using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>What waits says whose it is, and a check how far it is posted.</summary>
public sealed class WaitingItemsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_names_payer_check_and_patient_and_what_nobody_said_is_absent_not_zero(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim("STRANGE", "60", "CO*45*40")]));
        await ward.Post("this is a letter", "letter.835");
        await ward.Post(Edi.Remit("T2", "60", [Edi.Claim(pcn, "60", "CO*45*40")], npi: "1588004048"));
        await ward.Post(Edi.Remit("", "60", [Edi.Claim(pcn, "60", "CO*45*40")], payer: "99999"), "untraced.835");
        Assert.Equal(
        [
            "claimNotFound blue 'blue health, check T1 of 10 Mar 2026, Reyes, Lucia' STRANGE 60.00 0.00",
            "notX12  'file letter.835'   ",
            "notOurPractice blue 'blue health, check T2 of 10 Mar 2026, file remit.835'  60.00 ",
            "traceMissing 1840770011 'SOME PAYER, file untraced.835'  60.00 ",
        ], (await Waiting(house)).Select(w => $"{char.ToLowerInvariant(w.Exception.Kind.ToString()[0])}{w.Exception.Kind.ToString()[1..]} {w.Payer} '{w.About.Replace("REYES, LUCIA", "Reyes, Lucia", StringComparison.Ordinal)}' {w.PatientControlNumber} {w.Amount} {w.Difference}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_that_can_never_post_is_put_aside_with_a_reason_once_and_brought_again_it_waits_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var line = await ward.Post("", "empty.835");
        Assert.Equal("The file is empty: not one byte is in it.", Assert.Single(line.Reasons));
        await ward.Post(Edi.Remit("T2", "60", [Edi.Claim("C1", "60", "CO*45*40")], npi: "1588004048"), "theirs.835");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim("STRANGE", "60", "CO*45*40")]));
        var (empty, theirs, ours) = await Waiting(house) is [var a, var b, var c] ? (a, b, c) : throw new Xunit.Sdk.XunitException("three wait");

        Assert.Equal(["reason"], (await Assert.ThrowsAsync<BadInputException>(() => Aside(empty, " "))).Faults.Select(f => f.Place));
        Assert.Contains("A check's money hangs on this", (await Assert.ThrowsAsync<BadInputException>(() => Aside(ours, "no"))).Message, StringComparison.Ordinal);
        Assert.Equal("empty.835", (await Aside(empty, "sent by mistake")).File);
        Assert.Equal("theirs.835", (await Aside(theirs, "sent back to the clearinghouse")).File);
        Assert.Equal([ours.Exception.Id], (await Waiting(house)).Select(w => w.Exception.Id));
        var put = (await house.Read(tx => WaitingMoney.Of(tx, theirs.Exception.Id)))!;
        Assert.Equal(("aside", "sent back to the clearinghouse"), (put.Settled!.How, put.WhyAside));
        Assert.Contains("waits no more", (await Assert.ThrowsAsync<BadInputException>(() => Aside(empty, "again"))).Message, StringComparison.Ordinal);

        await ward.Post("", "empty.835");
        Assert.Equal(["", "60.00"], (await Waiting(house)).Where(w => w.FileName is not null || w.Exception.RemittanceId is not null).OrderBy(w => w.Exception.Kind).Select(w => $"{w.Amount}"));

        Task<FilePutAside> Aside(WaitingItem item, string reason) => house.Do(tx => PutAside.Run(tx, new PutAsideCommand(item.Exception.Id.Value, reason)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_check_a_cent_out_of_balance_the_cent_waits_which_is_what_is_not_applied(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "60.01", [Edi.Claim(pcns[0], "60", "CO*45*40")]));
        Assert.Equal((CheckState.Partly, 1, "0.01", "0.00", 0), await Standing(house, "T1"));
        Assert.Equal(["0.01"], (await Waiting(house)).Select(w => $"{w.Amount}"));
        Assert.Contains("unappliedPayerCash blue -0.01", await ward.Book());
        // Parts of one check: what is left of it waits, and nothing once they make it whole.
        await ward.Post(Edi.Remit("T1", "60.01", [Edi.Claim(pcns[1], "0.01", "CO*45*99.99")]), "part.835");
        var second = (await Waiting(house)).Single(w => w.Exception.Kind == ExceptionKind.OtherPosting);
        await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand(second.Exception.Id.Value, SecondChoice.Part, "the rest"));
        Assert.Empty(await Waiting(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_is_posted_partly_posted_unposted_or_waiting(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcns[0], "60", "CO*45*40")]));
        Assert.Equal((CheckState.Posted, 0, "0.00", "0.00", 0), await Standing(house, "T1"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcns[0], "60", "CO*45*40").Replace("ICN", "ICX", StringComparison.Ordinal)]), "second.835");
        var second = (await Waiting(house)).Single();
        Assert.Equal(("blue", "T1"), (second.Payer, second.TraceNumber));
        await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand(second.Exception.Id.Value, SecondChoice.Duplicate, "sent twice"));
        Assert.Equal((CheckState.Posted, 0, "0.00", "0.00", 1), await Standing(house, "T1"));

        await ward.Post(Edi.Remit("T2", "30", [Edi.Claim(pcns[1], "50", "CO*45*50"), Edi.Claim("STRANGE", "40", "CO*45*60"), Edi.Claim("STRANGER", "22", "-100", "-60", "97810", "CO*45*-40")]));
        Assert.Equal((CheckState.Partly, 2, "40.00", "-60.00", 0), await Standing(house, "T2"));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(CheckState.Unposted, (await Standing(house, "T1")).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_long_queue_is_read_part_by_part_with_its_whole_count_and_total_beside(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var put = await house.Do(tx => Task.FromResult(Enumerable.Range(1, 5).Select(n =>
            Exceptions.Add(tx, house.Practice, ExceptionKind.TraceMissing, null, null, null, new Money(n == 5 ? -500 : n * 100), Money.Zero, $"number {n}", "")).ToList()));
        var ids = put.Select(e => e.Id.Value).Order().ToList();
        Assert.Equal("1 2 of 5, 0 before, next 3", await Part(null));
        Assert.Equal("3 4 of 5, 2 before, previous 1, next 5", await Part(ids[2]));
        Assert.Equal("5 of 5, 4 before, previous 3", await Part(ids[4]));
        Assert.Equal(new QueueTotal(4, new Money(1000), 1, new Money(-500)), await house.Read(tx => Exceptions.Total(tx, house.Practice)));
        // The row that a part is named by has left the queue: the part begins with the next one.
        await house.Do(tx => Exceptions.Settle(tx, house.Practice, new(ids[2]), "posted", default));
        Assert.Equal("4 5 of 4, 2 before, previous 1", await Part(ids[2]));

        async Task<string> Part(long? from)
        {
            var part = await house.Read(tx => WaitingItems.Page(tx, house.Practice, from, most: 2));
            string Nth(string what, long? id) => id is { } number ? $", {what} {ids.IndexOf(number) + 1}" : "";
            return $"{string.Join(' ', part.Rows.Select(r => ids.IndexOf(r.Exception.Id.Value) + 1))} of {part.Count}, {part.Before} before{Nth("previous", part.Previous)}{Nth("next", part.Next)}";
        }
    }

    private static Task<IReadOnlyList<WaitingItem>> Waiting(House house) => house.Read(async tx => await WaitingItems.Of(tx, await Exceptions.Open(tx).OrderBy(e => e.Id).ToListAsync()));

    private static Task<(CheckState State, int Waiting, string Waits, string TakenBack, int Duplicates)> Standing(House house, string trace) => house.Read(async tx =>
    {
        var check = await tx.Db.Set<PayerCheck>().SingleAsync(c => c.Trn02 == trace);
        var how = (await CheckStanding.Of(tx, check.Practice, [check.Id]))[check.Id];
        return (how.State, how.Waiting, how.Waits.ToString(), how.TakenBack.ToString(), how.Duplicates);
    });
}
