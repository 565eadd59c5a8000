using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Denials;

/// <summary>`denials release|unrelease`: a patient responsibility code under review goes on to the next plan or the guarantor by a person's word.</summary>
internal static class ReleaseCommands
{
    private static readonly Option<string> Visit = new("--visit") { Description = "key of the visit", HelpName = "KEY", Required = true };
    private static readonly Option<int> Line = new("--line") { Description = "line of the visit", HelpName = "N", Required = true };
    private static readonly Option<string> Code = new("--code") { Description = "group and reason as the payer gave them, such as PR-96", HelpName = "CODE", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "what it rests on; it stays with the decision", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would move; keep nothing" };

    public static Verb Release() => new Verb("release", "let a patient responsibility code under review go on to the next plan, else to the guarantor",
        "cleanclaim denials release --visit lucia-1 --line 2 --code PR-96 --reason \"ABN signed before the service\"")
        .With(Visit, Line, Code, Reason, DryRun).DoesWithData((context, data, cancel) => Do(context, data, "share.release", Right.Post, ReleaseShare.Run, cancel));

    public static Verb Unrelease() => new Verb("unrelease", "take a release back: the amount is under review with the payer again",
        "cleanclaim denials unrelease --visit lucia-1 --line 2 --code PR-96 --reason \"the notice is of another day\"")
        .With(Visit, Line, Code, Reason, DryRun).DoesWithData((context, data, cancel) => Do(context, data, "share.unrelease", Right.Unpost, ReleaseShare.TakeBack, cancel));

    private static async Task<int> Do(CommandContext context, OpenData data, string verb, Right right, Func<Tx, ReleaseCommand, CancellationToken, Task<ShareReleased>> run, CancellationToken cancel)
    {
        var visit = await Practices.Visit(context, data, context.Get(Visit)!, cancel);
        var charge = (await data.Work.Read(data.Scope, tx => CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel), cancel)).FirstOrDefault(c => c.Line == context.Get(Line))
            ?? throw new BadInputException("line", $"Visit {visit.Key} has no line {context.Get(Line)}.", "`balance show --visit KEY` shows the lines.");
        var command = new ReleaseCommand(charge.Id.Value, context.Get(Code)!, context.Get(Reason)!);
        var (outcome, to) = context.Get(DryRun)
            ? await data.Work.Rehearse(right, data.Scope, async tx => await Named(tx, await run(tx, command, cancel)), cancel)
            : await Done(await data.Work.Do(right, data.Scope, data.Once(verb, command), tx => run(tx, command, cancel), cancel));
        if (context.Json) context.JsonLine(new { Visit = visit.Key, charge.Line, outcome.Code, outcome.Amount, To = to, DryRun = context.Get(DryRun) });
        else context.Out.WriteLine($"{outcome.Amount.Abs.ForPeople()} of {outcome.Code} on line {charge.Line} {(context.Get(DryRun) ? "would go" : outcome.Amount.IsNegative ? "went back" : "went")} {(outcome.Amount.IsNegative ? "from" : "to")} {to}.");
        return Exit.Done;

        async Task<(ShareReleased, string?)> Named(Tx tx, ShareReleased released) =>
            (released, (await PartyKeys.Of(tx, visit.Practice, [released.To], cancel)).KeyOf(released.To));
        Task<(ShareReleased, string?)> Done(ShareReleased released) => data.Work.Read(data.Scope, tx => Named(tx, released), cancel);
    }
}
