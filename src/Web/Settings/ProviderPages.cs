using System.Globalization;
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

    /// <summary>Names of the form's rows: a standing one goes by its id, so that it keeps its name when somebody adds another in between.</summary>
    public static string Standing(Participation row) => $"participation[{row.Id}]";
    public static string Added(int line) => $"added[{line}]";

    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/providers", List).Needs(Right.See);
        routes.MapForm("/settings/providers/new", Right.Administer, (Desk desk) => Page(desk, new FormState(), null), Add);
        routes.MapForm("/settings/providers/{id:long}/edit", Right.Administer, Edit, Correct);
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
        var (wanted, rows) = FormOf(form, await desk.Practice(), null);
        return await desk.Send(Right.Administer, "provider.add", form, wanted, tx => Enrol(tx, wanted, rows, desk.Cancel),
            _ => $"/settings/providers?done={desk.Note($"{wanted.FirstName} {wanted.LastName} is added.")}", again => Page(desk, again, null));
    }

    private static async Task<IResult> Edit(Desk desk, long id)
    {
        if (await Known(desk, id) is not { } known) return Results.NotFound();
        var p = known.Provider;
        var form = new FormState { ["npi"] = p.Npi, ["lastName"] = p.LastName, ["firstName"] = p.FirstName, ["taxonomy"] = p.Taxonomy, ["license"] = p.License ?? "", ["version"] = p.Version.ToString(CultureInfo.InvariantCulture) };
        return await Page(desk, form, known);
    }

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        if (await Known(desk, id) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var (wanted, rows) = FormOf(form, await desk.Practice(), known);
        return await Corrections.Send(desk, "provider.correct", form, wanted, new CorrectedParty(Provider: known.Provider.Id), tx => Enrol(tx, wanted, rows, desk.Cancel), "/settings/providers",
            $"{wanted.FirstName} {wanted.LastName} is corrected.", again => Page(desk, again, known), Right.Administer);
    }

    /// <summary>A row that the form does not hold, since somebody added it in between, comes as it stands.</summary>
    private static async Task<IResult> Page(Desk desk, FormState form, ProviderView? known)
    {
        foreach (var (row, _) in (known?.TakesPart ?? []).Where(t => !form.Holds($"{Standing(t.Row)}.to"))) form[$"{Standing(row)}.to"] = DateTyped.InField(row.To);
        return new RazorComponentResult<ProviderEntry>(new { Form = form, Known = known, Payers = await PatientDesk.Payers(desk) });
    }

    /// <summary>The verb counts participations; what it says of one is said of the form's row.</summary>
    private static async Task<Saved> Enrol(Tx tx, ProviderForm wanted, IReadOnlyList<string> rows, CancellationToken cancel)
    {
        string Row(string place) => rows.Select((name, i) => (Name: name, Counted: $"participation[{i}]")).FirstOrDefault(r => place.StartsWith(r.Counted, StringComparison.Ordinal)) is { Name: { } name } row ? name + place[row.Counted.Length..] : place;
        try
        {
            return await EnrolProvider.Run(tx, wanted, cancel);
        }
        catch (BadInputException e)
        {
            throw new BadInputException([.. e.Faults.Select(f => f with { Place = Row(f.Place) })]);
        }
        catch (StaleEditException e)
        {
            throw new StaleEditException(wanted.Version ?? 0, e.CurrentVersion, [.. e.Differences.Select(d => d with { Field = Row(d.Field) })], e.By);
        }
    }

    private static async Task<ProviderView?> Known(Desk desk, long id)
    {
        var practice = await desk.Practice();
        return (await desk.Read(tx => ProviderView.Of(tx, practice.Id, desk.Cancel))).FirstOrDefault(p => p.Provider.Id.Value == id);
    }

    /// <summary>The rows that stand keep payer and first day; lines in which a payer is chosen are new. With the names of the form's rows, in the order of the participations.</summary>
    private static (ProviderForm Form, IReadOnlyList<string> Rows) FormOf(FormState form, Practice practice, ProviderView? known)
    {
        string? Until(Participation row) => form.Holds($"{Standing(row)}.to") ? DateTyped.ToIso(form.Text($"{Standing(row)}.to")) : Iso(row.To);
        var standing = (known?.TakesPart ?? []).Select(t => (Name: Standing(t.Row), Row: new ParticipationForm { Payer = t.Payer.Key, From = Iso(t.Row.From), To = Until(t.Row) }));
        var added = Enumerable.Range(0, NewRows).Select(Added).Where(name => form.Text($"{name}.payer") is not null)
            .Select(name => (Name: name, Row: new ParticipationForm { Payer = form.Text($"{name}.payer"), From = DateTyped.ToIso(form.Text($"{name}.from")), To = DateTyped.ToIso(form.Text($"{name}.to")) }));
        var rows = standing.Concat(added).ToList();
        return (new ProviderForm
        {
            Key = known?.Provider.Key, Practice = practice.Key, Npi = form.Text("npi"), LastName = form.Text("lastName"), FirstName = form.Text("firstName"), Taxonomy = form.Text("taxonomy"),
            License = form.Text("license"), Participation = rows.ConvertAll(r => r.Row), Version = known is null ? null : PatientDesk.Version(form),
        }, rows.ConvertAll(r => r.Name));
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
