using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

public sealed record SubscriberForm
{
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? BirthDate { get; init; }
    public string? Sex { get; init; }
    public AddressForm? Address { get; init; }
}

/// <summary>A coverage with its place in the order of payers and its days. Without a first day it holds since ever.</summary>
public sealed record CoverageForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Patient { get; init; }
    public string? Payer { get; init; }
    public string? Plan { get; init; }
    public string? MemberId { get; init; }
    public string? Group { get; init; }
    public int? Order { get; init; }
    public string? Relation { get; init; }
    /// <summary>Not needed for relation self: the subscriber is the patient.</summary>
    public SubscriberForm? Subscriber { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
    public int? Version { get; init; }
}

public static class AddCoverage
{
    public static Task<Saved> Run(Tx tx, CoverageForm form, CancellationToken cancel = default) => Run(tx, form, before: null, cancel);

    /// <param name="before">The coverage that this one goes on from; null where it is not renewed.</param>
    internal static async Task<Saved> Run(Tx tx, CoverageForm form, Coverage? before, CancellationToken cancel)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var payer = await PartyQueries.Payer(tx, fields, "payer", form.Payer, cancel);
        var today = patient is null ? await TodayOf(tx, form.Practice, cancel) : await tx.Today(patient.Practice);
        var wanted = Check(fields, form, patient, today);
        var known = patient is null || form.Key is null ? null : await tx.Db.Set<Coverage>().FirstOrDefaultAsync(c => c.Practice == patient.Practice && c.Key == form.Key, cancel);
        if (known is not null) SameParties(fields, known, patient, payer);
        if (patient is not null) await OrderIsFree(tx, fields, patient, wanted, known?.Id, cancel);
        if (patient is not null && payer is not null) await IsNoPlanTwice(tx, fields, patient, payer, wanted, known?.Id, cancel);
        fields.ThrowIfAny();

        var saved = known is null ? Add(tx, form.Key, patient!, payer!, wanted, before?.PayerId == payer!.Id ? before.ApartId : null) : Change(known, wanted, form.Version);
        await tx.Db.SaveChangesAsync(cancel);
        await PlansApart.Keep(tx, patient!, payer!, cancel);
        tx.Subject = $"coverage {saved.Id}";
        return saved;
    }

    /// <summary>Where the patient is not known the practice that the form names says the day, so that the other fields are checked all the same.</summary>
    private static async Task<DateOnly?> TodayOf(Tx tx, string? practice, CancellationToken cancel) =>
        await PartyQueries.Practice(tx, new Fields(), "practice", practice, cancel) is { } known ? tx.TodayIn(known.Zone) : null;

    private sealed record Checked(
        string? Plan, string MemberId, string? Group, int Rank, Relation Relation, string LastName, string FirstName, DateOnly BirthDate, string Sex, Address Address,
        DateOnly From, DateOnly? To);

    private static Checked Check(Fields fields, CoverageForm form, Patient? patient, DateOnly? today)
    {
        var relation = fields.Word<Relation>("relation", "relation of the patient to the subscriber", form.Relation);
        if (form.Order is null or < 1 or > 11) fields.Add("order", form.Order is null ? "The order of payment is missing." : $"The order {form.Order} is out of range.", "1 is the payer that is billed first; a claim names at most 11.");
        var from = fields.DateOrNull("from", "first day of the coverage", form.From) ?? Fields.SinceEver;
        var to = fields.DateOrNull("to", "last day of the coverage", form.To);
        fields.Order("to", from, to);
        var (last, first, birth, sex, address) = Subscriber(fields, form.Subscriber, relation, patient, today);
        return new Checked(fields.TextOrNull("plan", "plan", form.Plan, 60), fields.PayerNumber("memberId", "member id", form.MemberId, 80),
            fields.TextOrNull("group", "group number", form.Group, 50), form.Order ?? 0, relation, last, first, birth, sex, address, from, to);
    }

    private static (string, string, DateOnly, string, Address) Subscriber(Fields fields, SubscriberForm? form, Relation relation, Patient? patient, DateOnly? today)
    {
        var patientsAddress = patient?.Address ?? new Address("", null, "", "", "");
        if (relation == Relation.Self) return (patient?.LastName ?? "", patient?.FirstName ?? "", patient?.BirthDate ?? default, patient?.Sex ?? "", patientsAddress);
        if (form is null)
        {
            fields.Add("subscriber", "The subscriber is missing.", "Name the person whose plan it is, with birth date and sex; for the patient's own plan use relation self.");
            return ("", "", default, "", patientsAddress);
        }
        return (fields.Name("subscriber.lastName", "last name of the subscriber", form.LastName, 60),
            fields.Name("subscriber.firstName", "first name of the subscriber", form.FirstName, 35),
            fields.BirthDate("subscriber.birthDate", form.BirthDate, today), fields.Sex("subscriber.sex", form.Sex),
            form.Address is null ? patientsAddress : fields.Address("subscriber.address", form.Address));
    }

    private static void SameParties(Fields fields, Coverage known, Patient? patient, Payer? payer)
    {
        if (patient is not null && known.PatientId != patient.Id) fields.Add("patient", "This coverage belongs to another patient.", "Add a coverage with a key of its own.");
        if (payer is not null && known.PayerId != payer.Id) fields.Add("payer", "This coverage is with another payer.", "End it on its last day and add a coverage with the new payer.");
    }

    /// <summary>Two coverages of one patient cannot both be first on the same day: nobody would know whom to bill.</summary>
    private static async Task OrderIsFree(Tx tx, Fields fields, Patient patient, Checked wanted, Id<Coverage>? self, CancellationToken cancel)
    {
        var sameRank = await tx.Db.Set<Coverage>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id && c.Rank == wanted.Rank).ToListAsync(cancel);
        var other = sameRank.Find(c => c.Id != self && c.From <= (wanted.To ?? DateOnly.MaxValue) && (c.To ?? DateOnly.MaxValue) >= wanted.From);
        if (other is not null)
            fields.Add("order", $"Another coverage ({other.Key}) stands in place {wanted.Rank} in the same days.", "Give one of them another place, or end the one that is over.");
    }

    /// <summary>One plan written down twice would be asked twice; two plans of one payer (both parents' of a child) have two member ids.</summary>
    private static async Task IsNoPlanTwice(Tx tx, Fields fields, Patient patient, Payer payer, Checked wanted, Id<Coverage>? self, CancellationToken cancel)
    {
        var same = await tx.Db.Set<Coverage>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id && c.PayerId == payer.Id && c.MemberId == wanted.MemberId).ToListAsync(cancel);
        var other = same.Find(c => c.Id != self && c.From <= (wanted.To ?? DateOnly.MaxValue) && (c.To ?? DateOnly.MaxValue) >= wanted.From);
        if (other is not null)
            fields.Add("memberId", $"{payer.Name} stands in place {other.Rank} with this member id already, in the same days.", "Compare the cards: two plans of one payer have two member ids. Where it is one plan, correct the coverage that stands.");
    }

    private static Saved Add(Tx tx, string? key, Patient patient, Payer payer, Checked wanted, long? apart)
    {
        var id = tx.NextId<Coverage>();
        var added = tx.Add(new Coverage
        {
            Practice = patient.Practice, Id = id, Key = key ?? $"coverage{id}", PatientId = patient.Id, PayerId = payer.Id, Plan = wanted.Plan, MemberId = wanted.MemberId,
            GroupNumber = wanted.Group, Rank = wanted.Rank, Relation = wanted.Relation, SubscriberLastName = wanted.LastName, SubscriberFirstName = wanted.FirstName,
            SubscriberBirthDate = wanted.BirthDate, SubscriberSex = wanted.Sex, SubscriberAddress = wanted.Address, From = wanted.From, To = wanted.To, Version = 1, ApartId = apart,
        });
        return new Saved(id.Value, added.Key, SavedHow.Added);
    }

    private static Saved Change(Coverage c, Checked wanted, int? expected)
    {
        var changed = new Edit()
            .Field("plan", c.Plan, wanted.Plan, v => c.Plan = v).Field("memberId", c.MemberId, wanted.MemberId, v => c.MemberId = v)
            .Field("group", c.GroupNumber, wanted.Group, v => c.GroupNumber = v).Field("order", c.Rank, wanted.Rank, v => c.Rank = v)
            .Field("relation", c.Relation, wanted.Relation, v => c.Relation = v)
            .Field("subscriber.lastName", c.SubscriberLastName, wanted.LastName, v => c.SubscriberLastName = v)
            .Field("subscriber.firstName", c.SubscriberFirstName, wanted.FirstName, v => c.SubscriberFirstName = v)
            .Field("subscriber.birthDate", c.SubscriberBirthDate, wanted.BirthDate, v => c.SubscriberBirthDate = v)
            .Field("subscriber.sex", c.SubscriberSex, wanted.Sex, v => c.SubscriberSex = v)
            .Field("subscriber.address", c.SubscriberAddress, wanted.Address, v => c.SubscriberAddress = v)
            .Field("from", c.From, wanted.From, v => c.From = v).Field("to", c.To, wanted.To, v => c.To = v)
            .Apply(expected, c.Version);
        if (changed) c.Version++;
        return new Saved(c.Id.Value, c.Key, Saved.HowOf(false, changed), c.Version);
    }
}
