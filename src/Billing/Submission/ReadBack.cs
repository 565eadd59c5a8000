using System.Globalization;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;
using Fault = CleanClaim.Billing.Vocabulary.Fault;
using Read = CleanClaim.X12.Transactions.Claim;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// Reads a file that we wrote as its receiver would and compares it with what was meant, field by field; then validates it against its guide.
/// Any difference stops what differs: a claim never leaves saying something else than its snapshot.
/// </summary>
public static class ReadBack
{
    /// <summary>Syntax, guide, sums and situational rules; code sets and partners are the scrubber's.</summary>
    private const int Levels = 4;

    /// <summary>The claims as read, in file order, and every difference and fault with its place; nothing differs when the list is empty.</summary>
    public static (IReadOnlyList<Read> Claims, IReadOnlyList<Fault> Faults) Compare(byte[] file, IReadOnlyList<OutboundClaim> meant)
    {
        var unreadable = new List<ReadFault>();
        var read = Claims837.Read(new MemoryStream(file), unreadable).ToList();
        var faults = unreadable.ConvertAll(f => new Fault($"byte {f.Offset}", $"The file that was written cannot be read: {f.Kind}.", "This is a defect of the program: report it with the claim."));
        if (read.Count != meant.Count) faults.Add(Differs("file", "number of claims", meant.Count.ToString(CultureInfo.InvariantCulture), read.Count.ToString(CultureInfo.InvariantCulture)));
        for (var i = 0; i < Math.Min(read.Count, meant.Count); i++) faults.AddRange(Differences(meant[i], read[i]));
        using var validator = new X12Validator(new MemoryStream(file), Levels);
        while (validator.Read()) faults.AddRange(validator.Faults.Where(f => f.Severity == Severity.Error).Select(Told));
        faults.AddRange(validator.Faults.Where(f => f.Severity == Severity.Error).Select(Told));
        return (read, faults);
    }

    private static Fault Told(CleanClaim.X12.Validation.Fault fault) =>
        new($"ST {fault.St} segment {fault.Place.Position} {fault.ElementName ?? fault.Place.Segment}", $"{fault.Message} ({fault.Rule})", fault.Fix);

    private static IEnumerable<Fault> Differences(OutboundClaim meant, Read read) =>
        Said(meant).Zip(Said(meant.Claim, read), (a, b) => (a.Field, Meant: a.Value, Read: b.Value)).Where(f => f.Meant != f.Read)
            .Select(f => Differs($"claim {meant.Pcn} of visit {meant.Claim.VisitKey}", f.Field, f.Meant, f.Read))
            .Concat(Lines(meant, read));

    /// <summary>What the claim is to say, in the order of <see cref="Said(ClaimSnapshot, Read)"/>.</summary>
    private static IEnumerable<(string Field, string? Value)> Said(OutboundClaim meant)
    {
        var (claim, coverage) = (meant.Claim, meant.Coverage);
        yield return ("patient control number", meant.Pcn);
        yield return ("total charge", claim.Charge.ToString());
        yield return ("place of service", claim.Place);
        yield return ("frequency", meant.Frequency);
        yield return ("payer's number", meant.Frequency == "1" ? null : meant.PayerControl);
        yield return ("authorization", coverage.Authorization);
        yield return ("billing NPI", claim.Practice.Npi);
        yield return ("tax id", claim.Practice.TaxId);
        yield return ("rendering NPI", claim.Provider.Npi);
        yield return ("responsibility", OutboundClaim.Responsibility(meant.Level));
        yield return ("subscriber", $"{To837P.Spelled(coverage.LastName)}, {To837P.Spelled(coverage.FirstName)}");
        yield return ("member id", coverage.MemberId);
        yield return ("group", coverage.Group);
        yield return ("payer id", coverage.PayerNumber);
        yield return ("patient", $"{To837P.Spelled(claim.Patient.LastName)}, {To837P.Spelled(claim.Patient.FirstName)}");
        yield return ("birth date", Day(claim.Patient.BirthDate));
        yield return ("sex", claim.Patient.Sex);
        yield return ("patient's address", AddressLine(To837P.Spelled(claim.Patient.Address.Line1), To837P.Spelled(claim.Patient.Address.City), claim.Patient.Address.State, claim.Patient.Address.Zip));
        yield return ("diagnoses", string.Join(' ', claim.Diagnoses));
        yield return ("number of lines", claim.Lines.Count.ToString(CultureInfo.InvariantCulture));
        yield return ("other payers", string.Join(' ', claim.Coverages.Where((_, i) => i != meant.Level).Select(c => c.PayerNumber)));
        yield return ("paid by other payers", string.Join(' ', meant.Prior.Select(p => p.Paid)));
    }

    private static IEnumerable<(string Field, string? Value)> Said(ClaimSnapshot meant, Read read)
    {
        yield return ("", read.PatientControlNumber);
        yield return ("", Amount(read.TotalCharge));
        yield return ("", read.Place);
        yield return ("", read.Frequency);
        yield return ("", read.OriginalReference);
        yield return ("", read.PriorAuthorization);
        yield return ("", read.BillingProvider?.Npi);
        yield return ("", read.BillingProvider?.TaxId);
        yield return ("", read.Providers.FirstOrDefault(p => p.Role == "82")?.Npi ?? read.BillingProvider?.Npi);
        yield return ("", read.Subscriber?.Responsibility);
        yield return ("", $"{read.Subscriber?.Person?.LastName}, {read.Subscriber?.Person?.FirstName}");
        yield return ("", read.Subscriber?.Person?.Id);
        yield return ("", read.Subscriber?.GroupNumber);
        yield return ("", read.Payer?.Id);
        yield return ("", $"{read.Patient?.LastName}, {read.Patient?.FirstName}");
        yield return ("", read.Patient?.BirthDate is { } birth ? Day(birth) : null);
        yield return ("", read.Patient?.Gender);
        yield return ("", read.Patient?.Address is { } a ? AddressLine(a.Line1, a.City, a.State, a.Zip) : null);
        yield return ("", string.Join(' ', read.Diagnoses.Select(d => d.Code)));
        yield return ("", read.Lines.Count.ToString(CultureInfo.InvariantCulture));
        yield return ("", string.Join(' ', read.OtherPayers.Select(p => p.Payer?.Id)));
        yield return ("", string.Join(' ', read.OtherPayers.Where(p => p.Paid is not null).Select(p => Amount(p.Paid))));
    }

    private static IEnumerable<Fault> Lines(OutboundClaim meant, Read read)
    {
        foreach (var (line, found) in meant.Claim.Lines.Zip(read.Lines))
        {
            var wanted = $"{line.Code} {string.Join(':', line.Modifiers)} {line.Charge} x{line.Units} at {string.Join(':', line.Pointers)} on {Day(meant.Claim.Date)} {Pcn.Line(meant.Pcn, line.N)}";
            var said = $"{found.Procedure?.Code} {string.Join(':', found.Procedure?.Modifiers ?? [])} {Amount(found.Charge)} x{found.Units?.ToShortest()} at {string.Join(':', found.Pointers)} on {(found.From is { } day ? Day(day) : "")} {found.ControlNumber}";
            if (wanted != said) yield return Differs($"claim {meant.Pcn} of visit {meant.Claim.VisitKey}", $"line {line.N}", wanted, said);
            var decided = string.Join("; ", meant.Prior.Select(p => p.Lines.FirstOrDefault(l => l.N == line.N)).OfType<PriorLine>().Select(l => Decision(l.Paid.ToString(), Grouped(l.Adjustments))));
            var heard = string.Join("; ", found.Adjudications.Select(a => Decision(Amount(a.Paid), a.Adjustments.Select(x => $"{x.Group}-{x.Reason} {Amount(x.Amount)}"))));
            if (decided != heard) yield return Differs($"claim {meant.Pcn} of visit {meant.Claim.VisitKey}", $"line {line.N}, prior payers", decided, heard);
        }
    }

    private static IEnumerable<string> Grouped(IEnumerable<PriorAdjustment> adjustments) =>
        adjustments.GroupBy(a => a.Group, StringComparer.Ordinal).SelectMany(g => g).Select(a => $"{a.Group}-{a.Reason} {a.Amount}");

    private static string Decision(string? paid, IEnumerable<string> adjustments) => $"{paid} [{string.Join(", ", adjustments)}]";

    private static string? Amount(X12Number? number) => number is { } n && n.TryCents(out var cents) ? new Money(cents).ToString() : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string AddressLine(string? line1, string? city, string? state, string? zip) => $"{line1}, {city} {state} {zip}";

    private static Fault Differs(string place, string field, string? meant, string? read) =>
        new(place, $"The {field} is \"{meant}\" but the file says \"{read}\".", "Nothing was sent. This is a defect of the program: report it with the claim.");
}
