using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>Who answers for a patient's bills after registration: another one from a day on, or a correction of the same one.</summary>
internal static class GuarantorPages
{
    private const int MostAccounts = 50;

    public static void MapGuarantors(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/patients/{id:long}/guarantors/new", Right.Register, New, Name);
        routes.MapForm("/patients/{id:long}/guarantors/{account:long}/edit", Right.Register, Edit, Correct);
    }

    private static async Task<IResult> New(Desk desk, long id) => await PatientDesk.Of(desk, id) is not { } who ? Results.NotFound()
        : await NewPage(desk, who, new FormState { ["from"] = DateTyped.InField(desk.Today(await desk.Practice())) });

    private static async Task<IResult> NewPage(Desk desk, PatientDesk who, FormState form)
    {
        var accounts = (await Accounts(desk, who)).ConvertAll(a => (a.Key, $"{a.DisplayName}, {a.Address.Line1}"));
        return new RazorComponentResult<GuarantorEntry>(new { who.Patient, Form = form, Accounts = accounts });
    }

    private static async Task<IResult> Name(Desk desk, long id, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var form = FormState.Of(posted);
        var chosen = form.Text("account") is { } key ? (await Accounts(desk, who)).Find(a => a.Key == key) : null;
        var wanted = (chosen is null ? FormOf(form, who) : FormOf(chosen)) with { Practice = who.Practice, Patients = [who.Patient.Key], From = DateTyped.ToIso(form.Text("from")) };
        if (chosen is null) NobodyElse(form, wanted, "");
        else if (Somebody(form, ""))
            form.Refuse(new Fault("account", "An account is chosen, and somebody new is described below.", "Choose \"Somebody new\", or clear the name and address."));
        if (wanted.From is null) form.Refuse(new Fault("from", "The day is missing.", "Give the first day of the visits that the guarantor answers for."));
        return await desk.Send(Right.Register, "guarantor.name", form, wanted,
            async tx =>
            {
                await NameGuarantor.Run(tx, wanted, desk.Cancel);
                await tx.Db.SaveChangesAsync(desk.Cancel);
                return (await ChangeGuarantor.Others(tx, who.Patient.Practice, who.Patient.Id, desk.Cancel)).Count;
            },
            others => $"{who.Address}?done={desk.Note($"The guarantor is named for new visits from that day on.{(others == 0 ? "" : $" {others} visit{(others == 1 ? " that is" : "s that are")} charged already stay{(others == 1 ? "s" : "")} with who answers now: below you give {(others == 1 ? "it" : "them")} over.")}")}", again => NewPage(desk, who, again));
    }

    private static async Task<IResult> Edit(Desk desk, long id, long account)
    {
        if (await PatientDesk.Of(desk, id) is not { } who || await Known(desk, who, account) is not { } known) return Results.NotFound();
        var form = new FormState
        {
            ["kind"] = Chosen(known), ["lastName"] = known.LastName ?? "", ["firstName"] = known.FirstName ?? "", ["organizationName"] = known.OrganizationName ?? "",
            ["version"] = known.Version.ToString(CultureInfo.InvariantCulture),
        };
        AddressTyped.Fill(form, "address", known.Address);
        return EditPage(who, known, form);
    }

    private static RazorComponentResult<GuarantorEntry> EditPage(PatientDesk who, GuarantorAccount known, FormState form) => new(new { who.Patient, Form = form, Known = known });

    private static async Task<IResult> Correct(Desk desk, long id, long account, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who || await Known(desk, who, account) is not { } known) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = FormOf(form, who) with { Key = known.Key, Practice = who.Practice, Address = AddressTyped.Of(form, "address"), Version = PatientDesk.Version(form) };
        return await desk.Send(Right.Register, "guarantor.correct", form, wanted, tx => NameGuarantor.Run(tx, wanted, desk.Cancel),
            _ => $"{who.Address}?done={desk.Note("The guarantor is corrected.")}", again => Task.FromResult<IResult>(EditPage(who, known, again)));
    }

    /// <summary>Accounts that are likely meant: of this patient before, of the same family name, of employers.</summary>
    private static Task<List<GuarantorAccount>> Accounts(Desk desk, PatientDesk who) => desk.Read(tx => tx.Db.Set<GuarantorAccount>().AsNoTracking()
        .Where(a => a.Practice == who.Patient.Practice && (a.OrganizationName != null || a.LastName == who.Patient.LastName
            || tx.Db.Set<GuarantorOfPatient>().Any(g => g.Practice == a.Practice && g.AccountId == a.Id && g.PatientId == who.Patient.Id)))
        .OrderBy(a => a.OrganizationName != null).ThenBy(a => a.LastName).ThenBy(a => a.Id).Take(MostAccounts).ToListAsync(desk.Cancel));

    private static Task<GuarantorAccount?> Known(Desk desk, PatientDesk who, long id) => desk.Read(tx => tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstOrDefaultAsync(
        a => a.Practice == who.Patient.Practice && a.Id == new Id<GuarantorAccount>(id) && tx.Db.Set<GuarantorOfPatient>().Any(g => g.Practice == a.Practice && g.AccountId == a.Id && g.PatientId == who.Patient.Id), desk.Cancel));

    private static GuarantorForm FormOf(FormState form, PatientDesk who) => Of(form.Text("kind")) with
    {
        LastName = form.Text("lastName"),
        FirstName = form.Text("firstName"),
        OrganizationName = form.Text("organizationName"),
        Address = AddressTyped.OrNull(form, "address") ?? AddressForm.Of(who.Patient.Address),
    };

    internal static GuarantorForm FormOf(GuarantorAccount account) => new()
    {
        Key = account.Key, Kind = Kind(account), MinorAlone = account.MinorAlone?.ToString(), LastName = account.LastName, FirstName = account.FirstName, OrganizationName = account.OrganizationName, Address = AddressForm.Of(account.Address),
    };

    /// <summary>A choice of <see cref="GuarantorFields.Kinds"/>: a kind, or why a minor answers alone.</summary>
    internal static GuarantorForm Of(string? chosen) => chosen is nameof(MinorAlone.Emancipated) or nameof(MinorAlone.SelfConsenting)
        ? new() { Kind = "self", MinorAlone = chosen } : new() { Kind = chosen };

    /// <summary>Who answers alone is the patient: a name or an address of somebody else would be lost.</summary>
    /// <param name="within">What stands before each field's name, with its dot.</param>
    internal static void NobodyElse(FormState form, GuarantorForm guarantor, string within)
    {
        if (guarantor.Kind == "self" && Somebody(form, within))
            form.Refuse(new Fault($"{within}kind", "A name or an address stands here, and the guarantor is said to be the patient.", "Choose who it is, or clear the name and address."));
    }

    private static bool Somebody(FormState form, string within) =>
        form.Typed($"{within}lastName") || form.Typed($"{within}firstName") || form.Typed($"{within}organizationName") || form.Typed($"{within}address.");

    private static string Chosen(GuarantorAccount account) => account.MinorAlone?.ToString() ?? Kind(account);

    private static string Kind(GuarantorAccount account) => char.ToLowerInvariant(account.Kind.ToString()[0]) + account.Kind.ToString()[1..];
}
