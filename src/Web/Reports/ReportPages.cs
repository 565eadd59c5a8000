using System.Globalization;
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
        var form = new FormState { ["asOf"] = asOf?.Trim() is { Length: > 0 } given ? given : DateTyped.InField(today) };
        // Another day's figures under what was typed would be a wrong report.
        if (Wrong(form["asOf"], today) is { } fault) return new RazorComponentResult<ReportPage>(new { View = (ReportView?)null, Practice = practice.Name, Form = form.With([fault]) });
        var day = Day(form["asOf"])!.Value;
        form["asOf"] = DateTyped.InField(day);
        var view = await desk.Read(tx => ReportView.Of(tx, practice.Id, day, desk.Cancel));
        return new RazorComponentResult<ReportPage>(new { View = view, Practice = practice.Name, Form = form });
    }

    private static DateOnly? Day(string typed) => DateOnly.TryParseExact(DateTyped.ToIso(typed), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Fault? Wrong(string typed, DateOnly today) => Day(typed) is not { } day ? new Fault("asOf", $"\"{typed}\" is no day.", "Give it as 3/14/2026.")
        : day > today ? new Fault("asOf", $"{DateTyped.Long(day)} lies in the future.", $"Give a day up to today, {DateTyped.Long(today)}.") : null;
}
