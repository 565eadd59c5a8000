using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>Find, register and see patients; take their payments.</summary>
internal static class PatientPages
{
    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/patients", List).Needs(Right.See);
        routes.MapGet("/patients/new", New).Needs(Right.Register);
        routes.MapPost("/patients/new", Register).Needs(Right.Register);
        routes.MapGet("/patients/{id:long}", Show).Needs(Right.See);
        routes.MapGet("/patients/{id:long}/edit", Edit).Needs(Right.Register);
        routes.MapPost("/patients/{id:long}/edit", Correct).Needs(Right.Register);
    }

    private static async Task<IResult> List(Desk desk, string? find)
    {
        var found = await desk.Read(tx => PatientSearch.Run(tx, find ?? "", desk.Cancel));
        return new RazorComponentResult<PatientList>(new { Find = find ?? "", Found = found });
    }

    private static async Task<IResult> New(Desk desk) => await NewPage(desk, new FormState());

    private static async Task<IResult> NewPage(Desk desk, FormState form)
    {
        var payers = await desk.Read(tx => tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(desk.Cancel));
        return new RazorComponentResult<NewPatient>(new { Form = form, Payers = payers });
    }

    private static async Task<IResult> Register(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var practice = await desk.Practice();
        var wanted = Registration.Of(form, practice.Key);
        return await desk.Send(Right.Register, "patient.register", form, wanted, tx => wanted.Run(tx, desk.Cancel), saved => $"/patients/{saved.Id}", again => NewPage(desk, again));
    }

    private static async Task<IResult> Edit(Desk desk, long id)
    {
        var patient = await desk.Read(tx => tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(id), desk.Cancel));
        return patient is null ? Results.NotFound() : EditPage(id, Filled(patient));
    }

    private static RazorComponentResult<EditPatient> EditPage(long id, FormState form) => new(new { Id = id, Form = form });

    private static FormState Filled(Patient p) => new()
    {
        ["lastName"] = p.LastName, ["firstName"] = p.FirstName, ["middleName"] = p.MiddleName ?? "", ["birthDate"] = p.BirthDate.ToString("M/d/yyyy", CultureInfo.InvariantCulture), ["sex"] = p.Sex,
        ["address.line1"] = p.Address.Line1, ["address.line2"] = p.Address.Line2 ?? "", ["address.city"] = p.Address.City, ["address.state"] = p.Address.State, ["address.zip"] = p.Address.Zip,
        ["phone"] = p.Phone ?? "", ["email"] = p.Email ?? "", ["reasonForVisit"] = p.ReasonForVisit ?? "", ["version"] = p.Version.ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var practice = await desk.Practice();
        var wanted = Registration.PatientOf(form, practice.Key) with { Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0 };
        return await desk.Send(Right.Register, "patient.correct", form, new { id, wanted },
            async tx =>
            {
                var known = await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(id) && p.Practice == practice.Id, desk.Cancel)
                    ?? throw new BadInputException("patient", $"There is no patient {id}.", "Look the patient up again.");
                return await RegisterPatient.Run(tx, wanted with { Key = known.Key, Language = known.Language }, desk.Cancel);
            },
            saved => $"/patients/{saved.Id}", again => Task.FromResult<IResult>(EditPage(id, again)));
    }

    private static async Task<IResult> Show(Desk desk, long id, string? done)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => PatientView.Of(tx, new Id<Patient>(id), desk.Today(practice), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<PatientPage>(new { View = view, Done = desk.Noted(done), Today = desk.Today(practice), MayCharge = desk.May(Right.Charge), MayRegister = desk.May(Right.Register), MayTakePayment = desk.May(Right.TakePayment), MayReturn = desk.May(Right.Post) });
    }
}

/// <summary>What the registration form holds: the patient, who answers for the bills, and up to two coverages; kept together or not at all.</summary>
internal sealed record Registration(PatientForm Patient, GuarantorForm? Guarantor, IReadOnlyList<CoverageForm> Coverages)
{
    public static Registration Of(FormState form, string practice)
    {
        var address = AddressOf(form, "address");
        var kind = form.Text("guarantor.kind") ?? "self";
        return new Registration(
            PatientOf(form, practice),
            kind == "self" ? null : new GuarantorForm
            {
                Practice = practice, Kind = kind, LastName = form.Text("guarantor.lastName"), FirstName = form.Text("guarantor.firstName"), OrganizationName = form.Text("guarantor.organizationName"),
                Address = form.Text("guarantor.address.line1") is null ? address : AddressOf(form, "guarantor.address"),
            },
            [.. new[] { 1, 2 }.Where(n => form.Text($"coverage{n}.payer") is not null).Select(n => CoverageOf(form, n, practice))]);
    }

    public static PatientForm PatientOf(FormState form, string practice) => new()
    {
        Practice = practice, LastName = form.Text("lastName"), FirstName = form.Text("firstName"), MiddleName = form.Text("middleName"), BirthDate = DateTyped.ToIso(form.Text("birthDate")),
        Sex = form.Text("sex"), Address = AddressOf(form, "address"), Phone = form.Text("phone"), Email = form.Text("email"), ReasonForVisit = form.Text("reasonForVisit"),
    };

    public async Task<Saved> Run(Tx tx, CancellationToken cancel)
    {
        var patient = await RegisterPatient.Run(tx, Patient, cancel);
        await tx.Db.SaveChangesAsync(cancel);
        if (Guarantor is not null) await Desk.Part("guarantor", () => NameGuarantor.Run(tx, Guarantor with { Patients = [patient.Key] }, cancel));
        await tx.Db.SaveChangesAsync(cancel);
        foreach (var coverage in Coverages)
        {
            await Desk.Part($"coverage{coverage.Order}", () => AddCoverage.Run(tx, coverage with { Patient = patient.Key }, cancel));
            await tx.Db.SaveChangesAsync(cancel);
        }
        return patient;
    }

    private static CoverageForm CoverageOf(FormState form, int n, string practice)
    {
        var relation = form.Text($"coverage{n}.relation") ?? "self";
        return new CoverageForm
        {
            Practice = practice, Payer = form.Text($"coverage{n}.payer"), Plan = form.Text($"coverage{n}.plan"), MemberId = form.Text($"coverage{n}.memberId"), Group = form.Text($"coverage{n}.group"),
            Order = n, Relation = relation, From = DateTyped.ToIso(form.Text($"coverage{n}.from")),
            Subscriber = relation == "self" ? null : new SubscriberForm
            {
                LastName = form.Text($"coverage{n}.subscriber.lastName"), FirstName = form.Text($"coverage{n}.subscriber.firstName"), BirthDate = DateTyped.ToIso(form.Text($"coverage{n}.subscriber.birthDate")),
                Sex = form.Text($"coverage{n}.subscriber.sex"), Address = AddressOf(form, "address"),
            },
        };
    }

    private static AddressForm AddressOf(FormState form, string name) => new()
    {
        Line1 = form.Text($"{name}.line1"), Line2 = form.Text($"{name}.line2"), City = form.Text($"{name}.city"), State = form.Text($"{name}.state"), Zip = form.Text($"{name}.zip"),
    };
}
