using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>Our files read by the sandbox's own reader, which shares no code with our writer, and its answers read by us.</summary>
public sealed class SandboxLoopTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_childs_visit_goes_to_the_mothers_plan_and_what_is_left_to_the_fathers(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => SetPartner.Run(tx, new() { Key = "ch", Name = "Sandbox Clearinghouse", Folder = "sandbox", SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", Payers = ["evergreen", "lakeside"] }));
        var root = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        try
        {
            var first = await house.Do(tx => SubmitBatch.Run(tx, new()));
            Assert.Empty(first.Held);
            await Exchange(house, root);
            Assert.Equal("P evergreen adjudicated, S lakeside ready", await Standing(house));

            var second = await house.Do(tx => SubmitBatch.Run(tx, new()));
            Assert.Equal(("lakeside", "S", "1"), second.Sent.Select(s => (s.Payer, s.Level, s.Frequency)).Single());
            await Exchange(house, root);
            Assert.Equal("P evergreen adjudicated, S lakeside adjudicated", await Standing(house));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_denied_line_is_corrected_and_the_claim_replaced_with_the_payers_number(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await Books.Import(house, Hannah);
        await house.Do(tx => SetPartner.Run(tx, new() { Key = "ch", Name = "Sandbox Clearinghouse", Folder = "sandbox", SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", Payers = ["lakeside"] }));
        var root = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        try
        {
            var first = await house.Do(tx => SubmitBatch.Run(tx, new("lakeside")));
            await Exchange(house, root);
            Assert.Equal("P lakeside adjudicated", await Standing(house, "h1"));

            // Lakeside wants modifier 59 or XS on 97814.
            var visit = Books.Read(Hannah).Visits[0];
            await house.Do(tx => CaptureCharge.Run(tx, visit with { Lines = [visit.Lines![0], visit.Lines[1] with { Modifiers = ["59"] }] }));
            await house.Do(tx => ReplaceClaim.Run(tx, first.Sent.Single().Pcn, "modifier 59"));
            var replacement = (await house.Do(tx => SubmitBatch.Run(tx, new("lakeside")))).Sent.Single();
            Assert.Equal("7", replacement.Frequency);
            await Exchange(house, root);
            Assert.Equal("P lakeside replaced, P lakeside adjudicated", await Standing(house, "h1"));
            // Copay of 20.00 is the patient's; nothing is left with the payer.
            var open = await house.Read(tx => tx.Db.Set<OpenItemNow>().Where(i => i.Amount != Money.Zero && (i.Account == Account.PayerReceivable || i.Account == Account.GuarantorReceivable)).ToListAsync());
            Assert.Equal(["GuarantorReceivable 20.00"], open.Where(i => i.AgeFrom != new DateOnly(2026, 3, 2)).GroupBy(i => i.Account).Select(g => $"{g.Key} {g.Sum(i => i.Amount)}"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private const string Hannah = """
        {"organization":{"key":"clinic"},
         "patients":[{"key":"hannah","practice":"sw","lastName":"Brandt","firstName":"Hannah","birthDate":"1993-01-22","sex":"F","address":{"line1":"8 Birch Lane","city":"Chicago","state":"IL","zip":"60604"}}],
         "coverages":[{"key":"h","patient":"hannah","payer":"lakeside","memberId":"LMI60233419","order":1,"relation":"self","from":"2024-01-01"}],
         "visits":[{"key":"h1","patient":"hannah","provider":"lin","place":"11","date":"2026-03-05","diagnoses":["M54.2"],"contactMinutes":32,
                    "lines":[{"code":"97813"},{"code":"97814"}]}]}
        """;

    /// <summary>Sends what is due to be placed, lets the sandbox answer, takes the answers in.</summary>
    private static async Task Exchange(House house, string root)
    {
        await new JobRunner(house.Work, new PlaceFile(root).Handlers).RunDue(Instant.Of(house.Clock.Now));
        var sandbox = Path.Combine(root, "sandbox");
        foreach (var file in Directory.GetFiles(Path.Combine(sandbox, "in"))) Assert.Equal([], SandboxDoor.Refusals(await File.ReadAllBytesAsync(file)));
        var log = new StringWriter();
        Assert.True(SandboxDoor.Run(sandbox, House.Today, 1, log) == 0, log.ToString());
        foreach (var file in Directory.GetFiles(Path.Combine(sandbox, "out")).Order(StringComparer.Ordinal))
        {
            var (name, bytes) = (Path.GetFileName(file), await File.ReadAllBytesAsync(file));
            if (name.Contains("835", StringComparison.Ordinal)) Assert.All(await RemitPosting.PostFile(house.Work, house.Scope, name, bytes), l => Assert.Equal(("posted", ""), (l.Outcome, string.Join(' ', l.Reasons))));
            else if (!name.EndsWith(".csv", StringComparison.Ordinal)) Assert.Empty((await house.Do(tx => ReceiveAcknowledgment.Run(tx, new(name, bytes)))).Faults);
            File.Delete(file);
        }
    }

    private static async Task<string> Standing(House house, string visit = "v1") =>
        string.Join(", ", (await house.Read(tx => ClaimList.Run(tx, visit))).Select(r => $"{r.Level} {r.Payer} {r.Status}"));
}
