using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Claims;

/// <summary>What is ready to go, what is held and why, where each claim stands.</summary>
internal static class ClaimPages
{
    public static void MapClaims(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/claims", async (Desk desk, long? from) => await List(desk, null, [], from: from)).Needs(Right.See);
        routes.MapPost("/claims/send", Send).Needs(Right.Submit);
        routes.MapPost("/claims/exchange", Exchange).Needs(Right.Submit);
        routes.MapPost("/claims/answers", BringAnswers).Needs(Right.Submit);
        routes.MapGet("/claims/{id:long}", (Desk desk, long id, string? done) => Show(desk, id, new FormState(), done)).Needs(Right.See);
        routes.MapPost("/claims/{id:long}/replace", Replace).Needs(Right.Submit);
        routes.MapPost("/claims/{id:long}/void", Void).Needs(Right.Submit);
        routes.MapPost("/claims/{id:long}/void-taken", VoidTaken).Needs(Right.Submit);
        routes.MapReleases();
        routes.MapCorrections();
        routes.MapEndOfWork();
        routes.MapPost("/claims/override", Override).Needs(Right.Submit);
    }

    private static async Task<IResult> List(Desk desk, SubmitOutcome? sent, IReadOnlyList<string> said, IReadOnlyList<AcknowledgmentOutcome>? brought = null, long? from = null, FormState? form = null)
    {
        var rows = await desk.Read(tx => ClaimList.Page(tx, from, desk.Cancel));
        // The dry run builds, scrubs and takes everything back: what the page promises is what sending will do.
        var ready = desk.May(Right.Submit) ? await SendClaims.Rehearse(desk.Work, desk.Here, cancel: desk.Cancel) : null;
        var practice = await desk.Practice();
        var (follow, followed) = await desk.Read(async tx => (await FollowList.Of(tx, practice.Id, desk.Cancel), await FollowUp.Totals(tx, practice.Id, desk.Cancel)));
        var names = await desk.Read(tx => DueNames.Of(tx, ready, desk.Cancel));
        var toLeave = await desk.Read(tx => FilesToLeave.Of(tx, desk.Cancel));
        return new RazorComponentResult<ClaimListPage>(new { ToLeave = toLeave, Names = names, Rows = rows, Follow = follow, Followed = followed, Ready = ready, Sent = sent, Said = said, Brought = brought ?? [], Form = form ?? new FormState(), MaySend = desk.May(Right.Submit) });
    }

    private static async Task<IResult> Send(Desk desk, IFormCollection posted, WebSettings settings)
    {
        var form = FormState.Of(posted);
        var sent = await SendClaims.Run(desk.Work, desk.Here, $"web:{form.Key}", cancel: desk.Cancel);
        return await List(desk, sent, settings.Exchange is null ? [] : await settings.Exchange(desk.Scope, desk.Cancel));
    }

    private static async Task<IResult> Exchange(Desk desk, IFormCollection posted, WebSettings settings)
    {
        _ = FormState.Of(posted);
        return await List(desk, null, settings.Exchange is null ? ["This program was started without trading partners to exchange with."] : await settings.Exchange(desk.Scope, desk.Cancel) is { Count: > 0 } came ? came : ["Nothing came."]);
    }

    private static async Task<IResult> BringAnswers(Desk desk, IFormFileCollection files)
    {
        var brought = new List<AcknowledgmentOutcome>();
        foreach (var file in files) brought.Add(await ReceiveAcknowledgment.File(desk.Work, desk.Scope, Path.GetFileName(file.FileName), await Desk.Bytes(file, desk.Cancel), desk.Cancel));
        return await List(desk, null, [], brought);
    }

    public static async Task<IResult> Show(Desk desk, long id, FormState form, string? done = null)
    {
        var today = desk.Today(await desk.Practice());
        if (await desk.Read(tx => ClaimView.Of(tx, new Id<Claim>(id), today, desk.Cancel)) is not { } view) return Results.NotFound();
        var releases = await desk.Read(tx => ReleaseView.Of(tx, view, desk.Cancel));
        return new RazorComponentResult<ClaimPage>(new { View = view, Releases = releases, Form = form, Done = desk.Noted(done), MaySend = desk.May(Right.Submit), MayDecide = desk.May(Right.WriteOff), MayPost = desk.May(Right.Post), MayUnpost = desk.May(Right.Unpost) });
    }

    private static async Task<IResult> Replace(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (pcn, reason) = (form["pcn"], form.Text("reason") ?? "");
        return await desk.Send(Right.Submit, "claim.replace", form, new { pcn, reason },
            async tx => (await CorrectClaim.Run(tx, pcn, reason.Length > 0 ? reason : throw new BadInputException("reason", "The reason is missing.", "Say in a few words what was corrected."), desk.Cancel)).ClaimId.Value,
            _ => "/claims", again => Show(desk, id, again));
    }

    private static Task<IResult> Void(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var pcn = form["pcn"];
        return desk.Send(Right.Submit, "claim.void", form, new { pcn },
            async tx => await VoidClaim.Run(tx, pcn, desk.Cancel) is { Held: [var held, ..] } ? throw new BadInputException([.. held.Reasons.Select(r => new Fault("pcn", r.Message, r.Fix))]) : true,
            _ => $"/claims/{id}?done={desk.Note($"The void of {pcn} is sent. When its reversal is posted, the payer has taken its answer back.")}", again => Show(desk, id, again));
    }

    /// <summary>The name of the form's fields: several forms stand on the page.</summary>
    public const string VoidPart = "void";

    private static Task<IResult> VoidTaken(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (pcn, reason) = (form["pcn"], form[$"{VoidPart}.reason"]);
        return desk.Send(Right.Submit, "claim.confirm", form, new { pcn, reason }, tx => Desk.Part(VoidPart, () => ConfirmVoid.Run(tx, pcn, reason, desk.Cancel)),
            _ => $"/claims/{id}?done={desk.Note("The void counts as taken: a new claim that waited for it may go.")}", again => Show(desk, id, again));
    }

    /// <summary>A person's word against a rule: the claim is built if it is not yet, the reason is kept and counted.</summary>
    private static async Task<IResult> Override(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (visit, rule, place, reason) = (form["visit"], form["rule"], form["place"], form.Text("reason") ?? "");
        return await desk.Send(Right.Submit, "claim.override", form, new { visit, rule, place, reason },
            async tx =>
            {
                var found = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Key == visit, desk.Cancel)
                    ?? throw new BadInputException("visit", $"There is no visit \"{visit}\".", "Open the claims page again.");
                var built = await BuildClaim.Run(tx, found.Id, cancel: desk.Cancel) ?? throw new BadInputException("visit", "The visit has no standing charge, or no coverage in force any more.", "Correct the visit or the coverage.");
                await tx.Db.SaveChangesAsync(desk.Cancel);
                await ScrubClaim.Override(tx, built.ClaimId, rule, place, reason, desk.Cancel);
                return true;
            }, _ => "/claims", again => List(desk, null, [], form: again));
    }
}
