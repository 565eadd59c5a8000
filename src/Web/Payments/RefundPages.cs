using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Payments;

/// <summary>What a guarantor could be given back, before anything is.</summary>
/// <param name="Patient">Whose page tells of it: of the latest money, or whom the guarantor answers for.</param>
/// <param name="Free">What of it no visit needs.</param>
public sealed record RefundView(GuarantorAccount Account, Patient Patient, IReadOnlyList<HeldReceipt> Held, Money Free, Money Owes)
{
    public Money Ahead => Held.Sum(h => h.Held);

    internal static async Task<RefundView?> Of(Tx tx, long id, DateOnly today, CancellationToken cancel)
    {
        var account = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == new Id<GuarantorAccount>(id), cancel);
        if (account is null) return null;
        var held = await GiveRefund.Of(tx, account, cancel);
        var patient = held.Count > 0 ? held[^1].Receipt.PatientId : await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == account.Practice && g.AccountId == account.Id).OrderBy(g => g.Id).Select(g => (Id<Patient>?)g.PatientId).FirstOrDefaultAsync(cancel);
        if (await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Practice == account.Practice && p.Id == patient, cancel) is not { } of) return null;
        var free = (await PaidAhead.Of(tx, account.Practice)).GetValueOrDefault(id)?.Free ?? Money.Zero;
        return new RefundView(account, of, held, free, (await GuarantorBalances.Of(tx, account.Practice, account.Id, today, cancel)).Owes);
    }
}

/// <summary>Money that a guarantor paid ahead goes back to them: looked at first, then given; and a refund is taken back.</summary>
internal static class RefundPages
{
    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/guarantors/{account:long}/refunds/new", Right.Refund, New, Give);
        routes.MapForm("/patients/{patient:long}/refunds/{refund:long}/undo", Right.Refund, (Desk desk, long patient, long refund) => BackPage(desk, patient, refund, null), TakeBack);
    }

    private static async Task<IResult> New(Desk desk, long account)
    {
        var practice = await desk.Practice();
        if (await View(desk, practice, account) is not { } view) return Results.NotFound();
        var form = new FormState { ["on"] = DateTyped.InField(desk.Today(practice)), ["method"] = "check", ["amount"] = view.Free.IsZero ? "" : view.Free.ToString() };
        return Page(view, form, null);
    }

    private static Task<RefundView?> View(Desk desk, Practice practice, long account) => desk.Read(tx => RefundView.Of(tx, account, desk.Today(practice), desk.Cancel));

    private static RazorComponentResult<GiveBack> Page(RefundView view, FormState form, RefundGiven? would) => new(new { View = view, Form = form, Would = would });

    /// <summary>The first time it says what would move; sent again just as it stands, it is done.</summary>
    private static async Task<IResult> Give(Desk desk, long account, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var practice = await desk.Practice();
        if (await View(desk, practice, account) is not { } view) return Results.NotFound();
        var command = Read(form, account);
        var seen = string.Join('|', command.Amount, command.Method, command.Number, command.On, command.Reason, command.Receipt);
        if (form["seen"] != seen || form.Refused.Count > 0) return await Look(desk, view, Unseen(form), command, seen);
        return await desk.Send(Right.Refund, "refund.give", form, command, tx => GiveRefund.Run(tx, command, desk.Cancel),
            given => $"/patients/{view.Patient.Id}?done={desk.Note(Said(given, command))}", again => Task.FromResult<IResult>(Page(view, Unseen(again), null)));
    }

    private static async Task<IResult> Look(Desk desk, RefundView view, FormState form, RefundCommand command, string seen)
    {
        try
        {
            var would = await desk.Work.Rehearse(Right.Refund, desk.Here, tx => GiveRefund.Run(tx, command, desk.Cancel), desk.Cancel);
            if (form.Refused.Count > 0) return Page(view, form.With(form.Refused), null);
            form["seen"] = seen;
            return Page(view, form, would);
        }
        catch (BadInputException e)
        {
            return Page(view, form.With([.. form.Refused, .. e.Faults.Where(f => form.Refused.All(own => own.Place != f.Place))]), null);
        }
    }

    private static FormState Unseen(FormState form)
    {
        form["seen"] = "";
        return form;
    }

    private static RefundCommand Read(FormState form, long account)
    {
        var amount = Money.TryParse(form["amount"]);
        if (amount is null) form.Refuse(new Fault("amount", form.Text("amount") is { } typed ? $"\"{typed}\" is no amount." : "The amount is missing.", "Write it in dollars and cents, like 45.00."));
        if (!Enum.TryParse<PaymentMethod>(form["method"], ignoreCase: true, out var method) || !Enum.IsDefined(method)) form.Refuse(new Fault("method", "How it is given back is missing.", "Choose check, card, cash or other."));
        long? receipt = long.TryParse(form["receipt"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new RefundCommand(account, amount ?? Money.Zero, method, form.Text("number"), Day(form), form["reason"], form["note"], receipt);
    }

    private static DateOnly? Day(FormState form)
    {
        DateOnly? on = DateOnly.TryParseExact(DateTyped.ToIso(form.Text("on")), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (on is null && form.Text("on") is { } text) form.Refuse(new Fault("on", $"\"{text}\" is no date.", "Write it like 3/14/2026."));
        return on;
    }

    private static string Said(RefundGiven given, RefundCommand command) =>
        $"Refund {given.Refund}: {given.Amount.ForPeople()} given back to {given.Guarantor} by {command.Method.ToString().ToLowerInvariant()}. {(given.StillAhead.IsZero ? "Nothing of theirs is paid ahead any more." : $"{given.StillAhead.ForPeople()} is still paid ahead.")}";

    private static async Task<IResult> BackPage(Desk desk, long patient, long refund, FormState? form)
    {
        var practice = await desk.Practice();
        var found = await desk.Read(async tx => await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(patient), desk.Cancel) is { } one
            ? (Patient: one, Row: (await RefundList.Of(tx, one.Practice, [.. (await RefundList.Accounts(tx, one, desk.Cancel)).Select(a => a.Id)], desk.Cancel)).FirstOrDefault(r => r.Refund.Id.Value == refund)) : default);
        if (found.Row is null) return Results.NotFound();
        return found.Row.TakenBack is not null ? Results.LocalRedirect($"/patients/{patient}")
            : new RazorComponentResult<UndoRefund>(new { found.Patient, found.Row, Form = form ?? new FormState { ["on"] = DateTyped.InField(desk.Today(practice)) } });
    }

    private static async Task<IResult> TakeBack(Desk desk, long patient, long refund, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new TakeBackRefundCommand(refund, form["reason"], form["note"], Day(form));
        return await desk.Send(Right.Refund, "refund.undo", form, command, tx => TakeBackRefund.Run(tx, command, desk.Cancel),
            back => $"/patients/{patient}?done={desk.Note($"Refund {back.Refund} of {back.Amount.ForPeople()} is taken back. {back.Ahead.ForPeople()} is paid ahead again{(back.Applied.IsZero ? "" : $", {back.Applied.ForPeople()} paid what they owe")}.")}",
            again => BackPage(desk, patient, refund, again));
    }
}
