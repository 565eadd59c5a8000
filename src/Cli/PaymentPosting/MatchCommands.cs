using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Remittance;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`exceptions show|match|unmatch`: a waiting answer, the claims that it may be for, and a person's word on which it is.</summary>
internal static class MatchCommands
{
    private static readonly Argument<long> Number = new("ID") { Description = "number of the exception, as `exceptions list` shows it" };
    private static readonly Option<string> Claim = new("--claim") { Description = "patient control number of the claim that it is for", HelpName = "PCN", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays with the decision", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> Confirm = new("--confirm") { Description = "the differences between answer and claim were seen; it is this claim all the same" };
    private static readonly Option<LineSaid[]> Lines = new("--line")
    {
        Description = "1=2: line 1 of the answer is line 2 of the claim; once for each line that neither number nor code leads there", HelpName = "N=M", CustomParser = Words.LinesSaid, AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would happen; keep and post nothing" };

    public static Verb Show() => new Verb("show", "one exception: what the payer said, why it waits, the claims that it may be for", "cleanclaim exceptions show 1042").With(Number)
        .DoesWithData(async (context, data, cancel) =>
        {
            var (waiting, candidates) = await data.Work.Read(data.Scope, async tx =>
            {
                var opened = await WaitingMoney.Of(tx, new(context.Get(Number)), cancel)
                    ?? throw new BadInputException("exception", $"There is no exception {context.Get(Number)}.", "`exceptions list` shows the queue.");
                return (opened, opened.Settled is null ? await MatchCandidates.For(tx, opened, cancel) : []);
            }, cancel);
            if (waiting.Exception.Kind == ExceptionKind.OtherPosting) return await SecondCommands.Show(context, data, waiting, cancel);
            if (context.Json) context.JsonLine(AsJson(waiting, candidates));
            else Tell(context, waiting, candidates);
            return Exit.Done;
        });

    public static Verb Match() => new Verb("match", "put a waiting answer to its claim and post it", "cleanclaim exceptions match 1042 --claim CKH22MNPQ7RS --reason \"same patient, day and charge\"")
        .With(Number, Claim, Lines, Reason, Confirm, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var command = new MatchCommand(context.Get(Number), context.Get(Claim)!, context.Get(Reason)!, context.Get(Confirm)) { Lines = context.Get(Lines) ?? [] };
            if (context.Get(DryRun))
            {
                var would = await data.Work.Rehearse(Right.Post, data.Scope, tx => MatchAnswer.Run(tx, command, cancel), cancel);
                if (context.Json) context.JsonLine(new { Claim = would.Pcn, Posts = would.Posts.Select(l => new { Account = Chart.Key(l.Account, l.Detail), l.Amount }) });
                else context.Out.WriteLine($"It would post to claim {would.Pcn}: {string.Join(", ", would.Posts.GroupBy(l => Chart.Key(l.Account, l.Detail)).Select(g => $"{g.Key} {g.Sum(l => l.Amount)}"))}. Nothing was kept.");
                return Exit.Done;
            }
            var line = await RemitPosting.Match(data.Work, data.Scope, data.Once("exception.match", command), command, cancel);
            RemitCommands.Tell(context, line);
            return line.Waiting == 0 ? Exit.Done : Exit.Faults;
        });

    public static Verb Unmatch() => new Verb("unmatch", "take a match back: its posting is mirrored and the money waits again", "cleanclaim exceptions unmatch 1042 --reason \"it was the sister's\"")
        .With(Number, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var (exception, reason) = (context.Get(Number), context.Get(Reason)!);
            RemitCommands.Tell(context, await RemitPosting.TakeBackMatch(data.Work, data.Scope, data.Once("exception.unmatch", new { exception, reason }), exception, reason, cancel));
            return Exit.Done;
        });

    private static object AsJson(WaitingMoney waiting, IReadOnlyList<MatchCandidate> candidates) => new
    {
        Id = waiting.Exception.Id.Value, waiting.Exception.Kind, waiting.Exception.Reason, waiting.Exception.NextStep, Settled = waiting.Settled?.How, File = waiting.Exception.FileSha256, waiting.FileName, waiting.WhyAside,
        TraceNumber = waiting.Check?.Trn02, Payer = waiting.Check?.PayerName,
        Answer = waiting.Said is not { } said ? null : new
        {
            PatientControlNumber = said.Answer.PcnRaw, said.Answer.PatientName, Status = said.Answer.ClpStatus, From = said.Answer.ServiceFrom, said.Answer.Charge, said.Answer.Paid,
            Segments = new[] { said.Answer.FromSegment, said.Answer.ToSegment },
            Lines = said.Lines.Select(l => new { Line = l.N, Code = l.CodeRaw, l.Charge, l.Paid, Adjustments = said.Adjustments.Where(a => a.LineN == l.N).Select(a => new { a.Group, a.Reason, a.Amount }) }),
            Adjustments = said.Adjustments.Where(a => a.LineN is null).Select(a => new { a.Group, a.Reason, a.Amount }),
        },
        Candidates = candidates.Select(c => new
        {
            PatientControlNumber = c.Pcn, Practice = c.Sibling, c.Patient, From = c.ServiceDate, c.Payer, c.Charge, Differences = c.Differences.Select(d => new { d.What, d.Theirs, d.Ours }), Refused = c.Refused?.Message, Ask = c.Ask?.Message,
            Lines = c.Lines.Select(l => new { Answer = l.Line.N, Claim = l.Charge?.Line, l.Proposed }), ClaimLines = c.ClaimLines.Select(l => new { l.Line, l.Code, Charge = l.Amount }),
            Posts = c.Posts.Select(l => new { Account = Chart.Key(l.Account, l.Detail), l.Amount }),
        }),
    };

    private static void Tell(CommandContext context, WaitingMoney waiting, IReadOnlyList<MatchCandidate> candidates)
    {
        context.Out.WriteLine(waiting.Settled is { } settled ? $"It waits no more ({settled.How}{(waiting.WhyAside is { } why ? $", {settled.Actor}: {why}" : "")}). It waited because: {waiting.Exception.Reason}" : $"{waiting.Exception.Reason}\nnext: {waiting.Exception.NextStep}".ReplaceLineEndings());
        if (waiting is { Check: { } check, Said: { } said })
        {
            var answer = said.Answer;
            context.Out.WriteLine($"{check.PayerName}, check {check.Trn02} of {check.Date:yyyy-MM-dd}, segments {answer.FromSegment}-{answer.ToSegment}");
            context.Out.WriteLine($"  {answer.PatientName ?? "no name"}, number {answer.PcnRaw}, {answer.ServiceFrom:yyyy-MM-dd}: charge {answer.Charge.ForPeople()}, paid {answer.Paid.ForPeople()}");
            foreach (var line in said.Lines)
                context.Out.WriteLine($"  line {line.N} {line.CodeRaw}: {line.Charge.ForPeople()}, paid {line.Paid.ForPeople()} {string.Join(' ', said.Adjustments.Where(a => a.LineN == line.N).Select(a => $"{a.Group}-{a.Reason} {a.Amount}"))}".TrimEnd());
        }
        foreach (var candidate in candidates)
        {
            context.Out.WriteLine($"claim {candidate.Pcn}: {candidate.Patient}, {candidate.ServiceDate:yyyy-MM-dd}, {candidate.Payer}, {candidate.Charge.ForPeople()}{(candidate.Sibling is { } sibling ? $", of {sibling}" : "")}");
            if (candidate.Refused is { } refused) context.Out.WriteLine($"  not this one: {refused.Message}");
            if (candidate is { Refused: null, Ask: { } ask }) TellLines(context, candidate, ask);
            foreach (var difference in candidate.Differences) context.Out.WriteLine($"  {MatchAnswer.Said(difference)}");
        }
    }

    private static void TellLines(CommandContext context, MatchCandidate candidate, Fault ask)
    {
        context.Out.WriteLine($"  {ask.Message} Its lines: {string.Join(", ", candidate.ClaimLines.Select(l => $"{l.Line} ({l.Code}, {l.Amount.ForPeople()})"))}.");
        if (candidate.Lines.All(l => l.Charge is not null))
            context.Out.WriteLine($"  by their charges: {string.Join(' ', candidate.Lines.Where(l => l.Proposed).Select(l => $"--line {new LineSaid(l.Line.N, l.Charge!.Line)}"))}");
    }
}
