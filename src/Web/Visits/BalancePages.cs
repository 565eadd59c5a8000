using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Visits;

/// <summary>What a person decides about an open amount of a visit: give it up, ask somebody else, take a wrong decision back.</summary>
internal static class BalancePages
{
    private const string OffForm = "off";

    public static void MapBalances(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/visits/{id:long}/balance", (Desk desk, long id, string? kind, string? party, string? line, long? charge) => Page(desk, id, Asked(kind, party, line) with { Charge = charge }, null, null)).Needs(Right.WriteOff);
        routes.MapPost("/visits/{id:long}/writeoff", WriteOff).Needs(Right.WriteOff);
        routes.MapPost("/visits/{id:long}/transfer", Transfer).Needs(Right.WriteOff);
        routes.MapGet("/visits/{id:long}/decisions/{decision:long}", (Desk desk, long id, long decision) => BackPage(desk, id, decision, new FormState())).Needs(Right.WriteOff);
        routes.MapPost("/visits/{id:long}/decisions/{decision:long}/undo", TakeBack).Needs(Right.WriteOff);
    }

    private static DebtQuestion Asked(string? kind, string? party, string? line) => new((short?)Number(kind), Number(party), (int?)Number(line));

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue * 1_000_000L ? number : null;

    private static async Task<IResult> Page(Desk desk, long id, DebtQuestion asked, FormState? failed, string? which)
    {
        var view = await desk.Read(tx => BalanceView.Of(tx, new Id<Encounter>(id), asked, desk.Cancel));
        // Nothing is owed (any more): the visit says so.
        return view is null ? Results.LocalRedirect($"/visits/{id}") : new RazorComponentResult<BalancePage>(new { View = view, Failed = failed, Which = which });
    }

    private static async Task<IResult> WriteOff(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var asked = Asked(form["kind"], form["party"], form[$"{OffForm}.line"]);
        var command = new VisitWriteOff(Debt(id, asked, form, OffForm), form[$"{OffForm}.reason"], form[$"{OffForm}.note"]);
        return await desk.Send(Right.WriteOff, "balance.writeoff", form, command, tx => Desk.Part(OffForm, () => VisitBalance.WriteOff(tx, command, desk.Cancel)),
            parts => Done(desk, id, $"{parts.Sum(p => p.Amount).ForPeople()} written off: {BalanceReasons.WriteOff(command.Reason)!.Words}."), again => Page(desk, id, asked, again, OffForm));
    }

    private static async Task<IResult> Transfer(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var to = new Party((PartyKind)(short)(Number(form["toKind"]) ?? 0), Number(form["toParty"]) ?? 0);
        var which = new OtherParty(to, "", null).Form;
        var asked = Asked(form["kind"], form["party"], form[$"{which}.line"]);
        var command = new VisitTransfer(Debt(id, asked, form, which), to, form[$"{which}.reason"], form[$"{which}.note"]);
        return await desk.Send(Right.WriteOff, "balance.transfer", form, command, tx => Desk.Part(which, () => VisitBalance.Transfer(tx, command, desk.Cancel)),
            parts => Done(desk, id, $"{parts.Sum(p => p.Amount).ForPeople()} moved: {BalanceReasons.Transfer(command.Reason)!.Words}."), again => Page(desk, id, asked, again, which));
    }

    private static async Task<IResult> BackPage(Desk desk, long id, long decision, FormState form)
    {
        var view = await desk.Read(tx => VisitView.Of(tx, new Id<Encounter>(id), desk.Cancel));
        var row = view?.Decisions.FirstOrDefault(d => d.Decision.Id == decision);
        if (view is null || row is null) return Results.NotFound();
        return row.Decision.TakenBack ? Results.LocalRedirect($"/visits/{id}") : new RazorComponentResult<TakeBackPage>(new { View = view, Row = row, Form = form });
    }

    private static async Task<IResult> TakeBack(Desk desk, long id, long decision, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new TakeBackCommand(decision, form["note"]);
        return await desk.Send(Right.WriteOff, "balance.undo", form, command, tx => TakeBackDecision.Run(tx, command, desk.Cancel),
            back => Done(desk, id, $"{(back.What == "writeOff" ? "The write-off" : "The move")} of {back.Amount.ForPeople()} is taken back."), again => BackPage(desk, id, decision, again));
    }

    /// <summary>The amount is the one that stands in the form: an empty field is never all, and what is no amount is told beside it.</summary>
    private static VisitDebt Debt(long visit, DebtQuestion asked, FormState form, string which)
    {
        var amount = Money.TryParse(form[$"{which}.amount"]);
        if (amount is null) form.Refuse(new Fault($"{which}.amount", form.Text($"{which}.amount") is { } typed ? $"\"{typed}\" is no amount." : "The amount is missing.", "Write it in dollars and cents, like 25.00."));
        return new(visit, new Party((PartyKind)(asked.Kind ?? 0), asked.Party ?? 0), asked.Line, amount ?? Money.Zero);
    }

    private static string Done(Desk desk, long id, string sentence) => $"/visits/{id}?done={desk.Note(sentence)}";
}
