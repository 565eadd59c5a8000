using System.Globalization;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>
/// An institutional claim on UB-04 (CMS-1450): the form locators in their order, each with its length (Medicare Claims Processing Manual, chapter 25, section 75), 22 lines a page and
/// the totals of the claim on line 23 of its last page. Charges that are not covered (FL 48), hours of coverage in FL 43 and FL 71 to 75 beside the codes of the file stay empty.
/// </summary>
public static class Ub04
{
    public const int LinesOfPage = 22;
    private static readonly string[] Places = ["A", "B", "C"];

    /// <summary>The pages of one claim, at least one.</summary>
    public static IReadOnlyList<PaperPage> Fill(Claim claim, PaperGrid grid)
    {
        var pages = claim.Lines.Count == 0 ? [[]] : claim.Lines.Chunk(LinesOfPage).ToList();
        return [.. pages.Select((lines, i) => new Sheet(claim, lines, new PaperPage(grid, claim.PatientControlNumber ?? "", i + 1), i + 1, pages.Count).Fill())];
    }

    private sealed class Sheet(Claim claim, ClaimLine[] lines, PaperPage page, int number, int count)
    {
        private readonly Party? _patient = claim.Patient;

        public PaperPage Fill()
        {
            Head();
            PatientAndStay();
            Codes();
            for (var i = 0; i < lines.Length; i++) Line(lines[i], i);
            Foot();
            Payers();
            Diagnoses();
            Providers();
            return page;
        }

        private void Head()
        {
            Place("1", claim.BillingProvider);
            var (area, phone) = PaperText.Phone(claim.BillingProvider);
            page.Put("1.4", string.Join(' ', new[] { area, phone }.Where(p => p is not null)));
            Place("2", claim.PayTo);
            page.Put("3a", claim.PatientControlNumber);
            page.Put("3b", claim.Reference("EA"));
            // The file writes the type of bill without its leading zero.
            page.Put("4", claim.Place is { } place ? $"0{place}{claim.Frequency}" : null);
            page.Put("5", claim.BillingProvider?.TaxId);
            var stay = Of("434");
            page.Put("6.from", PaperText.Six(stay?.From));
            page.Put("6.through", PaperText.Six(stay?.To ?? stay?.From));
        }

        private void Place(string field, Party? party)
        {
            if (party is null) return;
            page.Put(field + ".1", PaperText.ProviderName(party));
            page.Put(field + ".2", PaperText.Street(party.Address));
            page.Put(field + ".3", PaperText.CityLine(party.Address));
        }

        private QualifiedDate? Of(string qualifier) => claim.Dates.FirstOrDefault(d => d.Qualifier == qualifier);

        private void PatientAndStay()
        {
            page.Put("8a", claim.Dependent is null ? null : _patient?.Id);
            page.Put("8b", PaperText.Name(_patient));
            page.Put("9a", PaperText.Street(_patient?.Address));
            page.Put("9b", _patient?.Address?.City);
            page.Put("9c", _patient?.Address?.State);
            page.Put("9d", _patient?.Address?.Zip);
            page.Put("9e", _patient?.Address?.Country);
            page.Put("10", _patient?.BirthDate?.ToString("MMddyyyy", CultureInfo.InvariantCulture));
            page.Put("11", _patient?.Gender);
            var admitted = Of("435");
            page.Put("12", PaperText.Six(admitted?.From));
            page.Put("13", admitted?.Time?[..2]);
            page.Put("14", claim.AdmissionType);
            page.Put("15", claim.AdmissionSource);
            page.Put("16", Of("096")?.Time?[..2]);
            page.Put("17", claim.PatientStatus);
            page.Put("29", claim.Reference("LU"));
        }

        private List<Diagnosis> Coded(params string[] qualifiers) => [.. claim.OtherCodes.Where(c => qualifiers.Contains(c.Qualifier))];

        private void Codes()
        {
            Each("18-28", Coded("BG"), 11, (code, i) => page.Put("18", code.Code, place: i));
            Each("31-34", Coded("BH"), 8, (code, i) =>
            {
                page.Put("31.code", code.Code, i / 4, i % 4);
                page.Put("31.date", PaperText.Six(code.From), i / 4, i % 4);
            });
            Each("35-36", Coded("BI"), 4, (code, i) =>
            {
                page.Put("35.code", code.Code, i / 2, i % 2);
                page.Put("35.from", PaperText.Six(code.From), i / 2, i % 2);
                page.Put("35.through", PaperText.Six(code.To), i / 2, i % 2);
            });
            Each("39-41", Coded("BE"), 12, (code, i) =>
            {
                page.Put("39.code", code.Code, i / 3, i % 3);
                page.Put("39.amount", PaperText.Amount(code.Amount), i / 3, i % 3);
            });
            var responsible = claim.Subscriber?.Person;
            string?[] written = [PaperText.Name(responsible), PaperText.Street(responsible?.Address), PaperText.CityLine(responsible?.Address)];
            for (var i = 0; i < written.Length; i++) page.Put("38", written[i], i);
        }

        /// <summary>Puts as many as the form has places for, and tells of the rest.</summary>
        private void Each<T>(string field, IReadOnlyList<T> all, int places, Action<T, int> put)
        {
            for (var i = 0; i < all.Count; i++)
            {
                if (i < places) put(all[i], i);
                else page.NoRoom(field, all[i] is Diagnosis code ? code.Code : $"{all[i]}");
            }
        }

        private void Line(ClaimLine line, int row)
        {
            page.Put("42", line.RevenueCode?.PadLeft(4, '0'), row);
            page.Put("43", line.Procedure?.Description ?? line.Notes.FirstOrDefault().Text, row);
            page.Put("44", line.Procedure is { } procedure ? string.Concat(procedure.Modifiers.Prepend(procedure.Code)) : null, row);
            page.Put("45", PaperText.Six(line.From), row);
            page.Put("46", line.Units?.ToShortest(), row);
            page.Put("47", PaperText.Amount(line.Charge), row);
        }

        private void Foot()
        {
            page.Put("23.page", number.ToString(CultureInfo.InvariantCulture));
            page.Put("23.pages", count.ToString(CultureInfo.InvariantCulture));
            page.Put("45.created", PaperText.Six(claim.Batch.Created));
            if (number < count) return;
            page.Put("23.code", "0001");
            page.Put("47.total", PaperText.Amount(claim.TotalCharge));
        }

        /// <summary>A, B and C in the order of who pays first; the claim's own payer stands where its place in that order is.</summary>
        private void Payers()
        {
            var payers = claim.OtherPayers.Select(o => (o.Subscriber, o.Payer, Release: o.Coverage?[6], Assigned: o.Coverage?[3], Paid: (X12Number?)o.Paid, Relation: o.Subscriber.Relationship, IsOwn: false)).ToList();
            if (claim.Subscriber is { } own) payers.Add((own, claim.Payer, claim.Release, claim.BenefitsAssigned, null, claim.Dependent is null ? "18" : claim.Dependent.Relationship, true));
            payers = [.. payers.OrderBy(p => "PST".IndexOf(p.Subscriber.Responsibility ?? "T", StringComparison.Ordinal) is >= 0 and var place ? place : Places.Length)];
            page.Put("56", claim.BillingProvider?.Npi);
            for (var i = 0; i < payers.Count; i++)
            {
                var p = payers[i];
                if (i >= Places.Length)
                {
                    page.NoRoom("50", p.Payer?.LastName ?? "a fourth payer");
                    continue;
                }

                page.Put("50", p.Payer?.LastName, i);
                page.Put("51", p.Payer?.Id, i);
                page.Put("52", p.Release, i);
                page.Put("53", p.Assigned, i);
                page.Put("54", PaperText.Amount(p.Paid), i);
                page.Put("58", PaperText.Name(p.Subscriber.Person), i);
                page.Put("59", p.Relation, i);
                page.Put("60", p.Subscriber.Person?.Id, i);
                page.Put("61", p.Subscriber.GroupName, i);
                page.Put("62", p.Subscriber.GroupNumber, i);
                if (!p.IsOwn) continue;
                page.Put("55", PaperText.Amount(claim.Amounts.FirstOrDefault(a => a.Qualifier == "F3")?.Amount), i);
                page.Put("57", p.Payer?.Reference("G2"), i);
                page.Put("63", claim.PriorAuthorization ?? claim.Reference("9F"), i);
                page.Put("64", claim.OriginalReference, i);
            }
        }

        private void Diagnoses()
        {
            page.Put("66", claim.Diagnoses.Count == 0 ? null : claim.Diagnoses[0].Qualifier.StartsWith('A') ? "0" : "9");
            Each("67", claim.Diagnoses, 18, (code, i) => page.Put("67", WithPresence(code), i / 9, i % 9));
            page.Put("69", Coded("ABJ", "BJ").FirstOrDefault()?.Code);
            Each("70", Coded("APR", "PR"), 3, (code, i) => page.Put("70", code.Code, place: i));
            page.Put("71", Coded("DR").FirstOrDefault()?.Code);
            Each("72", Coded("ABN", "BN"), 3, (code, i) => page.Put("72", WithPresence(code), place: i));
            Each("74", [.. Coded("BBR", "BR"), .. Coded("BBQ", "BQ")], 6, (code, i) =>
            {
                page.Put("74.code", code.Code, i / 3, i % 3);
                page.Put("74.date", PaperText.Six(code.From), i / 3, i % 3);
            });
        }

        /// <summary>Seven places of code, then whether it was present on admission.</summary>
        private static string WithPresence(Diagnosis code) => code.PresentOnAdmission is { } present ? code.Code.PadRight(7) + present : code.Code;

        private void Providers()
        {
            foreach (var (field, role, said) in new[] { ("76", "71", (string?)null), ("77", "72", null), ("78", "DN", "DN"), ("79", "ZZ", "ZZ"), ("79", "82", "82") })
                if (claim.Providers.FirstOrDefault(p => p.Role == role) is { } party)
                {
                    page.Put(field + ".role", said);
                    page.Put(field + ".npi", party.Npi);
                    page.Put(field + ".last", party.LastName);
                    page.Put(field + ".first", party.FirstName);
                    if (party.References.FirstOrDefault(r => r.Qualifier is "0B" or "1G" or "G2") is not { } other) continue;
                    page.Put(field + ".qualifier", other.Qualifier);
                    page.Put(field + ".id", other.Value);
                }

            Each("80", claim.Notes, 4, (note, i) => page.Put(i == 0 ? "80.1" : "80", note.Text, Math.Max(0, i - 1)));
            if (claim.BillingProvider?.Taxonomy is not { } taxonomy) return;
            page.Put("81.qualifier", "B3");
            page.Put("81.code", taxonomy);
        }
    }
}
