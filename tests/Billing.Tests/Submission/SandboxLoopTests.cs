using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Sandbox;

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

    private static async Task<string> Standing(House house) =>
        string.Join(", ", (await house.Read(tx => ClaimList.Run(tx, "v1"))).Select(r => $"{r.Level} {r.Payer} {r.Status}"));
}
