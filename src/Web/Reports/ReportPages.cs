using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Reports;

/// <summary>A row of the aging with the party's name.</summary>
public sealed record NamedAging(string Name, AgingRow Row);

public sealed record ReportView(DateOnly AsOf, IReadOnlyList<NamedAging> Payers, IReadOnlyList<NamedAging> Guarantors, IReadOnlyList<TrialBalanceLine> Trial)
{
    public static async Task<ReportView> Of(Tx tx, Id<Practice> practice, DateOnly asOf, CancellationToken cancel)
    {
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id.Value, p => p.Name, cancel);
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice).ToDictionaryAsync(a => a.Id.Value, a => a.DisplayName, cancel);
        var trial = await BookBalances.TrialBalance(tx, practice, asOf);
        return new ReportView(asOf,
            [.. (await Aging.OfPayers(tx, practice, asOf)).Select(r => new NamedAging(r.Party.Kind == PartyKind.Payer ? payers.GetValueOrDefault(r.Party.Id, "payer") : "unknown payer", r))],
            [.. (await Aging.OfGuarantors(tx, practice, asOf)).Select(r => new NamedAging(accounts.GetValueOrDefault(r.Party.Id, "guarantor"), r))], trial);
    }
}

/// <summary>Numbers that tie to the journal: aging by any past day, trial balance, and the check of the books.</summary>
internal static class ReportPages
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports", Show).Needs(Right.See);
        routes.MapGet("/reports/verify", async (Desk desk) => new RazorComponentResult<VerifyPage>(new { Lines = await desk.Read(tx => LedgerVerify.Run(tx, desk.Cancel)) })).Needs(Right.See);
    }

    private static async Task<IResult> Show(Desk desk, string? asOf)
    {
        var practice = await desk.Practice();
        var today = desk.Today(practice);
        var day = DateOnly.TryParse(DateTyped.ToIso(asOf), System.Globalization.CultureInfo.InvariantCulture, out var typed) && typed <= today ? typed : today;
        var view = await desk.Read(tx => ReportView.Of(tx, practice.Id, day, desk.Cancel));
        return new RazorComponentResult<ReportPage>(new { View = view, Practice = practice.Name });
    }
}
