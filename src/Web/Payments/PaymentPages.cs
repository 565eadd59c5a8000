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

/// <summary>Payers' checks with their remittances, what waits of them, and the file that was just brought.</summary>
internal static class PaymentPages
{
    public static void MapPayments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments", async (Desk desk, string? done, long? from, long? check) => await List(desk, [], done, from, check)).Needs(Right.See);
        routes.MapPost("/payments/upload", Upload).Needs(Right.Post);
        routes.MapGet("/payments/checks/{id:long}", (Desk desk, long id, string? done) => Show(desk, id, new FormState(), done)).Needs(Right.See);
        routes.MapPost("/payments/checks/{id:long}/unpost", Unpost).Needs(Right.Unpost);
        routes.MapPost("/payments/checks/{id:long}/repost", Repost).Needs(Right.Post);
        routes.MapPost("/payments/exceptions/{id:long}/retry", Retry).Needs(Right.Post);
        routes.MapWaiting();
        routes.MapReceipts();
        routes.MapRefunds();
        routes.MapBank();
        routes.MapPractices();
    }

    private static async Task<IResult> List(Desk desk, IReadOnlyList<RemitLine> brought, string? done = null, long? from = null, long? check = null)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PaymentView.Of(tx, practice.Id, from, check, desk.Cancel));
        return new RazorComponentResult<PaymentList>(new { View = view, Zone = practice.Zone, Brought = brought, Books = desk.Books, Done = desk.Noted(done), Form = new FormState(), MayPost = desk.May(Right.Post) });
    }

    private static async Task<IResult> Upload(Desk desk, IFormFileCollection files)
    {
        var lines = new List<RemitLine>();
        foreach (var file in files)
            lines.AddRange(await RemitPosting.PostFile(desk.Work, desk.Scope, Path.GetFileName(file.FileName), await Desk.Bytes(file, desk.Cancel), desk.Cancel));
        return await List(desk, lines);
    }

    private static async Task<IResult> Show(Desk desk, long id, FormState form, string? done = null)
    {
        // Both sides of what goes between practices, where both are granted; the check itself is of the open book.
        var view = await desk.ReadGranted(tx => CheckView.Of(tx, new Id<PayerCheck>(id), desk.Cancel));
        return view is null || view.Check.Practice != desk.Books.Open?.Id ? Results.NotFound() : new RazorComponentResult<CheckPage>(new { View = view, Done = desk.Noted(done), Form = form, MayUnpost = desk.May(Right.Unpost), MayPost = desk.May(Right.Post) });
    }

    private static async Task<IResult> Unpost(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        if (await desk.Read(tx => CheckView.Of(tx, new Id<PayerCheck>(id), desk.Cancel)) is not { } view) return Results.NotFound();
        // What a stop left half done has its reason already, and goes on.
        var reason = view.HalfDone is { IsUnposting: true } ? "what had begun was gone on with" : form["reason"];
        var command = new UnpostCommand(view.Check.Trn02, null, view.Check.Date, null, reason, desk.Books.Open?.Key, id);
        try
        {
            var line = await RemitPosting.Unpost(desk.Work, desk.Scope, command, desk.Cancel);
            return Results.LocalRedirect($"/payments/checks/{id}?done={desk.Note(line.Posted == 0 ? "The check is unposted: every entry has its mirror, and nothing is lost." : "Part of the check is still posted; see below.")}");
        }
        catch (BadInputException e)
        {
            return await Show(desk, id, form.With(e.Faults));
        }
    }

    private static async Task<IResult> Repost(Desk desk, long id, IFormCollection posted)
    {
        _ = FormState.Of(posted);
        if (await desk.Read(tx => CheckView.Of(tx, new Id<PayerCheck>(id), desk.Cancel)) is not { } view) return Results.NotFound();
        // The latest first: without a decision about a second remittance, it is the one that counts.
        foreach (var remittance in view.Remittances.Reverse()) await RemitPosting.Repost(desk.Work, desk.Scope, view.Check.Practice, remittance.Id, desk.Cancel);
        return Results.LocalRedirect($"/payments/checks/{id}?done={desk.Note(view.HalfDone is null ? "The check is posted again." : "The posting went on to its end.")}");
    }

    private static async Task<IResult> Retry(Desk desk, long id, IFormCollection posted)
    {
        _ = FormState.Of(posted);
        var line = await RemitPosting.Retry(desk.Work, desk.Scope, new Id<PostingException>(id), desk.Cancel);
        return await List(desk, [line]);
    }
}
