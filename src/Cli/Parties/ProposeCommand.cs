using System.CommandLine;
using CleanClaim.Billing.Parties;
using CleanClaim.Cli.Data;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Parties;

/// <summary>`coverage propose`: in which order a patient's plans pay by the rules, for a person to decide.</summary>
internal static class ProposeCommand
{
    private static readonly Option<string> Patient = new("--patient") { Description = "the patient's key", HelpName = "KEY", Required = true };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day of service (else today)", HelpName = "D", CustomParser = Words.Day };

    public static Verb Make() => new Verb("propose", "in which order the patient's coverages pay by the rules, why, and what to ask; `coverage order` keeps what you decide", "cleanclaim coverage propose --patient lucia")
        .With(Patient, On).DoesWithData(async (context, data, cancel) =>
        {
            var key = context.Get(Patient)!;
            var ids = (await Practices.All(context, data, cancel)).Select(p => p.Id).ToList();
            var on = context.Get(On);
            var proposed = await data.Work.Read(data.Scope, async tx =>
            {
                var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => ids.Contains(p.Practice) && p.Key == key, cancel) ?? throw new CannotRunException($"There is no patient \"{key}\".");
                return await ProposeOrder.For(tx, patient, on ?? await tx.Today(patient.Practice), cancel);
            }, cancel);
            if (context.Json) context.JsonLine(new { Coverages = proposed.Plans.Select(p => p.Key), proposed.Reasons, proposed.Questions });
            else
            {
                context.Out.WriteLine(proposed.Plans.Count == 0 ? "No coverage is in force that day." : string.Join(", then ", proposed.Plans.Select(p => $"{p.Name} ({p.Key})")));
                foreach (var reason in proposed.Reasons) context.Out.WriteLine("  " + reason);
                foreach (var question in proposed.Questions) context.Out.WriteLine("  Ask: " + question);
            }

            return Exit.Done;
        });
}
