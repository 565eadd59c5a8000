using System.CommandLine;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Remittance;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>A second remittance for a posted check: `exceptions show` tells the difference, `exceptions decide` takes a person's word on it.</summary>
internal static class SecondCommands
{
    private const int ClaimsShown = 200;
    private static readonly Argument<long> Number = new("ID") { Description = "number of the exception, as `exceptions list` shows it" };
    private static readonly Option<SecondChoice> Choice = new("--choice")
    {
        Description = "duplicate: nothing of it posts; part: it posts to the same check beside the other; replacement: the other is unposted and it posts", HelpName = "duplicate|part|replacement", Required = true,
    };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the history", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would be posted; keep and post nothing" };

    /// <summary>`exceptions show` of a second remittance: beside what is posted.</summary>
    public static async Task<int> Show(CommandContext context, OpenData data, WaitingMoney waits, CancellationToken cancel)
    {
        var second = await data.Work.Read(data.Scope, tx => SecondRemittance.Of(tx, waits.Exception.Id, cancel), cancel);
        if (context.Json) context.JsonLine(Json(waits, second));
        else
        {
            context.Out.WriteLine($"{waits.Exception.Id}  {waits.Exception.Amount.ForPeople()}  {waits.Exception.Reason}");
            context.Out.WriteLine(waits.Settled is { } settled ? $"settled: {settled.How}, by {settled.Actor}" : $"next: {waits.Exception.NextStep}");
            Tell(context, second);
        }
        return Exit.Done;
    }

    public static Verb Decide() => new Verb("decide", "say what a second remittance for a posted check is; another choice later undoes this one",
        "cleanclaim exceptions decide 1042 --choice replacement --reason \"corrected by the payer, letter of March 12\" --dry-run")
        .With(Number, Choice, Reason, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var command = new SecondCommand(context.Get(Number), context.Get(Choice), context.Get(Reason));
            var dry = context.Get(DryRun);
            var outcome = dry ? await SecondPosting.Rehearse(data.Work, data.Scope, command, cancel) : await SecondPosting.Decide(data.Work, data.Scope, command, data.Once("exception.decide").Key, cancel);
            if (context.Json) context.JsonLine(new { Exception = command.Exception, outcome.Choice, DryRun = dry, Remittances = outcome.Moves, Accounts = dry ? outcome.Accounts : null, Check = outcome.Line });
            else Tell(context, outcome, dry);
            return command.Choice == SecondChoice.Duplicate || outcome.Line.Waiting == 0 ? Exit.Done : Exit.Faults;
        });

    private static object Json(WaitingMoney waits, SecondRemittance second) => new
    {
        Id = waits.Exception.Id.Value, waits.Exception.Kind, waits.Exception.Reason, waits.Exception.NextStep, File = waits.Exception.FileSha256, Opened = waits.Exception.OpenedAt.ToString(), Settled = waits.Settled?.How,
        Check = new { TraceNumber = second.Check.Trn02, second.Check.PayerName, second.Check.Date, second.Check.Amount },
        second.Comparison.Header, second.Comparison.Claims, second.Comparison.ProviderAdjustments, second.Comparison.Posted, second.Comparison.New, second.Comparison.Together,
        Suggestion = new { second.Comparison.Suggestion.Choice, second.Comparison.Suggestion.Why },
        Decided = second.Said is { } said ? new { said.Choice, said.Actor, At = said.At.ToString(), said.Reason, second.Finished } : null,
    };

    private static void Tell(CommandContext context, SecondRemittance second)
    {
        var (compared, output) = (second.Comparison, context.Out);
        void Row(string what, string? posted, string? now, bool differs) => output.WriteLine($"  {(differs ? "differs" : ""),-8}{what,-24}{posted ?? "-",-36}{now ?? "-"}");
        void Sum(string what, Money posted, Money now) => Row(what, posted.ForPeople(), now.ForPeople(), posted != now);
        output.WriteLine();
        Row($"check {second.Check.Trn02}", "posted", "new", false);
        foreach (var h in compared.Header) Row(h.What, h.Posted, h.New, h.Differs);
        Row("claims", $"{compared.Posted.Claims}", $"{compared.New.Claims}", compared.Posted.Claims != compared.New.Claims);
        Sum("charged", compared.Posted.Charged, compared.New.Charged);
        Sum("paid", compared.Posted.Paid, compared.New.Paid);
        Sum("provider adjustments", compared.Posted.ProviderAdjustments, compared.New.ProviderAdjustments);
        Sum("makes of the check", compared.Posted.Net, compared.New.Net);
        foreach (var a in compared.ProviderAdjustments.Where(a => a.Differs)) Row($"PLB {a.Reason} {a.Reference}".TrimEnd(), a.Posted?.ForPeople(), a.New?.ForPeople(), true);
        output.WriteLine();
        var differing = compared.Claims.Where(c => c.Differs).ToList();
        foreach (var claim in differing.Take(ClaimsShown))
        {
            output.WriteLine($"  {claim.Pcn} {claim.Patient}: {claim.Stands switch { Stands.OnlyPosted => $"only in the posted one, paid {claim.PostedPaid?.ForPeople()}", Stands.OnlyNew => $"only in the new one, paid {claim.NewPaid?.ForPeople()}", _ => "in both, and differs" }}");
            foreach (var d in claim.Differences) Row(d.What, d.Posted, d.New, true);
        }
        if (differing.Count > ClaimsShown) output.WriteLine($"  … and {differing.Count - ClaimsShown} more that differ; --json has them all");
        output.WriteLine($"  {compared.SameClaims} of the claims are the same in both. As parts they would make {compared.Together.ForPeople()} of the check's {compared.Check.ForPeople()}.");
        output.WriteLine();
        if (second.Said is { } said) output.WriteLine($"Decided: {SecondRemittance.Word(said.Choice)}, by {said.Actor}, {said.At}: {said.Reason}{(second.Finished ? "" : " (not finished: say it again to finish)")}");
        else output.WriteLine($"It looks like a {SecondRemittance.Word(compared.Suggestion.Choice)}: {compared.Suggestion.Why}. Say what it is: cleanclaim exceptions decide {second.Exception.Id} --choice {SecondRemittance.Word(compared.Suggestion.Choice)} --reason \"…\"");
    }

    private static void Tell(CommandContext context, SecondOutcome outcome, bool dry)
    {
        var would = dry ? "would be " : "";
        context.Out.WriteLine($"{SecondRemittance.Word(outcome.Choice)}{(dry ? " (dry run: nothing is kept)" : "")}");
        foreach (var move in outcome.Moves.Where(m => m.PostedBefore != m.PostedAfter))
            context.Out.WriteLine($"  {(move.IsNew ? "the new remittance" : "the posted remittance")}, which makes {move.Paid.ForPeople()}: {Claims(Math.Abs(move.PostedAfter - move.PostedBefore))} {would}{(move.PostedAfter > move.PostedBefore ? "posted" : "unposted")}");
        if (outcome.Moves.All(m => m.PostedBefore == m.PostedAfter)) context.Out.WriteLine($"  nothing {would}posted");
        foreach (var account in outcome.Accounts) context.Out.WriteLine($"  {account.Account,-24}{account.Amount.ForPeople(),14}");
        RemitCommands.Tell(context, outcome.Line);
    }

    private static string Claims(long count) => count == 1 ? "1 claim" : $"{count} claims";
}
