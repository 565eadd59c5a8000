using System.Text;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Submissions;

public sealed class SubmitBatchTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_becomes_a_claim_in_a_file_that_says_what_was_meant_and_is_sent_once(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(outcome.Held);
        var sent = Assert.Single(outcome.Sent);
        Assert.Equal(("v1", "evergreen", "P", "1", "155.00"), (sent.Visit, sent.Payer, sent.Level, sent.Frequency, sent.Charge.ToString()));
        var text = await Text(house, outcome.Files[0].Sha256);
        foreach (var segment in new[]
        {
            "NM1*85*2*STILL WATER ACUPUNCTURE*****XX*1881999019~", "N4*CHICAGO*IL*606011234~", "REF*EI*361234567~", "SBR*P********CI~", "NM1*IL*1*REYES*MARISOL****MI*EGH204177331~",
            "NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001~", "PAT*19~", "NM1*QC*1*REYES*LUCIA~", "DMG*D8*20160520*F~", $"CLM*{sent.Pcn}*155***11:B:1*Y*A*Y*Y~", "HI*ABK:G43009~",
            "NM1*82*1*LIN*MEI****XX*1425773086~", "SBR*S*19*******CI~", "NM1*PR*2*LAKESIDE MUTUAL*****PI*77002~", "SV1*HC:97810*95*UN*1***1~", $"REF*6R*{sent.Pcn}2~",
        }) Assert.Contains(segment, text, StringComparison.Ordinal);

        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Equal([ClaimEventKind.Built, ClaimEventKind.Released, ClaimEventKind.Sent], await house.Read(tx => tx.Db.Set<ClaimEvent>().OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync()));
        // The story carries the day on which each happened, not the day of the service.
        Assert.All(await house.Read(tx => tx.Db.Set<ClaimEvent>().Select(e => e.HappenedOn).ToListAsync()), on => Assert.Equal(House.Today, on));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_dry_run_says_what_would_go_and_what_is_held_and_keeps_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia.Replace("60601-1234", "60601", StringComparison.Ordinal));
        var outcome = await house.Work.Rehearse(Right.Submit, house.Scope, tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(outcome.Sent);
        Assert.Equal("PRV-ZIP-01", Assert.Single(Assert.Single(outcome.Held).Reasons).RuleId);
        Assert.Equal(0, await house.Read(tx => tx.Db.Set<Claim>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_file_stands_in_the_partners_folder_as_it_is_stored_and_a_second_move_changes_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => SetPartner.Run(tx, new() { Key = "ch", Name = "Sandbox Clearinghouse", Folder = "sandbox", SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", Payers = ["evergreen", "lakeside"] }));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        var folder = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        try
        {
            var runner = new JobRunner(house.Work, new PlaceFile(folder).Handlers);
            // Where the folder should be is a file: the claims are not at the payer, and that is told until the folder is mended.
            await File.WriteAllTextAsync(Path.Combine(folder, "sandbox"), "not a folder");
            await runner.RunDue(Instant.Of(house.Clock.Now));
            var stuck = Assert.Single(await house.Read(tx => FilesToLeave.Of(tx)));
            Assert.Equal(("ch", 1, "155.00", 1), (stuck.To, stuck.Claims, stuck.Charge.ToString(), stuck.Tries));
            Assert.EndsWith($"with 1 claim, 155.00, has not left: nothing could be written to {Path.Combine("sandbox", "in")} in the data folder.", stuck.Why, StringComparison.Ordinal);
            File.Delete(Path.Combine(folder, "sandbox"));
            house.Clock.Pass(TimeSpan.FromMinutes(1));
            await runner.RunDue(Instant.Of(house.Clock.Now));
            Assert.Empty(await house.Read(tx => FilesToLeave.Of(tx)));
            var placed = Assert.Single(Directory.GetFiles(Path.Combine(folder, "sandbox", "in")));
            Assert.Equal(outcome.Files[0].Sha256, FileStore.Sha256Of(await File.ReadAllBytesAsync(placed)));
            Assert.Contains("NM1*41*2*STILL WATER ACUPUNCTURE*****46*STILLWATER~", await File.ReadAllTextAsync(placed), StringComparison.Ordinal);
            File.Delete(placed); // the partner has taken it
            await house.Do(async tx => { await JobQueue.Enqueue(tx, PlaceFile.MoveKind, outcome.Files[0].Sha256); });
            await runner.RunDue(Instant.Of(house.Clock.Now));
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "sandbox", "in")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, OnSqlite]
    public async Task A_pending_claim_is_not_replaced_and_a_rejected_one_goes_again_as_a_new_claim(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single();
        Assert.Contains("says already", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "again")))).Faults[0].Message, StringComparison.Ordinal);
        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0] with { Diagnoses = ["G43009", "M542"] }));
        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "second diagnosis"));
        var held = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Held.Single();
        Assert.Contains(held.Reasons, r => r.Message.Contains("not answered yet", StringComparison.Ordinal));

        await Reject(house, first.Pcn);
        var second = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single();
        Assert.Equal("1", second.Frequency);
        Assert.NotEqual(first.Pcn, second.Pcn);

        await Reject(house, second.Pcn);
        await house.Do(tx => ReplaceClaim.Run(tx, second.Pcn, "the receiver was down"));
        var third = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single();
        Assert.Equal("1", third.Frequency);
        Assert.Equal(["replaced", "replaced", "sent"], (await house.Read(tx => ClaimList.Run(tx, "v1"))).Select(r => r.Status));
    }

    private static Task Reject(House house, string pcn) => house.Do(async tx =>
    {
        var submission = await tx.Db.Set<CleanClaim.Billing.Record.Submission>().SingleAsync(s => s.Pcn == pcn);
        ClaimEvents.Add(tx, await tx.Db.Set<Claim>().SingleAsync(), submission.Id, ClaimEventKind.Rejected, House.Today, "A3:21");
    });

    private static Task<string> Text(House house, string sha) => house.Read(async tx => Encoding.ASCII.GetString(await FileStore.Get(tx, sha)));
}
