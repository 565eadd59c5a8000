using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;

namespace CleanClaim.Cli.Data;

/// <summary>Later work: a command does what its own transaction left to jobs before it ends; a server does it as it comes.</summary>
internal static class Later
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    public static JobRunner Runner(CleanClaim.Billing.Work work, DataPlace place) => new(work, new PlaceFile(place.Folder).Handlers);

    public static async Task<int> Run(OpenData data, CancellationToken cancel)
    {
        var done = await Runner(data.Work, data.Place).RunDue(Instant.Of(data.Work.Clock.GetUtcNow()).Plus(AtMost), cancel);
        await Upkeep.Run(data.Work, cancel);
        return done;
    }
}
