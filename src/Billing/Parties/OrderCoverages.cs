using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>The patient's coverages by key, in the order in which they pay. Without a day the order was wrong from the start; with one, what held before stays.</summary>
public sealed record CoverageOrderForm
{
    public string? Practice { get; init; }
    public string? Patient { get; init; }
    public IReadOnlyList<string>? Coverages { get; init; }
    public string? From { get; init; }
}

/// <summary>Puts coverages in another order at once: one by one, two would stand in one place. Who decides is a person; the rules only propose (MONEY 4).</summary>
public static class OrderCoverages
{
    public static async Task<Saved> Run(Tx tx, CoverageOrderForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var from = fields.DateOrNull("from", "day from which the order holds", form.From);
        var all = patient is null ? [] : await tx.Db.Set<Coverage>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id).ToListAsync(cancel);
        var wanted = patient is null ? [] : Named(fields, form, all);
        if (from is { } day)
        {
            foreach (var over in wanted.Where(c => c.To < day)) fields.Add("coverages", $"The coverage {over.Key} ended on {over.To?.InWords()}, before the order begins.", "Leave it out, or give an earlier day.");
        }
        fields.ThrowIfAny();

        var before = wanted.ConvertAll(c => c.Rank);
        var moved = wanted.Where((c, i) => c.Rank != i + 1).ToList();
        foreach (var coverage in moved) Place(tx, coverage, wanted.IndexOf(coverage) + 1, from, all);
        NoneTwice(fields, all);
        fields.ThrowIfAny();
        tx.Subject = $"patient {patient!.Id}";
        return new Saved(patient.Id.Value, patient.Key, Saved.HowOf(false, !before.SequenceEqual(Enumerable.Range(1, before.Count))));
    }

    private static List<Coverage> Named(Fields fields, CoverageOrderForm form, List<Coverage> all)
    {
        var named = new List<Coverage>();
        var keys = form.Coverages ?? [];
        if (keys.Count == 0) fields.Add("coverages", "No coverage is named.", "Name the patient's coverages, the one that is billed first at the head.");
        for (var i = 0; i < keys.Count; i++)
        {
            if (all.Find(c => c.Key == keys[i]) is not { } coverage) fields.Add($"coverages[{i}]", $"The patient has no coverage \"{keys[i]}\".", "Use the key of one of the patient's coverages.");
            else if (named.Contains(coverage)) fields.Add($"coverages[{i}]", $"The coverage {coverage.Key} stands twice.", "Give each one place.");
            else named.Add(coverage);
        }
        return named;
    }

    private static void Place(Tx tx, Coverage coverage, int rank, DateOnly? from, List<Coverage> all)
    {
        if (from is not { } day || coverage.From >= day)
        {
            coverage.Rank = rank;
            coverage.Version++;
            return;
        }
        var id = tx.NextId<Coverage>();
        all.Add(tx.Add(new Coverage
        {
            Practice = coverage.Practice, Id = id, Key = $"coverage{id}", PatientId = coverage.PatientId, PayerId = coverage.PayerId, Plan = coverage.Plan, MemberId = coverage.MemberId,
            GroupNumber = coverage.GroupNumber, Rank = rank, Relation = coverage.Relation, SubscriberLastName = coverage.SubscriberLastName, SubscriberFirstName = coverage.SubscriberFirstName,
            SubscriberBirthDate = coverage.SubscriberBirthDate, SubscriberSex = coverage.SubscriberSex, SubscriberAddress = coverage.SubscriberAddress, From = day, To = coverage.To, Version = 1, ApartId = coverage.ApartId,
        }));
        RenewCoverage.End(coverage, day, expected: null);
    }

    private static void NoneTwice(Fields fields, List<Coverage> all)
    {
        foreach (var place in all.GroupBy(c => c.Rank))
        {
            var inTime = place.OrderBy(c => c.From).ToList();
            foreach (var (one, next) in inTime.Zip(inTime.Skip(1)))
            {
                if ((one.To ?? DateOnly.MaxValue) >= next.From)
                    fields.Add("coverages", $"The coverages {one.Key} and {next.Key} would both stand in place {place.Key} from {next.From.InWords()} on.", "Name both in the order, or end the one that is over.");
            }
        }
    }
}
