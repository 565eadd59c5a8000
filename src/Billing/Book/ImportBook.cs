using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Book;

/// <summary>What became of one list of the file.</summary>
public sealed record BookSection(string Name, int Added, int Changed, int Unchanged);

public sealed record BookImported(IReadOnlyList<BookSection> Sections);

/// <summary>
/// Takes in a book file: each row goes through the verb that a page uses, by its key, so that the same file again changes nothing.
/// All or nothing: with faults in any row nothing is kept and every fault says its row ("coverages[4].memberId"). For a dry run the door calls
/// <see cref="Work.Rehearse{T}"/>.
/// </summary>
public static class ImportBook
{
    public static async Task<BookImported> Run(Tx tx, BookFile book, CancellationToken cancel = default)
    {
        var import = new Import(tx, cancel);
        await FirstPolicy.Ensure(tx, cancel);
        await import.Organization(book.Organization);
        await import.Section("practices", book.Practices, f => f.Key, f => AddPractice.Run(tx, f, cancel));
        await import.Section("payers", book.Payers, f => f.Key, f => AddPayer.Run(tx, f, cancel));
        await import.Section("providers", book.Providers, f => $"{f.Practice} {f.Key}", f => EnrolProvider.Run(tx, f, cancel));
        await import.Section("fees", book.Fees, _ => null, f => SetFee.Run(tx, f, cancel));
        await import.Section("contracts", book.Contracts, _ => null, f => SetContractRate.Run(tx, f, cancel));
        await import.Section("patients", book.Patients, f => $"{f.Practice} {f.Key}", f => RegisterPatient.Run(tx, f, cancel));
        await import.Section("guarantors", book.Guarantors, f => f.Key, f => NameGuarantor.Run(tx, f, cancel));
        // A book that starts a practice has no visits yet that a coverage could bear on.
        var visits = book.Coverages.Count > 0 && await tx.Db.Set<Encounter>().AnyAsync(cancel);
        await import.Section("coverages", book.Coverages, f => f.Key, async f => visits ? (await ChangeCoverage.Add(tx, f, cancel)).Saved : await AddCoverage.Run(tx, f, cancel));
        await import.Section("cases", book.Cases, f => f.Key, f => OpenCase.Run(tx, f, cancel));
        await import.Section("authorizations", book.Authorizations, f => f.Key, f => AddAuthorization.Run(tx, f, cancel));
        await import.Section("visits", book.Visits, f => f.Key, f => CaptureCharge.Run(tx, f, cancel));
        if (import.Faults.Count > 0) throw new BadInputException(import.Faults);
        tx.Subject = $"book {string.Join(", ", import.Sections.Where(s => s.Added + s.Changed > 0).Select(s => $"{s.Added + s.Changed} {s.Name}"))}";
        return new BookImported(import.Sections);
    }

    /// <summary>The sums and faults of one file.</summary>
    private sealed class Import(Tx tx, CancellationToken cancel)
    {
        private const int FlushEvery = 200;
        private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

        public List<Fault> Faults { get; } = [];
        public List<BookSection> Sections { get; } = [];

        /// <summary>The folder's organization takes the key of the first book; from then on another key is another organization's book.</summary>
        public async Task Organization(OrganizationForm? form)
        {
            if (form is null) return;
            if (string.IsNullOrWhiteSpace(form.Key))
            {
                Faults.Add(new Fault("organization.key", "The organization's key is missing.", "Give it a key of your own, the same in every file."));
                return;
            }
            var organization = await tx.Db.Set<Organization>().FirstAsync(o => o.Org == tx.Scope.Org, cancel);
            var used = await tx.Db.Set<Practice>().AnyAsync(cancel);
            if (organization.Key != form.Key && used)
                Faults.Add(new Fault("organization.key", $"This is the book of \"{form.Key}\"; here is the organization \"{organization.Key}\".", "Import it into a folder of its own, or correct the key."));
            else
            {
                if (organization.Key != form.Key) organization.Key = form.Key;
                if (!string.IsNullOrWhiteSpace(form.Name) && organization.Name != form.Name.Trim()) organization.Name = form.Name.Trim();
            }
        }

        public async Task Section<T>(string name, IReadOnlyList<T> forms, Func<T, string?> keyOf, Func<T, Task<Saved>> verb)
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            var count = new Dictionary<SavedHow, int>();
            for (var i = 0; i < forms.Count; i++)
            {
                var key = keyOf(forms[i]);
                if (key is not null && !keys.Add(key))
                {
                    Faults.Add(new Fault($"{name}[{i}].key", $"The key \"{key.Trim()}\" stands twice in this list.", "Give each its own key."));
                    continue;
                }
                try
                {
                    var how = (await verb(forms[i])).How;
                    count[how] = count.GetValueOrDefault(how) + 1;
                }
                catch (BadInputException e)
                {
                    if (key is not null) _missing.Add($"There is no {name[..^1]} \"{key.Split(' ')[^1]}\".");
                    // What was refused above is not there for what follows: that is said once, at its own row.
                    Faults.AddRange(e.Faults.Where(f => !_missing.Contains(f.Message)).Select(f => f with { Place = f.Place.Length == 0 ? $"{name}[{i}]" : $"{name}[{i}].{f.Place}" }));
                }
                if (i % FlushEvery == FlushEvery - 1) await Flush();
            }
            await Flush();
            if (forms.Count > 0) Sections.Add(new BookSection(name, count.GetValueOrDefault(SavedHow.Added), count.GetValueOrDefault(SavedHow.Changed), count.GetValueOrDefault(SavedHow.Unchanged)));
        }

        /// <summary>Sends what is pending to the database, where the next list finds it, and lets go of the rows, so that a large file stays quick.</summary>
        private async Task Flush()
        {
            await tx.Db.SaveChangesAsync(cancel);
            foreach (var entry in tx.Db.ChangeTracker.Entries().Where(e => e.Entity is PracticeRow).ToList()) entry.State = EntityState.Detached;
        }
    }
}
