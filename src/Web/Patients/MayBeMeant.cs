using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>Who on record may be meant by a registration: patients who are alike (<see cref="AlikePatients"/>), and guarantors' accounts of the name given.</summary>
public sealed record MayBeMeant(IReadOnlyList<AlikePatient> Patients, IReadOnlyList<GuarantorAccount> Accounts)
{
    /// <summary>The fields of the questions, and the answer that nobody on record is meant.</summary>
    public const string SamePatient = "samePatient", SameGuarantor = "guarantor.account", Another = "another";

    private const int Most = 20;

    public static readonly MayBeMeant Nobody = new([], []);

    internal static Task<MayBeMeant> By(Desk desk, Practice practice, Registration wanted) => desk.Read(async tx =>
    {
        IReadOnlyList<AlikePatient> patients = [];
        if (wanted.Patient is { LastName: { } last, FirstName: { } first } typed)
        {
            DateOnly? birth = DateOnly.TryParseExact(typed.BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
            patients = await AlikePatients.Find(tx, practice.Id, last, first, birth, [.. wanted.Coverages.Select(c => c.MemberId?.Trim() ?? "")], desk.Cancel);
        }
        return new MayBeMeant(patients, await Guarantors(tx, practice.Id, wanted.Guarantor, desk.Cancel));
    });

    /// <summary>Accounts that may answer for another patient too; a patient's own answers for that patient alone.</summary>
    private static async Task<List<GuarantorAccount>> Guarantors(CleanClaim.Billing.Tx tx, Id<Practice> practice, GuarantorForm wanted, CancellationToken cancel)
    {
        if (wanted.Kind is "self" or null) return [];
        var (last, name, organization) = (wanted.LastName?.Trim(), Patient.FoldName(wanted.LastName ?? "", wanted.FirstName ?? ""), wanted.OrganizationName?.Trim());
        if (last is null && organization is null) return [];
        string[] spelt = [last ?? "", last?.ToUpperInvariant() ?? "", last is { Length: > 0 } ? char.ToUpperInvariant(last[0]) + last[1..].ToLowerInvariant() : ""];
        var found = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && a.Kind != GuarantorKind.Self
            && ((organization != null && a.OrganizationName == organization) || (organization == null && a.LastName != null && spelt.Contains(a.LastName)))).OrderBy(a => a.Id).ToListAsync(cancel);
        return [.. found.Where(a => organization is not null || Patient.FoldName(a.LastName ?? "", a.FirstName ?? "") == name).Take(Most)];
    }

    /// <summary>What is not answered yet is asked; nothing is kept until it is.</summary>
    internal void Ask(FormState form)
    {
        if (Patients.Count > 0 && form[SamePatient] != Another)
            form.Refuse(new Fault(SamePatient, $"{Patients[0].Patient.FirstName} {Patients[0].Patient.LastName}, born {Patients[0].Patient.BirthDate.InWords()}, {Patients[0].Why}.", "Open that patient, or say that this is another person."));
        if (Accounts.Count == 0) return;
        if (form.Text(SameGuarantor) is null)
            form.Refuse(new Fault(SameGuarantor, $"{Accounts[0].DisplayName} has an account already.", "Choose it, so that one statement asks for everything, or say that this is another one of that name."));
        else if (Chosen(form) is { } account && AddressTyped.OrNull(form, "guarantor.address") is { } typed && !Same(typed, account.Address))
            form.Refuse(new Fault("guarantor.address", $"The account has another address: {account.Address.InWords()}.", "Clear the address here; the account's own is corrected on the page of a patient whom it answers for."));
    }

    /// <summary>The account that was chosen; null for somebody new.</summary>
    internal GuarantorAccount? Chosen(FormState form) => Accounts.FirstOrDefault(a => a.Key == form[SameGuarantor]);

    private static bool Same(AddressForm typed, Address known) =>
        Patient.FoldName(typed.Line1 ?? "", typed.Zip ?? "") is var here && here.StartsWith(Patient.FoldName(known.Line1, known.Zip.Length > 5 ? known.Zip[..5] : known.Zip), StringComparison.Ordinal);
}
