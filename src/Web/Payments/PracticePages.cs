using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Payments;

/// <summary>What stands between the open book and our other practices, and how it was paid.</summary>
public sealed record PracticesView(IReadOnlyList<DueWith> Dues, IReadOnlyList<SettlementNow> Settlements);

/// <summary>What our practices owe each other for checks that pay claims of several, and its payment.</summary>
internal static class PracticePages
{
    public static void MapPractices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments/practices", async (Desk desk, string? done) => await Show(desk, new FormState { ["on"] = desk.Today(await desk.Practice()).ToString("M/d/yyyy", CultureInfo.InvariantCulture) }, done)).Needs(Right.See);
        routes.MapPost("/payments/practices", Settle).Needs(Right.Post);
        routes.MapPost("/payments/practices/{number:long}/undo", Undo).Needs(Right.Unpost);
    }

    private static async Task<IResult> Show(Desk desk, FormState form, string? done = null)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(async tx => new PracticesView(await PracticeDues.Of(tx, practice.Id, desk.Cancel), await PracticeDues.Settlements(tx, practice.Id, desk.Cancel)));
        return new RazorComponentResult<PracticesPage>(new { View = view, Practice = practice, Books = desk.Books, Form = form, Done = desk.Noted(done), MayPost = desk.May(Right.Post), MayUnpost = desk.May(Right.Unpost) });
    }

    private static async Task<IResult> Settle(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var (command, faults) = Read(form);
        if (faults.Count > 0) return await Show(desk, form.With(faults));
        return await Once(desk, Right.Post, new Request("practice.settle", $"web:{form.Key}", command), tx => SettlePractices.Run(tx, command, desk.Cancel), form,
            s => $"Payment {s.Number} of {s.Amount.ForPeople()} is recorded in both books.{(s.SetOff.IsZero ? "" : $" {s.SetOff.ForPeople()} the other way is settled with it.")} {(s.Left.IsZero ? "Nothing is left between them." : $"{s.Left.ForPeople()} is left.")}");
    }

    private static Task<IResult> Undo(Desk desk, long number, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var reason = form["reason"];
        return Once(desk, Right.Unpost, new Request("practice.unsettle", $"web:{form.Key}", new { number, reason }), tx => SettlePractices.Undo(tx, number, reason, desk.Cancel), form,
            s => $"Payment {s.Number} is undone in both books: {s.Amount.ForPeople()} is due again.");
    }

    /// <summary>It stands in two books, so it is done in all that are granted, not in the open one alone.</summary>
    private static async Task<IResult> Once(Desk desk, Right right, Request request, Func<Tx, Task<PracticesSettled>> verb, FormState form, Func<PracticesSettled, string> said)
    {
        try
        {
            return Results.LocalRedirect($"/payments/practices?done={desk.Note(said(await desk.Work.Do(right, desk.Scope, request, verb, desk.Cancel)))}");
        }
        catch (BadInputException e)
        {
            return await Show(desk, form.With(e.Faults));
        }
    }

    private static (SettleCommand Command, IReadOnlyList<Fault> Faults) Read(FormState form)
    {
        var faults = new List<Fault>();
        var amount = Money.TryParse(form["amount"]);
        if (amount is null) faults.Add(new Fault("amount", form.Text("amount") is { } typed ? $"\"{typed}\" is no amount." : "The amount is missing.", "Write it in dollars and cents, like 64.00."));
        DateOnly? on = DateOnly.TryParseExact(DateTyped.ToIso(form.Text("on")), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (on is null) faults.Add(new Fault("on", form.Text("on") is { } text ? $"\"{text}\" is no date." : "The day is missing.", "Write it like 3/14/2026."));
        return (new SettleCommand(form["from"], form["to"], amount ?? Money.Zero, on ?? default, form["reference"]), faults);
    }
}
