using System.Globalization;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Claims;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using CleanClaim.Web.Patients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Settings;

/// <summary>Who pays claims; the practices of an organization share them.</summary>
internal static class PayerPages
{
    public static void MapPayers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/payers", List).Needs(Right.See);
        routes.MapForm("/settings/payers/new", Right.Administer, () => Page(new FormState { ["acceptsReplacement"] = "yes" }, null), Add);
        routes.MapForm("/settings/payers/{id:long}/edit", Right.Administer, async (Desk desk, long id) => await Known(desk, id) is { } known ? Page(Filled(known), known) : Results.NotFound(), Correct);
    }

    private static async Task<IResult> List(Desk desk, string? done)
    {
        var payers = await desk.Read(tx => tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(desk.Cancel));
        return new RazorComponentResult<PayerList>(new { Payers = payers, Done = desk.Noted(done), MayChange = desk.May(Right.Administer) });
    }

    private static IResult Page(FormState form, Payer? known) => new RazorComponentResult<PayerEntry>(new { Form = form, Known = known });

    private static async Task<IResult> Add(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var wanted = FormOf(form);
        return await desk.Send(Right.Administer, "payer.add", form, wanted, tx => AddPayer.Run(tx, wanted, desk.Cancel), _ => $"/settings/payers?done={desk.Note($"{wanted.Name} is added.")}", again => Task.FromResult(Page(again, null)));
    }

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        if (await Known(desk, id) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = FormOf(form) with { Key = known.Key, Version = PatientDesk.Version(form) };
        return await Corrections.Send(desk, "payer.correct", form, wanted, new CorrectedParty(Payer: known.Id), tx => AddPayer.Run(tx, wanted, desk.Cancel), "/settings/payers", $"{wanted.Name} is corrected.",
            again => Task.FromResult(Page(again, known)), Right.Administer);
    }

    private static Task<Payer?> Known(Desk desk, long id) => desk.Read(tx => tx.Db.Set<Payer>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Payer>(id), desk.Cancel));

    private static PayerForm FormOf(FormState form) => new()
    {
        Name = form.Text("name"), Kind = form.Text("kind"), PayerId = form.Text("payerId"), ClaimFiling = form.Text("claimFiling"), AcceptsReplacement = form.Ticked("acceptsReplacement"),
        FilingDays = form.Whole("filingDays"),
        Address = new[] { "line1", "line2", "city", "state", "zip" }.Any(part => form.Text($"address.{part}") is not null) ? AddressTyped.Of(form, "address") : null,
    };

    private static FormState Filled(Payer p)
    {
        var form = new FormState
        {
            ["name"] = p.Name, ["kind"] = char.ToLowerInvariant(p.Kind.ToString()[0]) + p.Kind.ToString()[1..], ["payerId"] = p.PayerId, ["claimFiling"] = p.ClaimFiling,
            ["filingDays"] = p.FilingDays?.ToString(CultureInfo.InvariantCulture) ?? "", ["acceptsReplacement"] = p.AcceptsReplacement ? "yes" : "", ["version"] = p.Version.ToString(CultureInfo.InvariantCulture),
        };
        if (p.Address is { } address) AddressTyped.Fill(form, "address", address);
        return form;
    }
}
