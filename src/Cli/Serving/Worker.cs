using CleanClaim.Billing;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using CleanClaim.Cli.Data;
using Microsoft.Extensions.Hosting;

namespace CleanClaim.Cli.Serving;

/// <summary>Does waiting work as it comes, while the program serves. A failure is a line on standard error; the job comes again later.</summary>
internal sealed class Worker(Work work, DataPlace place, TextWriter messages) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var runner = Later.Runner(work, place);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await runner.RunDue(Instant.Of(work.Clock.GetUtcNow()).Plus(Turn), stoppingToken);
                await Upkeep.Run(work, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await messages.WriteLineAsync($"cleanclaim: waiting work could not be done now ({e.GetType().Name}); it is tried again.");
            }
            await Task.Delay(Pause, work.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
