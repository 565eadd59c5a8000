using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Claims;

/// <summary>What is ready to go, what is held and why, where each claim stands.</summary>
internal static class ClaimPages
{
    public static void MapClaims(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/claims", async (Desk desk) => await List(desk, null, [])).Needs(Right.See);
        routes.MapPost("/claims/send", Send).Needs(Right.Submit);
        routes.MapPost("/claims/exchange", Exchange).Needs(Right.Submit);
        routes.MapGet("/claims/{id:long}", (Desk desk, long id) => Show(desk, id, new FormState())).Needs(Right.See);
        routes.MapPost("/claims/{id:long}/replace", Replace).Needs(Right.Submit);
        routes.MapPost("/claims/{id:long}/override", Override).Needs(Right.Submit);
    }

    private static async Task<IResult> List(Desk desk, SubmitOutcome? sent, IReadOnlyList<string> said)
    {
        var rows = await desk.Read(tx => ClaimList.Latest(tx, desk.Cancel));
        // The dry run builds, scrubs and takes everything back: what the page promises is what sending will do.
        var ready = desk.May(Right.Submit) ? await desk.Work.Rehearse(Right.Submit, desk.Scope, tx => SubmitBatch.Run(tx, new SubmitBatch.Command(), desk.Cancel), desk.Cancel) : null;
        return new RazorComponentResult<ClaimListPage>(new { Rows = rows, Ready = ready, Sent = sent, Said = said, Form = new FormState(), MaySend = desk.May(Right.Submit) });
    }

    private static async Task<IResult> Send(Desk desk, IFormCollection posted, WebSettings settings)
    {
        var form = FormState.Of(posted);
        var command = new SubmitBatch.Command();
        var sent = await desk.Work.Do(Right.Submit, desk.Scope, new Request("claims.submit", $"web:{form.Key}", command), tx => SubmitBatch.Run(tx, command, desk.Cancel), desk.Cancel);
        return await List(desk, sent, settings.Exchange is null ? [] : await settings.Exchange(desk.Scope, desk.Cancel));
    }

    private static async Task<IResult> Exchange(Desk desk, IFormCollection posted, WebSettings settings)
    {
        _ = FormState.Of(posted);
        return await List(desk, null, settings.Exchange is null ? ["This program was started without trading partners to exchange with."] : await settings.Exchange(desk.Scope, desk.Cancel));
    }

    private static async Task<IResult> Show(Desk desk, long id, FormState form)
    {
        var view = await desk.Read(tx => ClaimView.Of(tx, new Id<Claim>(id), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<ClaimPage>(new { View = view, Form = form, MaySend = desk.May(Right.Submit) });
    }

    private static async Task<IResult> Replace(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (pcn, reason) = (form["pcn"], form.Text("reason") ?? "");
        return await desk.Send(Right.Submit, "claim.replace", form, new { pcn, reason },
            async tx => (await ReplaceClaim.Run(tx, pcn, reason.Length > 0 ? reason : throw new BadInputException("reason", "The reason is missing.", "Say in a few words what was corrected."), desk.Cancel)).ClaimId.Value,
            _ => "/claims", again => Show(desk, id, again));
    }

    private static async Task<IResult> Override(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (rule, place, reason) = (form["rule"], form["place"], form.Text("reason") ?? "");
        return await desk.Send(Right.Submit, "claim.override", form, new { id, rule, place, reason },
            async tx =>
            {
                await ScrubClaim.Override(tx, new Id<Claim>(id), rule, place, reason, desk.Cancel);
                return id;
            }, _ => $"/claims/{id}", again => Show(desk, id, again));
    }
}
