using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>
/// A professional claim on CMS-1500 (02/12), filled as the reference instruction manual of NUCC and its map to the 837P say: capitals, names parted by commas,
/// six services a page, each page with the total of its own services. Box 29 holds what the file reports as paid and stays empty where it reports nothing.
/// Medicare first prints NONE in box 11 and nothing in 9 to 9d and 11d (Medicare Claims Processing Manual, chapter 26, section 10.2).
/// </summary>
public static class Cms1500
{
    public const int LinesOfPage = 6;
    private const int DiagnosesMost = 12;

    /// <summary>The pages of one claim, at least one.</summary>
    public static IReadOnlyList<PaperPage> Fill(Claim claim, PaperGrid grid) =>
        [.. (claim.Lines.Count == 0 ? [[]] : claim.Lines.Chunk(LinesOfPage)).Select((lines, i) => new Sheet(claim, lines, new PaperPage(grid, claim.PatientControlNumber ?? "", i + 1), isFirst: i == 0).Fill())];

    private sealed class Sheet(Claim claim, ClaimLine[] lines, PaperPage page, bool isFirst)
    {
        private readonly Party? _insured = claim.Subscriber?.Person;
        private readonly Party? _patient = claim.Patient;
        private readonly OtherPayer? _other = claim.OtherPayers.FirstOrDefault();
        private readonly bool _isMedicareFirst = claim.Subscriber is { Responsibility: "P", Filing: "MB" or "MA" };

        public PaperPage Fill()
        {
            Payer();
            PatientAndInsured();
            Condition();
            OtherCoverage();
            Dates();
            Referral();
            Diagnoses();
            for (var i = 0; i < lines.Length; i++) Line(lines[i], i);
            Totals();
            Providers();
            return page;
        }

        private void Payer()
        {
            var address = claim.Payer?.Address;
            var written = new[] { claim.Payer?.LastName, address?.Line1, address?.Line2, PaperText.CityLine(address) }.Where(l => !string.IsNullOrEmpty(l)).ToList();
            for (var i = 0; i < written.Count; i++) page.Put($"payer.{i + 1}", written[i]);
            page.Mark("1." + Coverage(claim.Subscriber), true);
        }

        /// <summary>"Other" is commercial insurance, HMOs, auto and workers' compensation; a plan with a group number is a group plan.</summary>
        private static string Coverage(Subscriber? subscriber) => subscriber?.Filing switch
        {
            "MA" or "MB" => "medicare",
            "MC" => "medicaid",
            "CH" => "tricare",
            "VA" => "champva",
            "AM" or "WC" or "LM" or "LI" or "TV" or "16" => "other",
            _ => subscriber?.GroupNumber is null ? "other" : "group",
        };

        private void PatientAndInsured()
        {
            page.Put("1a", _insured?.Id);
            page.Put("2", PaperText.Name(_patient));
            page.Day("3", _patient?.BirthDate);
            page.Mark("3.m", _patient?.Gender == "M");
            page.Mark("3.f", _patient?.Gender == "F");
            page.Put("5.street", PaperText.Street(_patient?.Address));
            page.Put("5.city", _patient?.Address?.City);
            page.Put("5.state", _patient?.Address?.State);
            page.Put("5.zip", PaperText.Zip(_patient?.Address));
            var relation = claim.Dependent is null ? "18" : claim.Dependent.Relationship;
            page.Mark("6." + relation switch { "18" => "self", "01" => "spouse", "19" => "child", _ => "other" }, true);
            if (_isMedicareFirst) return;
            page.Put("4", PaperText.Name(_insured));
            page.Put("7.street", PaperText.Street(_insured?.Address));
            page.Put("7.city", _insured?.Address?.City);
            page.Put("7.state", _insured?.Address?.State);
            page.Put("7.zip", PaperText.Zip(_insured?.Address));
            page.Day("11a", _insured?.BirthDate);
            page.Mark("11a.m", _insured?.Gender == "M");
            page.Mark("11a.f", _insured?.Gender == "F");
        }

        private void Condition()
        {
            foreach (var (field, cause) in new[] { ("10a", "EM"), ("10b", "AA"), ("10c", "OA") }) page.Mark(field + (claim.RelatedCauses.Contains(cause) ? ".yes" : ".no"), true);
            page.Put("10b.state", claim.AccidentState);
            var codes = claim.OtherCodes.Where(c => c.Qualifier == "BG").Select(c => c.Code).ToList();
            page.Put("10d", codes.FirstOrDefault());
            foreach (var code in codes.Skip(1)) page.NoRoom("10d", code);
            page.Put("12", claim.Release is "Y" or "I" ? "SIGNATURE ON FILE" : null);
            page.Put("13", claim.BenefitsAssigned == "Y" ? "SIGNATURE ON FILE" : null);
        }

        private void OtherCoverage()
        {
            page.Put("11", _isMedicareFirst ? "NONE" : claim.Subscriber?.GroupNumber);
            if ((_insured?.Reference("Y4") ?? _patient?.Reference("Y4") ?? claim.Reference("Y4")) is { } propertyClaim) page.Put("11b", "Y4" + propertyClaim);
            page.Put("11c", claim.Subscriber?.GroupName);
            if (_isMedicareFirst) return;
            page.Mark(_other is null ? "11d.no" : "11d.yes", true);
            if (_other is null) return;
            page.Put("9", PaperText.Name(_other.Subscriber.Person));
            page.Put("9a", _other.Subscriber.GroupNumber ?? _other.Subscriber.Person?.Id);
            page.Put("9d", _other.Subscriber.GroupName ?? _other.Payer?.LastName);
            foreach (var further in claim.OtherPayers.Skip(1)) page.NoRoom("9d", further.Payer?.LastName ?? "a third payer");
        }

        private void Dates()
        {
            Dated("14", ["431", "484"]);
            Dated("15", ["454", "304", "453", "439", "455", "471", "090", "091", "444"]);
            var both = Of("314");
            page.Put("16.from", PaperText.Long(both?.From ?? Of("360")?.From));
            page.Put("16.to", PaperText.Long(both?.To ?? Of("361")?.From));
            page.Put("18.from", PaperText.Long(Of("435")?.From));
            page.Put("18.to", PaperText.Long(Of("096")?.From));

            QualifiedDate? Of(string qualifier) => claim.Dates.FirstOrDefault(d => d.Qualifier == qualifier);

            void Dated(string box, string[] kinds)
            {
                var found = claim.Dates.Where(d => kinds.Contains(d.Qualifier)).ToList();
                if (found.Count == 0) return;
                page.Put(box + ".qualifier", found[0].Qualifier);
                page.Put(box + ".date", PaperText.Long(found[0].From));
                foreach (var more in found.Skip(1)) page.NoRoom(box, $"{more.Qualifier} {PaperText.Long(more.From)}");
            }
        }

        private void Referral()
        {
            var (role, party) = new[] { "DN", "DK", "DQ" }.Select(r => (r, claim.Providers.Concat(lines.SelectMany(l => l.Providers)).FirstOrDefault(p => p.Role == r))).FirstOrDefault(p => p.Item2 is not null);
            if (party is not null)
            {
                page.Put("17.qualifier", role);
                page.Put("17", PaperText.ProviderName(party));
                page.Put("17b", party.Npi);
                if (party.References.FirstOrDefault(r => r.Qualifier is "0B" or "1G" or "G2") is { } other)
                {
                    page.Put("17a.qualifier", other.Qualifier);
                    page.Put("17a", other.Value);
                }
            }

            var attached = claim.Kept.Where(k => k.Id == "PWK").Select(k => $"PWK{k[1]}{k[2]}{k[6]}");
            page.Put("19", string.Join("   ", claim.Notes.Select(n => n.Text).Concat(attached)));
            var purchased = lines.SelectMany(l => l.Kept).FirstOrDefault(k => k.Id == "PS1");
            page.Mark(purchased is null ? "20.no" : "20.yes", true);
            if (purchased?[2] is { } price) page.Put("20.charge", PaperText.Amount(X12Number.Parse(price).OrNull));
            Single("23", "G1", "9F", "X4");
            if (claim.Frequency is "7" or "8") page.Put("22.code", claim.Frequency);
            page.Put("22.reference", claim.OriginalReference);
        }

        /// <summary>One number where the claim may have several.</summary>
        private void Single(string box, params string[] qualifiers)
        {
            var found = qualifiers.SelectMany(q => claim.References.Where(r => r.Qualifier == q)).ToList();
            page.Put(box, found.FirstOrDefault()?.Value);
            foreach (var more in found.Skip(1)) page.NoRoom(box, $"{more.Qualifier} {more.Value}");
        }

        private void Diagnoses()
        {
            if (claim.Diagnoses.Count > 0) page.Put("21.indicator", claim.Diagnoses[0].Qualifier.StartsWith('A') ? "0" : "9");
            for (var i = 0; i < Math.Min(claim.Diagnoses.Count, DiagnosesMost); i++) page.Put($"21.{(i / 4) + 1}", claim.Diagnoses[i].Code, place: i % 4);
        }

        private void Line(ClaimLine line, int row)
        {
            page.Put("24a.from", PaperText.Short(line.From), row);
            page.Put("24a.to", PaperText.Short(line.To ?? line.From), row);
            page.Put("24b", line.Place ?? claim.Place, row);
            page.Put("24c", line.Emergency == "Y" ? "Y" : null, row);
            page.Put("24d.code", line.Procedure?.Code, row);
            page.Put("24d.modifiers", string.Join(' ', line.Procedure?.Modifiers ?? []), row);
            page.Put("24e", string.Concat(line.Pointers.Select(p => (char)('A' + p - 1))), row);
            page.Put("24f", PaperText.Amount(line.Charge), row);
            page.Put("24g", line.Units?.ToShortest(), row);
            page.Put("24h", line.Epsdt == "Y" || line.FamilyPlanning == "Y" ? "Y" : null, row);
            var rendering = line.Providers.FirstOrDefault(p => p.Role == "82") ?? claim.Providers.FirstOrDefault(p => p.Role == "82");
            page.Put("24j.npi", rendering?.Npi, row);
            if (rendering?.Taxonomy is { } taxonomy)
            {
                page.Put("24i.qualifier", "ZZ", row);
                page.Put("24j.other", taxonomy, row);
            }

            page.Put("24.note", string.Join("   ", Drug(line).Concat(line.Notes.Select(n => n.Text))), row);
        }

        /// <summary>N4, the drug, its unit and its quantity.</summary>
        private static IEnumerable<string> Drug(ClaimLine line)
        {
            var quantity = line.Kept.FirstOrDefault(k => k.Id == "CTP");
            return line.Kept.Where(k => k.Id == "LIN" && k[2] == "N4" && k[3] is not null).Select(k => $"N4{k[3]}{(quantity is null ? "" : $" {quantity.Component(5, 1)}{quantity[4]}")}");
        }

        private void Totals()
        {
            var taxId = claim.BillingProvider?.TaxId;
            page.Put("25", taxId);
            if (taxId is not null) page.Mark(claim.BillingProvider!.Reference("EI") is null && claim.BillingProvider.Reference("SY") is not null ? "25.ssn" : "25.ein", true);
            page.Put("26", claim.PatientControlNumber);
            page.Mark("27.yes", claim.Assignment == "A");
            page.Mark("27.no", claim.Assignment is "B" or "C");
            page.Put("28", PaperText.Cents(lines.Sum(l => Cents(l.Charge))));
            var paid = Cents(claim.PatientPaid) + claim.OtherPayers.Sum(o => Cents(o.Paid));
            if (isFirst && paid != 0) page.Put("29", PaperText.Cents(paid));
        }

        private static long Cents(X12Number? amount) => amount is { } a && a.TryCents(out var cents) ? cents : 0;

        private void Providers()
        {
            var billing = claim.BillingProvider;
            page.Put("31", claim.ProviderSignature == "Y" ? "SIGNATURE ON FILE" : null);
            page.Put("31.date", PaperText.Long(claim.Batch.Created));
            var (area, phone) = PaperText.Phone(billing);
            page.Put("33.area", area);
            page.Put("33.phone", phone);
            Address("33", billing);
            page.Put("33b", billing?.Taxonomy is { } taxonomy ? "ZZ" + taxonomy : null);
            // The 837 names the place of service only where it is not the billing provider's own.
            var facility = claim.Providers.FirstOrDefault(p => p.Role == "77") ?? lines.SelectMany(l => l.Providers).FirstOrDefault(p => p.Role == "77");
            Address("32", facility ?? billing);
            if (facility?.References.FirstOrDefault() is { } other) page.Put("32b", other.Qualifier + other.Value);
        }

        private void Address(string box, Party? party)
        {
            page.Put(box + ".1", PaperText.ProviderName(party));
            page.Put(box + ".2", PaperText.Street(party?.Address));
            page.Put(box + ".3", PaperText.CityLine(party?.Address));
            page.Put(box + "a", party?.Npi);
        }
    }
}
