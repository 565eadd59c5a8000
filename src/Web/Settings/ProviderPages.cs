using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Contracts;
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

/// <summary>A provider and the payers they take part with, the oldest first.</summary>
public sealed record ProviderView(Provider Provider, IReadOnlyList<(Participation Row, Payer Payer)> TakesPart)
{
    public static async Task<IReadOnlyList<ProviderView>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var providers = await tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == practice).OrderBy(p => p.LastName).ThenBy(p => p.FirstName).ToListAsync(cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var rows = (await tx.Db.Set<Participation>().AsNoTracking().Where(p => p.Practice == practice).OrderBy(p => p.From).ToListAsync(cancel)).ToLookup(p => p.ProviderId);
        return [.. providers.Select(p => new ProviderView(p, [.. rows[p.Id].Select(r => (r, payers[r.PayerId]))]))];
    }
}

/// <summary>Who treats: added, corrected, with the payers they take part with and since when (MONEY 1.11).</summary>
internal static class ProviderPages
{
    /// <summary>Lines for payers that are not there yet.</summary>
    public const int NewRows = 2;

    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/providers", List).Needs(Right.See);
        routes.MapGet("/settings/providers/new", (Desk desk) => Page(desk, new FormState(), null)).Needs(Right.Administer);
        routes.MapPost("/settings/providers/new", Add).Needs(Right.Administer);
        routes.MapGet("/settings/providers/{id:long}/edit", Edit).Needs(Right.Administer);
        routes.MapPost("/settings/providers/{id:long}/edit", Correct).Needs(Right.Administer);
    }

    private static async Task<IResult> List(Desk desk, string? done)
    {
        var practice = await desk.Practice();
        var providers = await desk.Read(tx => ProviderView.Of(tx, practice.Id, desk.Cancel));
        return new RazorComponentResult<ProviderList>(new { Providers = providers, Done = desk.Noted(done), MayChange = desk.May(Right.Administer) });
    }

    private static async Task<IResult> Add(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var wanted = FormOf(form, await desk.Practice(), null);
        return await desk.Send(Right.Administer, "provider.add", form, wanted, tx => EnrolProvider.Run(tx, wanted, desk.Cancel),
            _ => $"/settings/providers?done={desk.Note($"{wanted.FirstName} {wanted.LastName} is added.")}", again => Page(desk, again, null));
    }

    private static async Task<IResult> Edit(Desk desk, long id)
    {
        if (await Known(desk, id) is not { } known) return Results.NotFound();
        var p = known.Provider;
        var form = new FormState { ["npi"] = p.Npi, ["lastName"] = p.LastName, ["firstName"] = p.FirstName, ["taxonomy"] = p.Taxonomy, ["license"] = p.License ?? "" };
        for (var i = 0; i < known.TakesPart.Count; i++) form[$"participation[{i}].to"] = DateTyped.InField(known.TakesPart[i].Row.To);
        return await Page(desk, form, known);
    }

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        if (await Known(desk, id) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = FormOf(form, await desk.Practice(), known);
        return await Corrections.Send(desk, "provider.correct", form, wanted, new CorrectedParty(Provider: known.Provider.Id), tx => EnrolProvider.Run(tx, wanted, desk.Cancel), "/settings/providers",
            $"{wanted.FirstName} {wanted.LastName} is corrected.", again => Page(desk, again, known), Right.Administer);
    }

    private static async Task<IResult> Page(Desk desk, FormState form, ProviderView? known) =>
        new RazorComponentResult<ProviderEntry>(new { Form = form, Known = known, Payers = await PatientDesk.Payers(desk) });

    private static async Task<ProviderView?> Known(Desk desk, long id)
    {
        var practice = await desk.Practice();
        return (await desk.Read(tx => ProviderView.Of(tx, practice.Id, desk.Cancel))).FirstOrDefault(p => p.Provider.Id.Value == id);
    }

    /// <summary>The rows that stand keep payer and first day; lines in which a payer is chosen are new.</summary>
    private static ProviderForm FormOf(FormState form, Practice practice, ProviderView? known)
    {
        var standing = known?.TakesPart ?? [];
        string? Typed(int i, string field) => form.Text($"participation[{i}].{field}");
        var rows = standing.Select((t, i) => new ParticipationForm { Payer = t.Payer.Key, From = t.Row.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), To = DateTyped.ToIso(Typed(i, "to")) })
            .Concat(Enumerable.Range(standing.Count, NewRows).Where(i => Typed(i, "payer") is not null)
                .Select(i => new ParticipationForm { Payer = Typed(i, "payer"), From = DateTyped.ToIso(Typed(i, "from")), To = DateTyped.ToIso(Typed(i, "to")) }));
        return new ProviderForm
        {
            Key = known?.Provider.Key, Practice = practice.Key, Npi = form.Text("npi"), LastName = form.Text("lastName"), FirstName = form.Text("firstName"), Taxonomy = form.Text("taxonomy"),
            License = form.Text("license"), Participation = [.. rows],
        };
    }
}
