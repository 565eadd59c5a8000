using System.Globalization;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using CleanClaim.Web.Patients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Payments;

/// <summary>Money that a person pays: at the desk for a visit, or later for what is owed.</summary>
internal static class ReceiptPages
{
    public static void MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/patients/{patient:long}/payments/new", Right.TakePayment, New, Take);
        routes.MapForm("/patients/{patient:long}/payments/{receipt:long}/return", Right.Post, NewReturn, Return);
    }

    private static async Task<IResult> New(Desk desk, long patient, string? visit)
    {
        var today = desk.Today(await desk.Practice());
        return await Page(desk, patient, new FormState { ["on"] = today.ToString("M/d/yyyy", CultureInfo.InvariantCulture), ["method"] = "card", ["visit"] = visit ?? "" });
    }

    private static async Task<IResult> Page(Desk desk, long patient, FormState form)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PatientView.Of(tx, new Id<Patient>(patient), desk.Today(practice), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<TakePayment>(new { View = view, Form = form, MayPay = await MayPay(desk, practice, view.Patient) });
    }

    private static Task<List<MayPay>> MayPay(Desk desk, Practice practice, Patient patient) => desk.Read(tx => WhoPays.Of(tx, patient, desk.Today(practice), desk.Cancel));

    private static async Task<IResult> Take(Desk desk, long patient, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PatientView.Of(tx, new Id<Patient>(patient), desk.Today(practice), desk.Cancel));
        if (view is null) return Results.NotFound();
        var (command, faults) = Read(form, view.Patient.Key, practice.Key);
        if (command is { Visit: null, Guarantor: null } && await MayPay(desk, practice, view.Patient) is { Count: > 1 } may)
            faults = [.. faults, new Fault("guarantor", $"Whose payment is it? {string.Join(", ", may.Select(p => $"{p.Guarantor} owes {p.Owes.ForPeople()}"))}.", "Choose; nobody's money pays another's debt.")];
        if (faults.Count > 0) return await Page(desk, patient, form.With(faults));
        return await desk.Send(Right.TakePayment, "receipt.take", form, command, tx => TakeReceipt.Run(tx, command, desk.Cancel),
            taken => $"/patients/{patient}?done={desk.Note(Said(command, taken))}", again => Page(desk, patient, again));
    }

    private static async Task<IResult> NewReturn(Desk desk, long patient, long receipt)
    {
        var today = desk.Today(await desk.Practice());
        return await ReturnPage(desk, patient, receipt, new FormState { ["on"] = today.ToString("M/d/yyyy", CultureInfo.InvariantCulture) });
    }

    private static async Task<IResult> ReturnPage(Desk desk, long patient, long receipt, FormState form)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PatientView.Of(tx, new Id<Patient>(patient), desk.Today(practice), desk.Cancel));
        var row = view?.Receipts.FirstOrDefault(r => r.Receipt.Id.Value == receipt);
        if (view is null || row is null) return Results.NotFound();
        return row.Returned is not null ? Results.LocalRedirect($"/patients/{patient}") : new RazorComponentResult<ReturnPayment>(new { view.Patient, Row = row, Form = form });
    }

    private static async Task<IResult> Return(Desk desk, long patient, long receipt, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        DateOnly? on = DateOnly.TryParseExact(DateTyped.ToIso(form.Text("on")), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (on is null && form.Text("on") is { } text) return await ReturnPage(desk, patient, receipt, form.With([new Fault("on", $"\"{text}\" is no date.", "Write it like 3/14/2026.")]));
        var command = new ReturnCommand(receipt, form["reason"], form["note"], on);
        return await desk.Send(Right.Post, "receipt.return", form, command, tx => ReturnReceipt.Run(tx, command, desk.Cancel),
            back => $"/patients/{patient}?done={desk.Note(Said(back))}", again => ReturnPage(desk, patient, receipt, again));
    }

    private static string Said(ReceiptReturnedOutcome back) =>
        $"Receipt {back.Receipt} of {back.Amount.ForPeople()} is returned. {Became(back)}{Twice(back)}{(back.Banked ? " The bank's line that takes it out closes it." : "")}";

    /// <summary>What became of the money: what is left to ask the guarantor for, and what other money of theirs paid at once.</summary>
    private static string Became(ReceiptReturnedOutcome back)
    {
        if (back.OwedAgain.IsZero) return back.WasAhead.IsZero ? "" : "It had been paid ahead: nothing is owed again.";
        var ahead = back.WasAhead.IsZero ? "" : $" {back.WasAhead.ForPeople()} of it had been paid ahead.";
        if (back.PaidAtOnce.IsZero) return $"{back.OwedAgain.ForPeople()} is owed again.{ahead}";
        var paid = $"What it had paid, {back.OwedAgain.ForPeople()}, was opened again, and other money that was paid ahead paid {(back.LeftToPay.IsZero ? "it" : back.PaidAtOnce.ForPeople())} at once:";
        return $"{paid} {(back.LeftToPay.IsZero ? "nothing is owed for it" : $"{back.LeftToPay.ForPeople()} is owed again")}.{ahead}";
    }

    /// <summary>What of the money had been given back, so that they have had it twice.</summary>
    private static string Twice(ReceiptReturnedOutcome back) => back.GivenBack.IsZero ? ""
        : $" {back.GivenBack.ForPeople()} of it had been given back to them: {(back.Uncovered.IsZero ? "other money of theirs covers it." : $"ask them for {back.Uncovered.ForPeople()}; their next payment covers it once it has paid what they owe.")}";

    private static (ReceiptCommand Command, IReadOnlyList<Fault> Faults) Read(FormState form, string patient, string practice)
    {
        var faults = new List<Fault>();
        var amount = Money.TryParse(form["amount"]);
        if (amount is null) faults.Add(new Fault("amount", form.Text("amount") is { } typed ? $"\"{typed}\" is no amount." : "The amount is missing.", "Write it in dollars and cents, like 25.00."));
        if (!Enum.TryParse<PaymentMethod>(form["method"], ignoreCase: true, out var method)) faults.Add(new Fault("method", "How it was paid is missing.", "Choose card, cash, check or other."));
        DateOnly? on = DateOnly.TryParseExact(DateTyped.ToIso(form.Text("on")), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (on is null && form.Text("on") is { } text) faults.Add(new Fault("on", $"\"{text}\" is no date.", "Write it like 3/14/2026."));
        return (new ReceiptCommand(patient, amount ?? Money.Zero, method, form.Text("visit"), on, practice, form.Text("guarantor")), faults);
    }

    private static string Said(ReceiptCommand command, ReceiptTaken taken)
    {
        var what = (taken.Applied.IsZero, taken.Prepaid.IsZero) switch
        {
            (true, true) => $"{taken.Guarantor} owes nothing for visits",
            (true, _) => command.Visit is null ? $"{taken.Guarantor} owes nothing now, so it is kept until they do" : "it is kept for the visit until the share is known",
            (_, true) => $"it pays what {taken.Guarantor} owed",
            _ => $"{taken.Applied.ForPeople()} pays what {taken.Guarantor} owed, {taken.Prepaid.ForPeople()} is kept for what comes",
        };
        var covers = taken.Covered.IsZero ? "" : $" {taken.Covered.ForPeople()} covers what they had been given back of a payment that came back.";
        return $"{command.Amount.ForPeople()} taken; {what}.{covers}{string.Concat(taken.Others.Select(o => $" {o.Guarantor} owes {o.Owes.ForPeople()}."))} Receipt {taken.Receipt}.";
    }
}
