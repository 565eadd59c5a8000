using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
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

/// <summary>A patient's coverages after registration: another one, a correction, a last day, a new card, another order.</summary>
internal static class CoveragePages
{
    public static void MapCoverages(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/patients/{id:long}/coverages/new", Right.Register, New, Add);
        routes.MapForm("/patients/{id:long}/coverages/{coverage:long}/edit", Right.Register, Edit, Correct);
        routes.MapForm("/patients/{id:long}/coverages/order", Right.Register, Order, KeepOrder);
    }

    private static async Task<IResult> New(Desk desk, long id)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var ranks = (await Current(desk, who)).Select(c => c.Coverage.Rank).ToHashSet();
        var free = Enumerable.Range(1, ranks.Count + 1).First(n => !ranks.Contains(n));
        return await EntryPage(desk, who, new FormState { ["order"] = free.ToString(CultureInfo.InvariantCulture) }, null);
    }

    private static async Task<IResult> Add(Desk desk, long id, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = CoverageTyped.Of(form, "") with { Practice = who.Practice, Patient = who.Patient.Key, Payer = form.Text("payer") };
        return await Corrections.SendCoverage(desk, "coverage.add", form, wanted, who.Party, tx => ChangeCoverage.Add(tx, wanted, desk.Cancel), who.Address, "The coverage is added.", again => EntryPage(desk, who, again, null));
    }

    private static async Task<IResult> Edit(Desk desk, long id, long coverage) =>
        await PatientDesk.Of(desk, id) is { } who && await Known(desk, who, coverage) is { } known ? await EntryPage(desk, who, CoverageTyped.Filled(known.Coverage), known) : Results.NotFound();

    private static async Task<IResult> Correct(Desk desk, long id, long coverage, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who || await Known(desk, who, coverage) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = CoverageTyped.Of(form, "") with { Practice = who.Practice, Patient = who.Patient.Key, Key = known.Coverage.Key, Payer = known.Payer.Key, Version = PatientDesk.Version(form) };
        var day = DateTyped.ToIso(form.Text("changedOn"));
        return await Corrections.SendCoverage(desk, "coverage.correct", form, new { wanted, day }, who.Party,
            tx => day is null ? ChangeCoverage.Add(tx, wanted, desk.Cancel) : ChangeCoverage.Renew(tx, wanted, day, desk.Cancel),
            who.Address, day is null ? "The coverage is corrected." : "The coverage before is ended, and the new one begins.", again => EntryPage(desk, who, again, known));
    }

    private static async Task<IResult> EntryPage(Desk desk, PatientDesk who, FormState form, (Coverage Coverage, Payer Payer)? known) =>
        new RazorComponentResult<CoverageEntry>(new { who.Patient, Form = form, Payers = await PatientDesk.Payers(desk), Known = known?.Coverage, PayerName = known?.Payer.Name });

    private static async Task<IResult> Order(Desk desk, long id)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var current = await Current(desk, who);
        var form = new FormState();
        foreach (var (coverage, n) in current.Select((c, n) => (c.Coverage, n + 1))) form[$"place-{coverage.Id}"] = n.ToString(CultureInfo.InvariantCulture);
        return await OrderPage(desk, who, form, current);
    }

    private static async Task<IResult> KeepOrder(Desk desk, long id, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var form = FormState.Of(posted);
        var current = await Current(desk, who);
        var places = current.Select(c => (c.Coverage, c.Payer, Place: form[$"place-{c.Coverage.Id}"])).ToList();
        var twice = places.GroupBy(p => p.Place, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g.Skip(1))
            .Select(p => new Fault($"place-{p.Coverage.Id}", $"Another coverage stands {Ordinals.Of(int.TryParse(p.Place, CultureInfo.InvariantCulture, out var n) ? n : 0).ToLowerInvariant()} too.", "Give each one its own place.")).ToList();
        var wanted = new CoverageOrderForm
        {
            Practice = who.Practice, Patient = who.Patient.Key, From = DateTyped.ToIso(form.Text("from")), Coverages = [.. places.OrderBy(p => p.Place, StringComparer.Ordinal).Select(p => p.Coverage.Key)],
        };
        return await Corrections.SendCoverage(desk, "coverage.order", form, wanted, who.Party,
            tx => twice.Count > 0 ? throw new BadInputException(twice) : ChangeCoverage.Order(tx, wanted, desk.Cancel), who.Address, "The order is kept.", again => OrderPage(desk, who, again, current));
    }

    private static async Task<IResult> OrderPage(Desk desk, PatientDesk who, FormState form, IReadOnlyList<(Coverage, string)> current)
    {
        var today = desk.Today(await desk.Practice());
        return new RazorComponentResult<CoverageOrderPage>(new { who.Patient, Form = form, Coverages = current, Proposed = await desk.Read(tx => ProposeOrder.For(tx, who.Patient, today, desk.Cancel)) });
    }

    /// <summary>In force today or later, in order.</summary>
    private static async Task<IReadOnlyList<(Coverage Coverage, string Payer)>> Current(Desk desk, PatientDesk who)
    {
        var today = desk.Today(await desk.Practice());
        return await desk.Read(async tx =>
        {
            var rows = await (from c in tx.Db.Set<Coverage>().AsNoTracking()
                              where c.Practice == who.Patient.Practice && c.PatientId == who.Patient.Id && (c.To == null || c.To >= today)
                              join p in tx.Db.Set<Payer>() on c.PayerId equals p.Id
                              orderby c.Rank, c.From
                              select new { c, p.Name }).ToListAsync(desk.Cancel);
            return rows.ConvertAll(r => (r.c, r.Name));
        });
    }

    private static Task<(Coverage Coverage, Payer Payer)?> Known(Desk desk, PatientDesk who, long id) => desk.Read<(Coverage, Payer)?>(async tx =>
    {
        var coverage = await tx.Db.Set<Coverage>().AsNoTracking().FirstOrDefaultAsync(c => c.Practice == who.Patient.Practice && c.PatientId == who.Patient.Id && c.Id == new Id<Coverage>(id), desk.Cancel);
        return coverage is null ? null : (coverage, await tx.Db.Set<Payer>().AsNoTracking().FirstAsync(p => p.Id == coverage.PayerId, desk.Cancel));
    });
}
