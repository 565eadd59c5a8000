using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Claims;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>Injuries and accidents that decide who pays for their visits: opened and corrected.</summary>
internal static class CasePages
{
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/patients/{id:long}/cases/new", Right.Register, New, Open);
        routes.MapForm("/patients/{id:long}/cases/{number:long}/edit", Right.Register, Edit, Correct);
    }

    private static async Task<IResult> New(Desk desk, long id) =>
        await PatientDesk.Of(desk, id) is { } who ? await Page(desk, who, new FormState { ["state"] = who.Patient.Address.State }, null) : Results.NotFound();

    private static async Task<IResult> Open(Desk desk, long id, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = FormOf(form, who);
        return await Corrections.Send(desk, "case.open", form, wanted, who.Party, tx => OpenCase.Run(tx, wanted, desk.Cancel), who.Address, "The case is open; each new visit asks whether it belongs to it.", again => Page(desk, who, again, null));
    }

    private static async Task<IResult> Edit(Desk desk, long id, long number)
    {
        if (await PatientDesk.Of(desk, id) is not { } who || await Known(desk, who, number) is not { } known) return Results.NotFound();
        var payer = await desk.Read(tx => tx.Db.Set<Payer>().Where(p => p.Id == known.PayerId).Select(p => p.Key).FirstAsync(desk.Cancel));
        return await Page(desk, who, new FormState
        {
            ["kind"] = char.ToLowerInvariant(known.Kind.ToString()[0]) + known.Kind.ToString()[1..], ["payer"] = payer, ["date"] = DateTyped.InField(known.Date), ["state"] = known.State,
            ["claimNumber"] = known.ClaimNumber ?? "", ["employer"] = known.Employer ?? "",
        }, known);
    }

    private static async Task<IResult> Correct(Desk desk, long id, long number, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who || await Known(desk, who, number) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = FormOf(form, who) with { Key = known.Key };
        return await Corrections.Send(desk, "case.correct", form, wanted, who.Party, tx => OpenCase.Run(tx, wanted, desk.Cancel), who.Address, "The case is corrected.", again => Page(desk, who, again, known));
    }

    private static async Task<IResult> Page(Desk desk, PatientDesk who, FormState form, Case? known) =>
        new RazorComponentResult<CaseEntry>(new { who.Patient, Form = form, Payers = await PatientDesk.Payers(desk), Known = known });

    private static Task<Case?> Known(Desk desk, PatientDesk who, long id) => desk.Read(tx =>
        tx.Db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(c => c.Practice == who.Patient.Practice && c.PatientId == who.Patient.Id && c.Id == new Id<Case>(id), desk.Cancel));

    private static CaseForm FormOf(FormState form, PatientDesk who) => new()
    {
        Practice = who.Practice, Patient = who.Patient.Key, Kind = form.Text("kind"), Payer = form.Text("payer"), Date = DateTyped.ToIso(form.Text("date")), State = form.Text("state"),
        ClaimNumber = form.Text("claimNumber"), Employer = form.Text("employer"),
    };
}
