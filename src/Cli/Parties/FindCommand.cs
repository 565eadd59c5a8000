using System.CommandLine;
using CleanClaim.Billing.Parties;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`patient find`: the same search as the pages'.</summary>
internal static class FindCommand
{
    private static readonly Argument<string[]> Name = new("WORDS") { Description = "the beginning of the last name, and of the first: smith jo", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<DateOnly?> Born = new("--born") { Description = "the birth date", HelpName = "D", CustomParser = Words.Day };
    private static readonly Option<string?> Member = new("--member") { Description = "a member id, or the patient's key", HelpName = "ID" };

    public static Verb Make() => new Verb("find", "patients by name, birth date or member id, by name; at most 50", "cleanclaim patient find reyes lu --born 2016-05-20").With(Name, Born, Member)
        .DoesWithData(async (context, data, cancel) =>
        {
            var (words, born, member) = (string.Join(' ', context.Get(Name)), context.Get(Born), context.Get(Member));
            if (words.Length == 0 && born is null && member is null) throw new CannotRunException("Say whom to find: the beginning of a name, --born D or --member ID.");
            var practices = (await Practices.All(context, data, cancel)).ToDictionary(p => p.Id, p => p.Key);
            var found = await data.Work.Read(data.Scope, tx => PatientSearch.Find(tx, new PatientQuery(words.Length == 0 ? null : words, born, member, [.. practices.Keys]), cancel), cancel);
            foreach (var patient in found)
            {
                if (context.Json) context.JsonLine(new { patient.Key, Practice = practices[patient.Practice], patient.LastName, patient.FirstName, patient.BirthDate, patient.Sex });
                else context.Out.WriteLine($"{patient.Key,-20} {patient.LastName}, {patient.FirstName}, born {patient.BirthDate:yyyy-MM-dd}, {patient.Sex} ({practices[patient.Practice]})");
            }
            if (found.Count == 0 && !context.Json) context.Out.WriteLine("Nobody is found. Try the first letters of the last name.");
            return Exit.Done;
        });
}
