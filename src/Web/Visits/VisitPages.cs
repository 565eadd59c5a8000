using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Visits;

/// <summary>Charge entry and the visit with its charges, claims and money.</summary>
internal static class VisitPages
{
    public static void MapVisits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/visits", List).Needs(Right.See);
        routes.MapForm("/patients/{patient:long}/visits/new", Right.Charge, New, Enter);
        routes.MapGet("/visits/{id:long}", Show).Needs(Right.See);
        routes.MapGet("/visits/{id:long}/explain", Explain).Needs(Right.See);
        routes.MapForm("/visits/{id:long}/correct", Right.Charge, Correct, EnterCorrection);
        routes.MapForm("/visits/{id:long}/cancel", Right.Charge, (Desk desk, long id) => CancelForm(desk, id, new FormState()), Cancel);
        routes.MapForm("/visits/{id:long}/guarantor", Right.WriteOff, (Desk desk, long id) => GuarantorForm(desk, id, new FormState()), ChangeOfGuarantor);
        routes.MapBalances();
    }

    private static async Task<IResult> List(Desk desk, long? from)
    {
        var rows = await desk.Read(tx => VisitList.Page(tx, from, desk.Cancel));
        return new RazorComponentResult<VisitListPage>(new { Rows = rows });
    }

    private static async Task<IResult> New(Desk desk, long patient)
    {
        var practice = await desk.Practice();
        var form = await desk.Read(tx => VisitEntry.Defaults(tx, new Id<Patient>(patient), desk.Today(practice), desk.Cancel));
        return await EntryPage(desk, patient, form, null);
    }

    private static async Task<IResult> Enter(Desk desk, long patient, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var keys = await desk.Read(tx => VisitEntry.KeysOf(tx, new Id<Patient>(patient), desk.Cancel));
        if (keys is null) return Results.NotFound();
        if (VisitEntry.WantsMoreLines(form)) return await EntryPage(desk, patient, form, null);
        var visit = VisitEntry.Of(form, keys) with { Key = null };
        var cases = await desk.Read(tx => VisitEntry.Cases(tx, new Id<Patient>(patient), desk.Cancel));
        VisitEntry.CaseIsChosen(form, cases);
        return await desk.Send(Right.Charge, "visit.charge", form, visit, tx => CaptureCharge.Run(tx, visit, desk.Cancel), saved => $"/visits/{saved.Id}", again => EntryPage(desk, patient, again, null));
    }

    private static async Task<IResult> EntryPage(Desk desk, long patient, FormState form, Encounter? correcting)
    {
        var who = await desk.Read(tx => tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(patient), desk.Cancel));
        if (who is null) return Results.NotFound();
        var providers = await desk.Read(tx => tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == who.Practice).OrderBy(p => p.LastName).ToListAsync(desk.Cancel));
        var cases = await desk.Read(tx => VisitEntry.Cases(tx, who.Id, desk.Cancel));
        return new RazorComponentResult<ChargeEntry>(new { Form = form, Patient = who, Providers = providers, Cases = cases, Correcting = correcting });
    }

    private static async Task<IResult> Show(Desk desk, long id, string? done)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => VisitView.Of(tx, new Id<Encounter>(id), desk.Cancel));
        if (view is null) return Results.NotFound();
        var next = await VisitNext.Of(desk, view, desk.Today(practice));
        return new RazorComponentResult<VisitPage>(new { View = view, Next = next, MayCharge = desk.May(Right.Charge), MayTakePayment = desk.May(Right.TakePayment), MayDecide = desk.May(Right.WriteOff), MaySend = desk.May(Right.Submit), Done = desk.Noted(done), Today = desk.Today(practice) });
    }

    private static async Task<IResult> Explain(Desk desk, long id, short? account, short? kind, long? party, long? charge)
    {
        var view = await desk.Read(tx => VisitView.Of(tx, new Id<Encounter>(id), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<ExplainPage>(new { View = ExplainView.Of(view, new ExplainQuestion(account, kind, party, charge)) });
    }

    private static async Task<IResult> Correct(Desk desk, long id)
    {
        var found = await desk.Read(tx => VisitEntry.AsEntered(tx, new Id<Encounter>(id), desk.Cancel));
        return found is null ? Results.NotFound() : await EntryPage(desk, found.Value.Visit.PatientId.Value, found.Value.Form, found.Value.Visit);
    }

    private static async Task<IResult> EnterCorrection(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var found = await desk.Read(tx => VisitEntry.AsEntered(tx, new Id<Encounter>(id), desk.Cancel));
        if (found is null) return Results.NotFound();
        if (VisitEntry.WantsMoreLines(form)) return await EntryPage(desk, found.Value.Visit.PatientId.Value, form, found.Value.Visit);
        var keys = await desk.Read(tx => VisitEntry.KeysOf(tx, found.Value.Visit.PatientId, desk.Cancel));
        var visit = VisitEntry.Of(form, keys!) with { Key = found.Value.Visit.Key, Version = int.TryParse(form["version"], CultureInfo.InvariantCulture, out var version) ? version : null };
        return await desk.Send(Right.Charge, "visit.correct", form, visit, tx => CaptureCharge.Run(tx, visit, desk.Cancel), saved => $"/visits/{saved.Id}",
            again => EntryPage(desk, found.Value.Visit.PatientId.Value, again, found.Value.Visit));
    }

    private static async Task<IResult> CancelForm(Desk desk, long id, FormState form)
    {
        var view = await desk.Read(tx => VisitView.Of(tx, new Id<Encounter>(id), desk.Cancel));
        if (view is null) return Results.NotFound();
        return view.Charges.Count == 0 ? Results.LocalRedirect($"/visits/{id}") : new RazorComponentResult<CancelPage>(new { View = view, Form = form });
    }

    private static Task<IResult> Cancel(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new CancelVisitCommand(id, form.Text("reason"));
        return desk.Send(Right.Charge, "visit.cancel", form, command, tx => CancelVisit.Run(tx, command, desk.Cancel),
            cancelled => $"/visits/{id}?done={desk.Note(string.Join(' ', [$"The visit is cancelled: {cancelled.Charged.ForPeople()} of charges are void.", .. cancelled.Follows]))}", again => CancelForm(desk, id, again));
    }

    private static async Task<IResult> GuarantorForm(Desk desk, long id, FormState form)
    {
        var view = await desk.Read(tx => VisitView.Of(tx, new Id<Encounter>(id), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<GuarantorOfVisitPage>(new { View = view, Form = form });
    }

    private static Task<IResult> ChangeOfGuarantor(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new ChangeGuarantorCommand(id, form.Text("guarantor"), form.Text("reason"));
        return desk.Send(Right.WriteOff, "visit.guarantor", form, command, tx => ChangeGuarantor.Run(tx, command, desk.Cancel),
            changed => $"/visits/{id}?done={desk.Note($"{changed.To} answers for this visit now{(changed.Owed > Money.Zero ? $" and owes {changed.Owed.ForPeople()}" : "")}.{(changed.Freed > Money.Zero ? $" {changed.Freed.ForPeople()} that {changed.From} had paid for it is theirs again." : "")}")}",
            again => GuarantorForm(desk, id, again));
    }
}
