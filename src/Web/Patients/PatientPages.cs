using System.Globalization;
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

/// <summary>Find, register, see and correct patients.</summary>
internal static class PatientPages
{
    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/patients", List).Needs(Right.See);
        routes.MapForm("/patients/new", Right.Register, New, Register);
        routes.MapGet("/patients/{id:long}", Show).Needs(Right.See);
        routes.MapForm("/patients/{id:long}/edit", Right.Register, Edit, Correct);
        routes.MapCoverages();
        routes.MapGuarantors();
        routes.MapCases();
    }

    private static async Task<IResult> List(Desk desk, string? find, long? from)
    {
        var found = await desk.Read(tx => PatientSearch.Page(tx, DateTyped.ToIso(find) ?? "", from, desk.Cancel));
        return new RazorComponentResult<PatientList>(new { Find = find ?? "", Found = found });
    }

    private static async Task<IResult> New(Desk desk) => await NewPage(desk, new FormState());

    private static async Task<IResult> NewPage(Desk desk, FormState form, MayBeMeant? may = null)
    {
        var payers = await desk.Read(tx => tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(desk.Cancel));
        return new RazorComponentResult<NewPatient>(new { Form = form, Payers = payers, May = may ?? MayBeMeant.Nobody });
    }

    private static async Task<IResult> Register(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var practice = await desk.Practice();
        var wanted = Registration.Of(form, practice.Key);
        var may = await MayBeMeant.By(desk, practice, wanted);
        may.Ask(form);
        if (may.Chosen(form) is { } account) wanted = wanted with { Guarantor = GuarantorPages.FormOf(account) with { Practice = practice.Key } };
        return await desk.Send(Right.Register, "patient.register", form, wanted, tx => wanted.Run(tx, desk.Today(practice), desk.Cancel), saved => $"/patients/{saved.Id}", again => NewPage(desk, again, may));
    }

    private static async Task<IResult> Edit(Desk desk, long id)
    {
        var patient = await desk.Read(tx => tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(id), desk.Cancel));
        return patient is null ? Results.NotFound() : EditPage(id, Filled(patient));
    }

    private static RazorComponentResult<EditPatient> EditPage(long id, FormState form) => new(new { Id = id, Form = form });

    private static FormState Filled(Patient p)
    {
        var form = new FormState
        {
            ["lastName"] = p.LastName, ["firstName"] = p.FirstName, ["middleName"] = p.MiddleName ?? "", ["birthDate"] = DateTyped.InField(p.BirthDate), ["sex"] = p.Sex,
            ["phone"] = p.Phone ?? "", ["email"] = p.Email ?? "", ["reasonForVisit"] = p.ReasonForVisit ?? "", ["version"] = p.Version.ToString(CultureInfo.InvariantCulture),
        };
        AddressTyped.Fill(form, "address", p.Address);
        return form;
    }

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        if (await PatientDesk.Of(desk, id) is not { } who) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = Registration.PatientOf(form, who.Practice) with { Key = who.Patient.Key, Language = who.Patient.Language, Version = PatientDesk.Version(form) };
        return await Corrections.Send(desk, "patient.correct", form, wanted, who.Party, tx => RegisterPatient.Run(tx, wanted, desk.Cancel), who.Address, "The patient is corrected.",
            again => Task.FromResult<IResult>(EditPage(id, again)));
    }

    private static async Task<IResult> Show(Desk desk, long id, string? done)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PatientView.Of(tx, new Id<Patient>(id), desk.Today(practice), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<PatientPage>(new { View = view, Done = desk.Noted(done), Today = desk.Today(practice), MayCharge = desk.May(Right.Charge), MayRegister = desk.May(Right.Register), MayTakePayment = desk.May(Right.TakePayment), MayRefund = desk.May(Right.Refund), MayDecide = desk.May(Right.WriteOff), MayReturn = desk.May(Right.Post) });
    }
}

/// <summary>What the registration form holds: the patient, who answers for the bills, and up to two coverages; kept together or not at all.</summary>
internal sealed record Registration(PatientForm Patient, GuarantorForm Guarantor, IReadOnlyList<CoverageForm> Coverages)
{
    public static Registration Of(FormState form, string practice)
    {
        var address = AddressTyped.Of(form, "address");
        var guarantor = GuarantorPages.Of(form.Text("guarantor.kind") ?? "self");
        GuarantorPages.NobodyElse(form, guarantor, "guarantor.");
        foreach (var n in new[] { 1, 2 }.Where(n => form.Text($"coverage{n}.payer") is null && OfPlan(form, n)))
            form.Refuse(new Fault($"coverage{n}.payer", "A plan is described here, and no payer is chosen.", "Choose the payer, or clear this coverage's fields."));
        return new Registration(
            PatientOf(form, practice),
            guarantor.Kind == "self" ? guarantor with { Practice = practice } : guarantor with
            {
                Practice = practice,
                LastName = form.Text("guarantor.lastName"),
                FirstName = form.Text("guarantor.firstName"),
                OrganizationName = form.Text("guarantor.organizationName"),
                Address = AddressTyped.OrNull(form, "guarantor.address") ?? address,
            },
            [.. new[] { 1, 2 }.Where(n => form.Text($"coverage{n}.payer") is not null).Select(n => CoverageTyped.Of(form, $"coverage{n}.") with { Practice = practice, Payer = form.Text($"coverage{n}.payer"), Order = n })]);
    }

    private static bool OfPlan(FormState form, int n) => form.Typed($"coverage{n}.", $"coverage{n}.relation") || form.Text($"coverage{n}.relation") is not (null or "self");

    public static PatientForm PatientOf(FormState form, string practice) => new()
    {
        Practice = practice, LastName = form.Text("lastName"), FirstName = form.Text("firstName"), MiddleName = form.Text("middleName"), BirthDate = DateTyped.ToIso(form.Text("birthDate")),
        Sex = form.Text("sex"), Address = AddressTyped.Of(form, "address"), Phone = form.Text("phone"), Email = form.Text("email"), ReasonForVisit = form.Text("reasonForVisit"),
    };

    /// <exception cref="BadInputException">What cannot be taken of patient, guarantor and coverages, all of it.</exception>
    public async Task<Saved> Run(Tx tx, DateOnly today, CancellationToken cancel)
    {
        var (faults, subjects) = (new List<Fault>(), new List<string>());
        async Task<Saved?> Gathered(Func<Task<Saved>> verb)
        {
            try
            {
                var saved = await verb();
                await tx.Db.SaveChangesAsync(cancel);
                subjects.Add(tx.Subject);
                return saved;
            }
            catch (BadInputException e)
            {
                faults.AddRange(e.Faults);
                return null;
            }
        }

        var patient = await Gathered(() => RegisterPatient.Run(tx, Patient, cancel));
        // Of a patient who was refused guarantor and coverages are checked all the same; that there is no such patient is no fault of theirs.
        var key = patient?.Key ?? "";
        if (Guarantor is not { Kind: "self", MinorAlone: null }) await Gathered(() => Desk.Part("guarantor", () => NameGuarantor.Run(tx, Guarantor with { Patients = [key] }, cancel)));
        else if (SelfIsMinor(today) is { } minor) faults.Add(minor);
        foreach (var coverage in Coverages) await Gathered(() => Desk.Part($"coverage{coverage.Order}", () => AddCoverage.Run(tx, coverage with { Patient = key }, cancel)));
        tx.Subject = string.Join(", ", subjects);
        return faults.Count == 0 ? patient! : throw new BadInputException([.. faults.Where(f => patient is not null || !f.Place.Contains(".patient", StringComparison.Ordinal))]);
    }

    /// <summary>An adult answers alone without being named.</summary>
    private Fault? SelfIsMinor(DateOnly today) =>
        DateOnly.TryParseExact(Patient.BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) && birth <= today
        && NameGuarantor.MinorFault("The patient", birth, today) is { } minor ? minor with { Place = $"guarantor.{minor.Place}" } : null;
}
