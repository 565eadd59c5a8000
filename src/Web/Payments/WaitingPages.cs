using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Payments;

/// <summary>One thing of the queue with what a person may choose about it: <paramref name="Chosen"/> is the claim beside it, <paramref name="Match"/> the word given before.</summary>
public sealed record WaitingView(WaitingMoney Money, IReadOnlyList<MatchCandidate> Candidates, MatchCandidate? Chosen, PersonDecision? Match, SecondRemittance? Second = null)
{
    /// <summary>What <see cref="Match"/> says of the answer's lines.</summary>
    public IReadOnlyList<LineSaid> LinesSaid { get; init; } = [];
    /// <param name="lines">Which line of the answer is which of the chosen claim's, as a person looks at it.</param>
    internal static async Task<WaitingView?> Of(Tx tx, long id, string? claim, IReadOnlyList<LineSaid> lines, CancellationToken cancel)
    {
        if (await WaitingMoney.Of(tx, new Id<PostingException>(id), cancel) is not { } money) return null;
        if (money.Exception.Kind == ExceptionKind.OtherPosting) return new WaitingView(money, [], null, null, await SecondRemittance.Of(tx, money.Exception.Id, cancel));
        var match = await MatchAnswer.Now(tx, money, cancel);
        if (money.Settled is not null || match is not null) return new WaitingView(money, [], null, match) { LinesSaid = match is null ? [] : await LineSaid.Of(tx, money.Exception.Practice, money.Said!.Answer.Id, cancel) };
        var candidates = await MatchCandidates.For(tx, money, cancel);
        var chosen = claim is null ? candidates.FirstOrDefault(c => c.Refused is null) : await MatchCandidates.One(tx, money, claim, lines, cancel: cancel);
        return new WaitingView(money, candidates, chosen, null);
    }
}

/// <summary>One thing of the payments queue on its own page: what came, why it waits, what a person can do with it.</summary>
internal static class WaitingPages
{
    public static void MapWaiting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments/waiting/{id:long}", (Desk desk, long id, string? claim, string[] line, string? done) => Show(desk, id, new FormState(), claim, Lines(line), done)).Needs(Right.See);
        routes.MapSecond();
        routes.MapPost("/payments/waiting/{id:long}/match", Match).Needs(Right.Post);
        routes.MapPost("/payments/waiting/{id:long}/aside", Aside).Needs(Right.Post);
        routes.MapPost("/payments/waiting/{id:long}/unmatch", Unmatch).Needs(Right.Unpost);
    }

    public static async Task<IResult> Show(Desk desk, long id, FormState form, string? claim = null, IReadOnlyList<LineSaid>? lines = null, string? done = null)
    {
        WaitingView? view;
        try
        {
            view = await desk.ReadGranted(tx => WaitingView.Of(tx, id, claim, lines ?? [], desk.Cancel));
        }
        catch (BadInputException unknown)
        {
            // The number that was asked for is no claim of ours: the page stands with the fault beside the field.
            view = await desk.ReadGranted(tx => WaitingView.Of(tx, id, null, [], desk.Cancel));
            form["claim"] = claim ?? "";
            form = form.With(unknown.Faults);
        }
        return view is null || view.Money.Exception.Practice != desk.Books.Open?.Id ? Results.NotFound() : new RazorComponentResult<WaitingPage>(new
        {
            View = view, Form = form, Done = desk.Noted(done), Zone = (await desk.Practice()).Zone, MayPost = desk.May(Right.Post), MayUnpost = desk.May(Right.Unpost),
        });
    }

    private static async Task<IResult> Match(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new MatchCommand(id, form["claim"], form["reason"], form.Ticked("confirm")) { Lines = Lines([.. posted["line"].OfType<string>()]) };
        try
        {
            var line = await RemitPosting.Match(desk.Work, desk.Scope, new Request("exception.match", $"web:{form.Key}", command), command, desk.Cancel);
            var said = line.Waiting == 0 ? "the whole check is posted now" : $"{line.Posted} of {line.Claims} answers of the check are posted";
            return Results.LocalRedirect($"/payments/waiting/{id}?done={desk.Note($"Matched to claim {command.Pcn} and posted; {said}.")}");
        }
        catch (BadInputException e)
        {
            return await Show(desk, id, form.With(e.Faults), command.Pcn, command.Lines);
        }
    }

    private static Task<IResult> Aside(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new PutAsideCommand(id, form["reason"]);
        return desk.Send(Right.Post, "exception.aside", form, command, tx => PutAside.Run(tx, command, desk.Cancel),
            aside => $"/payments?done={desk.Note($"{aside.File} is put aside. Bring the same file again and it waits again.")}", again => Show(desk, id, again));
    }

    /// <summary>A list left at "choose" says nothing.</summary>
    private static List<LineSaid> Lines(IReadOnlyList<string> chosen) => [.. chosen.Select(LineSaid.TryParse).OfType<LineSaid>()];

    private static async Task<IResult> Unmatch(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var reason = form["reason"];
        try
        {
            await RemitPosting.TakeBackMatch(desk.Work, desk.Scope, new Request("exception.unmatch", $"web:{form.Key}", new { id, reason }), id, reason, desk.Cancel);
            return Results.LocalRedirect($"/payments?done={desk.Note("The match is taken back: every entry has its mirror, and the answer waits again below.")}");
        }
        catch (BadInputException e)
        {
            return await Show(desk, id, form.With(e.Faults));
        }
    }
}
